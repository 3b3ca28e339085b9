import { dirname, join, resolve } from 'node:path';
import { app, dialog, Menu } from 'electron';
import { chooseHost, type HostKind } from '../host/choose-host.ts';
import { defaultDataDir } from '../host/data-folder.ts';
import { writeHostOptions } from '../host/host-options.ts';
import { keepRunning } from '../host/keep-running.ts';
import { findProgramFiles } from '../host/program-files.ts';
import { makeRecordingFolder } from '../host/recording-folder.ts';
import { readSimulator, startSimulator } from '../host/simulator-process.ts';
import { createSystemClock } from '../host/system-clock.ts';
import { registerAppScheme, serveAppScheme } from './app-scheme.ts';
import { lockDown } from './console-window.ts';
import { type ConsoleWindows, openConsoleWindows } from './console-windows.ts';
import { type EngineProcess, startEngineProcess } from './engine-process.ts';
import { followLinks } from './opened-links.ts';

/** Electron's main process: a concierge. It opens the windows, keeps the engine running and hands each window a line to it. */
const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
const option = (name: string): string | undefined => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);

const files = findProgramFiles(app.getAppPath(), app.isPackaged ? process.resourcesPath : null);
const recording = option('recording');
// Started through `npm start` the folders to unpack it into are given; a package makes its own.
const unpacked = recording === undefined || option('data') !== undefined ? null : makeRecordingFolder(recording);
const projectDir = unpacked?.projectDir ?? resolve(option('project') ?? files.demoProject);
const dataDir = unpacked?.dataDir ?? resolve(option('data') ?? defaultDataDir(projectDir));
const forced = process.env['FIRSTOUT_HOST'];
const hostKind: HostKind = forced === 'utility' || forced === 'headless' ? forced : chooseHost(process.versions['napi']);

// One console per data folder: the lock lies in the user-data folder.
app.setPath('userData', join(recording === undefined ? dataDir : dirname(dataDir), 'window'));
// As root there is no sandbox to enable; everywhere else every process gets one.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();

function run(): void {
  const clock = createSystemClock();
  let windows: ConsoleWindows | null = null;
  let engine: EngineProcess | null = null;
  const settings = recording === undefined ? readSimulator(projectDir) : null;
  const simulator =
    settings === null
      ? null
      : keepRunning({
          name: 'The simulated plant',
          clock,
          start: () => startSimulator({ node: files.node, script: files.simulator, projectDir, dataDir, settings, onText: say }),
          onUp: () => undefined,
          onDown: say,
        });
  const hostArgs = writeHostOptions({ projectDir, dataDir, version: app.getVersion(), consoleDir: null, hasLinks: false, host: '127.0.0.1', port: 0, recording: recording === undefined ? null : resolve(recording) });
  const kept = keepRunning({
    name: 'The engine',
    clock,
    start: () => startEngineProcess(hostKind, files, hostArgs, say),
    onUp(started) {
      engine = started;
      windows?.engineUp();
      started.onExit(() => {
        engine = null;
        windows?.engineEnded();
      });
    },
    onDown(sentence, retryInMs) {
      say(sentence);
      if (retryInMs !== null) return;
      dialog.showErrorBox('Firstout can’t start', sentence);
      app.exit(1);
    },
  });
  let isEnding = false;
  app.on('before-quit', (event) => {
    if (isEnding) return;
    event.preventDefault();
    isEnding = true;
    windows?.end();
    void Promise.all([kept.stop(), simulator?.stop()]).finally(() => app.exit(0));
  });
  app.on('window-all-closed', () => app.quit());
  if (process.env['FIRSTOUT_ENDS_WITH_STDIN'] === '1') process.stdin.on('end', () => app.quit()).resume();
  app.on('second-instance', () => windows?.focus());
  const links = followLinks(process.argv.slice(1), () => windows?.linkOpened());
  void app.whenReady().then(() => {
    Menu.setApplicationMenu(null);
    lockDown();
    serveAppScheme(files.consoleDir);
    windows = openConsoleWindows({
      file: join(app.getPath('userData'), 'windows.json'),
      // Null also where the engine ended meanwhile.
      openLine: async () => (await engine?.openLine().catch(() => null)) ?? null,
      quit: () => app.quit(),
      takeLink: links.take,
      say,
    });
    if (engine !== null) windows.engineUp();
  });
}

if (app.requestSingleInstanceLock()) run();
else {
  say(`Firstout is open already on the data folder ${dataDir}.`);
  app.exit(0);
}
