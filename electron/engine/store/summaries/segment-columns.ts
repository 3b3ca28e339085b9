import { addSamples, addSummary, createTimeColumns, holdUntil, type SpanSummary, type TimeColumns } from '#shared/math/decimate.ts';
import type { HistorySeries } from '../store-types.ts';
import { levels, segmentBuckets, segmentMs, type Level } from './levels.ts';
import { encodeSegment, segmentSeed, type Segment } from './segment-codec.ts';

/**
 * The 256 buckets of one segment as they fill, in the order of time. Each bucket's mean is of the part from its first sample
 * on, to its end: what was held before is added by whoever reads it.
 */
export class SegmentColumns {
  readonly startMs: number;
  readonly endMs: number;
  private readonly bucketMs: number;
  private readonly columns: TimeColumns;
  private readonly sinceMs = new Float64Array(segmentBuckets);
  private bucket = -1;
  private readonly row: Mutable<SpanSummary> = emptySummary();

  constructor(level: Level, startMs: number) {
    this.startMs = startMs;
    this.endMs = startMs + segmentMs(level);
    this.bucketMs = levels[level];
    this.columns = createTimeColumns(startMs, this.endMs, segmentBuckets);
  }

  /** Adds rows `start` to `end` (excluded) of samples by time, all of them in the segment and none before what was added. */
  addSamples({ timeMs, value, quality }: HistorySeries, start: number, end: number): void {
    for (let from = start; from < end;) {
      const time = timeMs[from] as number;
      const bucket = this.bucketOf(time);
      const borderMs = this.startMs + (bucket + 1) * this.bucketMs;
      let to = from + 1;
      while (to < end && (timeMs[to] as number) < borderMs) to++;
      this.enter(bucket, time);
      addSamples(this.columns, timeMs, value, quality, from, to);
      from = to;
    }
  }

  /**
   * Adds samples by time to buckets that may have some already. All is as if they had come in time, but for the mean of a
   * bucket that has newer ones, and whether its newest is bad: it does not know what was held between them.
   */
  addLate({ timeMs, value, quality }: HistorySeries, start: number, end: number): void {
    const { count, endsBad, last, lastMs, held } = this.columns;
    for (let from = start; from < end;) {
      const time = timeMs[from] as number;
      const bucket = this.bucketOf(time);
      const borderMs = this.startMs + (bucket + 1) * this.bucketMs;
      let to = from + 1;
      while (to < end && (timeMs[to] as number) < borderMs) to++;
      if (count[bucket] === 0) this.sinceMs[bucket] = time;
      const isNewest = count[bucket] === 0 || endsBad[bucket] === 1 || time >= (lastMs[bucket] as number);
      const heldValue = count[bucket] === 0 || endsBad[bucket] === 1 ? Number.NaN : (last[bucket] as number);
      held[0] = heldValue;
      held[1] = isNewest && !Number.isNaN(heldValue) ? (lastMs[bucket] as number) : isNewest ? time : borderMs;
      if (isNewest && !Number.isNaN(heldValue)) this.release(bucket, heldValue, borderMs - (lastMs[bucket] as number));
      addSamples(this.columns, timeMs, value, quality, from, to);
      holdUntil(this.columns, borderMs);
      if (time < (this.sinceMs[bucket] as number)) this.extend(bucket, time);
      from = to;
    }
  }

  /** Adds those buckets of a segment of the level below, or of this one, that lie in this one, none before what was added. */
  addSegment(segment: Segment, bucketMs: number): void {
    for (let row = 0; row < segment.length; row++) {
      const sinceMs = segment.sinceMs[row] as number;
      if (sinceMs < this.startMs || sinceMs >= this.endMs) continue;
      const bucket = this.bucketOf(sinceMs);
      this.enter(bucket, sinceMs);
      readRow(segment, row, bucketMs, this.row);
      addSummary(this.columns, bucket, this.row);
    }
  }

  /** The bytes to store, null when there are no samples. */
  finish(key: number): Uint8Array | null {
    this.leave();
    return encodeSegment(this.columns, this.sinceMs, segmentSeed(key, this.startMs, this.bucketMs));
  }

  /** Takes back that a value was held to the end of a bucket. */
  private release(bucket: number, value: number, forMs: number): void {
    const { mean, goodMs } = this.columns;
    const before = goodMs[bucket] as number;
    const left = before - forMs;
    if (left > 0) mean[bucket] = ((mean[bucket] as number) * before - value * forMs) / left;
    goodMs[bucket] = Math.max(0, left);
  }

  /** A bucket begins earlier than it was known to: what its first sample held until then counts. */
  private extend(bucket: number, timeMs: number): void {
    const { mean, goodMs, first, firstMs } = this.columns;
    const forMs = (this.sinceMs[bucket] as number) - timeMs;
    this.sinceMs[bucket] = timeMs;
    if (firstMs[bucket] !== timeMs) return;
    const before = goodMs[bucket] as number;
    mean[bucket] = before === 0 ? (first[bucket] as number) : ((mean[bucket] as number) * before + (first[bucket] as number) * forMs) / (before + forMs);
    goodMs[bucket] = before + forMs;
  }

  private bucketOf(timeMs: number): number {
    return Math.floor((timeMs - this.startMs) / this.bucketMs);
  }

  private enter(bucket: number, timeMs: number): void {
    if (bucket === this.bucket) return;
    this.leave();
    this.bucket = bucket;
    this.sinceMs[bucket] = timeMs;
    this.columns.held[0] = Number.NaN;
    this.columns.held[1] = timeMs;
  }

  /** Nothing by time follows any more, for now. */
  leave(): void {
    if (this.bucket >= 0) holdUntil(this.columns, this.startMs + (this.bucket + 1) * this.bucketMs);
    this.bucket = -1;
  }
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

export const emptySummary = (): Mutable<SpanSummary> => ({
  fromMs: 0,
  toMs: 0,
  count: 0,
  badCount: 0,
  first: 0,
  firstMs: 0,
  min: 0,
  max: 0,
  last: 0,
  lastMs: 0,
  mean: 0,
  goodMs: 0,
  endsBad: false,
});

/** Row of a segment as the summary of the stretch from its first sample to the end of its bucket, into an object used again. */
export function readRow(segment: Segment, row: number, bucketMs: number, into: Mutable<SpanSummary>): void {
  const sinceMs = segment.sinceMs[row] as number;
  into.fromMs = sinceMs;
  into.toMs = (Math.floor(sinceMs / bucketMs) + 1) * bucketMs;
  into.count = segment.count[row] as number;
  into.badCount = segment.badCount[row] as number;
  into.first = segment.first[row] as number;
  into.firstMs = segment.firstMs[row] as number;
  into.min = segment.min[row] as number;
  into.max = segment.max[row] as number;
  into.last = segment.last[row] as number;
  into.lastMs = segment.lastMs[row] as number;
  into.mean = segment.mean[row] as number;
  into.goodMs = segment.goodMs[row] as number;
  into.endsBad = segment.endsBad[row] === 1;
}
