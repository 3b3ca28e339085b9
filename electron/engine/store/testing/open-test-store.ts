import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Log } from '../../ports.ts';
import { openStore, type Store } from '../store.ts';
import { programUrl } from '../../testing/program-url.ts';

const workerScript = programUrl('electron/engine/store/store-worker.ts');

/** A fresh folder for one test, and how to remove it. */
export function createDataDir(): { readonly dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'firstout-store-'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** The real store, its threads those of the product. */
export const openTestStore = (dataDir: string, clock: Clock, log: Log): Promise<Store> => openStore({ dataDir, workerScript, clock, log });

/** The real store without the thread that encodes beside the writing one: what the file holds follows from what was recorded. */
export const openOneThreadStore = (dataDir: string, clock: Clock, log: Log): Promise<Store> =>
  openStore({ dataDir, workerScript: programUrl('electron/engine/store/testing/one-thread-worker.ts'), clock, log });
