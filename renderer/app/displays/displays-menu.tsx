import { AppWindow } from 'lucide-react';
import { useStore } from 'zustand';
import { useClient, useLink } from '../../client/use-client.ts';
import { MenuButton, type MenuEntry } from '../../widgets/menu-button.tsx';
import { layoutCommands, windowCommands } from './display-commands.ts';
import { openLayoutDialog } from './layout-dialog-state.ts';
import { shownWindow } from './shown-window.ts';
import { windowPicture } from './windows.ts';
import './displays.css';

/** Windows, displays and the layouts for each situation, in the title bar. */
export function DisplaysMenu() {
  const client = useClient();
  const role = useLink().session?.role ?? 'view';
  const layouts = useStore(client.project, (project) => project?.layouts ?? null) ?? [];
  // The commands read these: drawn anew with them.
  const picture = useStore(windowPicture, (now) => now.picture);
  const content = useStore(shownWindow, (now) => now.content);
  const commands = layoutCommands(layouts, role);
  const away = picture?.windows.filter(({ isHome }) => !isHome).length ?? 0;
  const entries: readonly MenuEntry[] = [
    ...windowCommands().map(({ text, run }): MenuEntry => ({ kind: 'action', label: text, run })),
    ...(away === 0 ? [] : [{ kind: 'note', text: away === 1 ? 'The display of 1 window is away; the window goes back when it returns.' : `The displays of ${away} windows are away; the windows go back when they return.` } as const]),
    { kind: 'line' },
    ...(commands.length === 0 ? [{ kind: 'note', text: 'The project has no layouts for this role yet.' } as const] : []),
    ...commands.map(({ id, text, run, isCurrent }): MenuEntry => ({ kind: 'action', label: text, run, isCurrent: isCurrent === true || content.layout === id.slice('layout-'.length) })),
    { kind: 'line' },
    { kind: 'action', label: 'Save this arrangement…', refusal: role === 'engineer' ? null : 'Saving a layout needs the role engineer.', run: openLayoutDialog },
  ];
  return (
    <MenuButton label="Windows and layouts" className="displays-menu" align="end" entries={entries}>
      <AppWindow size={16} strokeWidth={1.75} aria-hidden="true" />
    </MenuButton>
  );
}
