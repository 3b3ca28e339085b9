import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import type { HistoryStore, Store, StoreState } from '../store/store.ts';
import { createDataDir, openTestStore } from '../store/testing/open-test-store.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '../testing/virtual-ports.ts';
import { createHistorian, type Historian } from './historian.ts';
import { createRetention, type RetentionOptions } from './retention.ts';

const start = Date.UTC(2026, 5, 1);
const dayMs = 86_400_000;

describe('history that is too old', { timeout: 60_000 }, () => {
  let dir: ReturnType<typeof createDataDir>;
  let clock: ReturnType<typeof createVirtualClock>;
  let log: ReturnType<typeof createMemoryLog>;
  let store: Store;
  let historian: Historian;
  const tagIds = ['SHORT', 'USUAL', 'LONG'];
  beforeEach(async () => {
    dir = createDataDir();
    clock = createVirtualClock(start);
    log = createMemoryLog();
    store = await openTestStore(dir.dataDir, clock, log);
    historian = createHistorian({ store, clock, log, tagIds });
  });
  afterEach(async () => {
    await historian.close();
    await store.close();
    expect(clock.pending).toBe(0);
    dir.remove();
  });

  /** 1100 samples of each tag around each of these ages, in chunks. */
  const record = async (agesDays: readonly number[]): Promise<void> => {
    for (const age of agesDays) {
      const batch = createBatch(4096);
      for (let row = 0; row < 1100; row++) for (const tag of [0, 1, 2]) pushSample(batch, tag, start - age * dayMs + row * 1000, row, 0);
      historian.write(batch);
      await historian.flush();
      // Another stretch begins a chunk of its own; what is open is closed by what comes behind it.
      clock.advance(400_000);
      await historian.flush();
    }
    await store.meta.set('settled', '1');
  };
  /** Days of age of what is left of a tag, whole numbers. */
  const agesOf = async (tag: number): Promise<number[]> => {
    const { timeMs } = await historian.raw({ tag, fromMs: start - 500 * dayMs, toMs: start + dayMs, limit: 100_000 });
    return [...new Set(Array.from(timeMs, (ms) => Math.ceil((start - ms) / dayMs)))].toSorted((a, b) => b - a);
  };
  /** Runs the retention once, to its end. */
  const runOnce = async (options: Partial<RetentionOptions>): Promise<string[]> => {
    let done: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (done = resolve));
    const asked: string[] = [];
    const retention = createRetention({
      history: {
        ...store.history,
        dropBefore: (...query) => {
          asked.push(`raw ${Math.round((clock.nowMs() - query[0]) / dayMs)}`);
          return store.history.dropBefore(...query);
        },
        dropSummariesBefore: async (beforeMs) => {
          asked.push(`summaries ${Math.round((clock.nowMs() - beforeMs) / dayMs)}`);
          const dropped = await store.history.dropSummariesBefore(beforeMs);
          done();
          return dropped;
        },
      },
      meta: store.meta,
      status: store.status,
      onStatus: store.onStatus,
      clock,
      log,
      tagDays: new Map(),
      keys: () => store.history.keys(tagIds),
      summaryDays: 400,
      ...options,
    });
    clock.advance(10 * 60_000);
    await ended;
    retention.stop();
    return asked;
  };

  it('goes tag by tag where a tag has days of its own, and by the project’s days elsewhere', async () => {
    await record([100, 20, 3, 0]);
    expect(await agesOf(0)).toEqual([100, 20, 3, 0]);
    expect(await runOnce({ retentionDays: 30, tagDays: new Map([[0, 5], [2, 365]]) })).toEqual(['raw 30', 'raw 5', 'raw 365', 'summaries 400']);
    expect(await agesOf(0)).toEqual([3, 0]);
    expect(await agesOf(1)).toEqual([20, 3, 0]);
    expect(await agesOf(2)).toEqual([100, 20, 3, 0]);
  });
  it('leaves summaries where raw samples went, so that old days still show their extremes', async () => {
    await record([100, 0]);
    const dayOf = async () => {
      const fromMs = start - 100 * dayMs;
      const { pens: [pen] } = await historian.decimated({ tags: [1], fromMs, toMs: fromMs + dayMs, width: 24 });
      return { max: pen?.max[0], min: pen?.min[0], count: pen?.count[0] };
    };
    const before = await dayOf();
    expect(before).toEqual({ max: 1099, min: 0, count: 1100 });
    await runOnce({ retentionDays: 30 });
    expect(await agesOf(1)).toEqual([0]);
    expect(await dayOf()).toEqual(before);
  });
  it('stays where the wall clock was moved: nobody knows then what is old', async () => {
    await record([20, 0]);
    const retention = createRetention({
      history: { ...store.history, dropBefore: () => expect.fail('it dropped') },
      meta: store.meta, status: store.status, onStatus: store.onStatus, clock, log, tagDays: new Map(), keys: () => store.history.keys(tagIds), retentionDays: 30,
    });
    clock.stepWall(25 * dayMs);
    clock.advance(20 * 60_000);
    retention.stop();
    expect(log.lines.filter(({ sentence }) => sentence.includes('clock was moved'))).toHaveLength(1);
    expect(await agesOf(1)).toEqual([20, 0]);
  });
  it('stays for a day after a start with a clock years ahead, and goes then', async () => {
    await record([20, 0]);
    // A clock of its own: a day of the store's would be a hundred thousand seconds that its thread is told of one by one.
    const years = createVirtualClock(start);
    years.stepWall(4 * 365 * dayMs);
    let dropped: () => void = () => undefined;
    const hasDropped = new Promise<void>((resolve) => (dropped = resolve));
    const asked: number[] = [];
    const retention = createRetention({
      history: {
        ...store.history,
        dropBefore: async (beforeMs) => {
          asked.push(beforeMs);
          dropped();
          return 0;
        },
      },
      meta: store.meta, status: store.status, onStatus: store.onStatus, clock: years, log, tagDays: new Map(), keys: () => store.history.keys(tagIds), retentionDays: 30,
    });
    years.advance(23 * 3_600_000);
    // One round trip to the store behind what the retention asked it: its passes so far have ended.
    await store.meta.get('settled');
    expect(asked).toEqual([]);
    expect(log.lines.filter(({ sentence }) => sentence.includes('days past the newest sample'))).toHaveLength(1);
    years.advance(2 * 3_600_000);
    await hasDropped;
    retention.stop();
    expect(years.pending).toBe(0);
    expect(asked[0]).toBeGreaterThan(start + 3 * 365 * dayMs);
  });
});

