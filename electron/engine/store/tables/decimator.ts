import { addSamples, addSummary, columnOf, createTimeColumns, startHeld, type SpanSummary, type TimeColumns } from '#shared/math/decimate.ts';
import { beforeTime } from '#shared/math/next-time.ts';
import { isBad } from '#shared/model/quality.ts';
import { emptySeries, pushRow, pushRows, rowAt, sortedSeries, type GrowingSeries } from '#shared/history-codec/series.ts';
import type { HistoryPen, HistorySeries } from '../store-types.ts';
import { levelOf, levels, segmentMs, type Level } from '../summaries/levels.ts';
import { emptySummary, readRow } from '../summaries/segment-columns.ts';
import type { Segment } from '../summaries/segment-codec.ts';
import type { SummarySource } from '../summaries/summary-source.ts';
import { type ChunkRow, type ChunkSource, type KeyInfo } from './chunk-source.ts';
import { knownCheck } from './chunk-check.ts';
import { mergedSamples, nextCluster } from './clusters.ts';
import type { OpenBlocks } from './open-blocks.ts';

/**
 * Time columns of tags, filled in the order of time from summaries where columns are whole buckets of one, from what is
 * known of whole chunks, and from samples.
 */
export function decimator(chunks: ChunkSource, summaries: SummarySource, open: OpenBlocks, check: () => void) {
  const bucket = emptySummary();

  return (keys: readonly number[], fromMs: number, toMs: number, width: number): readonly HistoryPen[] => {
    const distinct = [...new Set(keys)];
    const infos = distinct.map((key) => chunks.info(key));
    const waiting = distinct.map(() => emptySeries());
    const closed = infos.map(({ closed_seq }) => closed_seq);
    open.each(distinct, closed, Number.NEGATIVE_INFINITY, toMs, (at, timeMs, value, quality) => pushRow(waiting[at] as GrowingSeries, timeMs, value, quality));
    const level = levelOf(fromMs, toMs, width);
    const summariesGoneMs = summaries.goneMs();
    const pens = distinct.map((key, at) => {
      const pen: Pen = {
        columns: createTimeColumns(fromMs, toMs, width),
        key,
        info: infos[at] as KeyInfo,
        waiting: sortedSeries(waiting[at] as GrowingSeries),
        summariesGoneMs,
      };
      startLead(pen);
      if (level === null) addChunks(pen, fromMs, toMs, 'through');
      else {
        addLevel(pen, level, fromMs, toMs);
        // The end belongs to the span, the bucket that begins there does not.
        addChunks(pen, toMs, toMs, 'through');
      }
      return pen.columns;
    });
    const atOf = new Map(distinct.map((key, at) => [key, at] as const));
    return keys.map((key) => pens[atOf.get(key) as number] as HistoryPen);
  };

  /** What is held when the span begins. */
  function startLead({ columns, key, info, waiting }: Pen): void {
    const { fromMs } = columns;
    const before = chunks.newestBefore(key, info, beforeTime(fromMs));
    const summary = info.gone_ms !== null && fromMs <= info.gone_ms ? summaries.heldBefore(key, fromMs) : null;
    if (summary !== null && (before === null || summary.timeMs > before.timeMs)) startHeld(columns, summary.value, summary.timeMs);
    else if (before !== null) startHeld(columns, heldBy(before.value, before.quality), before.timeMs);
    const row = rowAt(waiting, fromMs, 'from') - 1;
    if (row < 0 || (waiting.timeMs[row] as number) < (columns.held[1] as number)) return;
    startHeld(columns, heldBy(waiting.value[row] as number, waiting.quality[row] as number), waiting.timeMs[row] as number);
  }

  /** Adds [fromMs, toMs) from summaries of a level as far as they go, the rest from those below, in the end from chunks. */
  function addLevel(pen: Pen, level: Level, fromMs: number, toMs: number): void {
    const below = (level - 1) as Level | -1;
    const addBelow = (from: number, to: number): void => {
      if (from >= to) return;
      if (below === -1) addChunks(pen, from, to, 'before');
      else addLevel(pen, below, from, to);
    };
    const sealedMs = sealedOf(pen.info, level);
    const endMs = Math.min(toMs, sealedMs ?? fromMs);
    let doneMs = fromMs;
    if (endMs > fromMs) {
      for (const { startMs, segment } of summaries.within(pen.key, level, fromMs, endMs)) {
        check();
        const partFromMs = Math.max(fromMs, startMs);
        const partToMs = Math.min(endMs, startMs + segmentMs(level));
        const isTouched = rowAt(pen.waiting, partToMs, 'from') > rowAt(pen.waiting, partFromMs, 'from');
        // Between segments there is nothing but what is not in chunks yet.
        addWaiting(pen, doneMs, partFromMs);
        // Where nothing is below any more, late samples are added behind the summary: all follows them but the mean.
        const isBelowThere = level === 0 ? !(startMs <= (pen.info.gone_ms ?? Number.NEGATIVE_INFINITY)) : startMs >= pen.summariesGoneMs;
        if (segment === null || (isTouched && isBelowThere)) addBelow(partFromMs, partToMs);
        else {
          addBuckets(pen.columns, level, segment, partFromMs, partToMs);
          addWaiting(pen, partFromMs, partToMs);
        }
        doneMs = partToMs;
      }
      addWaiting(pen, doneMs, endMs);
      doneMs = endMs;
    }
    addBelow(doneMs, toMs);
  }

  function addBuckets(columns: TimeColumns, level: Level, segment: Segment, fromMs: number, toMs: number): void {
    const stepMs = (columns.toMs - columns.fromMs) / columns.count.length;
    for (let row = 0; row < segment.length; row++) {
      const sinceMs = segment.sinceMs[row] as number;
      if (sinceMs < fromMs) continue;
      if (sinceMs >= toMs) break;
      readRow(segment, row, levels[level], bucket);
      addSummary(columns, Math.floor((bucket.toMs - levels[level] - columns.fromMs) / stepMs), bucket);
    }
  }

  function addWaiting({ columns, waiting }: Pen, fromMs: number, toMs: number): void {
    const start = rowAt(waiting, fromMs, 'from');
    const end = rowAt(waiting, toMs, 'from');
    if (end > start) addSamples(columns, waiting.timeMs, waiting.value, waiting.quality, start, end);
  }

  /** Adds the samples of a stretch in the order of time, its end left out or with it: of chunks, and those that are in none yet. */
  function addChunks({ columns, key, info, waiting }: Pen, fromMs: number, toMs: number, end: 'before' | 'through'): void {
    const rows = chunks.chunksOf(key, info.max_span_ms, fromMs, toMs);
    const side = end === 'before' ? 'from' : 'after';
    let next = rowAt(waiting, fromMs, 'from');
    const last = rowAt(waiting, toMs, side);
    const addUntil = (until: number): void => {
      if (until > next) addSamples(columns, waiting.timeMs, waiting.value, waiting.quality, next, until);
      next = Math.max(next, until);
    };
    for (let start = 0; start < rows.length;) {
      check();
      const first = rows[start] as ChunkRow;
      const after = nextCluster(rows, start);
      const lastMs = rows.slice(start, after).reduce((most, row) => Math.max(most, row.last_ms), first.last_ms);
      addUntil(Math.min(last, rowAt(waiting, first.first_ms, 'from')));
      const inside = Math.max(next, Math.min(last, rowAt(waiting, lastMs, 'after')));
      const isInSpan = first.first_ms >= fromMs && (end === 'before' ? lastMs < toMs : lastMs <= toMs);
      if (after > start + 1 || inside > next || !isInSpan || !addKnown(columns, key, first)) {
        let series = mergedSamples(chunks, key, rows.slice(start, after));
        if (inside > next) {
          const both = emptySeries(series.timeMs.length + inside - next);
          pushRows(both, series, 0, series.timeMs.length);
          pushRows(both, waiting, next, inside);
          series = sortedSeries(both);
          next = inside;
        }
        addSamples(columns, series.timeMs, series.value, series.quality, rowAt(series, fromMs, 'from'), rowAt(series, toMs, side));
      }
      start = after;
    }
    addUntil(last);
  }

  /** Adds a chunk without reading it, where it lies in one column and what is known of it tells all. */
  function addKnown(columns: TimeColumns, key: number, row: ChunkRow): boolean {
    const column = columnOf(columns, row.first_ms);
    const summary = columnOf(columns, row.last_ms) === column ? knownOf(key, row) : null;
    if (summary !== null) addSummary(columns, column, summary);
    return summary !== null;
  }
}

