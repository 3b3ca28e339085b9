import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '../testing/virtual-ports.ts';
import { createBackoff } from './backoff.ts';

describe('pauses between attempts', () => {
  test('the widest pause doubles from one second to thirty and stays there', () => {
    const backoff = createBackoff(() => 1 - Number.EPSILON);
    const pauses = Array.from({ length: 8 }, () => Math.round(backoff.nextMs()));
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoff.attempts).toBe(8);
  });

  test('the shortest pause is half a second, at every attempt', () => {
    const backoff = createBackoff(() => 0);
    expect(Array.from({ length: 5 }, () => backoff.nextMs())).toEqual([500, 500, 500, 500, 500]);
  });

  test('two hundred devices of one rebooted switch do not come back together', () => {
    const starts = Array.from({ length: 200 }, (_none, seed) => {
      const backoff = createBackoff(createSeededRandom(seed));
      return Array.from({ length: 5 }, () => backoff.nextMs()).at(-1)!;
    });
    const busiestSecond = Math.max(
      ...Array.from({ length: 17 }, (_none, second) => starts.filter((ms) => Math.floor(ms / 1000) === second).length),
    );
    expect(busiestSecond).toBeLessThan(40);
  });

  test('a device that never answered is tried eagerly at first, one that did is not', () => {
    const backoff = createBackoff(() => 0.5, { eagerAttempts: 2 });
    expect([backoff.nextMs(), backoff.nextMs(), backoff.nextMs()]).toEqual([325, 325, 750]);
    const answered = createBackoff(() => 0.5, { eagerAttempts: 2 });
    answered.nextMs();
    answered.reset();
    expect(answered.nextMs()).toBe(750);
  });

  test('an answer starts it over', () => {
    const backoff = createBackoff(() => 0.999, { floorMs: 100, ceilingMs: 1000 });
    backoff.nextMs();
    backoff.nextMs();
    backoff.reset();
    expect(backoff.attempts).toBe(0);
    expect(backoff.nextMs()).toBeLessThanOrEqual(200);
  });

  test('years of failed attempts still give a finite pause', () => {
    const backoff = createBackoff(() => 0.5);
    for (let attempt = 0; attempt < 5000; attempt++) backoff.nextMs();
    expect(backoff.nextMs()).toBeCloseTo(15_250, 0);
  });
});
