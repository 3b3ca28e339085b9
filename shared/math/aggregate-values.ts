import { Q } from '../model/quality.ts';
import type { Intervals, SampleAggregate } from './aggregates.ts';

/** Bits of a status code for historical values (OPC 10000-4, 7.39 and Part 11, secondary texts): InfoType DataValue, then where the value comes from. */
const calculated = 0x0401;
const interpolated = 0x0402;
const raw = 0x0400;
const partial = 0x0004;

export type AggregateColumn = { readonly value: Float64Array<ArrayBuffer>; readonly quality: Uint32Array<ArrayBuffer> };

/** Beginning of each interval, UTC epoch ms. */
export function intervalStarts({ fromMs, intervalMs, length }: Intervals): Float64Array<ArrayBuffer> {
  const starts = new Float64Array(length);
  for (let at = 0; at < length; at++) starts[at] = fromMs + at * intervalMs;
  return starts;
}

/**
 * One aggregate of every interval. Where there is nothing to make it of: NaN, BadNoData. Bad or uncertain samples in the
 * interval make it uncertain (data sub-normal); bits say calculated or interpolated, and partial where the interval
 * reaches beyond the first sample or the present. Times are UTC epoch ms, durations ms, totals value × seconds.
 */
export function aggregateColumn(all: Intervals, name: SampleAggregate): AggregateColumn {
  const value = new Float64Array(all.length);
  const quality = new Uint32Array(all.length);
  for (let at = 0; at < all.length; at++) {
    const found = valueOf(all, name, at);
    value[at] = found;
    quality[at] = Number.isNaN(found) ? Q.badNoData : statusOf(all, name, at);
  }
  return { value, quality };
}

function statusOf(all: Intervals, name: SampleAggregate, at: number): number {
  const kind = kindOf(name);
  const startMs = all.fromMs + at * all.intervalMs;
  const endMs = Math.min(all.toMs, startMs + all.intervalMs);
  const isPartial = all.knownMs < endMs || all.sinceMs > startMs;
  const partly = isPartial ? partial : 0;
  if (kind === 'fact') return calculated | (all.knownMs < endMs ? partial : 0);
  if (kind === 'border') return borderStatus(all, name, at);
  const isSubNormal = (all.bad[at] as number) > 0 || (all.uncertain[at] as number) > 0 || (kind === 'time' && (all.badMs[at] as number) > 0);
  return ((isSubNormal ? Q.uncertainDataSubNormal : 0) | calculated | partly) >>> 0;
}

function borderStatus(all: Intervals, name: SampleAggregate, at: number): number {
  const isBridged = name === 'Interpolative';
  const isDoubtful = (border: number): boolean => (isBridged ? all.isBridgedUncertain : all.isBoundUncertain)[border] === 1;
  const border = name === 'EndBound' ? at + 1 : at;
  if (name === 'DeltaBounds') return ((isDoubtful(at) || isDoubtful(at + 1) ? Q.uncertainDataSubNormal : 0) | calculated) >>> 0;
  const isRaw = all.isBoundRaw[border] === 1 && !Number.isNaN(all.bound[border] as number);
  return ((isDoubtful(border) ? Q.uncertainDataSubNormal : 0) | (isRaw ? raw : interpolated)) >>> 0;
}

/** What an aggregate is made of: samples, time, a border of the interval, or a fact that is never in doubt. */
function kindOf(name: SampleAggregate): 'samples' | 'time' | 'border' | 'fact' {
  switch (name) {
    case 'Interpolative':
    case 'StartBound':
    case 'EndBound':
    case 'DeltaBounds':
      return 'border';
    case 'TimeAverage':
    case 'TimeAverage2':
    case 'Total':
    case 'Total2':
    case 'DurationInStateZero':
    case 'DurationInStateNonZero':
    case 'Minimum2':
    case 'Maximum2':
    case 'Range2':
    case 'NumberOfTransitions':
      return 'time';
    case 'Count':
    case 'DurationGood':
    case 'DurationBad':
    case 'PercentGood':
    case 'PercentBad':
    case 'WorstQuality':
      return 'fact';
    default:
      return 'samples';
  }
}

