import { contextBridge, ipcRenderer } from 'electron';
import type { LeaveQuestion, WindowOrder, WindowPicture } from '#shared/model/window-order.ts';

/**
 * All that the page gets of the shell. Lines to the engine come as plain data, except message ports, which no bridge
 * carries: these are posted to the page's own window as {t: 'firstout.engine', token} with the port.
 */
export type ShellApi = {
  /** Called with each new line; asks for the first. `kind: 'port'` tells that a port was posted. */
  onEngine(receive: (line: { readonly kind: 'socket'; readonly url: string; readonly token: string } | { readonly kind: 'port'; readonly token: string }) => void): void;
  /** Asks for a new line, after the one before ended. */
  askEngine(): void;
  readonly window: { minimise(): void; toggleMaximise(): void; close(): void };
  /** Called with what displays and windows there are, at the start and after each change. */
  onWindows(receive: (picture: WindowPicture) => void): void;
  /** Called when the window shall be closed and the page must ask first; answered by the orders `asking` and `leave`. */
  onLeaving(receive: (question: LeaveQuestion) => void): void;
  /** Called with each link that was opened on this machine; asks for one that came before. What it says is anybody's: the page reads it with care. */
  onLink(receive: (link: string) => void): void;
  /** Asks the shell for something with windows; main checks it. */
  order(order: WindowOrder): void;
  readonly platform: string;
};

const act = (action: string) => (): void => ipcRenderer.send('firstout:window', action);

const api: ShellApi = {
  onEngine(receive) {
    ipcRenderer.removeAllListeners('firstout:engine');
    ipcRenderer.on('firstout:engine', (event, line: { kind: 'socket'; url: string; token: string } | { kind: 'port'; token: string }) => {
      if (line.kind === 'port') window.postMessage({ t: 'firstout.engine', token: line.token }, window.location.origin, [...event.ports]);
      receive(line);
    });
    ipcRenderer.send('firstout:ask');
  },
  askEngine: () => ipcRenderer.send('firstout:ask'),
  onWindows(receive) {
    ipcRenderer.removeAllListeners('firstout:windows');
    ipcRenderer.on('firstout:windows', (_event, picture: WindowPicture) => receive(picture));
    ipcRenderer.send('firstout:ask-windows');
  },
  onLeaving(receive) {
    ipcRenderer.removeAllListeners('firstout:leaving');
    ipcRenderer.on('firstout:leaving', (_event, question: LeaveQuestion) => receive(question));
  },
  onLink(receive) {
    ipcRenderer.removeAllListeners('firstout:link');
    ipcRenderer.on('firstout:link', (_event, link: string) => receive(link));
    ipcRenderer.send('firstout:ask-link');
  },
  order: (order) => ipcRenderer.send('firstout:order', order),
  window: { minimise: act('minimise'), toggleMaximise: act('toggle-maximise'), close: act('close') },
  platform: process.platform,
};

contextBridge.exposeInMainWorld('firstoutShell', api);
