import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOrderOpen, probabilityBefore } from './order-probability.ts';

const time = fc.double({ min: -5000, max: 5000, noNaN: true });
const width = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 3000, noNaN: true }));

describe('the probability that one event was before another', () => {
  it('is one half for equal stamps, whatever their errors', () => {
    fc.assert(
      fc.property(time, width, width, (at, a, b) => {
        expect(probabilityBefore(at, a, at, b)).toBeCloseTo(0.5, 6);
      }),
    );
  });

  it('and that of the other order make one', () => {
    fc.assert(
      fc.property(time, width, time, width, (a, ua, b, ub) => {
        expect(probabilityBefore(a, ua, b, ub) + probabilityBefore(b, ub, a, ua)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('is certain as soon as the intervals are apart, and only then', () => {
    fc.assert(
      fc.property(time, width, time, width, (a, ua, b, ub) => {
        const p = probabilityBefore(a, ua, b, ub);
        if (!isOrderOpen(a, ua, b, ub)) expect(p).toBe(a < b ? 1 : 0);
        else expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the share of all pairs of moments within the intervals', () => {
    const share = (a: number, ua: number, b: number, ub: number): number => {
      const steps = 400;
      let before = 0;
      for (let i = 0; i < steps; i++) for (let j = 0; j < steps; j++) if (a - ua + (2 * ua * (i + 0.5)) / steps < b - ub + (2 * ub * (j + 0.5)) / steps) before++;
      return before / steps ** 2;
    };
    for (const [a, ua, b, ub] of [[0, 10, 5, 20], [0, 100, -30, 7], [0, 50, 40, 50], [3, 1, 4, 30]] as const)
      expect(probabilityBefore(a, ua, b, ub)).toBeCloseTo(share(a, ua, b, ub), 2);
  });
});
