import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHistorian, type Historian } from '#electron/engine/historian/historian.ts';
import type { Store } from '#electron/engine/store/store.ts';
import { createDataDir, openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';

const hourMs = 3_600_000;
const yearMs = 365 * 24 * hourMs;
const seed = 20_261_129;
const tags = 3;
const tagIds = Array.from({ length: tags }, (_, at) => `TAG-${at}`);
type Row = { readonly tag: number; readonly timeMs: number; readonly value: number };

describe('clocks that jump', () => {
  let dir: ReturnType<typeof createDataDir>;
  let clock: ReturnType<typeof createVirtualClock>;
  let log: ReturnType<typeof createMemoryLog>;
  let store: Store;
  let historian: Historian;
  let written: Row[] = [];
  const open = async (retentionDays?: number): Promise<void> => {
    store = await openTestStore(dir.dataDir, clock, log);
    historian = createHistorian({ store, clock, log, tagIds, ...(retentionDays === undefined ? {} : { retentionDays }) });
  };
  const close = async (): Promise<void> => {
    await historian.close();
    await store.close();
  };
  beforeEach(() => {
    dir = createDataDir();
    clock = createVirtualClock(Date.UTC(2026, 9, 24));
    log = createMemoryLog();
    written = [];
  });
  afterEach(async () => {
    await close();
    dir.remove();
  });

  /** A sample of each tag, stamped by the machine's clock, `lateMs` ago. */
  const record = (lateMs = 0): void => {
    const batch = createBatch(tags);
    for (let tag = 0; tag < tags; tag++) {
      const row = { tag, timeMs: clock.nowMs() - lateMs, value: written.length };
      written.push(row);
      pushSample(batch, tag, row.timeMs, row.value, 0);
    }
    historian.write(batch);
  };
  /** Seconds go by, with a sample each; the disk keeps up. */
  const live = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      record();
      clock.advance(1000);
      if (second % 60 === 59) await historian.flush();
    }
    await historian.flush();
  };
  /** Everything is there by source time, equal times in the order of arrival, once, to the bit. */
  const expectAll = async (): Promise<void> => {
    for (let tag = 0; tag < tags; tag++) {
      const expected = written.filter((row) => row.tag === tag).toSorted((a, b) => a.timeMs - b.timeMs);
      const found = await historian.raw({ tag, fromMs: -yearMs, toMs: 4e12, limit: 1_000_000 });
      expect([...found.timeMs], `seed ${seed}, tag ${tag}`).toEqual(expected.map(({ timeMs }) => timeMs));
      expect([...found.value], `seed ${seed}, tag ${tag}`).toEqual(expected.map(({ value }) => value));
    }
  };

  it('by a second, an hour, ten years, either way, again and again, lose no sample and mix up none', async () => {
    const random = createSeededRandom(seed);
    const jumps = [1000, -1000, hourMs, -hourMs, -10 * yearMs, 10 * yearMs, 10 * yearMs, -10 * yearMs, -1, 0.5];
    await open();
    for (const jump of jumps) {
      await live(30 + Math.floor(random() * 200));
      clock.stepWall(jump);
    }
    await live(200);
    await expectAll();
    await close();
    await open();
    await expectAll();
  });

  it('as local time does in autumn leave UTC alone; a device that stamps local time has an hour twice, and both are kept', async () => {
    await open();
    await live(400);
    // The hour from 2 to 3 o'clock comes again: every time stamp is there twice.
    clock.stepWall(-hourMs);
    await live(400);
    clock.stepWall(hourMs - 800_000);
    await live(400);
    await expectAll();
    const { pens: [pen] } = await historian.decimated({ tags: [0], fromMs: Date.UTC(2026, 9, 23), toMs: Date.UTC(2026, 9, 25), width: 48 });
    expect(pen?.count.reduce((sum, count) => sum + count, 0)).toBe(written.length / tags);
  });

  it('equal times and late samples come out by source time, equal ones in the order they came', async () => {
    const random = createSeededRandom(seed);
    await open();
    for (let round = 0; round < 1500; round++) {
      const lateMs = random() < 0.1 ? Math.floor(random() * 3 * hourMs) : 0;
      record(lateMs);
      if (random() < 0.2) record(lateMs);
      clock.advance(random() < 0.1 ? 0 : 1000);
      if (round % 50 === 49) await historian.flush();
    }
    await historian.flush();
    await expectAll();
    await close();
    await open();
    await expectAll();
  });

  it('ahead by ten years while the engine runs make no history old: retention drops nothing, and says why', async () => {
    await open(1);
    await live(1500);
    clock.stepWall(10 * yearMs);
    await live(1500);
    clock.advance(30 * 60_000);
    await live(10);
    await expectAll();
    expect(log.lines.some(({ sentence }) => sentence.includes('clock was moved by more than a day'))).toBe(true);
    // Back again all is as before, and what is really old goes (else the line above could not fail).
    clock.stepWall(-10 * yearMs);
    clock.advance(30 * 60_000);
    await live(10);
    const { timeMs } = await historian.raw({ tag: 0, fromMs: 0, toMs: Date.UTC(2027, 0, 1), limit: 1_000_000 });
    expect(timeMs.length).toBe(written.filter(({ tag, timeMs: time }) => tag === 0 && time < Date.UTC(2027, 0, 1)).length);
    for (let hour = 0; hour < 51; hour++) {
      clock.advance(hourMs);
      record();
      await historian.flush();
    }
    await store.audit.before(null, 1);
    const after = await historian.raw({ tag: 0, fromMs: 0, toMs: Date.UTC(2026, 9, 25), limit: 1_000_000 });
    expect(after.timeMs.length).toBeLessThan(timeMs.length);
  });
});
