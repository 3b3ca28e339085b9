import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HistoryPolicy } from '#shared/model/history.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import { StoreError, type HistoryStore, type Store } from '../store/store.ts';
import { createDataDir, openTestStore } from '../store/testing/open-test-store.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '../testing/virtual-ports.ts';
import { createHistorian, type Historian } from './historian.ts';

type Row = readonly [tag: number, timeMs: number, value: number, quality: number];
const start = Date.UTC(2026, 0, 1);

function batchOf(rows: readonly Row[]): SampleBatch {
  const batch = createBatch(Math.max(1, rows.length));
  for (const [tag, timeMs, value, quality] of rows) pushSample(batch, tag, timeMs, value, quality);
  return batch;
}

describe('questions to the historian', { timeout: 60_000 }, () => {
  let dir: ReturnType<typeof createDataDir>;
  let clock: ReturnType<typeof createVirtualClock>;
  let store: Store;
  let historian: Historian;
  const tagIds = ['A', 'B', 'C'];
  const open = (policies: readonly (HistoryPolicy | undefined)[] = [], history: HistoryStore = store.history): void => {
    historian = createHistorian({ store: { ...store, history }, clock, log: createMemoryLog(), tagIds, policies, isStepped: (tag) => tag === 1 });
  };
  beforeEach(async () => {
    dir = createDataDir();
    clock = createVirtualClock(start);
    store = await openTestStore(dir.dataDir, clock, createMemoryLog());
    open();
  });
  afterEach(async () => {
    await historian.close();
    await store.close();
    expect(clock.pending).toBe(0);
    dir.remove();
  });
  const reopen = async (...args: Parameters<typeof open>): Promise<void> => {
    await historian.close();
    open(...args);
  };

  /** Some thousand samples: a third in chunks, a third in blocks, a third not on disk. By time, of equal times as they came. */
  const recordAll = async (seed: number): Promise<readonly Row[]> => {
    const random = createSeededRandom(seed);
    const rows: Row[] = [];
    for (let at = 0; at < 6000; at++) rows.push([Math.floor(random() * 3), start + at * 50 + Math.floor(random() * 5) * 50, Math.round(random() * 100), random() < 0.05 ? Q.badTimeout : 0]);
    for (const part of [0, 2000, 4000]) {
      historian.write(batchOf(rows.slice(part, part + 2000)));
      if (part < 4000) await historian.flush();
      if (part === 0) clock.advance(400_000);
    }
    return rows.map((row, at) => ({ row, at })).toSorted((a, b) => a.row[1] - b.row[1] || a.at - b.at).map(({ row }) => row);
  };

  it('give samples of many tags page by page, each once and by time, wherever they are', async () => {
    const sorted = await recordAll(3);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -1000, max: 300_000 }), fc.integer({ min: 1, max: 300_000 }), fc.integer({ min: 1, max: 3000 }), fc.shuffledSubarray([0, 1, 2], { minLength: 1 }), async (from, span, limit, tags) => {
        const [fromMs, toMs] = [start + from, start + from + span];
        const got: string[] = [];
        let newestMs = fromMs;
        for (let reachedMs = fromMs; reachedMs < toMs;) {
          const { tag, timeMs, value, reachMs } = await historian.samples({ tags, fromMs: reachedMs, toMs, limit });
          for (let row = 0; row < tag.length; row++) {
            expect(timeMs[row]).toBeGreaterThanOrEqual(newestMs);
            expect(timeMs[row]).toBeLessThanOrEqual(reachMs);
            newestMs = timeMs[row] as number;
            got.push(`${tag[row]} ${timeMs[row]} ${value[row]}`);
          }
          expect(reachMs).toBeGreaterThan(reachedMs);
          reachedMs = reachMs;
        }
        const want = sorted.filter(([tag, timeMs]) => tags.includes(tag) && timeMs > fromMs && timeMs <= toMs).map(([tag, timeMs, value]) => `${tag} ${timeMs} ${value}`);
        expect(got.toSorted()).toEqual(want.toSorted());
      }),
      { numRuns: 25 },
    );
  });

  it('give aggregates of what is on disk and what is not, stepped by the kind of tag', async () => {
    historian.write(batchOf([[0, start, 0, 0], [1, start, 0, 0], [0, start + 10_000, 10, 0], [1, start + 10_000, 10, 0]]));
    await historian.flush();
    historian.write(batchOf([[0, start + 20_000, 0, 0], [1, start + 20_000, 0, 0]]));
    clock.advance(60_000);
    const [line, steps] = await historian.aggregates({ tags: [0, 1], fromMs: start, toMs: start + 20_000, intervalMs: 10_000, aggregates: ['TimeAverage', 'Count', 'EndBound'] });
    expect(line?.columns.map(({ value }) => [...value])).toEqual([[5, 5], [1, 1], [10, 0]]);
    expect(steps?.columns.map(({ value }) => [...value])).toEqual([[0, 10], [1, 1], [10, 0]]);
    expect([...(line?.timeMs ?? [])]).toEqual([start, start + 10_000]);
  });

  it('join a line to the sample before a span and to the one behind it', async () => {
    historian.write(batchOf([[0, start - 5000, 0, 0], [0, start + 15_000, 20, 0]]));
    const [pen] = await historian.aggregates({ tags: [0], fromMs: start, toMs: start + 10_000, intervalMs: 10_000, aggregates: ['StartBound', 'EndBound', 'Count'] });
    expect(pen?.columns.map(({ value }) => value[0])).toEqual([5, 15, 0]);
    const { value } = await historian.interpolated({ tag: 0, atMs: Float64Array.of(start + 10_000, start, start - 6000), method: 'line' });
    expect([...value]).toEqual([15, 5, Number.NaN]);
    expect([...(await historian.interpolated({ tag: 0, atMs: Float64Array.of(start + 10_000), method: 'hold' })).value]).toEqual([0]);
  });

  it('are given the mean of a column weighted by time, values held up to the present and not beyond', async () => {
    historian.write(batchOf([[0, start, 0, 0], [0, start + 9000, 10, 0]]));
    clock.advance(20_000);
    const { pens: [pen] } = await historian.decimated({ tags: [0], fromMs: start, toMs: start + 40_000, width: 4 });
    expect([...(pen?.mean ?? [])]).toEqual([1, 10, Number.NaN, Number.NaN]);
  });

  it('know from when to when there is history, the newest samples included', async () => {
    expect(await historian.extent()).toEqual({ fromMs: null, toMs: null });
    historian.write(batchOf([[0, start, 0, 0]]));
    await historian.flush();
    historian.write(batchOf([[0, start + 7000, 0, 0], [0, start - 7000, 0, 0]]));
    expect(await historian.extent()).toEqual({ fromMs: start - 7000, toMs: start + 7000 });
  });

  it('end when nobody wants the answer any more', async () => {
    await recordAll(9);
    const cancel = new AbortController();
    cancel.abort();
    const span = { fromMs: start, toMs: start + 1e6 };
    const cancelled = expect.objectContaining({ code: 'cancelled' });
    await expect(historian.raw({ tag: 0, ...span, limit: 9 }, cancel.signal)).rejects.toEqual(cancelled);
    await expect(historian.samples({ tags: [0], ...span, limit: 9 }, cancel.signal)).rejects.toEqual(cancelled);
    await expect(historian.decimated({ tags: [0], ...span, width: 9 }, cancel.signal)).rejects.toEqual(cancelled);
    await expect(historian.valueAt([0], start, cancel.signal)).rejects.toEqual(cancelled);
    await expect(historian.aggregates({ tags: [0], ...span, intervalMs: 1000, aggregates: ['Average'] }, cancel.signal)).rejects.toEqual(cancelled);
  });

  describe('while samples wait for their policy', () => {
    const door = HistoryPolicy.parse({ swingingDoor: 1 });
    const line = (from: number, to: number): Row[] => Array.from({ length: to - from }, (_, at) => [0, start + (from + at) * 100, from + at, 0]);

    it('have the newest one as the present, and the line between as it is', async () => {
      await reopen([door]);
      historian.write(batchOf(line(0, 50)));
      expect((await historian.valueAt([0], start + 1e6)).value[0]).toBe(49);
      const { value } = await historian.raw({ tag: 0, fromMs: start, toMs: start + 1e6, limit: 100 });
      expect([...value]).toEqual([0, 49]);
      expect((await historian.samples({ tags: [0], fromMs: start - 1, toMs: start + 1e6, limit: 100 })).timeMs).toHaveLength(2);
    });
    it('have one that is recorded during the question exactly once, in every answer', async () => {
      // The sample that waited is committed after the question has begun and before the store looks.
      const first = async (): Promise<void> => {
        historian.write(batchOf([[0, start + 50_000, 0, 0]]));
        await historian.flush();
      };
      const late: HistoryStore = {
        ...store.history,
        pieces: async (...query) => (await first(), store.history.pieces(...query)),
        decimated: async (...query) => (await first(), store.history.decimated(...query)),
        samples: async (...query) => (await first(), store.history.samples(...query)),
      };
      const span = { fromMs: start - 1, toMs: start + 20_000 };
      const answers = {
        raw: async () => (await historian.raw({ tag: 0, ...span, limit: 100 })).timeMs.length,
        decimated: async () => (await historian.decimated({ tags: [0], ...span, width: 1 })).pens[0]?.count[0],
        samples: async () => (await historian.samples({ tags: [0], ...span, limit: 100 })).timeMs.length,
      };
      for (const [round, ask] of Object.values(answers).entries()) {
        await reopen([undefined, undefined, door], late);
        await historian.close();
        historian = createHistorian({ store: { ...store, history: late }, clock, log: createMemoryLog(), tagIds: [`ROUND-${round}`], policies: [door] });
        historian.write(batchOf(line(0, 50)));
        await historian.flush();
        expect(await ask()).toBe(2);
      }
    });
    it('lose none of them at the end', async () => {
      await reopen([door, HistoryPolicy.parse({ minIntervalMs: 60_000 })]);
      historian.write(batchOf([...line(0, 50), [1, start, 1, 0], [1, start + 10, 2, 0]]));
      await reopen();
      expect([...(await historian.raw({ tag: 0, fromMs: start, toMs: start + 1e6, limit: 100 })).value]).toEqual([0, 49]);
      expect([...(await historian.raw({ tag: 1, fromMs: start, toMs: start + 1e6, limit: 100 })).value]).toEqual([1, 2]);
    });
    it('record the newest when its time ends, without another sample', async () => {
      await reopen([undefined, HistoryPolicy.parse({ minIntervalMs: 1000 })]);
      historian.write(batchOf([[1, start, 1, 0], [1, start + 10, 2, 0]]));
      clock.advance(1100);
      expect(historian.status().queuedRows).toBeGreaterThan(0);
      await historian.flush();
      expect((await store.history.valueAt([...(await store.history.keys(['B']))], start + 1e6)).value[0]).toBe(2);
    });
  });

  describe('samples of the past', () => {
    it('are on disk when they are said to be, past every policy, between those that are there', async () => {
      await reopen([HistoryPolicy.parse({ record: 'never' })]);
      historian.write(batchOf([[0, start, 1, 0], [1, start, 1, 0]]));
      const rows = Array.from({ length: 12_345 }, (_, at): Row => [at % 2, start - 1e7 + at * 10, at, 0]);
      await historian.writeAll(batchOf([...rows, [0, Number.NaN, 1, 0], [7, start, 1, 0]]));
      const keys = [...(await store.history.keys(['A', 'B']))];
      const counts = await Promise.all(keys.map(async (key) => (await store.history.raw({ key, fromMs: 0, toMs: start - 1, limit: 1_000_000 })).timeMs.length));
      expect(counts).toEqual([6173, 6172]);
      expect(historian.status().lostSamples).toBe(0);
    });
    it('are refused with the reason when the disk does not take them, and nothing is lost of what the plant records', async () => {
      const refusal = new StoreError('full', 'The data disk is full.');
      let isFull = false;
      await reopen([], {
        ...store.history,
        append: (columns) => (isFull && columns.key.length > 1 ? { seq: Number.MAX_SAFE_INTEGER, committed: Promise.reject(refusal) } : store.history.append(columns)),
      });
      historian.write(batchOf([[0, start, 1, 0]]));
      isFull = true;
      await expect(historian.writeAll(batchOf(Array.from({ length: 20_000 }, (_, at): Row => [0, at, at, 0])))).rejects.toThrow('The data disk is full.');
      await historian.flush();
      expect([...(await historian.raw({ tag: 0, fromMs: start, toMs: start, limit: 9 })).value]).toEqual([1]);
    });
  });
});
