import { ContextMenu } from '@base-ui/react/context-menu';
import { type ReactElement, useState } from 'react';
import { type MenuEntry, MenuLine } from '../../widgets/menu-button.tsx';
import type { PanelParams } from '../view-panel.tsx';
import { panelCommands } from './display-commands.ts';

/** The menu of a tab, by the second button of the pointer or the menu key: a window of its own, another display, close. */
export function TabMenu({ panel, title, close, children }: { readonly panel: PanelParams; readonly title: string; readonly close: () => void; readonly children: ReactElement }) {
  const [entries, setEntries] = useState<readonly MenuEntry[]>([]);
  const look = (isOpen: boolean): void => {
    if (!isOpen) return;
    const commands = panelCommands(panel, close).map(({ text, run }): MenuEntry => ({ kind: 'action', label: text, run }));
    setEntries([...commands, { kind: 'line' }, { kind: 'action', label: 'Close this tab', run: close }]);
  };
  return (
    <ContextMenu.Root onOpenChange={look}>
      <ContextMenu.Trigger render={children} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="menu-place">
          <ContextMenu.Popup className="menu" aria-label={`Tab ${title}`}>
            {entries.map((entry, at) => (
              <MenuLine key={`${at} ${entry.kind}`} entry={entry} />
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
