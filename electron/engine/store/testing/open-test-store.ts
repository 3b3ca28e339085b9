import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Log } from '../../ports.ts';
import { openStore, type Store } from '../store.ts';

const workerScript = new URL('../store-worker.ts', import.meta.url);

/** A fresh folder for one test, and how to remove it. */
export function createDataDir(): { readonly dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'firstout-store-'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** The real store, its threads run from the source tree. */
export const openTestStore = (dataDir: string, clock: Clock, log: Log): Promise<Store> => openStore({ dataDir, workerScript, clock, log });

/** The real store without the thread that encodes beside the writing one: what the file holds follows from what was recorded. */
export const openOneThreadStore = (dataDir: string, clock: Clock, log: Log): Promise<Store> =>
  openStore({ dataDir, workerScript: new URL('one-thread-worker.ts', import.meta.url), clock, log });
