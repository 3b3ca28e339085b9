import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLines } from '#electron/host/read-lines.ts';
import { findElectron } from '#electron/launch/find-electron.ts';
import { root } from '../source-files.ts';
import { openDisplay } from '../support/virtual-display.ts';
import { processesBelow } from '../support/processes.ts';
import { say } from './bench-processes.ts';
import { openPageLine, type PageLine } from './page-line.ts';

export type LaunchedConsole = {
  /** UTC epoch ms just before the launcher was started. */
  readonly startedMs: number;
  readonly page: PageLine;
  /** Throws when the simulated plant could not start because another one has its ports: then that one was measured. */
  checkPlant(): void;
  /** The engine's process. */
  enginePid(): number;
  /** Electron's processes: main, page, drawing and helpers. */
  windowPids(): readonly number[];
  close(): Promise<void>;
};

/**
 * `npm start` on a project: the launcher itself, with the one addition that Electron listens for questions about its
 * page. The launcher is handed an Electron folder whose executable adds that switch.
 */
export async function launchConsole(projectDir: string): Promise<LaunchedConsole> {
  const runtime = await findElectron(say, Date.now());
  if (runtime === null) throw new Error('there is no Electron to be had here');
  const display = await openDisplay();
  const scratch = mkdtempSync(join(tmpdir(), 'firstout-bench-'));
  const dist = join(scratch, 'electron');
  mkdirSync(dist);
  writeFileSync(join(dist, 'electron'), `#!/bin/sh\nexec '${runtime.executable}' --remote-debugging-port=0 "$@"\n`);
  chmodSync(join(dist, 'electron'), 0o755);
  if (existsSync(join(runtime.dir, 'version'))) copyFileSync(join(runtime.dir, 'version'), join(dist, 'version'));

  const startedMs = Date.now();
  const child = spawn(process.execPath, ['electron/launch/start.ts', '--project', projectDir, '--data', join(scratch, 'data')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DISPLAY: display.display, ELECTRON_OVERRIDE_DIST_PATH: dist },
  });
  const said: string[] = [];
  const ended = once(child, 'close');
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    display.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await new Promise<number>((resolve, reject) => {
      readLines(child.stderr, (line) => {
        said.push(line);
        const found = /^DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line);
        if (found !== null) resolve(Number(found[1]));
      });
      child.on('close', (code) => reject(new Error(`the launcher ended with ${code}: ${said.join('\n')}`)));
    });
    const page = await openPageLine(port, performance.now() + 20_000);
    const below = (): ReturnType<typeof processesBelow> => processesBelow(child.pid ?? 0);
    return {
      startedMs,
      page,
      enginePid() {
        const engine = below().find((one) => one.command.includes('headless.cjs') || one.command.includes('engine-utility'));
        if (engine === undefined) throw new Error(`there is no engine running: ${said.join('\n')}`);
        return engine.pid;
      },
      windowPids: () =>
        below()
          .filter((one) => one.command.startsWith(runtime.executable))
          .map((one) => one.pid),
      checkPlant() {
        const refusal = said.find((line) => / in use/.test(line));
        if (refusal !== undefined) throw new Error(`the demo plant is not this console's own: ${refusal}`);
      },
      async close() {
        page.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Waits until nine in ten values of the shown screen are good and painted; gives the moments, UTC epoch ms: `shellMs` the
 * page's first contentful paint, `liveMs` the end of the frame after which the condition held. Where the page was live
 * before we could ask, `liveMs` is the moment we asked: never too early.
 */
export const painted = `new Promise((resolve) => {
  const isLive = () => {
    const all = document.querySelectorAll('.process-canvas [data-quality]');
    const good = document.querySelectorAll('.process-canvas [data-quality="good"]');
    return all.length >= 5 && good.length >= all.length * 0.9;
  };
  const look = () => {
    const fcp = performance.getEntriesByName('first-contentful-paint')[0];
    if (!isLive() || fcp === undefined) {
      if (performance.now() > 30000) return resolve({ shellMs: NaN, liveMs: NaN, seen: document.querySelectorAll('.process-canvas [data-quality="good"]').length + ' of ' + document.querySelectorAll('.process-canvas [data-quality]').length });
      return requestAnimationFrame(look);
    }
    requestAnimationFrame(() => resolve({ shellMs: performance.timeOrigin + fcp.startTime, liveMs: Date.now(), seen: '' }));
  };
  look();
})`;
export type Painted = { readonly shellMs: number; readonly liveMs: number; readonly seen: string };
