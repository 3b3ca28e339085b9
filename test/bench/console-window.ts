import { findElectron } from '#electron/launch/find-electron.ts';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { openDisplay } from '../support/virtual-display.ts';
import { ensureBuilt, say } from './bench-processes.ts';

/** Runs `work` with the built console in a real Electron window on a display of its own. */
export async function withConsoleWindow<Result>(projectDir: string, work: (app: ConsoleApp) => Promise<Result>): Promise<Result> {
  await ensureBuilt();
  const runtime = await findElectron(say, Date.now());
  if (runtime === null) throw new Error('there is no Electron to be had here');
  const display = await openDisplay();
  process.env['DISPLAY'] = display.display;
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime.dir;
  try {
    const app = await openConsoleApp({ projectDir });
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    display.close();
  }
}
