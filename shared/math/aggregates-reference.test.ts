import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBad, Q } from '../model/quality.ts';
import { aggregateColumn } from './aggregate-values.ts';
import { createAggregator, type SampleAggregate } from './aggregates.ts';

type Row = { readonly timeMs: number; readonly value: number; readonly quality: number };

/** Samples by time, times often equal or on a border, values often zero, some of them bad or uncertain. */
const samples = fc
  .array(
    fc.record({
      timeMs: fc.integer({ min: -30, max: 160 }),
      value: fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: -50, max: 50 })),
      quality: fc.oneof({ weight: 5, arbitrary: fc.constant<number>(Q.good) }, { weight: 1, arbitrary: fc.constantFrom<number>(Q.badTimeout, Q.uncertain) }),
    }),
    { maxLength: 25 },
  )
  .map((rows): readonly Row[] => rows.map((row) => (isBad(row.quality) ? { ...row, value: Number.NaN } : row)).toSorted((a, b) => a.timeMs - b.timeMs));

const spans = fc.record({ toMs: fc.integer({ min: 1, max: 120 }), intervalMs: fc.integer({ min: 1, max: 130 }), isStepped: fc.boolean(), knownMs: fc.oneof(fc.constant(1e9), fc.integer({ min: 0, max: 130 })) });
type Span = { readonly toMs: number; readonly intervalMs: number; readonly isStepped: boolean; readonly knownMs: number };

/** The value at a time by looking at the samples anew; NaN where it is bad or there is none. */
function valueAt(rows: readonly Row[], timeMs: number, { isStepped, knownMs, toMs }: Span): number {
  const before = rows.findLast((row) => row.timeMs <= timeMs);
  const after = rows.find((row) => row.timeMs > timeMs);
  if (before === undefined || (after === undefined && timeMs >= knownMs && knownMs < toMs)) return Number.NaN;
  if (isStepped || after === undefined || Number.isNaN(after.value)) return before.value;
  return before.value + ((after.value - before.value) * (timeMs - before.timeMs)) / (after.timeMs - before.timeMs);
}

/** Area and length of what is known of [fromMs, toMs): the value in the middle of each stretch between two times that matter. */
function integrate(rows: readonly Row[], fromMs: number, toMs: number, span: Span): { readonly area: number; readonly ms: number; readonly zeroMs: number } {
  const cuts = [...new Set([fromMs, toMs, span.knownMs, ...rows.map(({ timeMs }) => timeMs)])].filter((ms) => ms >= fromMs && ms <= toMs).toSorted((a, b) => a - b);
  let [area, ms, zeroMs] = [0, 0, 0];
  for (let at = 1; at < cuts.length; at++) {
    const [start, end] = [cuts[at - 1] as number, cuts[at] as number];
    const middle = valueAt(rows, (start + end) / 2, span);
    if (Number.isNaN(middle)) continue;
    area += middle * (end - start);
    ms += end - start;
    if (rows.findLast((row) => row.timeMs <= start)?.value === 0) zeroMs += end - start;
  }
  return { area, ms, zeroMs };
}

