import fc from 'fast-check';
import { expect, it } from 'vitest';
import { heldSegments } from './hold-segments.tsx';

it('a hold time fills its segments one after the other, and the last only when all of it is over', () => {
  expect([0, 900, 1000, 5999, 9999, 10_000, 60_000].map((doneMs) => heldSegments(doneMs, 10_000, 10))).toEqual([0, 0, 1, 5, 9, 10, 10]);
  expect(heldSegments(Number.NaN, 10_000, 10)).toBe(0);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), fc.integer({ min: 1, max: 3_600_000 }), fc.integer({ min: 1, max: 10 }), (doneMs, forMs, count) => {
      const filled = heldSegments(doneMs, forMs, count);
      expect(filled).toBeGreaterThanOrEqual(0);
      expect(filled === count).toBe(doneMs >= forMs);
    }),
  );
});
