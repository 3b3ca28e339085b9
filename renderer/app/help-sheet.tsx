import { Dialog } from '@base-ui/react/dialog';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { keyMap } from './key-map.ts';
import { palette, showHelp } from './palette-state.ts';
import './dialogs.css';

/** The keyboard map. */
export function HelpSheet() {
  const sheet = useRef<HTMLDivElement>(null);
  const isOpen = useStore(palette, (now) => now.isHelpOpen);
  return (
    <Dialog.Root open={isOpen} onOpenChange={showHelp}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        {/* It begins at its top: the button that closes it stands below all of it. */}
        <Dialog.Popup ref={sheet} initialFocus={sheet} tabIndex={-1} className="dialog-popup help-sheet">
          <Dialog.Title className="dialog-title">Keyboard map</Dialog.Title>
          <table>
            <tbody>
              {keyMap.map(({ keys, does, where }) => (
                <tr key={does}>
                  <td className="help-sheet-keys">
                    {keys.map((key) => (
                      <kbd key={key} className="kbd">
                        {key}
                      </kbd>
                    ))}
                  </td>
                  <td>{does}</td>
                  <td className="tx-3">{where === undefined ? '' : `in the ${where}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="tx-3">Single letters work outside text fields; Setup switches them off.</p>
          <div className="dialog-foot">
            <Dialog.Close className="button button-default button-normal">Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
