import { describe, expect, it } from 'vitest';
import { isUncertain, Q } from '../model/quality.ts';
import { aggregateColumn, intervalStarts } from './aggregate-values.ts';
import { createAggregator, intervalCount, type SampleAggregate } from './aggregates.ts';

type Row = readonly [timeMs: number, value: number, quality?: number];
const calculated = 0x0401;
const interpolated = 0x0402;
const raw = 0x0400;
const partial = 0x0004;
const subNormal = 0x40a4_0000;

type Options = { readonly fromMs?: number; readonly toMs?: number; readonly intervalMs?: number; readonly isStepped?: boolean; readonly knownMs?: number };

/** The aggregate of one interval [0, 10,000) unless said otherwise, its value and status. */
function of(rows: readonly Row[], name: SampleAggregate, { fromMs = 0, toMs = 10_000, intervalMs = 10_000, isStepped = false, knownMs = 1e9 }: Options = {}) {
  const aggregator = createAggregator({ fromMs, toMs, intervalMs, isStepped });
  for (const [timeMs, value, quality = Q.good] of rows) aggregator.add(timeMs, value, quality);
  const intervals = aggregator.finish(knownMs);
  const { value, quality } = aggregateColumn(intervals, name);
  return { value: [...value], quality: [...quality], starts: [...intervalStarts(intervals)] };
}

/** 0 at the beginning, up to 10 at 4 s, 4 at 8 s, and 8 at 12 s behind the interval. */
const good: readonly Row[] = [
  [0, 0],
  [4000, 10],
  [8000, 4],
  [12_000, 8],
];
/** The same with a bad sample at 6 s, so that [6, 8) s is bad. */
const holed: readonly Row[] = [good[0] as Row, good[1] as Row, [6000, Number.NaN, Q.badCommunicationError], good[2] as Row, good[3] as Row];

