import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../widgets/button.tsx';
import { leaveQuestion } from './windows.ts';
import '../dialogs.css';
import './displays.css';

/** How long the button must be held to leave a kiosk, ms. */
export const leaveHoldMs = 2000;

const close = (): void => leaveQuestion.setState({ question: null });
const leave = (scope: 'window' | 'all'): void => {
  close();
  window.firstoutShell?.order({ t: 'leave', scope });
};

/** Asks before this window closes where it must not close by a slip of the hand. Esc and Cancel keep it. */
export function LeaveDialog() {
  const question = useStore(leaveQuestion, (now) => now.question);
  if (question === null) return null;
  return (
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen) => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog-popup leave-dialog">
          {question.reason === 'kiosk' ? <Kiosk refusal={question.refusal} /> : <Others count={question.others} refusal={question.refusal} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Others({ count, refusal }: { readonly count: number; readonly refusal: string | null }) {
  const [follow, them] = count === 1 ? ['1 window follows', 'it'] : [`${count} windows follow`, 'them'];
  return (
    <>
      <Dialog.Title className="dialog-title">{follow} this console</Dialog.Title>
      {refusal === null ? null : <p className="tx-2">One of them is meant to stay open. {refusal}</p>}
      <p className="tx-2">With the last window the engine ends too: nothing is recorded and no alarm is raised until it is started again.</p>
      <div className="dialog-foot">
        <Button size="large" onClick={close}>
          Cancel
        </Button>
        <Button size="large" onClick={() => leave('window')}>
          Close only this window
        </Button>
        {refusal === null ? (
          <Button size="large" look="primary" onClick={() => leave('all')}>
            Close {them} all
          </Button>
        ) : null}
      </div>
    </>
  );
}

/** Whether it may close is the shell's to say; it checks the answer too. */
function Kiosk({ refusal }: { readonly refusal: string | null }) {
  return (
    <>
      <Dialog.Title className="dialog-title">This window is meant to stay open</Dialog.Title>
      <p className="tx-2">{refusal ?? 'Hold the button for 2 s to close it. This plant has no passwords yet: the hold keeps a slip of the hand from it, nobody else.'}</p>
      <div className="dialog-foot">
        <Button size="large" onClick={close}>
          Keep it open
        </Button>
        {refusal === null ? <HoldToLeave onHeld={() => leave('window')} /> : null}
      </div>
    </>
  );
}

/** Held for 2 s by pointer or space bar it closes the window; let go before, it does nothing. */
function HoldToLeave({ onHeld }: { readonly onHeld: () => void }) {
  const [isDown, setDown] = useState(false);
  const held = useRef(onHeld);
  held.current = onHeld;
  useEffect(() => {
    if (!isDown) return undefined;
    const timer = setTimeout(() => held.current(), leaveHoldMs);
    return () => clearTimeout(timer);
  }, [isDown]);
  const up = (): void => setDown(false);
  return (
    <button
      type="button"
      className={`button button-primary button-large leave-hold ${isDown ? 'is-down' : ''}`}
      title="Hold for 2 s"
      onPointerDown={() => setDown(true)}
      onPointerUp={up}
      onPointerLeave={up}
      onBlur={up}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.preventDefault();
        if (event.key === ' ' && !event.repeat) setDown(true);
      }}
      onKeyUp={(event) => event.key === ' ' && up()}
    >
      <span className="leave-hold-fill" style={{ transitionDuration: isDown ? `${leaveHoldMs}ms` : '80ms' }} />
      <span className="leave-hold-text">Hold to close</span>
    </button>
  );
}
