import { closeSync, copyFileSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDataDir, openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import type { Store } from '#electron/engine/store/store.ts';

// Damage at seeded places of the database and its log, as a failing disk or a careless copy leaves it. The precise account
// of what comes back from which page is in electron/engine/store/salvage; here is what must hold wherever it falls.

const tags = 30;
const scans = 12_000;
const tagIds = Array.from({ length: tags }, (_, at) => `TAG-${at}`);
const startMs = Date.UTC(2026, 2, 1);
/** Names its tag and second, so that no value can pass for another. */
const valueOf = (tag: number, scan: number): number => tag * 1_000_000 + scan;

type Damage = { readonly what: 'flip' | 'zero' | 'truncate'; readonly where: 'firstout.db' | 'firstout.db-wal'; readonly seed: number };
const damages: readonly Damage[] = [
  { what: 'flip', where: 'firstout.db', seed: 1 },
  { what: 'flip', where: 'firstout.db', seed: 2 },
  { what: 'flip', where: 'firstout.db-wal', seed: 3 },
  { what: 'zero', where: 'firstout.db', seed: 4 },
  { what: 'zero', where: 'firstout.db', seed: 5 },
  { what: 'zero', where: 'firstout.db-wal', seed: 6 },
  { what: 'truncate', where: 'firstout.db', seed: 7 },
  { what: 'truncate', where: 'firstout.db-wal', seed: 8 },
];

function harm(path: string, { what, seed }: Damage): void {
  const random = createSeededRandom(seed);
  const { size } = statSync(path);
  const file = openSync(path, 'r+');
  if (what === 'truncate') ftruncateSync(file, Math.floor(size * (0.5 + 0.4 * random())));
  for (let times = 0; what !== 'truncate' && times < 3; times++) {
    // Not the first page: without it nobody knows it for a database, and all of it is lost.
    const at = 4096 + Math.floor(random() * (size - 3 * 4096));
    writeSync(file, what === 'flip' ? Uint8Array.of((readFileSync(path)[at] as number) ^ (1 << Math.floor(random() * 8))) : new Uint8Array(4096), 0, what === 'flip' ? 1 : 4096, at);
  }
  closeSync(file);
}

async function record(store: Store, from: number, to: number): Promise<void> {
  const keys = await store.history.keys(tagIds);
  for (let scan = from; scan < to; scan += 100) {
    const rows = 100 * tags;
    const columns = { key: new Uint32Array(rows), timeMs: new Float64Array(rows), value: new Float64Array(rows), quality: new Uint32Array(rows) };
    for (let row = 0; row < rows; row++) {
      const [tag, at] = [row % tags, scan + Math.floor(row / tags)];
      columns.key[row] = keys[tag] as number;
      columns.timeMs[row] = startMs + at * 1000;
      columns.value[row] = valueOf(tag, at);
    }
    await store.history.append(columns).committed;
  }
}

/** Samples that are there; throws for one that was never recorded, or is there twice. */
async function readAll(store: Store): Promise<number> {
  let rows = 0;
  for (const [tag, key] of (await store.history.keys(tagIds)).entries()) {
    const { timeMs, value } = await store.history.raw({ key, fromMs: startMs - 1, toMs: startMs + 1e9, limit: 1_000_000 });
    for (let row = 0; row < timeMs.length; row++) {
      const scan = ((timeMs[row] as number) - startMs) / 1000;
      if (value[row] !== valueOf(tag, scan)) throw new Error(`tag ${tag} was never ${value[row]} at second ${scan}`);
      if (row > 0 && timeMs[row] === timeMs[row - 1]) throw new Error(`second ${scan} of tag ${tag} is there twice`);
    }
    rows += timeMs.length;
  }
  return rows;
}

describe('a damaged database', () => {
  it('opens wherever the damage fell, never gives a wrong value, keeps what lies outside it, and records on', async () => {
    const dir = createDataDir();
    const clock = createVirtualClock(startMs);
    const sound = join(dir.dataDir, 'sound');
    try {
      const first = await openTestStore(sound, clock, createMemoryLog());
      await record(first, 0, scans);
      // As a kill leaves it: the log is not folded in.
      const image = join(dir.dataDir, 'image');
      copyFiles(sound, image);
      await first.close();
      copyFiles(image, join(dir.dataDir, 'whole'));
      expect(await readCopy(join(dir.dataDir, 'whole'), clock)).toBe(scans * tags);

      for (const damage of damages) {
        const about = JSON.stringify(damage);
        const dataDir = join(dir.dataDir, `damaged-${damage.seed}`);
        copyFiles(image, dataDir);
        harm(join(dataDir, damage.where), damage);
        const log = createMemoryLog();
        const sizeBefore = statSync(join(dataDir, 'firstout.db')).size;
        const store = await openTestStore(dataDir, clock, log);
        const isAside = existsSync(join(dataDir, 'firstout-2.db'));
        const told = (part: string): boolean => log.lines.some(({ sentence }) => sentence.includes(part));
        if (isAside) {
          expect(told('recording goes on in firstout-2.db'), about).toBe(true);
          // Nothing is cut off or taken away; SQLite may fold its log in when it lets go of it.
          expect(statSync(join(dataDir, 'firstout.db')).size, about).toBeGreaterThanOrEqual(sizeBefore);
          while (!told('History of the damaged file')) await store.meta.set('look', 'again');
        }
        const found = await readAll(store);
        // Three places, each a chunk or two of at most 2,048 samples, or the times of a group of 30 chunks; of a file cut off
        // or a log broken in the middle what comes behind is gone.
        if (damage.what !== 'truncate' && damage.where === 'firstout.db') expect(found, about).toBeGreaterThan(scans * tags - 3 * 30 * 2048);
        expect(found, about).toBeGreaterThan(0);
        // Recording goes on, in seconds nobody recorded before, and what is recorded now is there.
        await record(store, scans, scans + 500);
        expect(await readAll(store), about).toBe(found + 500 * tags);
        await store.close();
        expect(await readCopy(dataDir, clock), about).toBe(found + 500 * tags);
      }
    } finally {
      dir.remove();
    }
  }, 120_000);
});

function copyFiles(from: string, to: string): void {
  mkdirSync(to);
  for (const name of ['firstout.db', 'firstout.db-wal']) copyFileSync(join(from, name), join(to, name));
}

async function readCopy(dataDir: string, clock: ReturnType<typeof createVirtualClock>): Promise<number> {
  const store = await openTestStore(dataDir, clock, createMemoryLog());
  try {
    return await readAll(store);
  } finally {
    await store.close();
  }
}
