import type { AggregateName } from '../model/history.ts';
import { isBad, isGood } from '../model/quality.ts';

/**
 * Intervals [fromMs + i × intervalMs, …) over a span, the last one perhaps shorter, and what was gathered in each. Arrays
 * have an entry an interval; `bound*` one a border, so one more.
 */
export type Intervals = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly intervalMs: number;
  readonly length: number;
  /** Up to here the newest value counts as held: the present, or the end of the span. */
  knownMs: number;
  /** Time of the first sample of all; Infinity where there is none. */
  sinceMs: number;
  readonly good: Uint32Array<ArrayBuffer>;
  readonly bad: Uint32Array<ArrayBuffer>;
  readonly uncertain: Uint32Array<ArrayBuffer>;
  readonly mean: Float64Array<ArrayBuffer>;
  /** Sum of squared distances from the mean (Welford). */
  readonly squares: Float64Array<ArrayBuffer>;
  readonly min: Float64Array<ArrayBuffer>;
  readonly minMs: Float64Array<ArrayBuffer>;
  readonly max: Float64Array<ArrayBuffer>;
  readonly maxMs: Float64Array<ArrayBuffer>;
  readonly first: Float64Array<ArrayBuffer>;
  readonly last: Float64Array<ArrayBuffer>;
  readonly worst: Uint32Array<ArrayBuffer>;
  readonly transitions: Uint32Array<ArrayBuffer>;
  /** Value × ms of the part whose value is not bad, every sample counted; and its length. */
  readonly simpleArea: Float64Array<ArrayBuffer>;
  readonly goodMs: Float64Array<ArrayBuffer>;
  readonly badMs: Float64Array<ArrayBuffer>;
  readonly zeroMs: Float64Array<ArrayBuffer>;
  /** The same over good samples alone, bad ones between them passed over. */
  readonly bridgedArea: Float64Array<ArrayBuffer>;
  readonly bridgedMs: Float64Array<ArrayBuffer>;
  /** Value at each border from the samples around it; NaN where they are bad or there are none. */
  readonly bound: Float64Array<ArrayBuffer>;
  readonly isBoundUncertain: Uint8Array<ArrayBuffer>;
  /** The same from the good samples around it; uncertain also where bad ones were passed over. */
  readonly bridgedBound: Float64Array<ArrayBuffer>;
  readonly isBridgedUncertain: Uint8Array<ArrayBuffer>;
  /** 1 where a sample stands at the border itself. */
  readonly isBoundRaw: Uint8Array<ArrayBuffer>;
};

export type IntervalQuery = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly intervalMs: number;
  /** True for values that hold until the next one; false for those a straight line joins. */
  readonly isStepped: boolean;
};

export type Aggregator = {
  /** Takes the next sample by source time: the newest before the span first, then those in it, then one behind it where there is one. */
  add(timeMs: number, value: number, quality: number): void;
  /** Ends it. Values are held up to `knownMs` where no sample follows. */
  finish(knownMs: number): Intervals;
};

export const intervalCount = (fromMs: number, toMs: number, intervalMs: number): number => Math.ceil((toMs - fromMs) / intervalMs);

/**
 * Gathers what the aggregates of OPC UA Part 13 are made of, sample by sample, in constant memory. Uncertain values count
 * (TreatUncertainAsBad false) and make the result uncertain; NaN counts as bad. Read from secondary texts, not from the
 * standard itself.
 */
