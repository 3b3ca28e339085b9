import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, errors, type Page } from 'playwright';
import { electronFlags, lookAround } from '../../electron/launch/electron-flags.ts';
import { root } from '../source-files.ts';
import { type PageWatch, watchPage } from './page-watch.ts';

export type ConsoleApp = PageWatch & {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataDir: string;
  /** What main, engine and simulator said on stderr, line by line. */
  readonly said: readonly string[];
  /** Ends the app and removes its data folder. */
  close(): Promise<void>;
};

export type ConsoleAppOptions = {
  readonly projectDir: string;
  /** A packaged executable instead of Electron on the source tree. */
  readonly executable?: string;
  /** Another folder of the app than the source tree. */
  readonly appDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The data folder of an earlier run, which stays; one of its own, removed at the end, where absent. */
  readonly dataDir?: string;
};

/** Opens the built console in a real Electron window, on a data folder of its own. */
export async function openConsoleApp(options: ConsoleAppOptions): Promise<ConsoleApp> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'firstout-data-'));
  const electronDir = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
  const settings = [`--project=${options.projectDir}`, `--data=${dataDir}`];
  const launch = (): Promise<ElectronApplication> =>
    _electron.launch({
      ...(options.executable === undefined ? {} : { executablePath: options.executable }),
      args: [...electronFlags(lookAround(electronDir)), ...(options.executable === undefined ? [options.appDir ?? root] : []), ...settings],
      cwd: root,
      env: { ...definedEnvironment(), ...options.env },
      timeout: 60_000,
    });
  // A packaged app does not wait for Playwright's debugger, which on a busy machine may come to it too late and wait for ever, beside a console
  // that runs: that one is ended, and another is started, once.
  const app = await launch().catch((error: unknown) => {
    if (options.executable === undefined || !(error instanceof errors.TimeoutError)) throw error;
    return launch();
  });
  const said: string[] = [];
  app.process().stderr?.on('data', (bytes: Buffer) => said.push(...bytes.toString().trimEnd().split('\n')));
  const page = await app.firstWindow();
  return {
    app,
    page,
    dataDir,
    said,
    ...watchPage(page),
    async close() {
      try {
        await app.close();
      } finally {
        if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'NODE_OPTIONS'));
}
