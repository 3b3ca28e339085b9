import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../client/use-client.ts';
import { goToTime, showGoToTime } from './time-bar-actions.ts';
import { fromLocalInput, toLocalInput } from '../../widgets/format-time.ts';
import { MomentField } from '../../widgets/moment-field/moment-field.tsx';
import '../dialogs.css';

/** A date and time to show. */
export function GoToTime() {
  const isOpen = useStore(goToTime, (now) => now.isOpen);
  if (!isOpen) return null;
  return (
    <Dialog.Root open onOpenChange={showGoToTime} modal="trap-focus">
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Form />
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const ahead = [
  { words: '1 h earlier', byMs: 3_600_000 },
  { words: '8 h earlier', byMs: 8 * 3_600_000 },
  { words: 'A day earlier', byMs: 86_400_000 },
] as const;

function Form() {
  const { timeline, present } = useClient();
  const [typed, setTyped] = useState(() => toLocalInput(timeline.nowMs()));
  const input = useRef<HTMLInputElement>(null);
  const atMs = fromLocalInput(typed);
  const endMs = timeline.state.getState().recording?.toMs ?? present.nowMs();
  const refusal = Number.isNaN(atMs) ? 'Type a date and a time.' : atMs > endMs ? 'That moment has not been recorded yet.' : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (refusal !== null) return;
    timeline.pause();
    timeline.seek(atMs);
    showGoToTime(false);
  };
  return (
    <Dialog.Popup className="dialog-popup go-to-time" initialFocus={input}>
      <Dialog.Title className="dialog-title">Go to time</Dialog.Title>
      <form onSubmit={submit}>
        <label>
          <span className="tx-3">Date and time, local</span>
          <MomentField ref={input} label="Date and time, local" value={typed} onChange={setTyped} />
        </label>
        <div className="go-to-time-steps">
          {ahead.map(({ words, byMs }) => (
            <button key={words} type="button" className="button button-default button-normal" onClick={() => setTyped((now) => toLocalInput((Number.isNaN(fromLocalInput(now)) ? timeline.nowMs() : fromLocalInput(now)) - byMs))}>
              {words}
            </button>
          ))}
        </div>
        <p className="tx-3" role="status">
          {refusal ?? 'Every view shows the plant as it was then.'}
        </p>
        <div className="dialog-foot">
          <button type="button" className="button button-default button-large" onClick={() => showGoToTime(false)}>
            Cancel
          </button>
          <button type="submit" className="button button-primary button-large" aria-disabled={refusal !== null || undefined} title={refusal ?? undefined}>
            Show
          </button>
        </div>
      </form>
    </Dialog.Popup>
  );
}
