import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSample, createPixelColumns, markLost } from '#shared/math/pixel-columns.ts';
import { Q } from '#shared/model/quality.ts';
import { formatRate, trendFigures } from './trend-figures.ts';
import { clampWindow, followWindow, zoomWindow } from './time-window.ts';

const step = 100;
const from = 17_000_000_000;
const fromMs = from * step;

describe('the figures of a span', () => {
  it('weigh the mean by time', () => {
    const columns = createPixelColumns(step, from, 100);
    addSample(columns, fromMs, 10, Q.good);
    addSample(columns, fromMs + 7500, 50, Q.good);
    expect(trendFigures(columns, fromMs, fromMs + 10_000)).toMatchObject({ min: 10, max: 50, mean: 20, isMeanExact: true });
  });
  it('leave bad stretches out', () => {
    const columns = createPixelColumns(step, from, 100);
    addSample(columns, fromMs, 10, Q.good);
    addSample(columns, fromMs + 1000, NaN, Q.bad);
    addSample(columns, fromMs + 9000, 30, Q.good);
    expect(trendFigures(columns, fromMs, fromMs + 10_000).mean).toBe(20);
  });
  it('leave out what follows lost samples', () => {
    const columns = createPixelColumns(step, from, 100);
    addSample(columns, fromMs, 10, Q.good);
    markLost(columns, fromMs + 1000);
    addSample(columns, fromMs + 9000, 30, Q.good);
    expect(trendFigures(columns, fromMs, fromMs + 10_000).mean).toBe(20);
  });
  it('count a value that stood before the span', () => {
    const columns = createPixelColumns(step, from, 100);
    columns.leadValue = 5;
    expect(trendFigures(columns, fromMs, fromMs + 10_000)).toMatchObject({ min: 5, max: 5, mean: 5, ratePerS: NaN });
  });
  it('say that the mean is not exact where a column holds more than two samples', () => {
    const columns = createPixelColumns(step, from, 10);
    for (let row = 0; row < 1000; row++) addSample(columns, fromMs + row, row % 2, Q.good);
    const figures = trendFigures(columns, fromMs, fromMs + 1000);
    expect(figures).toMatchObject({ min: 0, max: 1, isMeanExact: false, ratePerS: 1000 });
    expect(figures.mean).toBeCloseTo(0.5);
  });
  it('are unknown where nothing was recorded', () => {
    expect(trendFigures(createPixelColumns(step, from, 10), fromMs, fromMs + 1000)).toEqual({ min: NaN, max: NaN, mean: NaN, isMeanExact: true, ratePerS: NaN });
  });
  it('write a rate in its own unit', () => {
    expect([2000, 10, 1, 0.1, 0.004, 0.0001, NaN].map(formatRate)).toEqual(['2.0 kHz', '10 Hz', '1 Hz', '10 s', '4 min', '3 h', '']);
  });
});

describe('the window of time', () => {
  it('keeps what is under the pointer in place when it zooms', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 5, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (factor, fraction) => {
        const next = zoomWindow({ fromMs, toMs: fromMs + 600_000 }, factor, fraction);
        expect(next.fromMs + (next.toMs - next.fromMs) * fraction).toBeCloseTo(fromMs + 600_000 * fraction, 0);
      }),
    );
  });
  it('never ends after now', () => {
    expect(clampWindow({ fromMs: 50_000, toMs: 110_000 }, 100_000)).toEqual({ fromMs: 40_000, toMs: 100_000, spanMs: 60_000 });
  });
  it('moves by whole columns while it follows', () => {
    for (const now of [100_001, 100_099]) expect(followWindow(now, 60_000, 100)).toEqual({ fromMs: 40_100, toMs: 100_100 });
  });
});
