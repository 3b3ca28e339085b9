import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramOf, roundWidth } from './histogram.ts';
import type { SampleRows } from './spectrum-grid.ts';

const rows = (list: readonly (readonly [timeMs: number, value: number, quality?: number])[]): SampleRows => ({
  timeMs: Float64Array.from(list, ([time]) => time),
  value: Float64Array.from(list, ([, value]) => value),
  quality: Uint32Array.from(list, ([, , quality]) => quality ?? 0),
});
const options = { bins: 20, percentiles: [0.05, 0.5, 0.95] };
const bad = 0x80050000;

describe('a histogram', () => {
  it('weighs a value by how long it stood, not by how often it was recorded', () => {
    const found = histogramOf(rows([[0, 10], [900, 20], [950, 20], [975, 20]]), { fromMs: 0, toMs: 1000 }, options);
    expect(found?.mean).toBeCloseTo(11);
    expect(found?.share[0]).toBeCloseTo(0.9);
    expect(found?.share.at(-1)).toBeCloseTo(0.1);
    expect(found?.percentiles).toEqual([10, 10, 20]);
    expect(found?.samples).toBe(4);
  });
  it('counts only the time of good values, and says how much was bad', () => {
    const found = histogramOf(rows([[0, 5], [400, 77, bad], [600, 5]]), { fromMs: 0, toMs: 1000 }, options);
    expect(found).toMatchObject({ goodMs: 800, badMs: 200, mean: 5, deviation: 0, min: 5, max: 5 });
    expect(found?.share.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  });
  it('takes the value that stood when the span began', () => {
    expect(histogramOf(rows([[-5000, 3], [500, 4]]), { fromMs: 0, toMs: 1000 }, options)).toMatchObject({ mean: 3.5, samples: 1, goodMs: 1000 });
  });
  it('is none where nothing good was held', () => {
    expect(histogramOf(rows([[0, 5, bad]]), { fromMs: 0, toMs: 1000 }, options)).toBeNull();
    expect(histogramOf(rows([]), { fromMs: 0, toMs: 1000 }, options)).toBeNull();
  });
  it('has shares that sum to 1, round edges that hold every value, and a mean and deviation as a plain sum finds them', () => {
    const value = fc.integer({ min: -1e9, max: 1e9 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), value), { minLength: 1, maxLength: 200 }), (steps) => {
        let at = 0;
        const list = steps.map(([wait, one]): [number, number] => [(at += wait), one]);
        const span = { fromMs: list[0]?.[0] ?? 0, toMs: at + 10 };
        const found = histogramOf(rows(list), span, options);
        if (found === null) throw new Error('no histogram');
        const weights = list.map(([time], n) => (list[n + 1]?.[0] ?? span.toMs) - time);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const mean = list.reduce((sum, [, one], n) => sum + one * (weights[n] as number), 0) / total;
        const squares = list.reduce((sum, [, one], n) => sum + (one - mean) ** 2 * (weights[n] as number), 0) / total;
        expect(found.share.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(found.mean).toBeCloseTo(mean, 3);
        expect(found.deviation).toBeCloseTo(Math.sqrt(squares), 3);
        expect(found.from).toBeLessThanOrEqual(found.min + found.width * 1e-6);
        expect(found.from + found.width * found.share.length).toBeGreaterThanOrEqual(found.max - found.width * 1e-6);
        expect(found.share.length).toBeLessThanOrEqual(22);
        expect(found.percentiles[0]).toBeLessThanOrEqual(found.percentiles[1] as number);
      }),
    );
  });
  it('has bins of 1, 2 or 5', () => {
    expect([0.3, 1, 1.4, 3, 7, 12].map((width) => roundWidth(width, 0))).toEqual([0.5, 1, 2, 5, 10, 20]);
  });
});
