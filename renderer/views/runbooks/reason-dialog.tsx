import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useRef, useState } from 'react';
import type { RunState } from '#shared/runbook-run/run-state.ts';
import { notify } from '#renderer/client/notices.ts';
import { pastRefusal } from '#renderer/client/replay-rules.ts';
import { useTimeline } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { LocksLeft } from './locks-left.tsx';

/** What is asked for before something is done. */
export type ReasonAsked = {
  readonly title: string;
  /** What follows, one or two sentences. */
  readonly says: string;
  readonly label: string;
  /** Words on the button that does it. */
  readonly does: string;
  readonly isRequired: boolean;
  /** A second line, as who takes over. */
  readonly other?: string;
  /** Locks that still hang when it is done. */
  readonly locks?: RunState['locks'];
  /** What it passes over, one sentence each. */
  readonly missing?: readonly string[];
  readonly done: (reason: string, other: string) => void;
};

/** Asks for a reason. Esc and Cancel leave everything as it is; closes when replay begins. */
export function ReasonDialog({ asked, onClose }: { readonly asked: ReasonAsked; readonly onClose: () => void }) {
  const past = useTimeline(pastRefusal);
  const [reason, setReason] = useState('');
  const [other, setOther] = useState('');
  const first = useRef<HTMLInputElement>(null);
  // Of a dry run by the past things are decided in replay: what was asked for there goes on.
  const wasPast = useRef(past !== null);
  const leave = useRef(onClose);
  leave.current = onClose;
  useEffect(() => {
    if (past === null || wasPast.current) return;
    notify('Nothing was done: the dialog closed because replay began.');
    leave.current();
  }, [past]);
  const refusal = asked.other !== undefined && other.trim() === '' ? `${asked.other}: a name is required.` : asked.isRequired && reason.trim() === '' ? 'A reason is required.' : null;
  const go = (): void => {
    if (refusal !== null) return;
    asked.done(reason.trim(), other.trim());
    onClose();
  };
  const onKey = (event: React.KeyboardEvent): void => void (event.key === 'Enter' && go());
  return (
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen, { reason: how }) => !isOpen && how !== 'outside-press' && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog-popup reason-dialog" initialFocus={first}>
          <Dialog.Title className="dialog-title">{asked.title}</Dialog.Title>
          <Dialog.Description className="tx-2">{asked.says}</Dialog.Description>
          {asked.missing === undefined || asked.missing.length === 0 ? null : (
            <ul className="reason-dialog-missing" aria-label="What to know before">
              {asked.missing.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
          <LocksLeft locks={asked.locks ?? []} />
          {asked.other === undefined ? null : (
            <label className="reason-dialog-field">
              <span className="tx-3">{asked.other}</span>
              <input ref={first} value={other} maxLength={120} onChange={(event) => setOther(event.target.value)} onKeyDown={onKey} />
            </label>
          )}
          <label className="reason-dialog-field">
            <span className="tx-3">
              {asked.label}
              {asked.isRequired ? ', required' : ''}
            </span>
            <input ref={asked.other === undefined ? first : undefined} value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} onKeyDown={onKey} />
          </label>
          <div className="dialog-foot">
            <Button size="large" onClick={onClose}>
              Cancel
            </Button>
            <Button size="large" look="primary" refusal={refusal} onClick={go}>
              {asked.does}
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
