import { createStore } from 'zustand/vanilla';
import type { LeaveQuestion, WindowContent, WindowPicture } from '#shared/model/window-order.ts';
import type { WindowShell } from '../../client/engine-endpoint.ts';
import { notify } from '../../client/notices.ts';
import { addressWords, shownWindow } from './shown-window.ts';

/** Displays and windows as Electron's shell tells them; null in a browser, and until it told. */
export const windowPicture = createStore<{ readonly picture: WindowPicture | null }>(() => ({ picture: null }));
/** What the shell asks before this window closes; null when it asks nothing. */
export const leaveQuestion = createStore<{ readonly question: LeaveQuestion | null }>(() => ({ question: null }));

/** Follows the shell: call once, before anything is drawn. */
export function followShell(shell: WindowShell): void {
  shell.onWindows((picture) => {
    windowPicture.setState({ picture });
    const self = picture.windows.find(({ name }) => name === picture.self);
    const shown = shownWindow.getState();
    if (self === undefined || (shown.name === self.name && JSON.stringify(shown.content) === JSON.stringify(self.content))) return;
    // The page goes on under another name: after a reload it must be the same window.
    history.replaceState(null, '', location.pathname + addressWords(self));
    shownWindow.setState({ name: self.name, content: self.content });
  });
  shell.onLeaving((question) => {
    shell.order({ t: 'asking' });
    leaveQuestion.setState({ question });
  });
}

/** Opens a window with this content: on the display of this number in Electron, where the browser puts it elsewhere. */
export function openWindow(content: WindowContent, display?: number): void {
  const shell = window.firstoutShell;
  if (shell !== undefined) return shell.order({ t: 'open', content, ...(display === undefined ? {} : { display }) });
  const word = crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? '0';
  openInBrowser(`${(content.view ?? content.kind).slice(0, 24)}-${word}`, content);
}

/** A browser window of this name; one that is open already shows the new content. It has this tab's access, since it is opened by it. */
export function openInBrowser(name: string, content: WindowContent): boolean {
  const opened = window.open(location.pathname + addressWords({ name, content }), `firstout-${name}`, 'popup,width=1280,height=800');
  if (opened === null) notify('The browser opened no window; allow pop-up windows for this address.', 'failed');
  return opened !== null;
}
