import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createHistorian } from '#electron/engine/historian/historian.ts';
import { openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';

export const recordedTags = 20;

/** All that is in a folder recording-child.ts wrote into, read through a new store: sample numbers in order, the newest alarm event. */
export async function readRecording(dataDir: string) {
  const clock = createVirtualClock();
  const log = createMemoryLog();
  const store = await openTestStore(dataDir, clock, log);
  const historian = createHistorian({ store, clock, log, tagIds: Array.from({ length: recordedTags }, (_, at) => `TAG-${at}`) });
  const numbers: number[] = [];
  for (let tag = 0; tag < recordedTags; tag++) {
    const { value, truncated } = await historian.raw({ tag, fromMs: -1, toMs: 1e12, limit: 1_000_000 });
    if (truncated) throw new Error('more samples than expected');
    numbers.push(...value);
  }
  const lastEvent = await store.journal.lastSeq();
  const standing = (await store.standings())[0]?.seq ?? 0;
  await historian.close();
  await store.close();
  const databases = readdirSync(dataDir).filter((name) => name.endsWith('.db'));
  const db = new Database(join(dataDir, databases[0] ?? 'firstout.db'), { readonly: true });
  const integrity = databases.length === 1 ? db.pragma('integrity_check', { simple: true }) : `${databases.length} databases: one was set aside`;
  db.close();
  return { numbers: numbers.toSorted((a, b) => a - b), lastEvent, standing, integrity, warnings: log.lines };
}

/** The first number that is missing or doubled in a list that should count up from 1; null when none is. */
export function firstWrong(numbers: readonly number[]): string | null {
  for (const [at, number] of numbers.entries()) if (number !== at + 1) return number <= at ? `${number} is there twice` : `${at + 1} is missing`;
  return null;
}
