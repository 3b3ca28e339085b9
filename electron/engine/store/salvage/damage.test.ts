import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '../../testing/virtual-ports.ts';
import type { Store } from '../store.ts';
import { chunkRows } from '../tables/heads.ts';
import { createDataDir, openOneThreadStore } from '../testing/open-test-store.ts';

type Page = { pageno: number; name: string; pagetype: string; ncell: number };
const pageBytes = 4096;
const start = Date.UTC(2026, 2, 1);
const tags = 40;
const event = (seq: number): AlarmEvent =>
  ({ seq, alarm: `A-${seq % 50}`, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: seq, engineMs: seq, value: 1, quality: 0 }) as AlarmEvent;

describe('a damaged database', () => {
  let dir: ReturnType<typeof createDataDir>;
  let clock: ReturnType<typeof createVirtualClock>;
  let log: ReturnType<typeof createMemoryLog>;
  let store: Store;
  let keys: number[] = [];
  let scans = 0;
  const path = (name: string): string => join(dir.dataDir, name);
  beforeEach(async () => {
    dir = createDataDir();
    clock = createVirtualClock();
    log = createMemoryLog();
    store = await openOneThreadStore(dir.dataDir, clock, log);
    keys = Array.from(await store.history.keys(Array.from({ length: tags }, (_, at) => `T-${at}`)));
    scans = 0;
  });
  afterEach(async () => {
    await store.close();
    dir.remove();
  });
  /** One sample a second of each tag; the value tells tag and second. */
  const record = async (count: number): Promise<void> => {
    const random = createSeededRandom(scans + 1);
    const done: Promise<void>[] = [];
    const end = scans + count;
    while (scans < end) {
      const rows = Math.min(100, end - scans);
      const columns = { key: new Uint32Array(rows * tags), timeMs: new Float64Array(rows * tags), value: new Float64Array(rows * tags), quality: new Uint32Array(rows * tags) };
      for (let row = 0, at = 0; row < rows; row++, scans++) {
        for (const [tag, key] of keys.entries()) {
          columns.key[at] = key;
          columns.timeMs[at] = start + scans * 1000 + Math.floor(random() * (tag < 20 ? 1 : 9));
          columns.value[at++] = tag + scans / 1_000_000;
        }
      }
      done.push(store.history.append(columns).committed);
    }
    await Promise.all(done);
  };
  const pages = (file: string): readonly Page[] => {
    const db = new Database(path(file), { readonly: true });
    try {
      return db.prepare<[], Page>("SELECT pageno, name, pagetype, ncell FROM dbstat WHERE pagetype <> 'freelist'").all();
    } finally {
      db.close();
    }
  };
  const damage = (file: string, numbers: readonly number[]): void => {
    const handle = openSync(path(file), 'r+');
    for (const number of numbers) writeSync(handle, new Uint8Array(pageBytes).fill(0xa5), 0, pageBytes, (number - 1) * pageBytes);
    closeSync(handle);
  };
  const told = (part: string): boolean => log.lines.some(({ sentence }) => sentence.includes(part));
  /**
   * Until all samples are in chunks. A head closed soon after would write pages anew from memory that a test has damaged on
   * disk, and so heal them. Heads come before all other tidying, a turn after each request.
   */
  const closed = async (): Promise<void> => {
    clock.advance(3 * 60_000);
    const chunks = (): number => pages('firstout.db').filter(({ name }) => name === 'history_chunk').reduce((count, { ncell }) => count + ncell, 0);
    for (let before = -1; before !== chunks();) {
      before = chunks();
      for (let turn = 0; turn < 5; turn++) await store.meta.set('look', 'again');
    }
  };
  /** Until history was carried over: the writing thread does that between requests. */
  const carried = async (): Promise<void> => {
    while (!told('History of the damaged file')) await store.meta.set('look', 'again');
  };
  /** Seconds of each tag that are there, all with the value that was written. */
  const seconds = async (): Promise<readonly number[]> => {
    const counts: number[] = [];
    for (const [tag, key] of keys.entries()) {
      const { timeMs, value } = await store.history.raw({ key, fromMs: start - 1, toMs: start + 1e9, limit: 1e6 });
      let wrong = 0;
      for (let row = 0; row < timeMs.length; row++) if (value[row] !== tag + Math.floor(((timeMs[row] as number) - start) / 1000) / 1_000_000) wrong++;
      expect(wrong).toBe(0);
      counts.push(timeMs.length);
    }
    return counts;
  };
  const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

  it('is set aside untouched at the start, and everything outside its damaged pages comes back', async () => {
    await store.journal.append(Array.from({ length: 2000 }, (_, at) => event(at + 1)), []);
    await record(12_000);
    await store.close();
    const random = createSeededRandom(17);
    const all = pages('firstout.db').filter(({ pagetype, name }) => pagetype !== 'internal' && !['sqlite_schema', 'meta', 'tag_key', 'sqlite_sequence'].includes(name));
    let ofChunks = 0;
    // Every twelfth page of chunks as well: which pages chance takes changes with each new table.
    const hit = all.filter(({ name }) => random() < 0.05 || (name === 'history_chunk' && ++ofChunks % 12 === 7));
    const chunksHit = hit.filter(({ name }) => name === 'history_chunk').reduce((count, { ncell, pagetype }) => count + (pagetype === 'overflow' ? 1 : ncell), 0);
    const timesHit = hit.filter(({ name }) => name === 'history_time').reduce((count, { ncell }) => count + ncell, 0);
    const blocksHit = hit.filter(({ name }) => name === 'history_block').reduce((count, { ncell, pagetype }) => count + (pagetype === 'overflow' ? 1 : ncell), 0);
    const eventsHit = hit.filter(({ name }) => name === 'alarm_event').reduce((count, { ncell }) => count + ncell, 0);
    expect(chunksHit).toBeGreaterThan(5);
    damage('firstout.db', hit.map(({ pageno }) => pageno));
    const before = readFileSync(path('firstout.db'));

    store = await openOneThreadStore(dir.dataDir, clock, log);
    expect(told('recording goes on in firstout-2.db')).toBe(true);
    expect(readFileSync(path('firstout.db')).equals(before)).toBe(true);
    expect((await store.journal.since(0, 10_000)).length).toBeGreaterThanOrEqual(2000 - eventsHit);
    await carried();
    const found = sum(await seconds());
    // A shared time column costs the chunks of its group, 20 tags here; a block 100 samples of each tag.
    expect(found).toBeGreaterThanOrEqual(12_000 * tags - chunkRows * (chunksHit + 20 * timesHit) - 100 * tags * blocksHit);
    expect(found).toBeGreaterThan(0.5 * 12_000 * tags);
    await record(100);
    expect(sum(await seconds())).toBe(found + 100 * tags);
    await store.close();
    const lines = log.lines.length;
    store = await openOneThreadStore(dir.dataDir, clock, log);
    expect(sum(await seconds())).toBe(found + 100 * tags);
    expect(log.lines.slice(lines)).toEqual([]);
  });

  it('is set aside while recording goes on: no committed sample is lost, and questions are answered from the new file', async () => {
    await record(9000);
    await closed();
    const index = pages('firstout.db').find(({ name }) => name === 'history_chunk_by_key');
    // Folds the log into the file, so that the damage is met.
    const fold = new Database(path('firstout.db'));
    fold.pragma('wal_checkpoint(TRUNCATE)');
    fold.close();
    damage('firstout.db', [index?.pageno as number]);
    let failed = 0;
    for (let round = 0; round < 40 && !told('recording goes on in firstout-2.db'); round++) {
      const before = scans;
      await record(100).catch(() => {
        // As the historian does: what was refused is given again.
        failed++;
        scans = before;
      });
      // The writing thread may have the page in memory still; a question then is what meets the damage.
      await store.history.valueAt(keys, start + round).catch(() => null);
      clock.advance(1000);
    }
    expect(told('recording goes on in firstout-2.db')).toBe(true);
    expect(failed).toBeLessThan(3);
    await record(500);
    await carried();
    expect(await seconds()).toEqual(keys.map(() => scans));
    expect((await store.history.valueAt(keys, start + 1e9)).value[3]).toBe(3 + (scans - 1) / 1_000_000);
    expect(store.status().state).toBe('ok');
    expect(existsSync(path('firstout-3.db'))).toBe(false);
  });

  it('is found by a question too: the writing thread looks at it and sets it aside', async () => {
    await record(9000);
    await closed();
    const fold = new Database(path('firstout.db'));
    fold.pragma('wal_checkpoint(TRUNCATE)');
    fold.close();
    damage('firstout.db', pages('firstout.db').filter(({ name, pagetype }) => name === 'history_chunk' && pagetype === 'leaf').map(({ pageno }) => pageno));
    await expect(store.history.raw({ key: keys[0] as number, fromMs: start, toMs: start + 1e9, limit: 1e6 })).rejects.toMatchObject({ code: 'failed' });
    while (!told('recording goes on in firstout-2.db')) await store.meta.set('look', 'again');
    await carried();
    const left = await seconds();
    await record(200);
    expect(await seconds()).toEqual(left.map((count) => count + 200));
  });

  it('gives all its history back when the pages that lead to it are damaged and those it is on are not', async () => {
    await record(9000);
    await store.close();
    const inner = pages('firstout.db').filter(({ name, pagetype }) => pagetype === 'internal' && name.startsWith('history'));
    expect(new Set(inner.map(({ name }) => name))).toContain('history_chunk');
    damage('firstout.db', inner.map(({ pageno }) => pageno));
    store = await openOneThreadStore(dir.dataDir, clock, log);
    await carried();
    expect(await seconds()).toEqual(keys.map(() => 9000));
    expect((await store.history.decimated({ keys, fromMs: start, toMs: start + 150 * 60_000, width: 150 })).pens[3]?.count[7]).toBe(60);
  });

  it('goes on carrying history over after a restart in the middle', async () => {
    await record(8000);
    await store.close();
    damage('firstout.db', [pages('firstout.db').find(({ name }) => name === 'record')?.pageno as number]);
    let restarts = 0;
    for (; !told('History of the damaged file') && restarts < 4; restarts++) {
      store = await openOneThreadStore(dir.dataDir, clock, log);
      if (restarts < 3) await store.close();
    }
    expect(restarts).toBe(4);
    await carried();
    expect(await seconds()).toEqual(keys.map(() => 8000));
  });
});
