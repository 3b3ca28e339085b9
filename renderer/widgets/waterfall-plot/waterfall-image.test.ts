import { describe, expect, it } from 'vitest';
import { createRamp } from '../plot-axes/ramp.ts';
import { paintRows, scaleOf, topOfRow, type WaterfallRows } from './waterfall-image.ts';

const ramp = createRamp(['#000000', '#ffffff']);
const rowsOf = (known: Readonly<Record<number, readonly number[]>>): WaterfallRows => ({ stepMs: 1000, columns: 3, row: (k) => (known[k] === undefined ? null : Float32Array.from(known[k])) });
const grey = (pixel: number): number => pixel & 255;

describe('a waterfall', () => {
  it('has its latest row on top and brightness by the logarithm of the level', () => {
    const pixels = new Uint32Array(6);
    paintRows(pixels, rowsOf({ 7: [1, 10, 100], 8: [100, 100, 1] }), 7, 8, { low: 1, high: 100 }, ramp);
    expect([...pixels].map(grey)).toEqual([255, 255, 0, 0, 128, 255]);
  });
  it('leaves what is not known clear, and draws what is 0 or too small as the ground', () => {
    const pixels = new Uint32Array(6).fill(9);
    paintRows(pixels, rowsOf({ 7: [0, 1e-9, Number.NaN] }), 7, 8, { low: 1, high: 100 }, ramp);
    expect([...pixels.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...pixels.subarray(3)]).toEqual([0xff000000, 0xff000000, 0]);
  });
  it('scales itself by its greatest level but for the mean, to a round end', () => {
    expect(scaleOf(rowsOf({ 1: [900, 3, 31], 2: [0, 1, Number.NaN] }), 1, 2)).toEqual({ low: 0.1, high: 40 });
    expect(scaleOf(rowsOf({}), 1, 9)).toBeNull();
    expect(scaleOf(rowsOf({ 1: [5, 0, 0] }), 1, 1)).toBeNull();
  });
  it('names the greatest line of a row', () => {
    expect(topOfRow(Float32Array.of(99, 2, 5), 300)).toEqual({ hz: 250, level: 5 });
    expect(topOfRow(Float32Array.of(Number.NaN, Number.NaN, Number.NaN), 300)).toBeNull();
    expect(topOfRow(null, 300)).toBeNull();
  });
});
