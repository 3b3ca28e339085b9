import { describe, expect, it } from 'vitest';
import { createSparkSeries } from './spark-series.ts';

const minute = 60_000;
const field = { width: 60, height: 20 };
const series = (band: { low: number; high: number } | null = null) => createSparkSeries({ spanMs: 60 * minute, columns: 60, band });
const history = (rows: readonly (readonly [number, number, number, number, number])[]) => ({
  timeMs: Float64Array.from(rows, ([t]) => t * minute),
  min: Float64Array.from(rows, (row) => row[1]),
  max: Float64Array.from(rows, (row) => row[2]),
  last: Float64Array.from(rows, (row) => row[3]),
  badCount: Uint32Array.from(rows, (row) => row[4]),
});

describe('sparkline series', () => {
  it('draws nothing before the first value', () => {
    expect(series().draw(100 * minute, field)).toEqual({ d: '', end: null });
  });
  it('places columns by time and ends at now', () => {
    const line = series({ low: 0, high: 10 });
    line.load(
      history([
        [70, 0, 0, 0, 0],
        [100, 10, 10, 10, 0],
      ]),
    );
    const { d, end } = line.draw(130 * minute, field);
    expect(d.startsWith('M0 ')).toBe(true);
    expect(end?.[0]).toBe(60);
  });
  it('holds a value over columns without samples, but breaks the line where all were bad', () => {
    const line = series();
    line.load(
      history([
        [70, 1, 1, 1, 0],
        [80, NaN, NaN, NaN, 0],
        [90, 2, 2, 2, 0],
        [100, NaN, NaN, NaN, 5],
        [110, 3, 3, 3, 0],
      ]),
    );
    expect(line.draw(130 * minute, field).d.match(/M/g)).toHaveLength(2);
  });
  it('ends in a gap while the value is bad now', () => {
    const line = series();
    line.push(100 * minute, 5);
    line.push(101 * minute, NaN);
    expect(line.draw(101 * minute, field).end).toBeNull();
  });
  it('ends at once when a value turns bad within its column, and goes on when it is good', () => {
    const line = series();
    line.push(99 * minute, 2);
    line.push(100 * minute, 3);
    expect(line.draw(100 * minute, field).end).not.toBeNull();
    line.push(100.2 * minute, NaN);
    const { d, end } = line.draw(100.4 * minute, field);
    expect(end).toBeNull();
    expect(d).not.toBe('');
    line.push(100.6 * minute, 3);
    expect(line.draw(100.6 * minute, field).end).not.toBeNull();
  });
  it('shows a spike inside one column', () => {
    const line = series({ low: 0, high: 10 });
    line.load(
      history([
        [99, 5, 5, 5, 0],
        [100, 5, 60, 5, 0],
        [101, 5, 5, 5, 0],
      ]),
    );
    expect(line.draw(102 * minute, field).d).toContain(' 0L');
  });
  it('looks flat for a flat signal: small noise in a wide normal band stays small', () => {
    const line = series({ low: 0, high: 100 });
    for (let t = 0; t < 60; t++) line.push((100 + t) * minute, 50 + (t % 2) * 0.5);
    const ys = [...line.draw(159 * minute, field).d.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map((match) => Number(match[1]));
    expect(Math.max(...ys) - Math.min(...ys)).toBeLessThanOrEqual(0.5);
  });
  it('forgets what is older than its span', () => {
    const line = series();
    line.push(100 * minute, 5);
    expect(line.draw(300 * minute, field)).toEqual({ d: '', end: null });
  });
  it('takes history that arrives after live values without losing them', () => {
    const line = series({ low: 0, high: 10 });
    line.push(130 * minute, 9);
    line.load(
      history([
        [100, 1, 1, 1, 0],
        [130, 2, 2, 2, 0],
      ]),
    );
    expect(line.draw(130 * minute, field).end).toEqual([60, 4.5]);
  });
});
