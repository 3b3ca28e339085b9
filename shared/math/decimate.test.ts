import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnStarts } from '../history-codec/column-starts.ts';
import { addSamples, addSummary, columnOf, createTimeColumns, holdUntil, summarize } from './decimate.ts';

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
      fc.property(rowsArb, rowsArb, fc.integer({ min: 0, max: 1000 }), (before, rows, cut) => {
        const byTime = (some: readonly Row[], isIn: (time: number) => boolean): readonly Row[] =>
          some.filter(([time, value]) => isIn(time - fromMs) && Number.isFinite(value)).toSorted((a, b) => a[0] - b[0]);
        const head = byTime(before, (time) => time >= 0 && time < cut);
        const inside = byTime(rows, (time) => time >= cut && time <= 1000);
        if (inside.length === 0) return;
        const bySamples = decimate([...head, ...inside], fromMs + 1000, 1);
        const bySummary = decimate(head, fromMs + 1000, 1);
        const { timeMs, value, quality } = columnsOf(inside);
        addSummary(bySummary, 0, summarize(timeMs, value, quality, 0, inside.length));
        expect({ ...bySummary, mean: null, goodMs: null }).toEqual({ ...bySamples, mean: null, goodMs: null });
        const apart = Math.abs((bySummary.mean[0] as number) - (bySamples.mean[0] as number));
        if (Number.isNaN(bySamples.mean[0])) expect(bySummary.mean[0]).toBeNaN();
        else expect(apart).toBeLessThan(1e-6);
        expect(bySummary.goodMs[0]).toBeCloseTo(bySamples.goodMs[0] as number, 6);
      }),
    );
  });
  it('weighs the mean by how long each value was held, over the borders of columns, and not where it was bad', () => {
    fc.assert(
      fc.property(rowsArb, fc.integer({ min: 1, max: 20 }), (some, width) => {
        const rows = some.filter(([time, value]) => time >= fromMs && time <= fromMs + 1000 && Number.isFinite(value)).toSorted((a, b) => a[0] - b[0]);
        const columns = decimate(rows, fromMs + 1000, width);
        holdUntil(columns, fromMs + 1000);
        const sum = new Float64Array(width);
        const held = new Float64Array(width);
        for (const [at, [time, value, quality]] of rows.entries()) {
          if (quality >= 0x80000000) continue;
          const untilMs = rows[at + 1]?.[0] ?? fromMs + 1000;
          for (let column = 0; column < width; column++) {
            const part = Math.min(untilMs, fromMs + (1000 * (column + 1)) / width) - Math.max(time, fromMs + (1000 * column) / width);
            if (part <= 0) continue;
            sum[column]! += part * value;
            held[column]! += part;
          }
        }
        for (let column = 0; column < width; column++) {
          expect(columns.goodMs[column]).toBeCloseTo(held[column] as number, 5);
          if ((held[column] as number) > 1e-3) expect(columns.mean[column]).toBeCloseTo((sum[column] as number) / (held[column] as number), 3);
        }
      }),
    );
  });
  it('begins its columns at equal steps from the beginning of the span', () => {
    expect(Array.from(columnStarts(100, 200, 4))).toEqual([100, 125, 150, 175]);
  });
});
