import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { build } from 'vite';
import { findProgramFiles } from '../../electron/host/program-files.ts';
import { root } from '../source-files.ts';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { binaryStl, cube } from '../support/foreign-models.ts';

/**
 * The engine in Electron's utility process, with a message port to the window: the way the product runs on Electron 45.
 * Where only the fallback runtime can be had, it can't load SQLite, so a stand-in answers instead of the engine; main,
 * preload, the utility host, its channel and the rpc are the real ones.
 */
const appDir = mkdtempSync(join(tmpdir(), 'firstout-app-'));
const folder = createProjectFolder({ 'project.yaml': 'name: Quiet works\n' });
let console_: ConsoleApp;

/** A page that holds the ports it is given and speaks frames by hand. */
const pageScript = `
  const lines = [];
  window.lines = lines;
  const encode = (message) => {
    const head = new TextEncoder().encode(JSON.stringify(message));
    const frame = new Uint8Array((4 + head.length + 7) & ~7);
    new DataView(frame.buffer).setUint32(0, head.length, true);
    frame.set(head, 4);
    return frame.buffer;
  };
  const decode = (frame) => {
    const length = new DataView(frame).getUint32(0, true);
    return JSON.parse(new TextDecoder().decode(new Uint8Array(frame, 4, length)));
  };
  window.addEventListener('message', (event) => {
    if (event.data?.t !== 'firstout.engine') return;
    const line = { token: event.data.token, heard: [], say: (message) => event.ports[0].postMessage(encode(message)) };
    event.ports[0].onmessage = ({ data }) => line.heard.push(decode(data));
    lines.push(line);
  });
  window.firstoutShell.onEngine(() => {});
`;

beforeAll(async () => {
  const stand = join(root, 'test/support/stand-in-engine.ts');
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'stand-in',
        enforce: 'pre',
        resolveId: (source) => (source === '../engine/engine.ts' || source === './file-log.ts' ? stand : null),
      },
    ],
    ssr: { noExternal: true },
    build: { ssr: true, target: 'node18', minify: false, outDir: join(appDir, 'out/engine'), rollupOptions: { input: { 'engine-utility': join(root, 'electron/host/utility.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } } },
  });
  for (const part of ['main', 'preload']) cpSync(join(root, 'out', part), join(appDir, 'out', part), { recursive: true });
  mkdirSync(join(appDir, 'out/renderer'));
  writeFileSync(join(appDir, 'out/renderer/index.html'), '<!doctype html><meta charset="utf-8"><title>stand-in</title><script src="./page.js"></script>');
  writeFileSync(join(appDir, 'out/renderer/page.js'), pageScript);
  writeFileSync(join(appDir, 'package.json'), JSON.stringify({ name: 'firstout', version: '0.0.0', type: 'module', main: 'out/main/index.cjs' }));
  console_ = await openConsoleApp({ projectDir: folder.projectDir, appDir, env: { FIRSTOUT_HOST: 'utility' } });
});
afterAll(async () => {
  await console_?.close();
  folder.remove();
  rmSync(appDir, { recursive: true });
});

type Line = { readonly token: string; readonly heard: readonly { readonly t: string; readonly [key: string]: unknown }[]; say(message: unknown): void };
type Lines = Window & { readonly lines: readonly Line[] };

/** Says something on the newest line and gives the answer to it. */
async function ask(page: Page, message: Readonly<Record<string, unknown>>, expected: string, id?: number): Promise<Readonly<Record<string, unknown>>> {
  await page.evaluate((said) => {
    const line = (window as unknown as Lines).lines.at(-1)!;
    line.say(said['t'] === 'hello' ? { ...said, token: line.token } : said);
  }, message);
  const found = await page.waitForFunction(([t, of]) => (window as unknown as Lines).lines.at(-1)!.heard.findLast((one) => one.t === t && (of === null || one['id'] === of)) ?? null, [expected, id ?? null] as const);
  return (await found.jsonValue()) as Readonly<Record<string, unknown>>;
}

const lineCount = (page: Page, atLeast: number): Promise<unknown> => page.waitForFunction((count) => (window as unknown as Lines).lines.length >= count, atLeast);

it('reaches the engine over a message port of the window’s own', async () => {
  const { page } = console_;
  await lineCount(page, 1);
  expect(await ask(page, { t: 'hello', version: 1 }, 'welcome')).toMatchObject({ session: { role: 'engineer' } });
  const answer = await ask(page, { t: 'call', id: 1, name: 'stand-in.runtime', input: {} }, 'result');
  expect(answer['value']).toMatchObject({ processType: 'utility', column: { $column: [0, 0, 2] } });
});

it('starts the reader of models by the Node that comes with it: no such process can be had out of Electron itself', async () => {
  const file = join(folder.projectDir, 'cube.stl');
  writeFileSync(file, binaryStl(cube()));
  const input = { node: findProgramFiles(root, null).node, script: join(root, 'electron/engine/scenes/import/import-worker.ts'), path: file, root: folder.projectDir };
  const answer = await ask(console_.page, { t: 'call', id: 2, name: 'stand-in.model', input }, 'result', 2);
  expect(answer['value']).toMatchObject({ format: 'stl', triangles: 12 });
});

it('hands the page nothing of Electron or Node but the shell', async () => {
  const exposed = await console_.page.evaluate(() => ({
    shell: Object.keys((window as unknown as { firstoutShell: object }).firstoutShell).toSorted(),
    require: typeof (globalThis as { require?: unknown }).require,
    process: typeof (globalThis as { process?: unknown }).process,
  }));
  expect(exposed).toEqual({ shell: ['askEngine', 'onEngine', 'onLeaving', 'onLink', 'onWindows', 'order', 'platform', 'window'], require: 'undefined', process: 'undefined' });
});

it('gives the page a new port when it asks, and a token opens one line only', async () => {
  const { page } = console_;
  await page.evaluate(() => (window as unknown as { firstoutShell: { askEngine(): void } }).firstoutShell.askEngine());
  await lineCount(page, 2);
  const tokens = await page.evaluate(() => (window as unknown as Lines).lines.map((line) => line.token));
  expect(new Set(tokens).size).toBe(2);
  await page.evaluate((used) => (window as unknown as Lines).lines.at(-1)!.say({ t: 'hello', version: 1, token: used }), tokens[0]!);
  const refused = await page.waitForFunction(() => (window as unknown as Lines).lines.at(-1)!.heard.find((one) => one.t === 'refused') ?? null);
  expect(await refused.jsonValue()).toMatchObject({ fault: { code: 'forbidden' } });
});

it('gives the page a port to the next engine by itself when the engine crashed', async () => {
  const { page } = console_;
  await page.evaluate(() => (window as unknown as { firstoutShell: { askEngine(): void } }).firstoutShell.askEngine());
  await lineCount(page, 3);
  await ask(page, { t: 'hello', version: 1 }, 'welcome');
  await page.evaluate(() => (window as unknown as Lines).lines.at(-1)!.say({ t: 'call', id: 9, name: 'stand-in.crash', input: {} }));
  await lineCount(page, 4);
  expect(await ask(page, { t: 'hello', version: 1 }, 'welcome')).toMatchObject({ session: { role: 'engineer' } });
  expect(console_.said.some((line) => line.includes('The engine stopped (exit code 70).'))).toBe(true);
});

it('breaks none of the page’s own security rules', () => expect(console_.errors).toEqual([]));
