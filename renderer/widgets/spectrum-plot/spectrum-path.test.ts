import { describe, expect, it } from 'vitest';
import { spectrumPath } from './spectrum-path.ts';

const area = { left: 0, top: 0, width: 100, height: 200 };
const x = { low: 0, high: 1000, isLog: false };
const y = { low: 0, high: 10, isLog: false };
const points = (path: string): number[][] => [...path.matchAll(/[ML]([\d.]+) ([\d.]+)(?:V([\d.]+))?/g)].map(([, ...parts]) => parts.filter((part) => part !== undefined).map(Number));

describe('the line of a spectrum', () => {
  it('shows the greatest of many lines in its pixel column', () => {
    const amplitude = new Float64Array(8192);
    amplitude[4001] = 10;
    const drawn = points(spectrumPath(amplitude, 1000 / 8192, area, x, y));
    expect(drawn.length).toBeLessThanOrEqual(102);
    const top = drawn.filter(([, at]) => at === 0);
    expect(top).toHaveLength(1);
    expect(Math.abs((top[0]?.[0] ?? 0) - (4001 / 8192) * 100)).toBeLessThanOrEqual(1);
  });
  it('goes from line to line where there are few', () => {
    expect(points(spectrumPath(Float64Array.of(9, 5, 10, 0), 100, area, x, y))).toEqual([[10, 100], [20, 0], [30, 200]]);
  });
  it('runs along the foot of a log axis where it is smaller, also at 0', () => {
    const log = { low: 0.1, high: 10, isLog: true };
    expect(points(spectrumPath(Float64Array.of(0, 0, 0.01, 1, 1000), 100, area, x, log)).map(([, at]) => at)).toEqual([200, 200, 100, 0]);
  });
  it('is empty where the spectrum has no line between the ends', () => {
    expect(spectrumPath(Float64Array.of(1, 2, 3), 1, area, { low: 500, high: 1000, isLog: false }, y)).toBe('');
  });
});
