import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBad, Q } from '../model/quality.ts';
import { createInterpolator } from './interpolate.ts';

type Row = readonly [timeMs: number, value: number, quality: number];
const interpolated = 0x0402;

function at(rows: readonly Row[], times: readonly number[], method: 'line' | 'hold') {
  const interpolator = createInterpolator(Float64Array.from(times), method);
  for (const row of rows) interpolator.add(...row);
  const { value, quality } = interpolator.finish();
  return { value: [...value], quality: [...quality] };
}

const rows: readonly Row[] = [
  [0, 0, Q.good],
  [100, 10, Q.good],
  [200, Number.NaN, Q.badTimeout],
  [300, 6, Q.uncertain],
  [400, 8, Q.good],
];

describe('values at given times', () => {
  it('stand on a line between good samples, and are the samples at their own times', () => {
    expect(at(rows, [0, 25, 100], 'line')).toEqual({ value: [0, 2.5, 10], quality: [Q.good, interpolated, Q.good] });
  });
  it('hold the sample before, marked as made where they are not its own time', () => {
    expect(at(rows, [25, 100, 150], 'hold')).toEqual({ value: [0, 10, 10], quality: [interpolated, Q.good, interpolated] });
  });
  it('are not joined to a bad sample, and are bad behind it', () => {
    expect(at(rows, [150, 200, 250], 'line')).toEqual({ value: [10, Number.NaN, Number.NaN], quality: [interpolated, Q.badTimeout, Q.badTimeout] });
  });
  it('are uncertain on a line from or to an uncertain sample', () => {
    expect(at(rows, [350], 'line')).toEqual({ value: [7], quality: [(Q.uncertain | interpolated) >>> 0] });
    const to: readonly Row[] = [[0, 0, Q.good], [100, 10, Q.uncertainSensorNotAccurate]];
    expect(at(to, [50], 'line')).toEqual({ value: [5], quality: [(Q.uncertainSensorNotAccurate | interpolated) >>> 0] });
  });
  it('are missing before the first sample and held behind the last', () => {
    expect(at(rows, [-1, 500], 'line')).toEqual({ value: [Number.NaN, 8], quality: [Q.badNoData, interpolated] });
    expect(at([], [5], 'hold')).toEqual({ value: [Number.NaN], quality: [Q.badNoData] });
  });
  it('come in the order asked for, whatever it is, each as it would alone', () => {
    const samples = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: -9, max: 9 }), fc.constantFrom<number>(Q.good, Q.good, Q.uncertain, Q.badTimeout)), { maxLength: 12 });
    fc.assert(
      fc.property(samples, fc.array(fc.integer({ min: -5, max: 60 }), { maxLength: 12 }), fc.constantFrom('line' as const, 'hold' as const), (unsorted, times, method) => {
        const sorted = unsorted.toSorted((a, b) => a[0] - b[0]);
        const all = at(sorted, times, method);
        for (const [place, time] of times.entries()) {
          const [value, quality] = alone(sorted, time, method);
          expect(all.value[place]).toBe(value);
          expect((all.quality[place] as number) & 0xffff_0000).toBe(quality & 0xffff_0000);
        }
      }),
    );
  });
});

/** One value by looking at all samples anew. */
function alone(sorted: readonly Row[], time: number, method: 'line' | 'hold'): readonly [value: number, quality: number] {
  const before = sorted.findLast(([ms]) => ms <= time);
  const after = sorted.find(([ms]) => ms > time);
  if (before === undefined) return [Number.NaN, Q.badNoData];
  const isJoined = method === 'line' && after !== undefined && before[0] < time && !isBad(before[2]) && !isBad(after[2]);
  if (!isJoined) return [before[1], before[2]];
  return [before[1] + ((after[1] - before[1]) * (time - before[0])) / (after[0] - before[0]), Math.max(before[2], after[2])];
}
