import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import { createMemoryChannels } from '#shared/rpc/memory-channel.ts';
import type { Role } from '#shared/rpc/define.ts';
import { createEngine, type Engine, type EngineOptions } from '#electron/engine/engine.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';
import { createMemoryLog, createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';

export type EngineRig = {
  readonly engine: Engine;
  readonly client: RpcClient<FirstoutContract>;
  readonly log: ReturnType<typeof createMemoryLog>;
  connect(role?: Role, user?: string): RpcClient<FirstoutContract>;
  stop(): Promise<void>;
};

/** A folder with a project's files and an empty data folder, gone after the test. */
export function createProjectFolder(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'firstout-'));
  const write = (name: string, text: string): void => {
    const path = join(root, 'project', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { projectDir: join(root, 'project'), dataDir: join(root, 'data'), write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** The real engine on the machine's clock, with real files, and a console connected to it. */
export async function startEngine(folder: { readonly projectDir: string; readonly dataDir: string }, options: Omit<EngineOptions, 'version'> = {}): Promise<EngineRig> {
  const log = createMemoryLog();
  const engine = await createEngine(
    {
      clock: createSystemClock(),
      log,
      random: createSeededRandom(1),
      paths: {
        projectDir: folder.projectDir,
        dataDir: folder.dataDir,
        storeWorker: programUrl('electron/engine/store/store-worker.ts'),
        exchangeWorker: programUrl('electron/engine/exchange/exchange-worker.ts'),
        firstOutWorker: programUrl('electron/engine/first-out/first-out-worker.ts'),
        modelWorker: programUrl('electron/engine/scenes/import/import-worker.ts'),
        node: process.execPath,
        sceneWorker: programUrl('electron/engine/scenes/scene-worker.ts'),
      },
    },
    { version: 'test', ...options },
  );
  const clients: RpcClient<FirstoutContract>[] = [];
  const connect = (role: Role = 'engineer', user = 'Lead'): RpcClient<FirstoutContract> => {
    const [near, far] = createMemoryChannels();
    // Asked for when the line says hello, which may be after others were made: each session is one of its own.
    const id = String(clients.length);
    engine.connect(far, () => ({ id, user, role }));
    const client = createRpcClient<FirstoutContract>(near, { version: contractVersion, token: '', unpack: unpackAnswer });
    clients.push(client);
    return client;
  };
  return {
    engine,
    log,
    connect,
    client: connect(),
    async stop() {
      for (const client of clients) client.close();
      await engine.close();
    },
  };
}

/** Resolves when the claim holds; the test's own time limit is the deadline. */
export async function until(claim: () => boolean): Promise<void> {
  while (!claim()) await new Promise((resolve) => setTimeout(resolve, 5));
}
