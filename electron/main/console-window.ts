import { extname, join } from 'node:path';
import { app, BrowserWindow, type DownloadItem, session, type WebContents } from 'electron';
import type { WindowContent } from '#shared/model/window-order.ts';
import { consoleOrigin, consoleUrl } from './app-scheme.ts';
import type { EngineLine } from './engine-process.ts';
import { hearPage, type PageHandlers } from './page-messages.ts';
import type { PlacedWindow } from './place-windows.ts';
import type { BoardWindow } from './window-board.ts';

export type ConsoleWindow = BoardWindow & {
  /** Hands the window a new line to the engine, once it has asked for one. */
  give(line: EngineLine): void;
  /** Hands the page a link that was opened on this machine. */
  showLink(link: string): void;
};

export type ConsoleWindowOptions = Pick<PageHandlers, 'onAsked' | 'onWindowsAsked' | 'onOrder' | 'onLinkAsked'> & {
  readonly name: string;
  readonly content: WindowContent;
  readonly placed: PlacedWindow;
  readonly isKiosk: boolean;
  /** Whether it may close now; asked for each try. */
  readonly mayClose: () => boolean;
  readonly onMoved: () => void;
  readonly onClosed: () => void;
  readonly say: (sentence: string) => void;
};

const mostReloadsPerMinute = 3;
/** A console can't be worked in below this; one view can be small. A smaller display makes smaller windows. */
const leastConsole = { width: 1024, height: 640 } as const;
const leastView = { width: 480, height: 320 } as const;

/** Putting a picture on the clipboard is all a page is allowed; reading it is not. */
const isGranted = (contents: WebContents | null, permission: string): boolean => permission === 'clipboard-sanitized-write' && contents !== null && contents.getURL().startsWith(`${consoleOrigin}/`);
/** Endings of the files the console makes or keeps: exports, recordings, papers, pictures. Nothing that a system runs. */
const savedEndings: ReadonlySet<string> = new Set(['csv', 'docx', 'firstout', 'jpeg', 'jpg', 'json', 'parquet', 'pdf', 'png', 'txt', 'webp', 'xlsx']);
/** A file our own page made may be saved where somebody chooses; not from a kiosk, where nobody is to look through files. */
const isOwnFile = (item: DownloadItem, contents: WebContents): boolean =>
  item.getURL().startsWith(`blob:${consoleOrigin}/`) &&
  savedEndings.has(extname(item.getFilename()).slice(1).toLowerCase()) &&
  BrowserWindow.fromWebContents(contents)?.isKiosk() === false;

