import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPastValues } from './past-values.ts';

const overMs = 3200;

it('gives the value of then within one stretch of the truth, whatever samples came, in bounded memory', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: -100, max: 100 })), { minLength: 2, maxLength: 400 });
  fc.assert(
    fc.property(steps, (given) => {
      const past = createPastValues(Float64Array.of(overMs));
      const all: [number, number][] = [];
      let timeMs = 0;
      for (const [after, value] of given) {
        timeMs += after;
        all.push([timeMs, value]);
        past.add(0, timeMs, value);
        const askedMs = timeMs - overMs;
        const got = past.valueAt(0, askedMs, 0);
        expect(past.latest(0)).toBe(value);
        expect(past.reachesTo(0, askedMs)).toBe((all[0] as [number, number])[0] <= askedMs);
        if (!past.reachesTo(0, askedMs)) continue;
        // Some value that stood, or was passed through, within two stretches (200 ms) before or after that moment.
        const near = all.filter(([at], nth) => at <= askedMs + 200 && (all[nth + 1]?.[0] ?? Infinity) >= askedMs - 200).map(([, one]) => one);
        expect(got).toBeGreaterThanOrEqual(Math.min(...near));
        expect(got).toBeLessThanOrEqual(Math.max(...near));
      }
    }),
  );
});

it('goes in a straight line for one period before a sample, and stands before that', () => {
  const past = createPastValues(Float64Array.of(10_000));
  past.add(0, 0, 0);
  past.add(0, 9000, 10);
  past.add(0, 12_000, 10);
  expect(past.valueAt(0, 6000, 2000)).toBe(0);
  expect(past.valueAt(0, 8000, 2000)).toBe(5);
  expect(past.valueAt(0, 9000, 2000)).toBe(10);
  expect(past.isFlatSince(0, 11_999)).toBe(false);
  expect(past.isFlatSince(0, 12_000)).toBe(true);
});
