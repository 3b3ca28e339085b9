import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, shareOf, stepFor, tickTexts, valueAt } from './axis-scale.ts';

describe('an axis', () => {
  it('puts a value where it finds it again', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1000, noNaN: true }), fc.double({ min: 1.1, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (low, times, share, isLog) => {
        const scale = { low, high: low * times, isLog };
        expect(shareOf(scale, valueAt(scale, share))).toBeCloseTo(share, 6);
      }),
    );
  });
  it('has no place for 0 and below on a log axis', () => {
    expect(shareOf({ low: 1, high: 10, isLog: true }, 0)).toBeNaN();
    expect(shareOf({ low: 1, high: 10, isLog: true }, -5)).toBeNaN();
  });
  it('is marked at round numbers, all within its ends and not more than asked', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.integer({ min: 2, max: 12 }), (low, length, most) => {
        const ticks = axisTicks({ low, high: low + length, isLog: false }, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - length * 1e-6);
          expect(tick).toBeLessThanOrEqual(low + length * (1 + 1e-6));
        }
      }),
    );
  });
  it('reads as a technician writes it', () => {
    const read = (low: number, high: number, isLog: boolean, most: number): readonly string[] => tickTexts(axisTicks({ low, high, isLog }, most), isLog);
    expect(read(0, 600, false, 7)).toEqual(['0', '100', '200', '300', '400', '500', '600']);
    expect(read(0.05, 40, true, 5)).toEqual(['0.1', '1', '10']);
    expect(read(0.1, 1, false, 5)).toEqual(['0.2', '0.4', '0.6', '0.8', '1.0']);
    expect(read(0, 12_000, false, 6)).toEqual(['0', '2000', '4000', '6000', '8000', '10k', '12k']);
    expect(read(1e-5, 1e-2, true, 4)).toEqual(['1e\u22125', '1e\u22124', '0.001', '0.01']);
    expect(read(-1, 1, false, 4)).toEqual(['\u22121.0', '\u22120.5', '0.0', '0.5', '1.0']);
  });
  it('that has no length has no marks', () => {
    expect(axisTicks({ low: 3, high: 3, isLog: false }, 5)).toEqual([]);
    expect(axisTicks({ low: Number.NaN, high: 3, isLog: false }, 5)).toEqual([]);
  });
  it('steps by 1, 2 and 5', () => expect([0.03, 0.1, 1.1, 3, 70].map(stepFor)).toEqual([0.05, 0.1, 2, 5, 100]));
});
