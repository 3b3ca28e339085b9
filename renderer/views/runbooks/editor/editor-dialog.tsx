import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { Button } from '#renderer/widgets/button.tsx';

type Props = {
  readonly title: string;
  readonly says?: string;
  readonly first?: RefObject<HTMLElement | null>;
  /** Words on the button that does it; none: the dialog's own buttons do. */
  readonly does?: string;
  readonly refusal?: string | null;
  readonly problem?: string | null;
  readonly onDo?: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

/** A dialog of the runbook editor. Ctrl Enter does it, Esc leaves everything as it is. */
export function EditorDialog({ title, says, first, does, refusal = null, problem = null, onDo, onClose, children }: Props) {
  const go = useRef<() => void>(() => undefined);
  useEffect(() => void (go.current = () => refusal === null && onDo?.()));
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      go.current();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  return (
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen, { reason }) => !isOpen && reason !== 'outside-press' && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog-popup reason-dialog runbook-dialog" {...(first === undefined ? {} : { initialFocus: first })}>
          <Dialog.Title className="dialog-title">{title}</Dialog.Title>
          {says === undefined ? null : <Dialog.Description className="tx-2">{says}</Dialog.Description>}
          {children}
          {problem === null ? null : (
            <p className="runbook-dialog-problem" role="alert">
              {problem}
            </p>
          )}
          <div className="dialog-foot">
            <Button size="large" onClick={onClose}>
              {does === undefined ? 'Close' : 'Cancel'}
            </Button>
            {does === undefined ? null : (
              <Button size="large" look="primary" refusal={refusal} onClick={onDo}>
                {does}
              </Button>
            )}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