type Pen = {
  readonly columns: TimeColumns;
  readonly key: number;
  readonly info: KeyInfo;
  /** Samples that are in no chunk yet, by time. */
  readonly waiting: HistorySeries;
  readonly summariesGoneMs: number;
};

const sealedOf = (info: KeyInfo, level: Level): number | null =>
  level === 0 ? info.sealed_minutes_ms : level === 1 ? info.sealed_tens_ms : info.sealed_hours_ms;

const heldBy = (value: number, quality: number): number => (isBad(quality) ? Number.NaN : value);

/** What is known of a chunk without its body; null where that does not tell all. */
function knownOf(key: number, row: ChunkRow): SpanSummary | null {
  if (row.known_check !== knownCheck(key, row)) return null;
  const firstMs = row.first_good_ms ?? (row.first_good === null ? Number.NaN : row.first_ms);
  const lastMs = row.last_good_ms ?? (row.last_good === null ? Number.NaN : row.last_ms);
  // Of a good and a bad sample at its very end nobody knows which came last.
  if (row.bad > 0 && lastMs === row.last_ms) return null;
  return {
    fromMs: row.first_ms,
    toMs: row.last_ms,
    mean: row.mean_good ?? Number.NaN,
    goodMs: row.good_ms ?? row.last_ms - row.first_ms,
    endsBad: lastMs !== row.last_ms,
    count: row.count,
    badCount: row.bad,
    first: row.first_good ?? Number.NaN,
    firstMs,
    min: row.min_good ?? Number.NaN,
    max: row.max_good ?? Number.NaN,
    last: row.last_good ?? Number.NaN,
    lastMs,
  };
}
