import { emptySeries, pushRows, sortedSeries } from '#shared/history-codec/series.ts';
import type { HistorySeries } from '../store-types.ts';
import type { ChunkRow, ChunkSource } from './chunk-source.ts';

/** Where the chunks that overlap the one at `start`, or each other, end; `rows` by their beginning. Nearly always the next. */
export function nextCluster(rows: readonly ChunkRow[], start: number): number {
  let lastMs = (rows[start] as ChunkRow).last_ms;
  let after = start + 1;
  while (after < rows.length && (rows[after] as ChunkRow).first_ms <= lastMs) lastMs = Math.max(lastMs, (rows[after++] as ChunkRow).last_ms);
  return after;
}

/** The samples of chunks by time, equal times in the order of arrival; damaged ones are left out, and counted. */
export function mergedSamples(chunks: ChunkSource, key: number, rows: readonly ChunkRow[]): HistorySeries {
  const [first] = rows;
  if (rows.length === 1 && first !== undefined) return chunks.read(key, first.id) ?? sortedSeries(emptySeries());
  const all = emptySeries(1024);
  // Chunks are numbered in the order of arrival.
  for (const row of rows.toSorted((a, b) => a.id - b.id)) {
    const chunk = chunks.read(key, row.id);
    if (chunk !== null) pushRows(all, chunk, 0, chunk.timeMs.length);
  }
  return sortedSeries(all);
}
