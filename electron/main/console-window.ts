import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, type IpcMainEvent, session } from 'electron';
import { consoleOrigin, consoleUrl } from './app-scheme.ts';
import type { EngineLine } from './engine-process.ts';

export type ConsoleWindow = {
  /** Hands the window a new line to the engine, once it has asked for one. */
  give(line: EngineLine): void;
  focus(): void;
};

export type ConsoleWindowOptions = {
  /** The window wants a line: at its start, and whenever the one it had ended. */
  readonly onAsked: () => void;
  readonly onClosed: () => void;
  readonly say: (sentence: string) => void;
};

const mostReloadsPerMinute = 3;

/** Refuses what no console needs: permissions, windows, frames, other addresses. Call once, when the app is ready. */
export function lockDown(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Opens the console: no frame of the system's (the page draws title and buttons), nothing of Node in the page. */
export function openConsoleWindow(options: ConsoleWindowOptions): ConsoleWindow {
  const window = new BrowserWindow({
    width: 1920,
    height: 1080,
    minWidth: 1024,
    minHeight: 640,
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
  const isOurs = (event: IpcMainEvent): boolean => event.sender === webContents && event.senderFrame === webContents.mainFrame && event.senderFrame.url.startsWith(`${consoleOrigin}/`);
  const actions: Readonly<Record<string, () => void>> = {
    minimise: () => window.minimize(),
    'toggle-maximise': () => (window.isMaximized() ? window.unmaximize() : window.maximize()),
    close: () => window.close(),
  };
  const onAction = (event: IpcMainEvent, action: unknown): void => {
    if (isOurs(event) && typeof action === 'string' && Object.hasOwn(actions, action)) actions[action]?.();
  };
  const onAsk = (event: IpcMainEvent): void => {
    if (isOurs(event)) options.onAsked();
  };
  ipcMain.on('firstout:window', onAction);
  ipcMain.on('firstout:ask', onAsk);
  window.once('ready-to-show', () => window.show());
  window.on('closed', () => {
    ipcMain.off('firstout:window', onAction);
    ipcMain.off('firstout:ask', onAsk);
    options.onClosed();
  });
  reloadAfterCrash(window, options.say);
  void window.loadURL(consoleUrl);
  return {
    give(line) {
      if (window.isDestroyed()) return;
      if (line.kind === 'socket') webContents.send('firstout:engine', line);
      else webContents.postMessage('firstout:engine', { kind: 'port', token: line.token }, [line.port]);
    },
    focus() {
      if (window.isMinimized()) window.restore();
      window.focus();
    },
  };
}

/** The page holds nothing that the engine does not: a crashed one is loaded again, at most three times a minute. */
function reloadAfterCrash(window: BrowserWindow, say: (sentence: string) => void): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    if (window.isDestroyed() || details.reason === 'clean-exit') return;
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < 60_000), now];
    if (crashes.length > mostReloadsPerMinute) {
      say(`The console's page failed ${crashes.length} times within a minute (${details.reason}); it is closed. The engine ends with it; start the console again.`);
      return window.destroy();
    }
    say(`The console's page failed (${details.reason}) and is loaded again.`);
    window.webContents.reload();
  });
}
