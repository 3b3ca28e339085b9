import { ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import { WindowOrder } from '#shared/model/window-order.ts';
import { consoleOrigin } from './app-scheme.ts';

export type PageHandlers = {
  /** minimise, toggle-maximise or close, of this window. */
  readonly onAction: (action: string) => void;
  /** The page wants a line to the engine: at its start, and whenever the one it had ended. */
  readonly onAsked: () => void;
  /** The page wants to know what displays and windows there are. */
  readonly onWindowsAsked: () => void;
  readonly onOrder: (order: WindowOrder) => void;
  /** The page can take a link that was opened on this machine. */
  readonly onLinkAsked: () => void;
};

const pages = new Map<WebContents, PageHandlers>();

/** Hears this page until the answer is called. Only its main frame, and only while it is ours. */
export function hearPage(contents: WebContents, handlers: PageHandlers): () => void {
  pages.set(contents, handlers);
  return () => void pages.delete(contents);
}

const handlersOf = ({ sender, senderFrame }: IpcMainEvent): PageHandlers | undefined =>
  senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.url.startsWith(`${consoleOrigin}/`) ? pages.get(sender) : undefined;

/** Listens to all pages; call once. What is no order of the shape agreed is left aside and said. */
export function listenToPages(say: (sentence: string) => void): void {
  ipcMain.on('firstout:window', (event, action: unknown) => {
    if (typeof action === 'string') handlersOf(event)?.onAction(action);
  });
  ipcMain.on('firstout:ask', (event) => handlersOf(event)?.onAsked());
  ipcMain.on('firstout:ask-windows', (event) => handlersOf(event)?.onWindowsAsked());
  ipcMain.on('firstout:ask-link', (event) => handlersOf(event)?.onLinkAsked());
  ipcMain.on('firstout:order', (event, raw: unknown) => {
    const handlers = handlersOf(event);
    if (handlers === undefined) return;
    const order = WindowOrder.safeParse(raw);
    if (order.success) handlers.onOrder(order.data);
    else say(`A page asked for something no window can do (${order.error.issues[0]?.message ?? 'unknown shape'}); nothing was done.`);
  });
}