/** The definition of each aggregate, word by word, without any regard to speed. */
function reference(all: readonly Row[], name: SampleAggregate, at: number, span: Span): number {
  const fromMs = at * span.intervalMs;
  const toMs = Math.min(span.toMs, fromMs + span.intervalMs);
  const inside = all.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs);
  const usable = all.filter(({ value }) => !Number.isNaN(value));
  const good = inside.filter(({ value }) => !Number.isNaN(value)).map(({ value }) => value);
  const simple = integrate(all, fromMs, toMs, span);
  const bridged = integrate(usable, fromMs, toMs, span);
  const bounds = [valueAt(all, fromMs, span), valueAt(all, toMs, span)];
  const known = Math.min(toMs, span.knownMs) - fromMs;
  const withBounds = [...good, ...bounds].filter((value) => !Number.isNaN(value));
  const least = (values: readonly number[]): number => (values.length === 0 ? Number.NaN : Math.min(...values));
  const most = (values: readonly number[]): number => (values.length === 0 ? Number.NaN : Math.max(...values));
  const mean = good.reduce((sum, value) => sum + value, 0) / good.length;
  const squares = good.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const when = (isThere: boolean, value: number): number => (isThere ? value : Number.NaN);
  switch (name) {
    case 'Interpolative':
      return valueAt(usable, fromMs, span);
    case 'Average':
      return mean;
    case 'TimeAverage':
      return bridged.area / bridged.ms;
    case 'TimeAverage2':
      return simple.area / simple.ms;
    case 'Total':
      return when(bridged.ms > 0, bridged.area / 1000);
    case 'Total2':
      return when(simple.ms > 0, simple.area / 1000);
    case 'Minimum':
      return least(good);
    case 'Maximum':
      return most(good);
    case 'MinimumActualTime':
      return inside.find(({ value }) => value === least(good))?.timeMs ?? Number.NaN;
    case 'MaximumActualTime':
      return inside.find(({ value }) => value === most(good))?.timeMs ?? Number.NaN;
    case 'Range':
      return most(good) - least(good);
    case 'Minimum2':
      return least(withBounds);
    case 'Maximum2':
      return most(withBounds);
    case 'Range2':
      return most(withBounds) - least(withBounds);
    case 'Count':
      return good.length;
    case 'Start':
      return good[0] ?? Number.NaN;
    case 'End':
      return good.at(-1) ?? Number.NaN;
    case 'Delta':
      return (good.at(-1) ?? Number.NaN) - (good[0] ?? Number.NaN);
    case 'StartBound':
      return bounds[0] as number;
    case 'EndBound':
      return bounds[1] as number;
    case 'DeltaBounds':
      return (bounds[1] as number) - (bounds[0] as number);
    case 'DurationInStateZero':
      return when(simple.ms > 0, simple.zeroMs);
    case 'DurationInStateNonZero':
      return when(simple.ms > 0, simple.ms - simple.zeroMs);
    case 'NumberOfTransitions': {
      const states = usable.map(({ timeMs, value }) => ({ timeMs, isZero: value === 0 }));
      const changes = states.filter((state, place) => place > 0 && state.isZero !== states[place - 1]?.isZero && state.timeMs >= fromMs && state.timeMs < toMs);
      return when(good.length > 0 || simple.ms > 0, changes.length);
    }
    case 'DurationGood':
      return when(known > 0, simple.ms);
    case 'DurationBad':
      return when(known > 0, Math.max(0, known - simple.ms));
    case 'PercentGood':
      return when(known > 0, Math.min(100, (100 * simple.ms) / known));
    case 'PercentBad':
      return when(known > 0, Math.max(0, 100 - (100 * simple.ms) / known));
    case 'WorstQuality':
      return inside.toSorted((a, b) => (b.quality >>> 30) - (a.quality >>> 30))[0]?.quality ?? Number.NaN;
    case 'VarianceSample':
      return when(good.length > 1, squares / (good.length - 1));
    case 'StandardDeviationSample':
      return when(good.length > 1, Math.sqrt(squares / (good.length - 1)));
    case 'VariancePopulation':
      return squares / good.length;
    case 'StandardDeviationPopulation':
      return Math.sqrt(squares / good.length);
  }
}

const names: readonly SampleAggregate[] = [
  'Interpolative', 'Average', 'TimeAverage', 'TimeAverage2', 'Total', 'Total2', 'Minimum', 'Maximum', 'MinimumActualTime', 'MaximumActualTime', 'Range',
  'Minimum2', 'Maximum2', 'Range2', 'Count', 'Start', 'End', 'Delta', 'StartBound', 'EndBound', 'DeltaBounds', 'DurationInStateZero', 'DurationInStateNonZero',
  'DurationGood', 'DurationBad', 'PercentGood', 'PercentBad', 'WorstQuality', 'VarianceSample', 'StandardDeviationSample', 'VariancePopulation', 'StandardDeviationPopulation',
  'NumberOfTransitions',
];

describe('aggregates against their definitions', () => {
  it.each(names)('%s is the same as worked out from all samples anew', (name) => {
    fc.assert(
      fc.property(samples, spans, (rows, span) => {
        const aggregator = createAggregator({ fromMs: 0, ...span });
        // What the historian hands over: the newest before the span, those in it with the end's, and the first behind.
        const first = Math.max(0, rows.findLastIndex(({ timeMs }) => timeMs < 0));
        const behind = rows.findIndex(({ timeMs }) => timeMs > span.toMs);
        for (const { timeMs, value, quality } of rows.slice(first, behind < 0 ? rows.length : behind + 1)) aggregator.add(timeMs, value, quality);
        const intervals = aggregator.finish(span.knownMs);
        const { value, quality } = aggregateColumn(intervals, name);
        const seen = rows.slice(first, behind < 0 ? rows.length : behind + 1);
        for (let at = 0; at < intervals.length; at++) {
          const want = reference(seen, name, at, span);
          const got = value[at] as number;
          if (Number.isNaN(want)) expect(got).toBeNaN();
          else expect(Math.abs(got - want), `interval ${at}: ${got} for ${want}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(want)));
          expect(isBad(quality[at] as number)).toBe(Number.isNaN(want));
        }
      }),
      { numRuns: 400 },
    );
  });
});