/** Refuses what no console needs: permissions, windows, frames, other addresses. Call once, when the app is ready. */
export function lockDown(): void {
  session.defaultSession.setPermissionRequestHandler((contents, permission, answer) => answer(isGranted(contents, permission)));
  session.defaultSession.setPermissionCheckHandler(isGranted);
  session.defaultSession.on('will-download', (event, item, contents) => {
    if (!isOwnFile(item, contents)) event.preventDefault();
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** The address of a window's page. What it shows stands in it, so that it is the same after a reload. */
export function addressOf(name: string, content: WindowContent): string {
  if (content.kind === 'console' && content.layout === undefined && name === 'console') return consoleUrl;
  const words = new URLSearchParams({ window: name });
  for (const [key, word] of Object.entries(content)) if (word !== undefined) words.set(key, word);
  return `${consoleUrl}?${words.toString()}`;
}

/** Opens a window of the console: no frame of the system's (the page draws title and buttons), nothing of Node in the page. */
export function openConsoleWindow(options: ConsoleWindowOptions): ConsoleWindow {
  const { content, placed, isKiosk, say } = options;
  const window = new BrowserWindow({
    ...placed.bounds,
    show: false,
    frame: false,
    titleBarStyle: 'hidden',
    backgroundColor: '#14181c',
    title: app.getName(),
    webPreferences: {
      preload: join(__dirname, '../preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      backgroundThrottling: false,
    },
  });
  const { webContents } = window;
  const actions: Readonly<Record<string, () => void>> = {
    minimise: () => window.minimize(),
    'toggle-maximise': () => (window.isMaximized() ? window.unmaximize() : window.maximize()),
    close: () => window.close(),
  };
  const stopHearing = hearPage(webContents, {
    onAsked: options.onAsked,
    onWindowsAsked: options.onWindowsAsked,
    onOrder: options.onOrder,
    onLinkAsked: options.onLinkAsked,
    onAction: (action) => Object.hasOwn(actions, action) && actions[action]?.(),
  });
  window.once('ready-to-show', () => {
    place(window, content.kind === 'view', placed, isKiosk);
    window.show();
  });
  for (const event of ['move', 'resize', 'maximize', 'unmaximize'] as const) window.on(event as 'move', options.onMoved);
  window.on('close', (event) => {
    if (!options.mayClose()) event.preventDefault();
  });
  window.on('closed', () => {
    stopHearing();
    options.onClosed();
  });
  reloadAfterCrash(window, say);
  let kind = content.kind;
  void window.loadURL(addressOf(options.name, content));
  const unlessGone = (act: () => void): void => {
    if (!window.isDestroyed()) act();
  };
  return {
    give: (line) =>
      unlessGone(() => {
        if (line.kind === 'socket') webContents.send('firstout:engine', { kind: 'socket', url: line.url, token: line.token });
        else webContents.postMessage('firstout:engine', { kind: 'port', token: line.token }, [line.port]);
      }),
    showLink: (link) => unlessGone(() => webContents.send('firstout:link', link)),
    place: (to, isKioskNow) => unlessGone(() => place(window, kind === 'view', to, isKioskNow)),
    load: (name, next) =>
      unlessGone(() => {
        kind = next.kind;
        void window.loadURL(addressOf(name, next));
      }),
    tell: (picture) => unlessGone(() => webContents.send('firstout:windows', picture)),
    reload: () => unlessGone(() => webContents.reload()),
    ask: (question) => unlessGone(() => webContents.send('firstout:leaving', question)),
    focus: () =>
      unlessGone(() => {
        if (window.isMinimized()) window.restore();
        window.focus();
      }),
    close: () => unlessGone(() => window.destroy()),
    state: () => (window.isDestroyed() ? { bounds: placed.bounds, isMaximised: false } : { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() }),
  };
}

/** Puts the window on its display. A window of full size gets its bounds first: it opens on the display they lie on, also where nothing manages windows. */
function place(window: BrowserWindow, isView: boolean, { display, mode, bounds }: PlacedWindow, isKiosk: boolean): void {
  const { workArea } = display;
  const least = isView ? leastView : leastConsole;
  window.setMinimumSize(Math.min(least.width, workArea.width), Math.min(least.height, workArea.height));
  const isFull = mode === 'full-screen';
  if (window.isKiosk() && !(isFull && isKiosk)) window.setKiosk(false);
  if (window.isFullScreen() && !isFull) window.setFullScreen(false);
  if (window.isMaximized() && mode !== 'maximised') window.unmaximize();
  window.setBounds(isFull ? display.bounds : bounds);
  if (isFull && isKiosk) window.setKiosk(true);
  else if (isFull) window.setFullScreen(true);
  else if (mode === 'maximised') window.maximize();
}

/** The page holds nothing that the engine does not: a crashed one is loaded again, at most three times a minute. */
function reloadAfterCrash(window: BrowserWindow, say: (sentence: string) => void): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    if (window.isDestroyed() || details.reason === 'clean-exit') return;
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < 60_000), now];
    if (crashes.length > mostReloadsPerMinute) {
      say(`The console's page failed ${crashes.length} times within a minute (${details.reason}); its window is closed. With the last window the engine ends too; start the console again.`);
      return window.destroy();
    }
    say(`The console's page failed (${details.reason}) and is loaded again.`);
    window.webContents.reload();
  });
}
