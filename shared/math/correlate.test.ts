import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlate } from './correlate.ts';

const column = (length: number, of: (n: number) => number): Float64Array<ArrayBuffer> => Float64Array.from({ length }, (_, n) => of(n));
const wander = column(400, (n) => Math.sin(n / 9) + 0.6 * Math.sin(n / 3.7) + 0.3 * Math.sin(n * 1.3));

describe('two pens', () => {
  it('on a straight line have the correlation 1 or −1, and that line', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.boolean(), fc.double({ min: -1e6, max: 1e6, noNaN: true }), (size, falls, offset) => {
        const slope = falls ? -size : size;
        const found = correlate(wander, wander.map((x) => slope * x + offset), 0);
        expect(found.r).toBeCloseTo(Math.sign(slope), 6);
        expect(found.slope / slope).toBeCloseTo(1, 5);
        expect(Math.abs(found.offset - offset)).toBeLessThan(1e-4 * Math.max(1, size));
      }),
    );
  });
  it('tell how much later one follows the other', () => {
    const later = column(400, (n) => (n < 12 ? Number.NaN : (wander[n - 12] as number)));
    const found = correlate(wander, later, 40);
    expect(found.lagSteps).toBe(12);
    expect(found.lagR).toBeCloseTo(1, 9);
    expect(Math.abs(found.r)).toBeLessThan(0.9);
    expect(correlate(later, wander, 40).lagSteps).toBe(-12);
  });
  it('leave pairs out where either has no value', () => {
    const holes = wander.map((x, n) => (n % 10 === 0 ? Number.NaN : x));
    expect(correlate(wander, holes, 0)).toMatchObject({ pairs: 360 });
    expect(correlate(wander, holes, 0).r).toBeCloseTo(1, 9);
  });
  it('have no correlation where one of them stands still, or there are too few pairs', () => {
    expect(correlate(wander, column(400, () => 3), 10).r).toBeNaN();
    expect(correlate(column(2, (n) => n), column(2, (n) => n), 0).r).toBeNaN();
    expect(correlate(new Float64Array(0), new Float64Array(0), 5)).toMatchObject({ pairs: 0, lagSteps: 0 });
  });
  it('keep a small swing on a great value', () => {
    const found = correlate(wander.map((x) => 1e7 + x * 0.001), wander, 0);
    expect(found.r).toBeCloseTo(1, 4);
  });
});
