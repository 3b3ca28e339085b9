import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';

/** A dialog of the editor, under the alarm banner, which stays in reach. */
export function DialogFrame(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly isWide?: boolean;
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}) {
  const { title, onClose, isWide, initialFocus, foot, children } = props;
  return (
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen, { reason }) => !isOpen && reason !== 'outside-press' && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup
          className={isWide === true ? 'dialog-popup editor-dialog is-wide' : 'dialog-popup editor-dialog'}
          finalFocus={backToDrawing}
          {...(initialFocus === undefined ? {} : { initialFocus })}
        >
          <Dialog.Title className="dialog-title">{title}</Dialog.Title>
          {children}
          {foot === undefined ? null : <div className="dialog-foot">{foot}</div>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** After a dialog the keys are the drawing's again; without one, of what had them before. */
const backToDrawing = (): HTMLElement | boolean =>
  [...document.querySelectorAll<HTMLElement>('.editor-canvas')].find((canvas) => canvas.getClientRects().length > 0) ?? true;