describe('space for history', () => {
  /** A store whose file is as large and whose disk as full as the test says. */
  function fakeStore() {
    const clock = createVirtualClock(start);
    const log = createMemoryLog();
    const meta = new Map<string, string>();
    const shed: number[] = [];
    const listeners = new Set<() => void>();
    const state = { state: 'ok' as StoreState, bytes: 0, recordsFrom: Infinity, goneMs: start - 50 * dayMs as number | null };
    let answered: () => void = () => undefined;
    const open = (more: Partial<RetentionOptions> = {}) =>
      createRetention({
        history: {
          newestMs: async () => null,
          dropBefore: async () => 0,
          dropSummariesBefore: async () => 0,
          shedOldest: async (bytes: number) => {
            shed.push(bytes / 2 ** 20);
            if (bytes >= state.recordsFrom && state.state === 'full') state.state = 'degraded';
            return { freedBytes: bytes, goneBeforeMs: state.goneMs };
          },
        } satisfies Pick<HistoryStore, 'newestMs' | 'dropBefore' | 'dropSummariesBefore' | 'shedOldest'>,
        meta: { get: async (name) => meta.get(name) ?? null, set: async (name, value) => { meta.set(name, value); answered(); } },
        status: () => ({ state: state.state, sentence: '', bytes: state.bytes }),
        onStatus: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
        clock, log, tagDays: new Map(), keys: async () => new Uint32Array(0),
        ...more,
      });
    const tell = (): void => listeners.forEach((listener) => listener());
    const told = (): Promise<void> => new Promise((resolve) => (answered = resolve));
    return { clock, log, meta, shed, state, open, tell, told };
  }
  /** Lets promises that are settled already go on. */
  const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

  it('is made the moment the disk is full, more and more until the store records again', async () => {
    const { shed, state, open, tell, log, clock } = fakeStore();
    const retention = open();
    state.recordsFrom = 16 * 2 ** 20;
    state.state = 'full';
    tell();
    await turn();
    expect(shed).toEqual([2, 4, 8, 16]);
    expect(retention.shedMs).toBe(start - 50 * dayMs);
    expect(log.lines.map(({ sentence }) => sentence)).toEqual([expect.stringContaining('The data disk is full: raw samples up to 2026-04-12')]);
    // While the disk stays tight some is kept ahead; on a disk with room again nothing more goes.
    clock.advance(5000);
    await turn();
    expect(shed).toEqual([2, 4, 8, 16, 32]);
    state.state = 'ok';
    clock.advance(60_000);
    await turn();
    expect(shed).toHaveLength(5);
    retention.stop();
    expect(clock.pending).toBe(0);
  });
  it('is made no further when nothing helps, and tried again', async () => {
    const { shed, state, open, tell, clock } = fakeStore();
    state.goneMs = null;
    state.state = 'full';
    const retention = open();
    tell();
    await turn();
    expect(shed).toEqual([2, 4, 8, 16, 32, 64]);
    expect(retention.shedMs).toBeNull();
    clock.advance(5000);
    await turn();
    expect(shed).toHaveLength(7);
    retention.stop();
  });
  it('is kept free when history nears its size, and not before', async () => {
    const { shed, state, open, clock, log } = fakeStore();
    const retention = open({ maxBytes: 100 * 2 ** 20 });
    state.bytes = 91 * 2 ** 20;
    clock.advance(5000);
    await turn();
    expect(shed).toEqual([]);
    state.bytes = 93 * 2 ** 20;
    clock.advance(5000);
    await turn();
    expect(shed).toEqual([8]);
    expect(log.lines[0]?.sentence).toContain('History has reached its size');
    retention.stop();
  });
  it('is remembered with what it cost over a restart, until that would be too old anyway', async () => {
    const { meta, open, clock } = fakeStore();
    meta.set('history.shedMs', String(start - 10 * dayMs));
    const retention = open({ retentionDays: 30 });
    await turn();
    expect(retention.shedMs).toBe(start - 10 * dayMs);
    clock.advance(21 * dayMs);
    expect(retention.shedMs).toBeNull();
    retention.stop();
  });

  it('keeps a real file at its size while recording goes on', async () => {
    const dir = createDataDir();
    const clock = createVirtualClock(start);
    const log = createMemoryLog();
    const store = await openTestStore(dir.dataDir, clock, log);
    const bytes = 8 * 2 ** 20;
    const historian = createHistorian({ store, clock, log, tagIds: ['A', 'B'], maxMb: bytes / 2 ** 20 });
    const random = createSeededRandom(5);
    const batch = createBatch(20_000);
    let timeMs = start - 90 * dayMs;
    let most = 0;
    for (let round = 0; round < 90; round++) {
      batch.length = 0;
      for (let row = 0; row < 10_000; row++, timeMs += 1000) for (const tag of [0, 1]) pushSample(batch, tag, timeMs, random(), 0);
      historian.write(batch);
      await historian.flush();
      clock.advance(5000);
      // Answered after the writing thread has done what was asked before.
      await store.meta.set('round', String(round));
      most = Math.max(most, store.status().bytes);
    }
    const oldest = await historian.raw({ tag: 1, fromMs: start - 90 * dayMs, toMs: timeMs, limit: 1 });
    expect(oldest.timeMs[0]).toBeGreaterThan(start - 90 * dayMs);
    // 1.8 million random samples are more than that; the log comes on top.
    expect(most).toBeLessThan(bytes + 4 * 2 ** 20);
    expect(most).toBeGreaterThan((bytes * 7) / 8);
    const newest = await historian.raw({ tag: 1, fromMs: timeMs - 100_000, toMs: timeMs, limit: 1000 });
    expect(newest.timeMs.at(-1)).toBe(timeMs - 1000);
    // What is under way is done between commits, some chunks at a time; this waits its turn among them.
    for (let round = 0; round < 5000 && !historian.status().sentence.includes('dropped'); round++) {
      clock.advance(1000);
      await store.history.dropBefore(0);
    }
    expect(historian.status()).toMatchObject({ lostSamples: 0, sentence: expect.stringContaining('were dropped for want of space') });
    await historian.close();
    await store.close();
    dir.remove();
  }, 180_000);
});
