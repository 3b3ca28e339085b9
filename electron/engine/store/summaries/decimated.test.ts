import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addSamples, createTimeColumns, holdUntil, startHeld, type TimeColumns } from '#shared/math/decimate.ts';
import { historyReader } from '../tables/history-reader.ts';
import { createSeededRandom } from '../../testing/virtual-ports.ts';
import { openHistory, testSignal, type TestRow as Row } from '../testing/open-history.ts';

const bad = 0x80050000;
const minute = 60_000;
const start = Math.floor(Date.UTC(2026, 2, 1) / (minute * 256)) * minute * 256;

/** All samples by time, equal times in the order of arrival: the same for every span that is asked for. */
type Plain = { readonly sorted: readonly Row[]; readonly timeMs: Float64Array; readonly value: Float64Array; readonly quality: Uint32Array };
function inOrder(rows: readonly Row[]): Plain {
  const sorted = rows.map((row, at) => ({ row, at })).toSorted((a, b) => a.row[0] - b.row[0] || a.at - b.at).map(({ row }) => row);
  return {
    sorted,
    timeMs: Float64Array.from(sorted, ([time]) => time),
    value: Float64Array.from(sorted, ([, value]) => value),
    quality: Uint32Array.from(sorted, ([, , quality]) => quality),
  };
}

/** What a plain list of all samples gives. */
function plainly({ sorted, timeMs, value, quality }: Plain, fromMs: number, toMs: number, width: number): TimeColumns {
  const columns = createTimeColumns(fromMs, toMs, width);
  const lead = sorted.findLast(([time]) => time < fromMs);
  if (lead !== undefined) startHeld(columns, lead[2] === bad ? Number.NaN : lead[1], lead[0]);
  addSamples(columns, timeMs, value, quality, 0, sorted.length);
  return columns;
}

/**
 * Fails unless two sets of columns are the same, means to what three levels of segments leave; `isLateAdded` leaves out
 * what nobody can know of samples that came behind dropped ones: the mean, and whether the newest is bad.
 */
function expectSame(found: TimeColumns, want: TimeColumns, isLateAdded = false): void {
  for (const name of ['first', 'min', 'max', 'last', 'firstMs', 'lastMs', 'count', 'badCount'] as const) {
    expect(Array.from(found[name]), name).toEqual(Array.from(want[name]));
  }
  if (isLateAdded) return;
  expect(Array.from(found.endsBad)).toEqual(Array.from(want.endsBad));
  holdUntil(found, found.toMs);
  holdUntil(want, want.toMs);
  for (let column = 0; column < want.count.length; column++) {
    const [a, b] = [found.mean[column] as number, want.mean[column] as number];
    expect(Math.abs((found.goodMs[column] as number) - (want.goodMs[column] as number)), `good part of column ${column}`).toBeLessThan(1e-3);
    if (Number.isNaN(b)) expect(a).toBeNaN();
    else {
      const range = Number.isNaN(want.min[column]) ? 0 : (want.max[column] as number) - (want.min[column] as number);
      expect(Math.abs(a - b), `mean of column ${column}: ${a}, not ${b}`).toBeLessThan((3 * range) / 131_070 + 1e-9 * Math.max(1, Math.abs(b)));
    }
  }
}