function valueOf(all: Intervals, name: SampleAggregate, at: number): number {
  const number = (column: Float64Array | Uint32Array): number => column[at] as number;
  const good = number(all.good);
  const orNone = (isThere: boolean, value: number): number => (isThere ? value : Number.NaN);
  // Of the last interval only the part that has been: nobody knows yet how good the rest will be.
  const lengthMs = Math.min(all.knownMs, all.fromMs + (at + 1) * all.intervalMs) - (all.fromMs + at * all.intervalMs);
  const [startBound, endBound] = [all.bound[at] as number, all.bound[at + 1] as number];
  switch (name) {
    case 'Interpolative':
      return all.bridgedBound[at] as number;
    case 'Average':
      return orNone(good > 0, number(all.mean));
    case 'TimeAverage':
      return orNone(number(all.bridgedMs) > 0, number(all.bridgedArea) / number(all.bridgedMs));
    case 'TimeAverage2':
      return orNone(number(all.goodMs) > 0, number(all.simpleArea) / number(all.goodMs));
    case 'Total':
      return orNone(number(all.bridgedMs) > 0, number(all.bridgedArea) / 1000);
    case 'Total2':
      return orNone(number(all.goodMs) > 0, number(all.simpleArea) / 1000);
    case 'Minimum':
      return number(all.min);
    case 'Maximum':
      return number(all.max);
    case 'MinimumActualTime':
      return number(all.minMs);
    case 'MaximumActualTime':
      return number(all.maxMs);
    case 'Range':
      return number(all.max) - number(all.min);
    case 'Minimum2':
      return least(number(all.min), startBound, endBound);
    case 'Maximum2':
      return -least(-number(all.max), -startBound, -endBound);
    case 'Range2':
      return -least(-number(all.max), -startBound, -endBound) - least(number(all.min), startBound, endBound);
    case 'Count':
      return good;
    case 'Start':
      return number(all.first);
    case 'End':
      return number(all.last);
    case 'Delta':
      return number(all.last) - number(all.first);
    case 'StartBound':
      return startBound;
    case 'EndBound':
      return endBound;
    case 'DeltaBounds':
      return endBound - startBound;
    case 'DurationInStateZero':
      return orNone(number(all.goodMs) > 0, number(all.zeroMs));
    case 'DurationInStateNonZero':
      return orNone(number(all.goodMs) > 0, number(all.goodMs) - number(all.zeroMs));
    case 'NumberOfTransitions':
      return orNone(number(all.goodMs) > 0 || good > 0, number(all.transitions));
    case 'DurationGood':
      return orNone(lengthMs > 0, number(all.goodMs));
    case 'DurationBad':
      // Where nothing was recorded nothing was good.
      return orNone(lengthMs > 0, Math.max(0, lengthMs - number(all.goodMs)));
    case 'PercentGood':
      return orNone(lengthMs > 0, Math.min(100, (100 * number(all.goodMs)) / lengthMs));
    case 'PercentBad':
      return orNone(lengthMs > 0, Math.max(0, 100 - (100 * number(all.goodMs)) / lengthMs));
    case 'WorstQuality':
      return orNone(good > 0 || number(all.bad) > 0, number(all.worst));
    case 'VarianceSample':
      return orNone(good > 1, number(all.squares) / (good - 1));
    case 'StandardDeviationSample':
      return orNone(good > 1, Math.sqrt(number(all.squares) / (good - 1)));
    case 'VariancePopulation':
      return orNone(good > 0, number(all.squares) / good);
    case 'StandardDeviationPopulation':
      return orNone(good > 0, Math.sqrt(number(all.squares) / good));
  }
}

/** The least of those that are numbers; NaN of none. */
function least(a: number, b: number, c: number): number {
  let found = a;
  if (!(b >= found)) found = Number.isNaN(b) ? found : b;
  if (!(c >= found)) found = Number.isNaN(c) ? found : c;
  return found;
}
