import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterTime, beforeTime } from './next-time.ts';

describe('the next and the last double', () => {
  const times = fc.double({ min: -1e300, max: 1e300, noNaN: true }).filter((time) => Math.abs(time) > 1e-300);
  it('lie above and below with nothing between', () => {
    fc.assert(
      fc.property(times, (time) => {
        expect(afterTime(time)).toBeGreaterThan(time);
        expect(beforeTime(time)).toBeLessThan(time);
        expect(beforeTime(afterTime(time))).toBe(time);
        const middle = time / 2 + afterTime(time) / 2;
        expect(middle === time || middle === afterTime(time)).toBe(true);
      }),
    );
  });
  it('are a quarter of a microsecond apart in our years', () => {
    const time = Date.UTC(2026, 10, 28);
    expect(afterTime(time) - time).toBe(2 ** -12);
    expect(time - beforeTime(time)).toBe(2 ** -12);
  });
  it('have none where there are no more numbers', () => {
    expect(afterTime(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(beforeTime(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(beforeTime(0)).toBe(-Number.MIN_VALUE);
    expect(afterTime(-0)).toBe(Number.MIN_VALUE);
  });
});