describe('time columns read from summaries', () => {
  let history: ReturnType<typeof openHistory>;
  /** One for a whole test: what it keeps of summaries must not outlive them. */
  let reader: ReturnType<typeof historyReader>;
  beforeEach(() => {
    history = openHistory(['TT-1']);
    reader = historyReader(history.db);
  });
  afterEach(() => history.remove());
  const append = (rows: readonly Row[]): void => history.append(rows.map((row) => [0, ...row] as const));
  const spanArb = fc.record({
    level: fc.constantFrom(1, 1, 10, 60, 7, 30, 0.5),
    from: fc.nat({ max: 12_000 }),
    width: fc.integer({ min: 1, max: 300 }),
    isEven: fc.boolean(),
  });
  const compare = (rows: readonly Row[], runs: number): void => {
    const plain = inOrder(rows);
    fc.assert(
      fc.property(spanArb, ({ level, from, width, isEven }) => {
        const stepMs = isEven ? level * minute : level * 59_321.5;
        const fromMs = isEven ? start + from * 60 * minute : start + from * 12_345;
        const { pens, damagedChunks } = reader.decimated(history.keys, fromMs, fromMs + width * stepMs, width);
        expect(damagedChunks).toBe(0);
        expectSame(pens[0] as TimeColumns, plainly(plain, fromMs, fromMs + width * stepMs, width));
      }),
      { numRuns: runs },
    );
  };

  it('are those of all samples: weeks of them, bad ones, gaps and late ones, closed, built and still open', () => {
    const rows = testSignal(createSeededRandom(3), start, 40_000, 60_000, 0.002);
    for (let at = 0; at < rows.length; at += 500) {
      append(rows.slice(at, at + 500));
      if (at % 2000 === 0) history.close(4);
      if (at % 7000 === 0) history.build();
    }
    const count = (levelMs: number): number =>
      (history.db.prepare('SELECT count(*) AS n FROM history_summary WHERE level_ms = ? AND length(body) > 0').get(levelMs) as { n: number }).n;
    expect(count(60_000)).toBeGreaterThan(50);
    expect(count(600_000)).toBeGreaterThan(5);
    compare(rows, 150);
    history.close(4);
    compare(rows, 50);
    history.build();
    compare(rows, 150);
    expect(count(3_600_000)).toBeGreaterThan(1);
  });

  it('are those of all samples right after late ones came into what was built long ago, and after it is built again', () => {
    const rows = testSignal(createSeededRandom(9), start, 20_000, 30_000, 0);
    append(rows);
    history.close(4);
    history.build();
    const late = testSignal(createSeededRandom(10), start + 50 * 3_600_000, 40, 1_800_000, 0.2);
    append(late);
    compare([...rows, ...late], 80);
    history.close(4);
    compare([...rows, ...late], 80);
    history.build();
    expect(history.db.prepare('SELECT count(*) AS n FROM history_summary WHERE length(body) = 0').get()).toEqual({ n: 0 });
    compare([...rows, ...late], 80);
  });

  it('are those of all samples where late ones came while what was built of them waited to be written', () => {
    const rows = testSignal(createSeededRandom(11), start, 3000, 30_000, 0);
    append(rows);
    history.close(4);
    history.build();
    const next = testSignal(createSeededRandom(12), (rows.at(-1) as Row)[0] + minute, 3000, 30_000, 0);
    append(next);
    history.close(4);
    const written = (): number => (history.db.prepare('SELECT count(*) AS n FROM history_summary').get() as { n: number }).n;
    const before = written();
    expect(history.writer.buildSlice(0)).toBe(true);
    expect(written()).toBe(before);
    const late = testSignal(createSeededRandom(13), (rows.at(-1) as Row)[0] + 5 * minute, 40, 60_000, 0);
    append(late);
    history.close(4);
    history.build();
    expect(written()).toBeGreaterThan(before);
    compare([...rows, ...next, ...late], 80);
  });

  it('stay those of all samples when the samples are dropped, and take late ones in', () => {
    const rows = testSignal(createSeededRandom(4), start, 20_000, 30_000, 0.001);
    append(rows);
    history.close(4);
    const newest = rows.reduce((most, [time]) => Math.max(most, time), 0);
    history.drop(newest - 20 * 3_600_000);
    expect(reader.goneMs(history.keys)).toBeGreaterThan(start);
    const whole = (all: readonly Row[], isLateAdded: boolean): void => {
      const plain = inOrder(all);
      for (const [stepMs, width] of [[minute, 2000], [10 * minute, 900], [60 * minute, 150], [30 * minute, 301]] as const) {
        for (const fromMs of [start, start + 7 * 3_600_000]) {
          const { pens } = reader.decimated(history.keys, fromMs, fromMs + stepMs * width, width);
          expectSame(pens[0] as TimeColumns, plainly(plain, fromMs, fromMs + stepMs * width, width), isLateAdded);
        }
      }
    };
    whole(rows, false);
    const late = testSignal(createSeededRandom(5), start + 3_600_000, 60, 600_000, 0);
    append(late);
    whole([...rows, ...late], true);
    history.close(4);
    whole([...rows, ...late], true);
    history.build();
    whole([...rows, ...late], true);
    history.restart();
    history.build();
    whole([...rows, ...late], true);
  });

  it('are not made of summaries that were dropped', () => {
    const rows = testSignal(createSeededRandom(6), start, 30_000, 60_000, 0);
    append(rows);
    history.close(4);
    history.build();
    const newest = (rows.at(-1) as Row)[0];
    history.drop(newest);
    const beforeMs = newest - 2 * 86_400_000;
    while (history.writer.dropSummariesBefore(beforeMs) > 0);
    expect(reader.oldestMs()).toBeGreaterThan(start);
    const width = 30;
    const fromMs = Math.ceil(beforeMs / 3_600_000) * 3_600_000;
    const { pens } = reader.decimated(history.keys, fromMs, fromMs + width * 3_600_000, width);
    expectSame(pens[0] as TimeColumns, plainly(inOrder(rows), fromMs, fromMs + width * 3_600_000, width));
  });
});
