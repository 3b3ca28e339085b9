import { aggregateColumn, type AggregateColumn, intervalStarts } from '#shared/math/aggregate-values.ts';
import { createAggregator, type SampleAggregate } from '#shared/math/aggregates.ts';
import { createInterpolator } from '#shared/math/interpolate.ts';
import { beforeTime } from '#shared/math/next-time.ts';
import type { Clock } from '../ports.ts';
import { whole } from '../store/history-away.ts';
import type { HistoryQueries, ManyQuery } from './history-queries.ts';

export type IntervalHistory = {
  /** Beginning of each interval, UTC epoch ms. */
  readonly timeMs: Float64Array<ArrayBuffer>;
  /** In the order of the aggregates asked for. */
  readonly columns: readonly AggregateColumn[];
};

export type HistoryAggregates = {
  /** The value of one tag at given times, in their order; see `createInterpolator`. */
  interpolated(query: { readonly tag: number; readonly atMs: Float64Array; readonly method: 'line' | 'hold' }, cancel?: AbortSignal): Promise<AggregateColumn>;
  /** Aggregates per interval of each tag, in their order; see `aggregateColumn`. */
  aggregates(query: ManyQuery & { readonly intervalMs: number; readonly aggregates: readonly SampleAggregate[] }, cancel?: AbortSignal): Promise<readonly IntervalHistory[]>;
};

const page = 200_000;
/** A line to a sample behind the span is drawn when it comes within this time. */
const lookAheadMs = 7 * 86_400_000;

/** What is worked out from samples, page by page, so that any span needs little memory. Rejects where some of them are out of reach. */
export function createHistoryAggregates(queries: Pick<HistoryQueries, 'samples' | 'valueAt'>, clock: Pick<Clock, 'nowMs'>, isSteppedTag: (tag: number) => boolean): HistoryAggregates {
  type Add = (timeMs: number, value: number, quality: number) => void;

  /** The newest sample before a span, all in it, and the first one behind it. */
  const eachSample = async (tag: number, fromMs: number, toMs: number, add: Add, cancel: AbortSignal | undefined): Promise<void> => {
    const afterMs = beforeTime(fromMs);
    const lead = whole(await queries.valueAt([tag], afterMs, cancel));
    if (!Number.isNaN(lead.timeMs[0])) add(lead.timeMs[0] as number, lead.value[0] as number, lead.quality[0] as number);
    for (let reachedMs = afterMs; reachedMs < toMs;) {
      const { timeMs, value, quality, reachMs } = whole(await queries.samples({ tags: [tag], fromMs: reachedMs, toMs, limit: page }, cancel));
      for (let row = 0; row < timeMs.length; row++) add(timeMs[row] as number, value[row] as number, quality[row] as number);
      if (!(reachMs > reachedMs)) break;
      reachedMs = reachMs;
    }
    const next = whole(await queries.samples({ tags: [tag], fromMs: toMs, toMs: toMs + lookAheadMs, limit: 1 }, cancel));
    if (next.timeMs.length > 0) add(next.timeMs[0] as number, next.value[0] as number, next.quality[0] as number);
  };

  return {
    async interpolated({ tag, atMs, method }, cancel) {
      const interpolator = createInterpolator(atMs, method);
      let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const time of atMs) {
        if (time < fromMs) fromMs = time;
        if (time > toMs) toMs = time;
      }
      if (fromMs <= toMs) await eachSample(tag, fromMs, toMs, interpolator.add, cancel);
      return interpolator.finish();
    },
    async aggregates({ tags, fromMs, toMs, intervalMs, aggregates }, cancel) {
      const found: IntervalHistory[] = [];
      for (const tag of tags) {
        const aggregator = createAggregator({ fromMs, toMs, intervalMs, isStepped: isSteppedTag(tag) });
        await eachSample(tag, fromMs, toMs, aggregator.add, cancel);
        const intervals = aggregator.finish(clock.nowMs());
        found.push({ timeMs: intervalStarts(intervals), columns: aggregates.map((name) => aggregateColumn(intervals, name)) });
      }
      return found;
    },
  };
}
