import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Q } from '../model/quality.ts';
import { addSamples, createTimeColumns } from './decimate.ts';
import { addSample, advanceTo, columnStep, createPixelColumns, markLost, mergeHistory, type PixelColumns, setLead, settleColumn, unsureColumns, valueAt } from './pixel-columns.ts';

type Sample = { readonly timeMs: number; readonly value: number; readonly quality: number };
const step = 100;
const from = 17_000_000_000;
const width = 40;
const startMs = from * step;

const sample = fc.record({
  timeMs: fc.integer({ min: 0, max: width * step - 1 }).map((ms) => startMs + ms),
  value: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  quality: fc.constantFrom(Q.good, Q.good, Q.good, Q.uncertain, Q.badSensorFailure),
});
/** A signal as it arrives: in order of time, no two at one moment. */
const series = fc.uniqueArray(sample, { selector: ({ timeMs }) => timeMs, maxLength: 120 }).map((rows) => rows.toSorted((a, b) => a.timeMs - b.timeMs));

const add = (columns: PixelColumns, rows: readonly Sample[]): void => rows.forEach(({ timeMs, value, quality }) => addSample(columns, timeMs, value, quality));
const historyOf = (rows: readonly Sample[], toMs = startMs + width * step) => {
  const count = (toMs - startMs) / step;
  const columns = createTimeColumns(startMs, toMs, count);
  // The engine's last column takes the end of the span in, too; here no sample lies on it.
  addSamples(columns, Float64Array.from(rows, (row) => row.timeMs), Float64Array.from(rows, (row) => row.value), Uint32Array.from(rows, (row) => row.quality), 0, rows.length);
  return columns;
};
const column = (columns: PixelColumns, n: number): readonly number[] => {
  const at = n % columns.capacity;
  return [columns.first[at], columns.min[at], columns.max[at], columns.last[at]] as number[];
};
const truth = (rows: readonly Sample[], n: number): readonly number[] => {
  const values = rows.filter((row) => Math.floor(row.timeMs / step) === n && row.quality >>> 31 === 0).map(({ value }) => value);
  return values.length === 0 ? [NaN, NaN, NaN, NaN] : [values[0] as number, Math.min(...values), Math.max(...values), values.at(-1) as number];
};

