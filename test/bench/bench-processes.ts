import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import { newToken } from '#electron/host/access-tokens.ts';
import { startHeadless } from '#electron/host/headless-process.ts';
import { writeHostOptions } from '#electron/host/host-options.ts';
import { findProgramFiles } from '#electron/host/program-files.ts';
import { parseLine, readLines } from '#electron/host/read-lines.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';
import { buildProduct } from '#electron/launch/build-product.ts';
import { root } from '../source-files.ts';
import { sourceFlags } from '../support/source-flags.ts';

export const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Builds the product where its sources changed; what is measured is the product as it is started, bundled. */
export async function ensureBuilt(): Promise<void> {
  const problem = await buildProduct(say);
  if (problem !== null) throw new Error(`the product could not be built: ${problem}`);
}

export type Source = {
  readonly port: number;
  readonly pid: number;
  tell(line: string): void;
  onLine(take: (line: string) => void): void;
  stop(): Promise<void>;
};

/** Starts one of this folder's devices in a process of its own and waits for its port. */
export async function startSource(file: string, args: readonly string[]): Promise<Source> {
  const child = spawn(process.execPath, [...sourceFlags, fileURLToPath(new URL(file, import.meta.url)), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  let take: (line: string) => void = () => undefined;
  const port = new Promise<number>((resolve, reject) => {
    child.on('close', (code) => reject(new Error(`${file} ended with ${code}`)));
    readLines(child.stdout, (line) => {
      const said = parseLine(line) as { readonly port?: unknown } | null;
      if (typeof said?.port === 'number') resolve(said.port);
      else take(line);
    });
  });
  return {
    port: await port,
    pid: child.pid ?? 0,
    tell: (line) => void child.stdin.write(`${line}\n`),
    onLine: (next) => (take = next),
    async stop() {
      const ended = once(child, 'close');
      child.stdin.end();
      await ended;
    },
  };
}

export type BenchEngine = {
  readonly pid: number;
  readonly client: RpcClient<FirstoutContract>;
  /** Where a browser finds the console; null when it is not served. */
  readonly link: string | null;
  stop(): Promise<void>;
};

/** The engine as the product runs it (the bundled headless host, in its own process) and a console on its WebSocket. */
export async function startBenchEngine(
  folder: { readonly projectDir: string; readonly dataDir: string },
  { isServed = false } = {},
): Promise<BenchEngine> {
  const files = findProgramFiles(root, null);
  const { projectDir, dataDir } = folder;
  const args = writeHostOptions({
    projectDir,
    dataDir,
    version: 'bench',
    consoleDir: isServed ? files.consoleDir : null,
    hasLinks: isServed,
    host: '127.0.0.1',
    port: 0,
  });
  let link: string | null = null;
  const host = await startHeadless(files.node, [files.headlessHost, ...args], (line) => {
    const told = /^(view|operate|engineer)\s+(http:\S+)$/.exec(line);
    if (told?.[1] === 'view') link = told[2] ?? null;
    if (told === null && !line.startsWith('info')) say(`engine: ${line}`);
  });
  const token = newToken();
  await host.announce(token);
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/engine`, { origin: 'app://console', perMessageDeflate: false });
  await once(socket, 'open');
  const client = createRpcClient<FirstoutContract>(createSocketChannel(socket), { version: contractVersion, token, unpack: unpackAnswer });
  const session = await client.ready;
  if (!session.ok) throw new Error(session.fault.message);
  return {
    pid: host.pid ?? 0,
    client,
    link,
    async stop() {
      client.close();
      await host.stop();
    },
  };
}

/** The demo project of the source tree. */
export const demoProject = join(root, 'resources/projects/demo');
