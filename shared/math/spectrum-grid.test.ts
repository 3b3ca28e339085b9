import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenGrid, type EvenGrid, type GridWish, periodWords, rateWords, type SampleRows } from './spectrum-grid.ts';

const bad = 0x80050000;
const rows = (list: readonly (readonly [timeMs: number, value: number, quality?: number])[]): SampleRows => ({
  timeMs: Float64Array.from(list, ([time]) => time),
  value: Float64Array.from(list, ([, value]) => value),
  quality: Uint32Array.from(list, ([, , quality]) => quality ?? 0),
});
const wish = (toMs: number, rest: Partial<GridWish> = {}): GridWish => ({ toMs, count: 1024, declaredMs: null, between: 'hold', lateMs: 0, ...rest });
const gridOf = (list: Parameters<typeof rows>[0], wished: GridWish): EvenGrid => {
  const answer = evenGrid(rows(list), wished);
  if (!answer.ok) throw new Error(answer.sentence);
  return answer.grid;
};
const refusal = (list: Parameters<typeof rows>[0], wished: GridWish): string => {
  const answer = evenGrid(rows(list), wished);
  return answer.ok ? '' : answer.sentence;
};
const ramp = (count: number, stepMs: number, jitter: (n: number) => number = () => 0): [number, number][] => Array.from({ length: count }, (_, n) => [1000 + n * stepMs + jitter(n), n]);

describe('an even grid', () => {
  it('holds the samples themselves where they came evenly, also at 12 kHz with times rounded to a microsecond', () => {
    fc.assert(
      fc.property(fc.constantFrom(1000, 20, 0.5, 1 / 12), fc.integer({ min: 20, max: 3000 }), (stepMs, count) => {
        const list = ramp(count, stepMs).map(([time, value]): [number, number] => [Math.round(time * 1000) / 1000, value]);
        const grid = gridOf(list, wish(list.at(-1)?.[0] ?? 0, { count: 100_000 }));
        expect(grid.how).toBe('recorded');
        expect([...grid.value]).toEqual(list.map(([, value]) => value));
        expect(grid.heldShare).toBe(0);
      }),
    );
  });
  it('takes the newest points where there are more than asked', () => {
    const grid = gridOf(ramp(100, 10), wish(1990, { count: 16 }));
    expect([...grid.value]).toEqual(Array.from({ length: 16 }, (_, n) => 84 + n));
    expect(grid.fromMs).toBeCloseTo(1840);
  });
  it('holds a value that was not recorded because it did not change', () => {
    const list = ramp(40, 10).filter(([, n]) => n < 20 || n > 25);
    const grid = gridOf(list, wish(1390));
    expect([...grid.value.subarray(18, 28)]).toEqual([18, 19, 19, 19, 19, 19, 19, 19, 26, 27]);
    expect(grid.how).toBe('recorded');
    expect(grid.heldShare).toBeCloseTo(6 / 40);
  });
  it('draws a line to the next value where the swinging door left samples out', () => {
    const list = ramp(40, 10).filter(([, n]) => n < 20 || n > 25);
    const grid = gridOf(list, wish(1390, { between: 'line' }));
    expect([...grid.value.subarray(18, 28)].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([18, 19, 20, 21, 22, 23, 24, 25, 26, 27]);
    expect(grid.heldShare).toBe(0);
  });
  it('has no value where quality was bad', () => {
    const list = ramp(40, 10).map(([time, value]): [number, number, number] => [time, value, value >= 20 && value < 25 ? bad : 0]);
    const grid = gridOf(list, wish(1390));
    expect([...grid.value].flatMap((value, n) => (Number.isNaN(value) ? [n] : []))).toEqual([20, 21, 22, 23, 24]);
    expect(grid.missingShare).toBeCloseTo(5 / 40);
  });
  it('is resampled on straight lines where samples jitter', () => {
    const list = ramp(60, 10, (n) => (n % 3) - 1);
    const grid = gridOf(list, wish(1590));
    expect(grid.how).toBe('resampled');
    for (let n = 1; n < grid.value.length; n++) expect(Math.abs((grid.value[n] as number) - (grid.value[n - 1] as number) - 1)).toBeLessThan(0.3);
  });
  it('goes on to the moment asked with the value held there, so that a standstill is not shown as the run before it', () => {
    const list = ramp(200, 10);
    const grid = gridOf(list, wish(3990, { count: 150 }));
    expect(grid.value.at(-1)).toBe(199);
    expect(grid.heldShare).toBeCloseTo(1 - 50 / 150, 1);
    expect(refusal(list, wish(60_000, { count: 150 }))).toMatch(/did not change in 100 % of this stretch/);
  });
  it('ends with the newest sample where later ones may still be on their way', () => {
    const grid = gridOf(ramp(100, 10), wish(3000, { lateMs: 5000 }));
    expect(grid.heldShare).toBe(0);
    expect(grid.value.at(-1)).toBe(99);
  });
  it('uses the period the project states where most values did not change', () => {
    const list = ramp(60, 10).filter(([, n]) => n % 3 === 0);
    const grid = gridOf(list, wish(1570, { declaredMs: 10 }));
    expect(grid.stepMs).toBe(10);
    expect(grid.heldShare).toBeCloseTo(2 / 3, 1);
  });
});

describe('no grid is made', () => {
  it('of too few samples, and says how many there are', () => {
    expect(refusal(ramp(7, 10), wish(1100))).toBe('Only 7 good samples before this moment; at least 16 are needed.');
    expect(refusal([], wish(1100))).toMatch(/^Only 0 good samples/);
  });
  it('of samples that come anyhow, and says how far apart they come', () => {
    const list = ramp(100, 1000, (n) => ((n * 5) % 13) * 60);
    expect(refusal(list, wish(200_000))).toMatch(/^Samples come too unevenly: .* apart, \d+ % of them off the beat\.$/);
  });
});

it('periods and rates are told in the words of the trade', () => {
  expect([0.5, 20, 999, 2500].map(periodWords)).toEqual(['0.5 ms', '20 ms', '999 ms', '2.5 s']);
  expect([0.5, 1 / 12, 80, 1000, 10_000].map(rateWords)).toEqual(['2 kHz', '12 kHz', '12.5 Hz', '1 Hz', 'every 10 s']);
});
