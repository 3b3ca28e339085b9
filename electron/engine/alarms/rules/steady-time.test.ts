import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSteadyTime } from './steady-time.ts';

it('steps of the source clock, either way and of any size, leave steady time within the jitter of the way here', () => {
  const jump = fc.constantFrom(0, 0, 0, -3_600_000, -5000, 7000, 3_600_000);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 50 }), jump), { minLength: 2, maxLength: 200 }), (samples) => {
      const steady = createSteadyTime(1, Float64Array.of(1000));
      let trueMs = 0;
      let offsetMs = 1e12;
      let before = Number.NEGATIVE_INFINITY;
      let first = Number.NaN;
      for (const [after, latency, step] of samples) {
        trueMs += after;
        offsetMs += step;
        const got = steady.at(0, trueMs + offsetMs, trueMs + latency);
        if (Number.isNaN(first)) first = got - trueMs;
        expect(got).toBeGreaterThanOrEqual(before);
        before = got;
      }
      const clockSteps = samples.slice(1).filter(([, , step]) => step !== 0).length;
      expect(Math.abs(before - first - trueMs)).toBeLessThanOrEqual(clockSteps * 50 + 1e-3);
    }),
  );
});

it('a burst that was held back keeps its distances, and the next sample follows on', () => {
  const steady = createSteadyTime(1, Float64Array.of(1000));
  expect(steady.at(0, 1000, 0)).toBe(1000);
  for (let at = 2000; at <= 60_000; at += 1000) expect(steady.at(0, at, 60_000)).toBe(at);
  expect(steady.at(0, 61_000, 60_500)).toBe(61_000);
});
