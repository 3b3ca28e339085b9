import { Dialog } from '@base-ui/react/dialog';
import { ArrowRight, CircleCheck, CircleX, Info, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { WriteSelection } from '#shared/contract/control.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import { faultText, notify } from '../../client/notices.ts';
import { pastRefusal } from '../../client/replay-rules.ts';
import type { WriteWay } from '../../client/run-write.ts';
import { useClient, useLiveText, useTimeline } from '../../client/use-client.ts';
import { useWriteRefusal } from '../../client/use-refusal.ts';
import { Button } from '../../widgets/button.tsx';
import type { IndexedTag } from './asset-tags.ts';
import { HoldButton } from './hold-button.tsx';
import { useWriteSelection } from './use-write-selection.ts';
import { holdRefusal, typedValue, valueWords } from './write-check.ts';
import { WriteIndicator } from './write-indicator.tsx';
import '../dialogs.css';
import './write-dialog.css';

type WriteDialogProps = {
  readonly one: IndexedTag;
  readonly preset?: number | string;
  /** The measurement the new setpoint is shown against; the tag itself where absent. */
  readonly shownOn?: IndexedTag | null;
  /** How it is selected and written, where something else than a person says what: then the value is fixed. */
  readonly way?: WriteWay;
  readonly onClose: () => void;
};

/**
 * Change of one value: now and new side by side, what the engine checks, what follows, and a hold of 0.8 s to write. Cancel
 * has the focus first. Closes when replay begins.
 */
export function WriteDialog({ one, preset, shownOn, way, onClose }: WriteDialogProps) {
  const { index, tag } = one;
  const client = useClient();
  const now = useLiveText(index);
  const past = useTimeline(pastRefusal);
  const refusal = useWriteRefusal();
  const [typed, setTyped] = useState(() => (preset === undefined ? '' : String(preset)));
  const [reason, setReason] = useState('');
  const [isWriting, setWriting] = useState(false);
  const wasSent = useRef(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const value = typedValue(tag, typed);
  const { selection, fault, again } = useWriteSelection(tag.id, value, !isWriting && refusal === null, way);
  // What stands among the checks is not said twice.
  const isSaid = fault !== null || selection?.token === null || (selection === null && value !== null && refusal === null && !isWriting);
  const why = fault ?? holdRefusal({ refusal, hasValue: value !== null, isWriting, selection, reason });

  // The value beside "Now" would be one of the past: the dialog ends where replay begins. What is on its way to the device is told all the same.
  const leave = useRef(onClose);
  leave.current = onClose;
  useEffect(() => {
    if (past === null) return;
    if (!wasSent.current) notify(`Nothing was written to ${tag.id}: the dialog closed because replay began.`);
    leave.current();
  }, [past, tag.id]);

  const taken = (): void => {
    // Its button goes, and the focus with it.
    cancel.current?.focus();
    again();
  };
  const write = async (): Promise<void> => {
    if (selection?.token == null || value === null) return;
    wasSent.current = true;
    setWriting(true);
    const isDone = way === undefined ? await operate(client, selection, reason) : await operateBy(way, selection, reason);
    setWriting(false);
    wasSent.current = false;
    if (isDone) onClose();
  };

  return (
    // The alarm banner stays in reach: the focus is kept here, but a press outside neither closes nor is swallowed.
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen, { reason: how }) => !isOpen && how !== 'outside-press' && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog-popup write-dialog" initialFocus={cancel}>
          <Dialog.Title className="dialog-title">Change {tag.name}</Dialog.Title>
          <Dialog.Description className="write-dialog-what">
            <span className="mono">{tag.id}</span> {tag.asset}, {tag.device ?? 'the engine'}
          </Dialog.Description>
          <div className="write-dialog-values num">
            <div>
              <span className="tx-3">Now</span>
              <b>
                {now.text} <small>{tag.unit}</small>
              </b>
            </div>
            <ArrowRight size={18} strokeWidth={1.75} aria-hidden="true" />
            {way === undefined ? (
              <NewValue one={one} typed={typed} onChange={setTyped} />
            ) : (
              <div>
                <span className="tx-3">New</span>
                <b>{value === null ? '----' : valueWords(tag, value)}</b>
              </div>
            )}
          </div>
          {typeof value === 'number' && tag.states === undefined ? <WriteIndicator one={shownOn ?? one} setpoint={value} /> : null}
          <Checks selection={selection} fault={fault} isAsked={value !== null && refusal === null} onTaken={taken} />
          {selection?.reasonRequired === true ? (
            <label className="write-dialog-reason">
              <span className="tx-3">Reason, required</span>
              <input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
            </label>
          ) : null}
          <div className="dialog-foot write-dialog-foot">
            <button ref={cancel} type="button" className="button button-default button-large" onClick={onClose}>
              <X size={15} strokeWidth={1.75} aria-hidden="true" />
              Cancel <kbd className="kbd">Esc</kbd>
            </button>
            <HoldButton refusal={why} onHeld={() => void write()}>
              {isWriting ? 'Writing' : value === null ? 'Hold to write' : `Hold to write ${valueWords(tag, value)}`}
            </HoldButton>
          </div>
          <p className="write-dialog-why" role="status">
            {isSaid ? '' : why}
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Writes what was selected and tells how it ended; true when there is nothing more to do in the dialog. */
async function operate(client: ConsoleClient, { token, tag, now, next, unit }: WriteSelection, reason: string): Promise<boolean> {
  const answer = await client.call('control.operate', { token: token ?? '', reason: reason.trim() });
  if (!answer.ok) {
    notify(`${tag} was not written: ${faultText(answer.fault)}`, 'failed');
    return false;
  }
  const { outcome, answered, sentence, feedback, tookMs } = answer.value;
  const withUnit = (text: string): string => (unit === '' ? text : `${text} ${unit}`);
  if (outcome === 'confirmed' && answered) {
    const shown = feedback === null ? sentence : `Feedback ${feedback} ${tookMs < 100 ? 'at once' : `in ${(tookMs / 1000).toFixed(1)} s`}.`;
    notify(`${tag} was changed from ${withUnit(now.text)} to ${withUnit(next)}. ${shown}`);
  } else notify(outcome === 'confirmed' ? sentence : `Not confirmed. ${sentence}`, outcome === 'confirmed' ? 'done' : 'failed');
  return true;
}

/** As `operate`, by the way of a run: what it became stands in the run as well. */
async function operateBy(way: WriteWay, { token, tag }: WriteSelection, reason: string): Promise<boolean> {
  const answer = await way.operate(token ?? '', reason.trim());
  if (!answer.ok) {
    notify(`${tag} was not written: ${faultText(answer.fault)}`, 'failed');
    return false;
  }
  const { outcome, sentence } = answer.value;
  notify(outcome === 'confirmed' ? sentence : `Not confirmed. ${sentence}`, outcome === 'confirmed' ? 'done' : 'failed');
  return true;
}

function NewValue({ one: { tag }, typed, onChange }: { readonly one: IndexedTag; readonly typed: string; readonly onChange: (text: string) => void }) {
  return (
    <div>
      <span className="tx-3">New</span>
      {tag.states === undefined ? (
        <label>
          <input aria-label={`New value of ${tag.id}`} inputMode={tag.type === 'text' ? 'text' : 'decimal'} value={typed} onChange={(event) => onChange(event.target.value)} /> <small>{tag.unit}</small>
        </label>
      ) : (
        <select aria-label={`New value of ${tag.id}`} value={typed} onChange={(event) => onChange(event.target.value)}>
          <option value="">Choose</option>
          {Object.entries(tag.states).map(([number, word]) => (
            <option key={number} value={number}>
              {word}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

/** What the engine checks, met or not, and what follows from the write. */
function Checks({ selection, fault, isAsked, onTaken }: { readonly selection: WriteSelection | null; readonly fault: string | null; readonly isAsked: boolean; readonly onTaken: () => void }) {
  const client = useClient();
  const take = async (area: string): Promise<void> => {
    const answer = await client.call('control.take', { area: area as AssetId });
    if (!answer.ok) notify(faultText(answer.fault), 'failed');
    onTaken();
  };
  if (selection === null) return <p className="write-dialog-checks tx-3">{fault ?? (isAsked ? 'The engine is checking the new value.' : 'The engine checks the new value as soon as there is one.')}</p>;
  return (
    <ul className="write-dialog-checks">
      {selection.checks.map(({ kind, isMet, sentence, takeArea }) => (
        <li key={kind} className={isMet ? '' : 'is-unmet'}>
          {isMet ? <CircleCheck size={16} strokeWidth={1.75} className="is-met" aria-label="met" /> : <CircleX size={16} strokeWidth={1.75} aria-label="not met" />}
          <span>{sentence}</span>
          {takeArea === undefined ? null : <Button onClick={() => void take(takeArea)}>Take control</Button>}
        </li>
      ))}
      {selection.consequences.map((sentence) => (
        <li key={sentence}>
          <Info size={16} strokeWidth={1.75} className="is-note" aria-label="consequence" />
          <span>{sentence}</span>
        </li>
      ))}
    </ul>
  );
}
