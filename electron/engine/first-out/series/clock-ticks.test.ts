import { describe, expect, it } from 'vitest';
import { createChance } from '../testing/series-cascade.ts';
import { usualTicks } from './clock-ticks.ts';
import { findSeriesBursts } from './series-bursts.ts';

const rows = 1000;
/** Steps at the rows given, each by its own size, with noise of half a unit on top. */
function stepped(seed: number, steps: readonly (readonly [number, number])[]): Float64Array {
  const chance = createChance(seed);
  return Float64Array.from({ length: rows }, (_none, row) => 50 + chance() - 0.5 + steps.reduce((sum, [at, size]) => sum + (row >= at ? size : 0), 0));
}
const tableOf = (columns: readonly Float64Array[]) => ({ timeMs: Float64Array.from({ length: rows }, (_none, row) => row * 1000), tags: columns.map((_values, at) => `T${at}`), columns });
const clocked: readonly (readonly [number, number])[] = [[150, 20], [480, -12], [810, 7]];

describe('the clock of a recording', () => {
  it('is known by a tag that steps at one distance; one usual step is its median, and of a tag that stands still nothing', () => {
    const [clock, still] = usualTicks(tableOf([stepped(1, clocked), stepped(2, [])]));
    expect(clock).toBeGreaterThan(11);
    expect(clock).toBeLessThan(13);
    expect(still).toBeLessThan(0.5);
  });

  it('is none where steps come at different distances, are two only, or began after a long pause', () => {
    for (const steps of [[[150, 20], [400, -12], [810, 7]], [[300, 20], [700, 9]], [[500, 20], [650, -20], [800, 20], [950, -20]]] as const) {
      expect(usualTicks(tableOf([stepped(1, steps)]))).toEqual([0]);
    }
  });

  it('makes its ticks no burst, though the quiet part was too short to know them, and leaves a fault between them one', () => {
    const others = [3, 4, 5].map((seed) => stepped(seed, []));
    const followers = [stepped(1, clocked), stepped(2, clocked.map(([at, size]) => [at + 2, size / 4] as const))];
    expect(findSeriesBursts(tableOf([...followers, ...others]), null)).toEqual([]);
    const fault = [stepped(6, [[600, 6]]), stepped(7, [[615, 5]]), stepped(8, [[630, -5]])];
    const [burst, ...more] = findSeriesBursts(tableOf([...followers, ...others, ...fault]), null);
    expect(more).toEqual([]);
    expect(burst?.alarms.map(({ tag, timeMs }) => [tag, timeMs])).toEqual([['T5', 600_000], ['T6', 615_000], ['T7', 630_000]]);
  });
});