describe('aggregates of one interval, worked out by hand', () => {
  // Lines: 0→10 over 4 s is 20 value seconds, 10→4 over 4 s is 28, 4→6 over 2 s is 10. Held: 0 + 40 + 8.
  const cases: readonly (readonly [SampleAggregate, line: number, held: number])[] = [
    ['Interpolative', 0, 0],
    ['Average', 14 / 3, 14 / 3],
    ['TimeAverage', 5.8, 4.8],
    ['TimeAverage2', 5.8, 4.8],
    ['Total', 58, 48],
    ['Total2', 58, 48],
    ['Minimum', 0, 0],
    ['Maximum', 10, 10],
    ['MinimumActualTime', 0, 0],
    ['MaximumActualTime', 4000, 4000],
    ['Range', 10, 10],
    ['Minimum2', 0, 0],
    ['Maximum2', 10, 10],
    ['Range2', 10, 10],
    ['Count', 3, 3],
    ['Start', 0, 0],
    ['End', 4, 4],
    ['Delta', 4, 4],
    ['StartBound', 0, 0],
    ['EndBound', 6, 4],
    ['DeltaBounds', 6, 4],
    ['DurationInStateZero', 4000, 4000],
    ['DurationInStateNonZero', 6000, 6000],
    ['NumberOfTransitions', 1, 1],
    ['DurationGood', 10_000, 10_000],
    ['DurationBad', 0, 0],
    ['PercentGood', 100, 100],
    ['PercentBad', 0, 0],
    ['WorstQuality', 0, 0],
    // Of 0, 10 and 4: mean 14/3, squares 152/3.
    ['VariancePopulation', 152 / 9, 152 / 9],
    ['VarianceSample', 76 / 3, 76 / 3],
    ['StandardDeviationPopulation', Math.sqrt(152) / 3, Math.sqrt(152) / 3],
    ['StandardDeviationSample', Math.sqrt(76 / 3), Math.sqrt(76 / 3)],
  ];
  it.each(cases)('%s of good samples, on lines and held', (name, line, held) => {
    expect(of(good, name).value[0]).toBeCloseTo(line, 10);
    expect(of(good, name, { isStepped: true }).value[0]).toBeCloseTo(held, 10);
  });
  it.each(cases.map(([name]) => name))('%s of good samples is good, and says where it comes from', (name) => {
    const isBorder = ['Interpolative', 'StartBound', 'EndBound'].includes(name);
    expect(of(good, name).quality[0]).toBe(!isBorder ? calculated : name === 'EndBound' ? interpolated : raw);
  });

  // Simple bounds: 20 to 4 s, 10 held for 2 s (nothing joins a bad sample), nothing for 2 s, then 10: 50 over 8 s.
  const holes: readonly (readonly [SampleAggregate, line: number, held: number])[] = [
    ['Average', 14 / 3, 14 / 3],
    // Over good samples alone the line goes on through the hole.
    ['TimeAverage', 5.8, 4.8],
    ['TimeAverage2', 50 / 8, 28 / 8],
    ['Total', 58, 48],
    ['Total2', 50, 28],
    ['Count', 3, 3],
    ['DurationInStateZero', 4000, 4000],
    ['DurationInStateNonZero', 4000, 4000],
    ['DurationGood', 8000, 8000],
    ['DurationBad', 2000, 2000],
    ['PercentGood', 80, 80],
    ['PercentBad', 20, 20],
    ['WorstQuality', Q.badCommunicationError, Q.badCommunicationError],
    ['NumberOfTransitions', 1, 1],
  ];
  it.each(holes)('%s where two seconds are bad', (name, line, held) => {
    expect(of(holed, name).value[0]).toBeCloseTo(line, 10);
    expect(of(holed, name, { isStepped: true }).value[0]).toBeCloseTo(held, 10);
  });
  it('is uncertain where values are made of an interval with bad ones, never where it counts them', () => {
    for (const name of ['Average', 'TimeAverage', 'TimeAverage2', 'Total', 'Minimum', 'Maximum2', 'Delta', 'StandardDeviationSample'] as const)
      expect(of(holed, name).quality[0]).toBe((subNormal | calculated) >>> 0);
    for (const name of ['Count', 'DurationGood', 'DurationBad', 'PercentGood', 'PercentBad', 'WorstQuality'] as const) expect(of(holed, name).quality[0]).toBe(calculated);
  });
  it('takes uncertain samples into account and is uncertain itself', () => {
    const rows: readonly Row[] = [
      [0, 2],
      [5000, 4, Q.uncertainSensorNotAccurate],
    ];
    expect(of(rows, 'Average')).toMatchObject({ value: [3], quality: [(subNormal | calculated) >>> 0] });
    expect(of(rows, 'PercentGood')).toMatchObject({ value: [100], quality: [calculated] });
    expect(of(rows, 'WorstQuality').value).toEqual([Q.uncertainSensorNotAccurate]);
    // The line to it is uncertain, the sample at its beginning is not.
    expect(of(rows, 'StartBound', { intervalMs: 2500 }).quality).toEqual([raw, (subNormal | interpolated) >>> 0, (subNormal | raw) >>> 0, (subNormal | interpolated) >>> 0]);
  });
});

describe('borders', () => {
  const rows: readonly Row[] = [
    [-5000, 0],
    [5000, 10],
    [15_000, 20],
  ];
  it('joins the sample before the span, those in it and the one behind it', () => {
    expect(of(rows, 'StartBound', { intervalMs: 5000 })).toMatchObject({ value: [5, 10], quality: [interpolated, raw] });
    expect(of(rows, 'EndBound', { intervalMs: 5000 })).toMatchObject({ value: [10, 15], quality: [raw, interpolated] });
    expect(of(rows, 'Maximum2', { intervalMs: 5000 }).value).toEqual([10, 15]);
    expect(of(rows, 'Minimum2', { intervalMs: 5000 }).value).toEqual([5, 10]);
    expect(of(rows, 'Range2', { intervalMs: 5000 }).value).toEqual([5, 5]);
    expect(of(rows, 'DeltaBounds', { intervalMs: 5000 }).value).toEqual([5, 5]);
  });
  it('passes over a bad sample for Interpolative, says so, and does not for StartBound', () => {
    const gap: readonly Row[] = [[-5000, 0], [-1000, Number.NaN, Q.badTimeout], [5000, 10]];
    expect(of(gap, 'Interpolative')).toMatchObject({ value: [5], quality: [(subNormal | interpolated) >>> 0] });
    expect(of(gap, 'Interpolative', { isStepped: true })).toMatchObject({ value: [0], quality: [(subNormal | interpolated) >>> 0] });
    expect(of(gap, 'StartBound')).toMatchObject({ value: [Number.NaN], quality: [Q.badNoData] });
  });
  it('calls a value interpolated where the sample at the border is a bad one', () => {
    const gap: readonly Row[] = [[-5000, 0], [0, Number.NaN, Q.badTimeout], [5000, 10]];
    expect(of(gap, 'Interpolative')).toMatchObject({ value: [5], quality: [(subNormal | interpolated) >>> 0] });
  });
  it('takes the last of several samples of one time', () => {
    const rows2: readonly Row[] = [[0, 1], [0, 7], [5000, 7]];
    expect(of(rows2, 'StartBound')).toMatchObject({ value: [7], quality: [raw] });
    expect(of(rows2, 'Average').value).toEqual([5]);
    expect(of(rows2, 'TimeAverage').value).toEqual([7]);
  });
});

