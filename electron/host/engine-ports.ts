import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Log, Ports } from '../engine/ports.ts';
import { createSystemClock } from './system-clock.ts';

/** What the engine gets from a host: the machine's clock and chance, the log, the folders. */
export function createEnginePorts(projectDir: string, dataDir: string, log: Log): Ports {
  return { clock: createSystemClock(), log, random: Math.random, paths: { projectDir, dataDir, storeWorker: findStoreWorker() } };
}

/** Beside us in the bundle (`store-worker.cjs`), in the engine's folder in the source tree. */
function findStoreWorker(): URL {
  const bundled = new URL('./store-worker.cjs', import.meta.url);
  return existsSync(fileURLToPath(bundled)) ? bundled : new URL('../engine/store/store-worker.ts', import.meta.url);
}
