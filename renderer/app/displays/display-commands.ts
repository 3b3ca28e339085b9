import type { Layout } from '#shared/model/layout.ts';
import type { WindowContent, WindowPicture } from '#shared/model/window-order.ts';
import type { Role } from '#shared/rpc/define.ts';
import { dock } from '../dock.ts';
import { partWord } from '../panel-id.ts';
import type { PanelParams } from '../view-panel.tsx';
import { applyLayout, arrangementBefore } from './arrange.ts';
import { layoutsFor, situationWords } from './layout-choice.ts';
import { openLayoutDialog } from './layout-dialog-state.ts';
import { openWindow, windowPicture } from './windows.ts';

export type DisplayCommand = { readonly id: string; readonly text: string; readonly isCurrent?: boolean; readonly run: () => void };

/** What a panel shows, as the content of a window of its own. */
export function contentOf({ view, params }: PanelParams): WindowContent {
  const part = partWord(params);
  return { kind: 'view', view, ...(params.screen === undefined ? {} : { screen: params.screen }), ...(part === undefined ? {} : { part }) };
}

/** "display 2, Dell U2720Q": the name only where the system tells one. */
export const displayWords = ({ number, label }: WindowPicture['displays'][number]): string => `display ${number}${label === undefined ? '' : `, ${label}`}`;

/** Windows a panel can be opened in. A browser places its windows itself. */
export function panelCommands(panel: PanelParams, close: () => void): readonly DisplayCommand[] {
  const { picture } = windowPicture.getState();
  const others = picture?.displays.filter(({ number }) => number !== picture.display) ?? [];
  return [
    { id: 'open-window', text: 'Open in a new window', run: () => openWindow(contentOf(panel)) },
    ...others.map((display) => ({
      id: `move-to-${display.number}`,
      text: `Move to ${displayWords(display)}`,
      run() {
        openWindow(contentOf(panel), display.number);
        close();
      },
    })),
  ];
}

/** Where this window can go. */
export function windowCommands(): readonly DisplayCommand[] {
  const { picture } = windowPicture.getState();
  const others = picture?.displays.filter(({ number }) => number !== picture.display) ?? [];
  return [
    ...others.map((display) => ({ id: `window-to-${display.number}`, text: `Move this window to ${displayWords(display)}`, run: () => window.firstoutShell?.order({ t: 'move', display: display.number }) })),
    { id: 'open-wall', text: others.length > 0 ? 'Open the wall on the other display' : 'Open the wall in a window', run: () => openWindow({ kind: 'wall' }, others[0]?.number) },
  ];
}

/** The layouts of the project for this role, and the way back from the last one. */
export function layoutCommands(layouts: readonly Layout[], role: Role): readonly DisplayCommand[] {
  const { picture } = windowPicture.getState();
  return [
    ...layoutsFor(layouts, role).map((layout) => ({
      id: `layout-${layout.id}`,
      text: `${situationWords[layout.situation]}: ${layout.title}`,
      isCurrent: picture?.layout?.id === layout.id,
      run: () => applyLayout(layout),
    })),
    ...(picture?.canGoBack === true ? [{ id: 'layout-back', text: 'Back to the windows before', run: arrangementBefore }] : []),
  ];
}

/** All of them, for the palette. Saving is offered to the role that may. */
export function displayCommands(layouts: readonly Layout[], role: Role): readonly DisplayCommand[] {
  const panel = dock.getState().api?.activePanel;
  const forPanel = panel === undefined || panel === null ? [] : panelCommands(panel.params as PanelParams, () => panel.api.close());
  return [
    ...forPanel.map((command) => ({ ...command, text: command.id === 'open-window' ? 'Open this panel in a new window' : command.text.replace('Move to', 'Move this panel to') })),
    ...windowCommands(),
    ...layoutCommands(layouts, role).map((command) => ({ ...command, text: command.id === 'layout-back' ? command.text : `Windows for ${command.text}` })),
    ...(role === 'engineer' ? [{ id: 'save-layout', text: 'Save this arrangement of windows', run: openLayoutDialog }] : []),
  ];
}