export function createAggregator({ fromMs, toMs, intervalMs, isStepped }: IntervalQuery): Aggregator {
  const length = intervalCount(fromMs, toMs, intervalMs);
  const numbers = (fill = 0): Float64Array<ArrayBuffer> => new Float64Array(length).fill(fill);
  const borders = (): Float64Array<ArrayBuffer> => new Float64Array(length + 1).fill(Number.NaN);
  const all: Intervals = {
    fromMs,
    toMs,
    intervalMs,
    length,
    knownMs: toMs,
    sinceMs: Number.POSITIVE_INFINITY,
    good: new Uint32Array(length),
    bad: new Uint32Array(length),
    uncertain: new Uint32Array(length),
    mean: numbers(),
    squares: numbers(),
    min: numbers(Number.NaN),
    minMs: numbers(Number.NaN),
    max: numbers(Number.NaN),
    maxMs: numbers(Number.NaN),
    first: numbers(Number.NaN),
    last: numbers(Number.NaN),
    worst: new Uint32Array(length),
    transitions: new Uint32Array(length),
    simpleArea: numbers(),
    goodMs: numbers(),
    badMs: numbers(),
    zeroMs: numbers(),
    bridgedArea: numbers(),
    bridgedMs: numbers(),
    bound: borders(),
    isBoundUncertain: new Uint8Array(length + 1),
    bridgedBound: borders(),
    isBridgedUncertain: new Uint8Array(length + 1),
    isBoundRaw: new Uint8Array(length + 1),
  };
  const borderMs = (border: number): number => (border === length ? toMs : fromMs + border * intervalMs);
  const intervalOf = (timeMs: number): number => {
    let at = Math.min(length - 1, Math.max(0, Math.floor((timeMs - fromMs) / intervalMs)));
    while (at > 0 && timeMs < borderMs(at)) at--;
    while (at < length - 1 && timeMs >= borderMs(at + 1)) at++;
    return at;
  };

  let hasAny = false;
  let anyMs = 0;
  let anyValue = Number.NaN;
  let isAnyUncertain = false;
  let hasGood = false;
  let goodMs = 0;
  let goodValue = Number.NaN;
  let isGoodUncertain = false;
  /** Of the first bad sample since the last good one. */
  let badSinceMs = Number.POSITIVE_INFINITY;
  let isNextUncertain = false;

  /** Spreads what lies between two samples over the intervals: a line from `value` to `next` (NaN: it holds), NaN `value` for a bad stretch. */
  const stretch = (sinceMs: number, value: number, untilMs: number, next: number, isBridged: boolean): void => {
    const from = Math.max(sinceMs, fromMs);
    const until = Math.min(untilMs, toMs);
    const isLine = !isStepped && !Number.isNaN(next);
    const slope = isLine && untilMs > sinceMs ? (next - value) / (untilMs - sinceMs) : 0;
    const bound = isBridged ? all.bridgedBound : all.bound;
    // Borders at or behind the first sample and before the second; the second one's own come with it.
    if (sinceMs <= toMs) {
      for (let border = Math.max(0, Math.ceil((from - fromMs) / intervalMs) - 1); border <= length; border++) {
        const at = borderMs(border);
        if (at < sinceMs) continue;
        if (at >= untilMs) break;
        bound[border] = value + slope * (at - sinceMs);
        const isBetween = isLine && at > sinceMs;
        const isDoubtful = isBetween && isNextUncertain;
        if (isBridged) {
          const isOver = badSinceMs <= at || (isBetween && badSinceMs < untilMs);
          all.isBridgedUncertain[border] = isGoodUncertain || isDoubtful || isOver ? 1 : 0;
        } else {
          all.isBoundUncertain[border] = isAnyUncertain || isDoubtful ? 1 : 0;
          all.isBoundRaw[border] = at === sinceMs ? 1 : 0;
        }
      }
    }
    if (!(until > from)) return;
    for (let at = intervalOf(from), start = from; at < length && start < until; at++) {
      const end = Math.min(until, borderMs(at + 1));
      const ms = end - start;
      if (ms <= 0) continue;
      const middle = value + slope * ((start + end) / 2 - sinceMs);
      if (isBridged) {
        all.bridgedArea[at]! += middle * ms;
        all.bridgedMs[at]! += ms;
      } else if (Number.isNaN(value)) all.badMs[at]! += ms;
      else {
        all.simpleArea[at]! += middle * ms;
        all.goodMs[at]! += ms;
        if (value === 0) all.zeroMs[at]! += ms;
      }
      start = end;
    }
  };

  const gather = (timeMs: number, value: number, quality: number, isOut: boolean): void => {
    const at = intervalOf(timeMs);
    if (all.good[at] === 0 && all.bad[at] === 0) all.worst[at] = quality;
    else if (quality >>> 30 > (all.worst[at] as number) >>> 30) all.worst[at] = quality;
    if (isOut) {
      all.bad[at]!++;
      return;
    }
    if (!isGood(quality)) all.uncertain[at]!++;
    if (hasGood && (value === 0) !== (goodValue === 0)) all.transitions[at]!++;
    const count = ++all.good[at]!;
    const off = value - (all.mean[at] as number);
    all.mean[at]! += off / count;
    all.squares[at]! += off * (value - (all.mean[at] as number));
    if (!(value >= (all.min[at] as number))) {
      all.min[at] = value;
      all.minMs[at] = timeMs;
    }
    if (!(value <= (all.max[at] as number))) {
      all.max[at] = value;
      all.maxMs[at] = timeMs;
    }
    if (count === 1) all.first[at] = value;
    all.last[at] = value;
  };

  return {
    add(timeMs, value, quality) {
      const isOut = isBad(quality) || Number.isNaN(value);
      isNextUncertain = !isOut && !isGood(quality);
      if (!hasAny) all.sinceMs = timeMs;
      if (hasAny) stretch(anyMs, anyValue, timeMs, isOut ? Number.NaN : value, false);
      if (timeMs >= fromMs && timeMs < toMs) gather(timeMs, value, quality, isOut);
      hasAny = true;
      anyMs = timeMs;
      anyValue = isOut ? Number.NaN : value;
      isAnyUncertain = isNextUncertain;
      if (isOut) {
        badSinceMs = Math.min(badSinceMs, timeMs);
        return;
      }
      if (hasGood) stretch(goodMs, goodValue, timeMs, value, true);
      hasGood = true;
      goodMs = timeMs;
      goodValue = value;
      isGoodUncertain = isNextUncertain;
      badSinceMs = Number.POSITIVE_INFINITY;
    },
    finish(knownMs) {
      all.knownMs = Math.min(toMs, knownMs);
      isNextUncertain = false;
      // A hair behind the end, so that the border there has its value.
      const endMs = knownMs >= toMs ? toMs + 1 : knownMs;
      if (hasAny && endMs > anyMs) stretch(anyMs, anyValue, endMs, Number.NaN, false);
      if (hasGood && endMs > goodMs) stretch(goodMs, goodValue, endMs, Number.NaN, true);
      return all;
    },
  };
}

/** Every aggregate but AnnotationCount, which is not made of samples. */
export type SampleAggregate = Exclude<AggregateName, 'AnnotationCount'>;
