import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { readLines } from '#electron/host/read-lines.ts';
import { findChromium } from '../../support/station.ts';
import { pause } from '../bench-processes.ts';

/** A page that can be asked and nothing more. */
export type PlainPage = {
  /** Runs a function of one argument, both as JSON, in the page; rejects with what it threw. */
  evaluate<Input, Output>(work: (input: Input) => Output | Promise<Output>, input: Input): Promise<Output>;
};

type Answer = { readonly id?: number; readonly error?: { readonly message: string }; readonly result?: { readonly result: { readonly value?: unknown }; readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } } } };

const flags = ['--headless', '--remote-debugging-port=0', '--window-size=1920,1500', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'];

/**
 * Runs `work` on a page in real Chromium (headless) once `ready` is a global name in it. Not by Playwright, which listens to
 * the network of its pages: each frame of a WebSocket then travels to the test a second time, as text, made by the very
 * worker that is measured. A day of eight pens took 190 ms that way and takes 80 without.
 */
export async function withPlainPage<T>(url: string, ready: string, work: (page: PlainPage) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'firstout-page-'));
  const child = spawn(findChromium(), [...flags, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const host = await new Promise<string>((resolve, reject) => {
      readLines(child.stderr, (line) => {
        const found = /^DevTools listening on ws:\/\/([^/]+)\//.exec(line);
        if (found?.[1] !== undefined) resolve(found[1]);
      });
      void ended.then(() => reject(new Error('Chromium ended before it could be asked.')));
    });
    const target = (await (await fetch(`http://${host}/json/new?${encodeURIComponent(url)}`, { method: 'PUT' })).json()) as { readonly webSocketDebuggerUrl: string };
    const line = new WebSocket(target.webSocketDebuggerUrl, { maxPayload: 0 });
    await once(line, 'open');
    const page = createPage(line);
    for (let left = 300; !(await page.evaluate((name) => name in globalThis, ready)); left--) {
      if (left === 0) throw new Error(`the page ${url} did not start`);
      await pause(100);
    }
    return await work(page);
  } finally {
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function createPage(line: WebSocket): PlainPage {
  let lastId = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  line.on('message', (data: Buffer) => {
    const { id, error, result } = JSON.parse(data.toString()) as Answer;
    const asked = waiting.get(id ?? 0);
    if (asked === undefined) return;
    waiting.delete(id ?? 0);
    const thrown = result?.exceptionDetails;
    if (error !== undefined) asked.reject(new Error(error.message));
    else if (thrown !== undefined) asked.reject(new Error(thrown.exception?.description ?? thrown.text));
    else asked.resolve(result?.result.value);
  });
  line.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the page was closed'));
  });
  return {
    evaluate: (work, input) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        const expression = `(${String(work)})(${JSON.stringify(input)})`;
        line.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, awaitPromise: true, returnByValue: true } }));
      }),
  };
}
