import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import type { Store } from '../store/store.ts';
import { damageChunk } from '../store/testing/damage-chunk.ts';
import { createDataDir, openTestStore } from '../store/testing/open-test-store.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '../testing/virtual-ports.ts';
import { createHistorian, type Historian } from './historian.ts';

type Row = readonly [tag: number, timeMs: number, value: number, quality: number];
const start = Date.UTC(2026, 0, 1);
const bad = 0x80050000;

function batchOf(rows: readonly Row[]): SampleBatch {
  const batch = createBatch(Math.max(1, rows.length));
  for (const [tag, timeMs, value, quality] of rows) pushSample(batch, tag, timeMs, value, quality);
  return batch;
}

describe('the historian', () => {
  let dir: ReturnType<typeof createDataDir>;
  let clock: ReturnType<typeof createVirtualClock>;
  let log: ReturnType<typeof createMemoryLog>;
  let store: Store;
  let historian: Historian;
  const tagIds = ['LT-201', 'PT-202', 'TT-203'];
  const open = async (): Promise<void> => {
    store = await openTestStore(dir.dataDir, clock, log);
    historian = createHistorian({ store, clock, log, tagIds });
  };
  const restart = async (): Promise<void> => {
    await historian.close();
    await store.close();
    await open();
  };
  beforeEach(async () => {
    dir = createDataDir();
    clock = createVirtualClock(start);
    log = createMemoryLog();
    await open();
  });
  afterEach(async () => {
    await historian.close();
    await store.close();
    expect(clock.pending).toBe(0);
    dir.remove();
  });
  const all = { fromMs: start - 1e9, toMs: start + 1e12, limit: 1_000_000 };
  const rowsOf = async (tag: number): Promise<readonly (readonly [number, number, number])[]> => {
    const { timeMs, value, quality } = await historian.raw({ tag, ...all });
    return Array.from(timeMs, (time, row) => [time, value[row] as number, quality[row] as number] as const);
  };

  it('goes on counting the losses of the historian before it, so that a reload does not hide them', async () => {
    await historian.close();
    historian = createHistorian({ store, clock, log, tagIds, lostBefore: 7 });
    expect(historian.status()).toMatchObject({ lostSamples: 7, sentence: expect.stringContaining('7 samples were lost') });
  });
  it('gives back samples that are not on disk yet', async () => {
    historian.write(
      batchOf([
        [0, start, 1, 0],
        [1, start, 9, 0],
        [0, start + 10, 2, bad],
      ]),
    );
    expect(historian.status().queuedRows).toBe(3);
    expect(await rowsOf(0)).toEqual([
      [start, 1, 0],
      [start + 10, 2, bad],
    ]);
  });

  it('commits by itself within 250 ms of monotonic time', async () => {
    historian.write(batchOf([[0, start, 1, 0]]));
    clock.advance(250);
    // flush resolves when the commit the timer began is done; nothing else begins one.
    await historian.flush();
    expect(historian.status()).toMatchObject({ queuedRows: 0, lostSamples: 0 });
  });

  it('keeps values, times and qualities bit for bit over a restart, NaN and infinities and -0 included', async () => {
    const odd: Row[] = [
      [0, start + 0.25, Number.NaN, bad],
      [0, start + 1, -0, 0],
      [0, start + 2, Infinity, 0],
      [0, start + 3, 0.1 + 0.2, 0xffffffff],
    ];
    historian.write(batchOf(odd));
    await restart();
    expect(await rowsOf(0)).toEqual(odd.map(([, ...row]) => row));
  });

  it('follows a tag by its id when the project gives it another place', async () => {
    historian.write(batchOf([[2, start, 42, 0]]));
    await historian.close();
    historian = createHistorian({ store, clock, log, tagIds: ['NEW-1', 'TT-203'] });
    expect(await rowsOf(1)).toEqual([[start, 42, 0]]);
    expect(await rowsOf(0)).toEqual([]);
  });

  it('keeps the samples of a slow tag when a fast one of the same blocks goes to chunks, each once, over restarts', async () => {
    const fast = 3000;
    for (let from = 0; from < fast; from += 300) {
      const rows = Array.from({ length: 300 }, (_, at): Row => [0, start + from + at, from + at, 0]);
      historian.write(batchOf([...rows, [1, start + from, from, 0]]));
      await historian.flush();
      // Answered after the writing thread has closed what was due.
      await store.meta.set('round', String(from));
      expect(await rowsOf(0)).toHaveLength(from + 300);
      expect(await rowsOf(1)).toHaveLength(from / 300 + 1);
      const { pens } = await historian.decimated({ tags: [0, 1], fromMs: start, toMs: start + 10_000, width: 1 });
      expect(pens.map(({ count }) => count[0])).toEqual([from + 300, from / 300 + 1]);
      if (from === 1500) await restart();
    }
    await restart();
    expect((await rowsOf(0)).map(([, value]) => value)).toEqual(Array.from({ length: fast }, (_, at) => at));
    expect((await rowsOf(1)).map(([, value]) => value)).toEqual(Array.from({ length: 10 }, (_, at) => at * 300));
    // What was read back after the start goes to chunks as well, each sample once.
    clock.advance(400_000);
    await historian.flush();
    await store.meta.set('round', 'last');
    await restart();
    expect(await rowsOf(0)).toHaveLength(fast);
    expect(await rowsOf(1)).toHaveLength(10);
  });

  it('orders late, equal and jumping times by source time, wherever they are kept', async () => {
    const random = createSeededRandom(7);
    const expected: [number, number][][] = [[], [], []];
    for (let round = 0; round < 60; round++) {
      const rows: Row[] = [];
      for (let at = 0; at < 200; at++) {
        const tag = Math.floor(random() * 3);
        // Mostly forward, sometimes an hour late, sometimes years away.
        const jump = random() < 0.02 ? -3_600_000 : random() < 0.005 ? 4e11 : 0;
        const time = start + round * 1000 + Math.floor(random() * 1500) + jump;
        const value = round * 200 + at;
        rows.push([tag, time, value, 0]);
        expected[tag]?.push([time, value]);
      }
      historian.write(batchOf(rows));
      if (round % 7 === 0) await historian.flush();
      // Minutes pass, so that heads are closed and chunks are filled up in between.
      if (round % 10 === 9) {
        clock.advance(330_000);
        await historian.flush();
      }
      if (round === 30) await restart();
    }
    for (const tag of [0, 1, 2]) {
      const rows = await rowsOf(tag);
      const want = (expected[tag] ?? []).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
      const got = rows.map(([time, value]) => [time, value] as const).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(got).toEqual(want);
      expect(rows.every(([time], row) => row === 0 || time >= (rows[row - 1]?.[0] ?? 0))).toBe(true);
    }
  });

  it('answers any span, limit and width as a plain list of all samples would', async () => {
    const list: Row[] = [];
    const random = createSeededRandom(11);
    for (let row = 0; row < 9000; row++)
      list.push([0, start + row * 100 + Math.floor(random() * 400), Math.round(random() * 1000) / 10, random() < 0.1 ? bad : 0]);
    // A third in chunks, a third in blocks, the rest not yet on disk.
    historian.write(batchOf(list.slice(0, 3000)));
    await historian.flush();
    clock.advance(400_000);
    historian.write(batchOf(list.slice(3000, 6000)));
    await historian.flush();
    historian.write(batchOf(list.slice(6000)));
    const sorted = list
      .map((row, at) => ({ row, at }))
      .toSorted((a, b) => a.row[1] - b.row[1] || a.at - b.at)
      .map(({ row }) => row);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 1_000_000 }),
        fc.integer({ min: 1, max: 400_000 }),
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 500 }),
        async (from, span, limit, width) => {
          const fromMs = start - 50_000 + from;
          const toMs = fromMs + span;
          const inside = sorted.filter(([, time]) => time >= fromMs && time <= toMs);
          const before = sorted.filter(([, time]) => time < fromMs).slice(-1);
          const raw = await historian.raw({ tag: 0, fromMs, toMs, limit });
          const want = [...before, ...inside.slice(0, limit)];
          expect(Array.from(raw.timeMs)).toEqual(want.map(([, time]) => time));
          expect(raw.truncated).toBe(inside.length > limit);

          const { pens: [pen] } = await historian.decimated({ tags: [0], fromMs, toMs, width });
          const good = inside.filter(([, , , quality]) => quality === 0).map(([, , value]) => value);
          expect(pen?.count.reduce((sum, count) => sum + count, 0)).toBe(inside.length);
          expect(pen?.badCount.reduce((sum, count) => sum + count, 0)).toBe(inside.length - good.length);
          const numbers = (column: Float64Array | undefined): number[] => Array.from(column ?? []).filter((value) => !Number.isNaN(value));
          expect(Math.max(-1, ...numbers(pen?.max))).toBe(Math.max(-1, ...good));
          expect(Math.min(1e9, ...numbers(pen?.min))).toBe(Math.min(1e9, ...good));

          const at = await historian.valueAt([0, 1], toMs);
          const newest = sorted.filter(([, time]) => time <= toMs).at(-1);
          expect(at.timeMs[0]).toBe(newest?.[1] ?? Number.NaN);
          expect(at.timeMs[1]).toBeNaN();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives the same pen twice when it is asked for twice, pending samples counted once', async () => {
    historian.write(
      batchOf([
        [0, start, 1, 0],
        [0, start + 5, 3, 0],
      ]),
    );
    const { pens } = await historian.decimated({ tags: [0, 0], fromMs: start, toMs: start + 10, width: 1 });
    expect(pens.map(({ count, max }) => [count[0], max[0]])).toEqual([
      [2, 3],
      [2, 3],
    ]);
    expect((await historian.raw({ tag: 1, ...all })).timeMs).toHaveLength(0);
  });

  it('neither misses nor doubles a sample in a query that runs while it is committed', async () => {
    for (let round = 0; round < 40; round++) {
      historian.write(batchOf(Array.from({ length: 50 }, (_, at) => [0, start + round * 50 + at, 1, 0] as const)));
      const flushed = historian.flush();
      const { timeMs } = await historian.raw({ tag: 0, ...all });
      expect(timeMs).toHaveLength((round + 1) * 50);
      await flushed;
    }
  });

  it('drops history older than its days, and nothing newer', async () => {
    await historian.close();
    historian = createHistorian({ store, clock, log, tagIds, retentionDays: 1 });
    const old = Array.from({ length: 1100 }, (_, at) => [0, start - 3 * 86_400_000 + at, 1, 0] as const);
    historian.write(batchOf([...old, [0, start, 2, 0]]));
    await historian.flush();
    historian.write(batchOf(Array.from({ length: 1100 }, (_, at) => [0, start + 1 + at, 3, 0] as const)));
    await historian.flush();
    clock.advance(10 * 60_000);
    await historian.flush();
    // The dropping goes in steps, each a request of its own: how many others pass them is not known.
    await expect.poll(async () => (await rowsOf(0)).filter(([, value]) => value === 1).length, { timeout: 30_000 }).toBe(0);
    expect(await rowsOf(0)).toHaveLength(1101);
  });

  it('counts a sample without a time as lost and keeps the others', async () => {
    historian.write(
      batchOf([
        [0, Number.NaN, 1, 0],
        [0, start, 2, 0],
      ]),
    );
    await historian.flush();
    expect(await rowsOf(0)).toEqual([[start, 2, 0]]);
    expect(historian.status()).toMatchObject({ lostSamples: 1, queuedRows: 0 });
  });

  it('leaves out a chunk damaged on disk, says so once, and shows no wrong value for it', async () => {
    for (let from = 0; from < 4000; from += 1000) {
      historian.write(batchOf(Array.from({ length: 1000 }, (_, at): Row => [0, start + from + at, 7, 0])));
      await historian.flush();
    }
    await historian.close();
    await store.close();
    const damaged = damageChunk(dir.dataDir);
    await open();
    const rows = await rowsOf(0);
    expect(rows).toHaveLength(4000 - damaged);
    expect(rows.every(([, value]) => value === 7)).toBe(true);
    await rowsOf(0);
    expect(log.lines.filter(({ sentence }) => sentence.includes('damaged on disk'))).toHaveLength(1);
  });

  it('refuses a tag it was not made with', async () => {
    await expect(historian.raw({ tag: 9, ...all })).rejects.toThrow('no tag with index 9');
  });
});
