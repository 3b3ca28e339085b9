import { Dialog } from '@base-ui/react/dialog';
import { CircleCheck, CircleX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formatValue } from '#shared/model/format-value.ts';
import { isGood } from '#shared/model/quality.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import { faultText, notify } from '../../client/notices.ts';
import { pastRefusal } from '../../client/replay-rules.ts';
import { useClient, useLink, useLiveText, useTimeline } from '../../client/use-client.ts';
import type { IndexedTag } from './asset-tags.ts';
import { HoldButton } from './hold-button.tsx';
import { parseTyped, writeChecks } from './write-check.ts';
import '../dialogs.css';

/** Change of one value: now and new side by side, what is checked, and a hold of 0.8 s to write. Cancel has the focus first. Closes when replay begins. */
export function WriteDialog({ one: { index, tag }, preset, onClose }: { readonly one: IndexedTag; readonly preset?: number; readonly onClose: () => void }) {
  const client = useClient();
  const { state, session } = useLink();
  const now = useLiveText(index);
  const past = useTimeline(pastRefusal);
  const [typed, setTyped] = useState(() => (preset === undefined ? '' : String(preset)));
  const [isBusy, setBusy] = useState(false);
  const wasSent = useRef(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const value = parseTyped(typed);
  const checks = writeChecks(tag, value, { mayWrite: roleCovers(session?.role ?? 'view', 'operate'), isLive: state === 'live', past, isGood: isGood(now.quality) });
  const unmet = checks.find(({ isMet }) => !isMet) ?? null;
  const show = (number: number): string => `${formatValue(tag, number, client.live.text)}${tag.unit === '' ? '' : ` ${tag.unit}`}`;

  // The value beside "Now" would be one of the past: the dialog ends where replay begins. What is on its way to the device is told all the same.
  const leave = useRef(onClose);
  leave.current = onClose;
  useEffect(() => {
    if (past === null) return;
    if (!wasSent.current) notify(`Nothing was written to ${tag.id}: the dialog closed because replay began.`);
    leave.current();
  }, [past, tag.id]);

  const write = async (): Promise<void> => {
    wasSent.current = true;
    setBusy(true);
    const from = now.text;
    const answer = await client.call('tag.write', { tag: tag.id, value });
    setBusy(false);
    wasSent.current = false;
    if (!answer.ok) return notify(`${tag.id} was not written: ${faultText(answer.fault)}`, 'failed');
    notify(`${tag.id} was changed from ${from} to ${show(value)}; the device confirmed it.`);
    onClose();
  };

  return (
    // The alarm banner stays in reach: the focus is kept here, but a press outside neither closes nor is swallowed.
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen, { reason }) => !isOpen && reason !== 'outside-press' && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog-popup write-dialog" initialFocus={cancel}>
          <Dialog.Title className="dialog-title">Change {tag.name}</Dialog.Title>
          <Dialog.Description className="tx-3">
            <span className="mono">{tag.id}</span> on {tag.device ?? 'the engine'}
          </Dialog.Description>
          <div className="write-dialog-values num">
            <div>
              <span className="tx-3">Now</span>
              <b>
                {now.text} <small>{tag.unit}</small>
              </b>
            </div>
            <div>
              <span className="tx-3">New</span>
              {tag.states === undefined ? (
                <label>
                  <input aria-label={`New value of ${tag.id}`} inputMode="decimal" value={typed} onChange={(event) => setTyped(event.target.value)} /> <small>{tag.unit}</small>
                </label>
              ) : (
                <select aria-label={`New value of ${tag.id}`} value={typed} onChange={(event) => setTyped(event.target.value)}>
                  <option value="">Choose</option>
                  {Object.entries(tag.states).map(([number, word]) => (
                    <option key={number} value={number}>
                      {word}
                    </option>
                  ))}
                </select>
              )}
            </div>
          </div>
          <ul className="write-dialog-checks">
            {checks.map(({ isMet, sentence }) => (
              <li key={sentence}>
                {isMet ? <CircleCheck size={16} strokeWidth={1.75} className="is-met" aria-label="met" /> : <CircleX size={16} strokeWidth={1.75} aria-label="not met" />}
                {sentence}
              </li>
            ))}
          </ul>
          <p className="tx-3">The change is written to the device and to the audit log under {session?.user ?? 'this console'}.</p>
          <div className="dialog-foot">
            <button ref={cancel} type="button" className="button button-default button-large" onClick={onClose}>
              Cancel
            </button>
            <HoldButton refusal={isBusy ? 'Being written.' : (unmet?.sentence ?? null)} onHeld={() => void write()}>
              {isBusy ? 'Writing' : 'Hold to write'}
            </HoldButton>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