describe('pixel columns', () => {
  it('raise their rewrites with every change of what is older than the newest column, and of nothing else that is drawn', () => {
    const act = fc.oneof(
      { weight: 6, arbitrary: sample.map((one) => (columns: PixelColumns) => void addSample(columns, one.timeMs, one.value, one.quality)) },
      { weight: 1, arbitrary: fc.nat(width * step).map((ms) => (columns: PixelColumns) => markLost(columns, startMs + ms)) },
      { weight: 1, arbitrary: series.map((rows) => (columns: PixelColumns) => mergeHistory(columns, from, historyOf(rows))) },
      { weight: 1, arbitrary: fc.nat(width - 1).map((n) => (columns: PixelColumns) => settleColumn(columns, from + n, true)) },
      { weight: 1, arbitrary: fc.nat(99).map((value) => (columns: PixelColumns) => setLead(columns, value, false)) },
    );
    const older = (columns: PixelColumns, newest: number): string =>
      JSON.stringify([columns.leadValue, columns.isLeadBad, ...Array.from({ length: width }, (_, at) => from + at).filter((n) => n < newest).map((n) => [column(columns, n), columns.count[n % width], columns.badCount[n % width], columns.flags[n % width]])]);
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        const columns = createPixelColumns(step, from, width);
        for (const one of acts) {
          const { newest, rewrites } = columns;
          const before = older(columns, newest);
          one(columns);
          expect(columns.newest).toBeGreaterThanOrEqual(newest);
          if (older(columns, newest) !== before) expect(columns.rewrites).toBeGreaterThan(rewrites);
          for (let n = Math.max(from, columns.newest + 1); n < from + width; n++) expect([columns.count[n % width], columns.flags[n % width]]).toEqual([0, 0]);
        }
        // What a live signal brings, in order, rewrites nothing.
        const { newest, rewrites } = columns;
        if (newest < from + width - 2) for (const ms of [1, 2, step, step + 1]) addSample(columns, (Math.max(newest, from) + 1) * step - step + ms, 1, Q.good);
        expect(columns.rewrites).toBe(rewrites);
      }),
    );
  });

  it('hold first, least, greatest and last of the samples of each column, whatever the order they came in', () => {
    fc.assert(
      fc.property(series, fc.integer(), (rows, seed) => {
        const columns = createPixelColumns(step, from, width);
        add(columns, rows.map((row, at) => ({ row, key: (at * 7919 + seed) % 31 })).toSorted((a, b) => a.key - b.key).map(({ row }) => row));
        for (let n = from; n < from + width; n++) {
          const [first, min, max] = truth(rows, n);
          const [, gotMin, gotMax] = column(columns, n);
          expect([gotMin, gotMax]).toEqual([min, max]);
          expect(column(columns, n)[0]).toBe(first);
        }
      }),
    );
  });

  it('joins history and live samples at the seam without a gap and without counting one twice', () => {
    fc.assert(
      fc.property(series, fc.nat(), fc.nat(), (rows, one, two) => {
        // Live samples are kept from the moment history is asked; history answers with some of them in it already.
        const asked = rows.length === 0 ? 0 : one % (rows.length + 1);
        const answered = Math.max(asked, rows.length === 0 ? 0 : two % (rows.length + 1));
        const columns = createPixelColumns(step, from, width);
        add(columns, rows.slice(asked));
        mergeHistory(columns, from, historyOf(rows.slice(0, answered)));
        for (let n = from; n < from + width; n++) {
          expect(column(columns, n)).toEqual(truth(rows, n));
          const mine = rows.filter((row) => Math.floor(row.timeMs / step) === n);
          const known = [rows.slice(asked), rows.slice(0, answered)].map((part) => part.filter((row) => mine.includes(row)).length);
          expect(columns.count[n % width]).toBe(Math.max(...known));
          expect(columns.count[n % width]).toBeLessThanOrEqual(mine.length);
        }
      }),
    );
  });

  it('go on counting live samples in a column that history began', () => {
    const columns = createPixelColumns(step, from, width);
    mergeHistory(columns, from, historyOf([{ timeMs: startMs + 10, value: 5, quality: Q.good }]));
    addSample(columns, startMs + 20, 9, Q.good);
    expect(column(columns, from)).toEqual([5, 5, 9, 9]);
    expect(columns.count[from % width]).toBe(2);
  });

  it('slide without touching what stays, and remember the value that left', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 0, max: 2 * width }), (rows, by) => {
        const columns = createPixelColumns(step, from, width);
        add(columns, rows);
        advanceTo(columns, from + width - 1 + by);
        for (let n = from; n < from + width; n++) {
          if (n >= from + by) expect(column(columns, n)).toEqual(truth(rows, n));
        }
        const left = rows.filter((row) => Math.floor(row.timeMs / step) < from + by);
        const last = left.at(-1);
        const isBad = last !== undefined && last.quality >>> 31 === 1;
        expect(valueAt(columns, columns.from - 1)).toEqual({ value: last === undefined || isBad ? NaN : last.value, isBad });
        if (by >= width) expect(columns.count.every((count) => count === 0)).toBe(true);
      }),
    );
  });

  it('leave out samples outside the window and say so', () => {
    const columns = createPixelColumns(step, from, width);
    expect(addSample(columns, startMs - 1, 1, Q.good)).toBe(false);
    expect(addSample(columns, startMs + width * step, 1, Q.good)).toBe(false);
    expect(columns.count.every((count) => count === 0)).toBe(true);
  });

  it('carry the last value over columns without samples, but not past a bad one', () => {
    const columns = createPixelColumns(step, from, width);
    addSample(columns, startMs + 10, 7, Q.good);
    addSample(columns, startMs + 5 * step, NaN, Q.badSensorFailure);
    expect(valueAt(columns, from + 4)).toEqual({ value: 7, isBad: false });
    expect(valueAt(columns, from + 6)).toEqual({ value: NaN, isBad: true });
    expect(valueAt(columns, from - 2)).toEqual({ value: NaN, isBad: false });
  });

  it('do not carry a value over samples that were lost', () => {
    const columns = createPixelColumns(step, from, width);
    addSample(columns, startMs + 10, 7, Q.good);
    markLost(columns, startMs + 3 * step);
    expect(valueAt(columns, from + 2).value).toBe(7);
    expect(valueAt(columns, from + 4)).toEqual({ value: NaN, isBad: true });
  });

  it('ask about a column with good and bad samples only when nothing follows it, and take the answer', () => {
    const columns = createPixelColumns(step, from, width);
    const mixed = (at: number): Sample[] => [
      { timeMs: startMs + at * step + 10, value: 1, quality: Q.good },
      { timeMs: startMs + at * step + 20, value: NaN, quality: Q.badNotConnected },
    ];
    mergeHistory(columns, from, historyOf([...mixed(2), { timeMs: startMs + 3 * step, value: 2, quality: Q.good }, ...mixed(8)]));
    expect(unsureColumns(columns, 10)).toEqual([from + 8]);
    expect(valueAt(columns, from + 9).isBad).toBe(true);
    settleColumn(columns, from + 8, false);
    expect(valueAt(columns, from + 9)).toEqual({ value: 1, isBad: false });
    settleColumn(columns, from + 8, true);
    expect(valueAt(columns, from + 9).isBad).toBe(false);
  });
});

describe('the width of a column', () => {
  const spans = fc.double({ min: 0, max: 1, noNaN: true }).map((share) => 5 * (366 * 86_400_000 * 0.2) ** share);
  const widths = fc.integer({ min: 100, max: 3800 });
  it('is no finer than asked for where a column is a fraction of a millisecond', () => {
    expect(columnStep(5.000000050000001, 100)).toBe(0.064);
    expect(columnStep(5, 100)).toBe(0.05);
  });
  it('never makes more columns than asked for, and below a minute not a third fewer than could be', () => {
    fc.assert(
      fc.property(spans, widths, (spanMs, px) => {
        const stepMs = columnStep(spanMs, px);
        expect(spanMs / stepMs).toBeLessThanOrEqual(px + 1e-6);
        // Short ones are rounded up to whole milliseconds, and no column is shorter than 10 µs.
        if (stepMs < 60_000 && stepMs > 10) expect(stepMs).toBeLessThanOrEqual((spanMs / px) * 1.36);
        if (stepMs > 60_000) expect(stepMs).toBeLessThanOrEqual((spanMs / px) * 2.01);
      }),
    );
  });
  it('is whole milliseconds from one on, and from a minute on one that the historian keeps summaries for', () => {
    fc.assert(
      fc.property(spans, widths, (spanMs, px) => {
        const stepMs = columnStep(spanMs, px);
        if (stepMs >= 1) expect(Number.isInteger(stepMs)).toBe(true);
        if (stepMs >= 60_000) expect(stepMs % 60_000).toBe(0);
        if (stepMs > 600_000) expect(stepMs % 600_000).toBe(0);
        if (stepMs > 3_600_000) expect(stepMs % 3_600_000).toBe(0);
      }),
    );
  });
});
