import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log, Ports } from '../engine/ports.ts';
import { findProgramFiles } from './program-files.ts';
import { createSystemClock } from './system-clock.ts';

/** What the engine gets from a host: the machine's clock and chance, the log, the folders. */
export function createEnginePorts(projectDir: string, dataDir: string, log: Log): Ports {
  const paths = {
    projectDir,
    dataDir,
    storeWorker: findWorker('store-worker', '../engine/store'),
    exchangeWorker: findWorker('exchange-worker', '../engine/exchange'),
    firstOutWorker: findWorker('first-out-worker', '../engine/first-out'),
    modelWorker: findWorker('import-worker', '../engine/scenes/import'),
    sceneWorker: findWorker('scene-worker', '../engine/scenes'),
    node: process.versions['electron'] === undefined ? process.execPath : ownNode(),
  };
  return { clock: createSystemClock(), log, random: Math.random, paths };
}

/** Beside us in the bundle (`store-worker.cjs`), in the engine's folders in the source tree. */
function findWorker(name: string, folder: string): URL {
  const bundled = new URL(`./${name}.cjs`, import.meta.url);
  return existsSync(fileURLToPath(bundled)) ? bundled : new URL(`${folder}/${name}.ts`, import.meta.url);
}

/** The Node that comes with us, for programs that Electron can't start out of itself: its fuses may forbid that. */
function ownNode(): string {
  const appDir = fileURLToPath(new URL('../..', import.meta.url));
  return findProgramFiles(appDir, dirname(appDir)).node;
}
