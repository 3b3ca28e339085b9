import type { Database } from 'better-sqlite3';
import { summarize } from '#shared/math/decimate.ts';
import { decodeChunk, encodeChunk } from '../codec/chunk-codec.ts';
import { emptySeries, pushRows, sliceSeries, sortedSeries } from '../series.ts';
import type { HistorySeries } from '../store-types.ts';
import { chunkRows, type Head } from './heads.ts';

/** No chunk spans more, so that a query by time need not look further back or ahead than this. */
export const maxChunkSpanMs = 24 * 3_600_000;

type Tail = { id: number; first_ms: number; last_ms: number; count: number; body: Buffer };

/**
 * Writes the samples of a head as chunks, by time, each of at most 1,024 samples and one day; a small chunk just before
 * them is filled up first. Call it in a transaction.
 */
export function chunkWriter(db: Database): (head: Head) => void {
  const findTail = db.prepare<[number, number], Tail>(
    'SELECT id, first_ms, last_ms, count, body FROM history_chunk WHERE key = ? AND last_ms <= ? ORDER BY last_ms DESC LIMIT 1',
  );
  const columns = 'first_ms, last_ms, count, bad, first_good_ms, first_good, min_good, max_good, last_good_ms, last_good, body';
  const insert = db.prepare(`INSERT INTO history_chunk (${columns}, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = db.prepare(`UPDATE history_chunk SET (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`);

  const withTail = (key: number, series: HistorySeries): { readonly series: HistorySeries; readonly id: number | null } => {
    const count = series.timeMs.length;
    const firstMs = series.timeMs[0] as number;
    const lastMs = series.timeMs[count - 1] as number;
    const tail = findTail.get(key, lastMs);
    const hasRoom = tail !== undefined && tail.count + count <= chunkRows && lastMs - Math.min(firstMs, tail.first_ms) <= maxChunkSpanMs;
    if (!hasRoom) return { series, id: null };
    const before = decodeChunk(tail.body);
    // A damaged chunk stays as it is: somebody may still want to look at it.
    if (before === null) return { series, id: null };
    const both = emptySeries(tail.count + count);
    pushRows(both, before, 0, tail.count);
    pushRows(both, series, 0, count);
    return { series: sortedSeries(both), id: tail.id };
  };

  return (head) => {
    const sorted = sortedSeries(head);
    const { series, id } = withTail(head.key, sorted);
    const { timeMs, value, quality } = series;
    let replaced = id;
    for (let start = 0; start < timeMs.length;) {
      let end = start + 1;
      while (end < timeMs.length && end - start < chunkRows && (timeMs[end] as number) - (timeMs[start] as number) <= maxChunkSpanMs) end++;
      const known = summarize(timeMs, value, quality, start, end);
      const row = [
        timeMs[start],
        timeMs[end - 1],
        known.count,
        known.badCount,
        known.firstMs,
        known.first,
        known.min,
        known.max,
        known.lastMs,
        known.last,
        encodeChunk(sliceSeries(series, start, end)),
      ];
      if (replaced === null) insert.run(...row, head.key);
      else update.run(...row, replaced);
      replaced = null;
      start = end;
    }
  };
}
