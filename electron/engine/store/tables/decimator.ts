import type { Database } from 'better-sqlite3';
import { addSamples, addSummary, columnOf, createTimeColumns, startHeld, type SpanSummary, type TimeColumns } from '#shared/math/decimate.ts';
import { emptySeries, pushRow, pushRows, rowAt, sortedSeries, type GrowingSeries } from '../series.ts';
import type { HistoryPen, HistorySeries } from '../store-types.ts';
import { timeBefore, type ChunkRow, type ChunkSource } from './chunk-source.ts';
import type { OpenBlocks } from './open-blocks.ts';

/**
 * Time columns of tags, filled in the order of time from summaries where columns are whole buckets of one, from what is
 * known of whole chunks, and from samples.
 */
export function decimator(_db: Database, chunks: ChunkSource, open: OpenBlocks, check: () => void) {
  return (keys: readonly number[], fromMs: number, toMs: number, width: number): readonly HistoryPen[] => {
    const distinct = [...new Set(keys)];
    const infos = distinct.map((key) => chunks.info(key));
    const waiting = distinct.map(() => emptySeries());
    const closed = infos.map(({ closed_seq }) => closed_seq);
    open.each(distinct, closed, Number.NEGATIVE_INFINITY, toMs, (at, timeMs, value, quality) => pushRow(waiting[at] as GrowingSeries, timeMs, value, quality));
    const pens = distinct.map((key, at) => {
      const columns = createTimeColumns(fromMs, toMs, width);
      const samples = sortedSeries(waiting[at] as GrowingSeries);
      const maxSpanMs = infos[at]?.max_span_ms ?? 0;
      const before = chunks.newestBefore(key, maxSpanMs, timeBefore(fromMs));
      if (before !== null) startHeld(columns, heldBy(before.value, before.quality), before.timeMs);
      const start = rowAt(samples, fromMs, 'from');
      if (start > 0 && (before === null || (samples.timeMs[start - 1] as number) >= before.timeMs)) {
        startHeld(columns, heldBy(samples.value[start - 1] as number, samples.quality[start - 1] as number), samples.timeMs[start - 1] as number);
      }
      addChunks(columns, key, maxSpanMs, fromMs, toMs, samples);
      return columns;
    });
    const atOf = new Map(distinct.map((key, at) => [key, at] as const));
    return keys.map((key) => pens[atOf.get(key) as number] as HistoryPen);
  };

  /** Adds the samples of a stretch in the order of time: of chunks, and those of `waiting` that are in none. */
  function addChunks(columns: TimeColumns, key: number, maxSpanMs: number, fromMs: number, toMs: number, waiting: HistorySeries): void {
    const rows = chunks.chunksOf(key, maxSpanMs, fromMs, toMs);
    let next = rowAt(waiting, fromMs, 'from');
    const end = rowAt(waiting, toMs, 'after');
    const addWaiting = (until: number): void => {
      if (until > next) addSamples(columns, waiting.timeMs, waiting.value, waiting.quality, next, until);
      next = Math.max(next, until);
    };
    for (let start = 0; start < rows.length;) {
      check();
      const first = rows[start] as ChunkRow;
      let lastMs = first.last_ms;
      let after = start + 1;
      while (after < rows.length && (rows[after] as ChunkRow).first_ms <= lastMs) lastMs = Math.max(lastMs, (rows[after++] as ChunkRow).last_ms);
      addWaiting(Math.min(end, rowAt(waiting, first.first_ms, 'from')));
      const inside = Math.min(end, rowAt(waiting, lastMs, 'after'));
      if (after === start + 1 && inside <= next) addChunk(columns, first, fromMs, toMs);
      else {
        const all = emptySeries(1024);
        // By number, so that samples of equal time stay in the order of arrival.
        for (const row of rows.slice(start, after).sort((a, b) => a.id - b.id)) {
          const chunk = chunks.read(row.id);
          if (chunk !== null) pushRows(all, chunk, rowAt(chunk, fromMs, 'from'), rowAt(chunk, toMs, 'after'));
        }
        pushRows(all, waiting, next, Math.max(next, inside));
        next = Math.max(next, inside);
        const sorted = sortedSeries(all);
        addSamples(columns, sorted.timeMs, sorted.value, sorted.quality, 0, sorted.timeMs.length);
      }
      start = after;
    }
    addWaiting(end);
  }

  function addChunk(columns: TimeColumns, row: ChunkRow, fromMs: number, toMs: number): void {
    if (row.first_ms >= fromMs && row.last_ms <= toMs) {
      const column = columnOf(columns, row.first_ms);
      const summary = columnOf(columns, row.last_ms) === column ? knownOf(row) : null;
      if (summary !== null) return addSummary(columns, column, summary);
    }
    const chunk = chunks.read(row.id);
    if (chunk !== null) addSamples(columns, chunk.timeMs, chunk.value, chunk.quality, rowAt(chunk, fromMs, 'from'), rowAt(chunk, toMs, 'after'));
  }
}

const heldBy = (value: number, quality: number): number => (quality >>> 31 === 1 ? Number.NaN : value);

/** What is known of a chunk without its body; null where that does not tell all. */
function knownOf(row: ChunkRow): SpanSummary | null {
  if (row.good_ms === null) return null;
  // Of a good and a bad sample at its very end nobody knows which came last.
  if (row.bad > 0 && row.last_good_ms === row.last_ms) return null;
  return {
    fromMs: row.first_ms,
    toMs: row.last_ms,
    mean: row.mean_good ?? Number.NaN,
    goodMs: row.good_ms,
    endsBad: row.last_good_ms !== row.last_ms,
    count: row.count,
    badCount: row.bad,
    first: row.first_good ?? Number.NaN,
    firstMs: row.first_good_ms ?? Number.NaN,
    min: row.min_good ?? Number.NaN,
    max: row.max_good ?? Number.NaN,
    last: row.last_good ?? Number.NaN,
    lastMs: row.last_good_ms ?? Number.NaN,
  };
}
