import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { maxDrawingBytes } from '#shared/contract/screens.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { encodeFrame } from '#shared/rpc/wire.ts';
import { type ConsoleServer, isOurName, serveConsole } from './console-server.ts';
import { createSystemClock } from './system-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstout-console-'));
const consoleDir = join(folder, 'console');
const clients: Channel[] = [];
let server: ConsoleServer;

beforeAll(async () => {
  mkdirSync(consoleDir);
  writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>console</title>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  server = await serveConsole({ consoleDir, host: '127.0.0.1', port: 0, windowOrigin: 'app://console', clock: createSystemClock(), onClient: (channel) => clients.push(channel) });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => void clients.splice(0));

type Answer = { status: number; headers: Record<string, unknown>; body: string };
const ask = (path: string, options: { method?: string; host?: string; port?: number } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const port = options.port ?? server.port;
    const asked = request({ port, host: '127.0.0.1', path, method: options.method ?? 'GET', headers: { host: options.host ?? `127.0.0.1:${port}` } }, (response) => {
      let body = '';
      response.on('data', (bytes: Buffer) => (body += bytes.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.on('error', reject).end();
  });

const dial = (origin: string | undefined, path = '/engine', host = `127.0.0.1:${server.port}`): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers: { host }, ...(origin === undefined ? {} : { origin }) });
const outcome = (socket: WebSocket): Promise<string> =>
  new Promise((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
    socket.on('error', () => undefined);
  });

describe('the served console', () => {
  it('comes with headers that let only our own files run', async () => {
    const { status, headers, body } = await ask('/');
    expect([status, body]).toEqual([200, '<!doctype html><title>console</title>']);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' });
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%2e%2e%2fsecret.txt', '/..%5csecret.txt', '//secret.txt', '/nothing.html'])('gives nothing outside its folder for %s', async (path) => {
    const { status, body, headers } = await ask(path);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('refuses a foreign name in the Host header, and any method but reading', async () => {
    expect((await ask('/', { host: 'evil.example' })).status).toBe(421);
    expect((await ask('/', { host: 'localhost' })).status).toBe(200);
    expect((await ask('/', { method: 'POST' })).status).toBe(405);
  });

  it('answers 404 for a file that a rebuild took away, and goes on serving the others', async () => {
    const asset = join(consoleDir, 'taken.js');
    writeFileSync(asset, 'export {};');
    const rebuilt = await serveConsole({ consoleDir, host: '127.0.0.1', port: 0, clock: createSystemClock(), onClient: () => undefined });
    const askRebuilt = (path: string): Promise<Answer> => ask(path, { port: rebuilt.port });
    expect((await askRebuilt('/taken.js')).body).toBe('export {};');
    rmSync(asset);
    for (const path of ['/taken.js', '/taken.js?again']) {
      const { status, headers, body } = await askRebuilt(path);
      expect([status, body]).toEqual([404, 'There is no such page.\n']);
      expect(headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(headers).not.toHaveProperty('etag');
    }
    expect((await askRebuilt('/')).status).toBe(200);
    await rebuilt.close();
  });

  it('says in one sentence that a port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(serveConsole({ consoleDir, host: '127.0.0.1', port, clock: createSystemClock(), onClient: () => undefined })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program; choose another with --port.`,
    );
    other.close();
  });
});

describe('the engine’s line', () => {
  it('opens for our own page and for the window', async () => {
    for (const origin of [`http://127.0.0.1:${server.port}`, 'app://console']) {
      const socket = dial(origin);
      expect(await outcome(socket)).toBe('open');
      socket.terminate();
    }
  });

  it('stays shut for other pages, for pages without an origin, foreign names and other paths', async () => {
    expect(await outcome(dial('http://evil.example'))).toBe('403');
    expect(await outcome(dial(undefined))).toBe('403');
    expect(await outcome(dial('null'))).toBe('403');
    expect(await outcome(dial('http://evil.example', '/engine', 'evil.example'))).toBe('421');
    expect(await outcome(dial('app://console', '/other'))).toBe('404');
  });

  it('carries frames both ways, whole and in order', async () => {
    const socket = dial('app://console');
    socket.binaryType = 'arraybuffer';
    await once(socket, 'open');
    for (let n = 0; n < 100; n++) socket.send(encodeFrame({ n, values: Float64Array.of(n, Number.NaN) }));
    const got: { n: number; values: Float64Array }[] = [];
    await new Promise<void>((resolve) =>
      clients[0]!.onMessage((message) => {
        got.push(message as { n: number; values: Float64Array });
        if (got.length === 100) resolve();
      }),
    );
    expect(got.map((one) => one.n)).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect([...got[7]!.values]).toEqual([7, Number.NaN]);
    socket.terminate();
  });

  it('takes the largest drawing that may be saved, whatever its letters', async () => {
    const socket = dial('app://console');
    await once(socket, 'open');
    const svg = '<path class="a"/>\n'.repeat(Math.floor(maxDrawingBytes / 18));
    socket.send(encodeFrame({ t: 'call', id: 1, name: 'screens.save', input: { svg } }));
    const got = await new Promise((resolve) => clients[0]!.onMessage(resolve));
    expect((got as { input: { svg: string } }).input.svg).toBe(svg);
    socket.terminate();
  });

  it.each([
    ['text', 'hello' as string | Uint8Array, 1003],
    ['a damaged frame', new Uint8Array([255, 255, 255, 255, 1]), 1007],
    ['more than a client may say at once', new Uint8Array(5 * 1024 * 1024 + 1), 1009],
  ])('ends when a client sends %s', async (_what, bytes, code) => {
    const socket = dial('app://console');
    await once(socket, 'open');
    const closed = new Promise<void>((resolve) => clients[0]!.onClose(resolve));
    socket.send(bytes);
    const [given] = (await once(socket, 'close')) as [number];
    expect(given).toBe(code);
    await closed;
  });
});

it('knows by which names it may be called', () => {
  expect(['localhost', '127.0.0.1:80', '[::1]:80'].map((name) => isOurName(name, '127.0.0.1'))).toEqual([true, true, true]);
  expect(['evil.example', '10.0.0.5', '', undefined, 'a b', hostname()].map((name) => isOurName(name, '127.0.0.1'))).toEqual(Array(6).fill(false));
  expect(['10.0.0.5:8090', '[fe80::1]:8090', `${hostname()}:8090`].map((name) => isOurName(name, '0.0.0.0'))).toEqual([true, true, true]);
  expect(isOurName('evil.example', '0.0.0.0')).toBe(false);
});
