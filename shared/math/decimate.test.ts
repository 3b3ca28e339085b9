import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSamples, addSummary, columnOf, columnStarts, createTimeColumns, summarize } from './decimate.ts';

type Row = readonly [timeMs: number, value: number, quality: number];

const fromMs = 1_000_000;
const row = fc.tuple(
  fc.oneof(fc.integer({ min: fromMs - 200, max: fromMs + 1200 }), fc.double({ min: fromMs - 5, max: fromMs + 1005, noNaN: true })),
  fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constantFrom(Number.NaN, Infinity, -Infinity)),
  fc.constantFrom(0, 0, 0, 0x40900000, 0x80050000),
);
const rowsArb = fc.array(row, { maxLength: 200 });
const columnsOf = (rows: readonly Row[]) => ({
  timeMs: Float64Array.from(rows, ([time]) => time),
  value: Float64Array.from(rows, ([, value]) => value),
  quality: Uint32Array.from(rows, ([, , quality]) => quality),
});
const decimate = (rows: readonly Row[], toMs: number, width: number) => {
  const columns = createTimeColumns(fromMs, toMs, width);
  const { timeMs, value, quality } = columnsOf(rows);
  addSamples(columns, timeMs, value, quality, 0, rows.length);
  return columns;
};

describe('decimation to time columns', () => {
  it('keeps the exact extremes, first and last of every column, as a plain search finds them', () => {
    fc.assert(
      fc.property(rowsArb, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 1000 }), (rows, width, spanMs) => {
        const toMs = fromMs + spanMs;
        const columns = decimate(rows, toMs, width);
        for (let column = 0; column < width; column++) {
          const inside = rows.filter(([time]) => time >= fromMs && time <= toMs && columnOf(columns, time) === column);
          const good = inside.filter(([, value, quality]) => quality < 0x80000000 && !Number.isNaN(value)).toSorted((a, b) => a[0] - b[0]);
          const values = good.map(([, value]) => value);
          expect(columns.count[column]).toBe(inside.length);
          expect(columns.badCount[column]).toBe(inside.length - good.length);
          expect(columns.first[column]).toBe(values[0] ?? Number.NaN);
          expect(columns.last[column]).toBe(values.at(-1) ?? Number.NaN);
          expect(columns.min[column]).toBe(values.length === 0 ? Number.NaN : Math.min(...values));
          expect(columns.max[column]).toBe(values.length === 0 ? Number.NaN : Math.max(...values));
        }
      }),
    );
  });
  it('counts every sample of the span once and none outside it', () => {
    fc.assert(
      fc.property(rowsArb, fc.integer({ min: 1, max: 3000 }), (rows, width) => {
        const columns = decimate(rows, fromMs + 1000, width);
        const inside = rows.filter(([time]) => time >= fromMs && time <= fromMs + 1000).length;
        expect(columns.count.reduce((sum, count) => sum + count, 0)).toBe(inside);
      }),
    );
  });
  it('gives the same from the summary of a stretch as from its samples', () => {
    fc.assert(
      fc.property(rowsArb, rowsArb, (before, rows) => {
        const inside = rows.filter(([time]) => time >= fromMs && time <= fromMs + 1000);
        const head = before.filter(([time]) => time >= fromMs && time <= fromMs + 1000);
        const bySamples = decimate([...head, ...inside], fromMs + 1000, 1);
        const bySummary = decimate(head, fromMs + 1000, 1);
        const { timeMs, value, quality } = columnsOf(inside);
        addSummary(bySummary, 0, summarize(timeMs, value, quality, 0, inside.length));
        expect(bySummary).toEqual(bySamples);
      }),
    );
  });
  it('begins its columns at equal steps from the beginning of the span', () => {
    expect(Array.from(columnStarts(createTimeColumns(100, 200, 4)))).toEqual([100, 125, 150, 175]);
  });
});