describe('where nothing is known', () => {
  it('has no value and BadNoData without any sample, but counts none', () => {
    for (const name of ['Average', 'TimeAverage', 'Minimum', 'Range', 'Delta', 'StartBound', 'Interpolative', 'WorstQuality', 'StandardDeviationSample', 'DurationInStateZero', 'NumberOfTransitions'] as const)
      expect(of([], name)).toMatchObject({ value: [Number.NaN], quality: [Q.badNoData] });
    expect(of([], 'Count')).toMatchObject({ value: [0], quality: [calculated] });
    expect(of([], 'DurationBad').value).toEqual([10_000]);
    expect(of([], 'PercentGood').value).toEqual([0]);
  });
  it('is partial before the first sample', () => {
    expect(of([[4000, 3]], 'TimeAverage')).toMatchObject({ value: [3], quality: [calculated | partial] });
    expect(of([[4000, 3]], 'DurationGood').value).toEqual([6000]);
    expect(of([[4000, 3]], 'DurationBad').value).toEqual([4000]);
  });
  it('is partial up to the present and does not call the future bad', () => {
    const now = { intervalMs: 5000, knownMs: 7000, isStepped: true };
    expect(of([[0, 3]], 'Total2', now)).toMatchObject({ value: [15, 6], quality: [calculated, calculated | partial] });
    expect(of([[0, 3]], 'DurationBad', now).value).toEqual([0, 0]);
    expect(of([[0, 3]], 'PercentGood', now)).toMatchObject({ value: [100, 100], quality: [calculated, calculated | partial] });
    expect(of([[0, 3]], 'PercentGood', { ...now, knownMs: 4000 })).toMatchObject({ value: [100, Number.NaN], quality: [calculated | partial, Q.badNoData] });
    expect(of([[0, 3]], 'EndBound', now).value).toEqual([3, Number.NaN]);
  });
  it('needs two samples for the spread of a sample, one for that of a population', () => {
    expect(of([[0, 5]], 'VarianceSample').value).toEqual([Number.NaN]);
    expect(of([[0, 5]], 'VariancePopulation').value).toEqual([0]);
  });
  it('makes nothing of samples that are all bad but their quality', () => {
    const bad: readonly Row[] = [[0, Number.NaN, Q.badTimeout], [5000, 1, Q.badSensorFailure]];
    expect(of(bad, 'Average').quality).toEqual([Q.badNoData]);
    expect(of(bad, 'PercentBad').value).toEqual([100]);
    // The first of the worst.
    expect(of(bad, 'WorstQuality').value).toEqual([Q.badTimeout]);
  });
});

describe('intervals', () => {
  it('ends with a shorter one where the span does not divide', () => {
    const span = { toMs: 10_000, intervalMs: 4000, isStepped: true };
    expect(intervalCount(0, 10_000, 4000)).toBe(3);
    expect(of([[0, 2]], 'Total2', span)).toMatchObject({ value: [8, 8, 4], starts: [0, 4000, 8000], quality: [calculated, calculated, calculated] });
  });
  it('counts a change of state that happened over a border once, and none against an unknown state before', () => {
    const rows: readonly Row[] = [[-1000, 0], [2000, 0], [6000, 1], [11_000, 0]];
    expect(of(rows, 'NumberOfTransitions', { intervalMs: 5000, toMs: 15_000, isStepped: true }).value).toEqual([0, 1, 1]);
    expect(of([[6000, 1]], 'NumberOfTransitions').value).toEqual([0]);
  });
  it('keeps the spread of values far from zero', () => {
    const rows = Array.from({ length: 1000 }, (_, at): Row => [at * 10, 1e9 + (at % 2)]);
    expect(of(rows, 'VariancePopulation').value[0]).toBeCloseTo(0.25, 9);
  });
  it('gives no status that reads as good where the severity is not', () => {
    expect(isUncertain(of(holed, 'Average').quality[0] as number)).toBe(true);
  });
});
