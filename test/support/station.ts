import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { readLines } from '../../electron/host/read-lines.ts';
import { electronFlags, lookAround } from '../../electron/launch/electron-flags.ts';
import { root } from '../source-files.ts';
import { type PageWatch, watchPage } from './page-watch.ts';

export type Station = {
  readonly pid: number;
  readonly dataDir: string;
  readonly links: Readonly<Record<'view' | 'operate' | 'lead' | 'engineer', string>>;
  readonly said: readonly string[];
  /** Ends the station and resolves with its exit code. */
  close(): Promise<number | null>;
};

/** Starts `npm run station` on a free port and waits until it serves; rejects with what it said when it ended instead. */
export function startStation(projectDir: string, extra: readonly string[] = ['--port', '0']): Promise<Station> {
  const dataDir = mkdtempSync(join(tmpdir(), 'firstout-data-'));
  return serve(dataDir, ['--project', projectDir, '--data', dataDir, ...extra]);
}

/** The same for a recording, which brings its own project and data. */
export function startRecording(file: string): Promise<Station> {
  return serve(mkdtempSync(join(tmpdir(), 'firstout-data-')), ['--recording', file, '--port', '0']);
}

function serve(dataDir: string, options: readonly string[]): Promise<Station> {
  const child = spawn(process.execPath, ['electron/launch/station.ts', ...options], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  const links: Record<string, string> = {};
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const close = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    const code = await ended;
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    return code;
  };
  return new Promise((resolve, reject) => {
    readLines(child.stderr, (line) => {
      said.push(line);
      const link = /^(view|operate|lead|engineer)\s+(http:\S+)$/.exec(line);
      if (link !== null) links[link[1] ?? ''] = link[2] ?? '';
      if (line.startsWith('The console is served')) resolve({ pid: child.pid ?? 0, dataDir, links: links as Station['links'], said, close });
    });
    void ended.then((code) => {
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
      reject(new Error(`the station ended with ${code}: ${said.join('\n')}`));
    });
  });
}

/** Debian's Chromium, or whatever of its kind is on the PATH; rejects with what to do where there is none. */
export function findChromium(): string {
  for (const dir of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
      try {
        accessSync(join(dir, name), constants.X_OK);
        return join(dir, name);
      } catch {
        // Not here; the next place.
      }
    }
  }
  throw new Error('Chromium is not installed: run `npm run setup`.');
}

export type BrowserPage = PageWatch & { readonly page: Page; close(): Promise<void> };

/** Opens an address in real Chromium at the size of a console screen, drawn as the product's own windows are on this machine. */
export async function openBrowser(address: string, size = { width: 1920, height: 1080 }): Promise<BrowserPage> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...electronFlags(lookAround('/usr/lib/chromium'))] });
  const page = await browser.newPage({ viewport: size });
  const watch = watchPage(page);
  await page.goto(address);
  return { page, ...watch, close: () => browser.close() };
}
