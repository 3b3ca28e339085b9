import type { SeriesPieces } from '#shared/history-codec/series-pieces.ts';
import { rowAt } from '#shared/history-codec/series.ts';
import { beforeTime } from '#shared/math/next-time.ts';
import type { HistorySpan } from '../store-types.ts';
import type { ChunkRow, ChunkSource } from './chunk-source.ts';
import { mergedSamples, nextCluster } from './clusters.ts';
import type { OpenBlocks } from './open-blocks.ts';
import { PieceGatherer, type RecordedChunk } from './piece-gatherer.ts';

/**
 * Finds the samples of one tag in a span, and the newest before it, in pieces: a chunk as it is on disk where all of it is
 * wanted and nothing else lies between its samples; the others, and what is in no chunk yet, as plain rows. Chunks hold at
 * most `limit` rows together. With `isDecoded` there are plain rows alone, and chunks whose bytes no writer made count as damaged.
 */
export function pieceReader(chunks: ChunkSource, open: OpenBlocks, check: () => void) {
  return ({ key, fromMs, toMs, limit }: HistorySpan, isDecoded: boolean): SeriesPieces => {
    const info = chunks.info(key);
    const found = new PieceGatherer();
    const before = chunks.newestBefore(key, info, beforeTime(fromMs));
    if (before !== null) found.pushRow(before.timeMs, before.value, before.quality);
    const asRecorded = (row: ChunkRow, most: number): RecordedChunk | null => {
      if (isDecoded || row.count > most || row.first_ms < fromMs || row.last_ms > toMs) return null;
      const chunk = chunks.recorded(key, row);
      return chunk !== null && chunk.rows <= most ? chunk : null;
    };
    let inSpan = 0;
    const rows = chunks.chunksOf(key, info.max_span_ms, fromMs, toMs);
    // Enough, and nothing in later chunks comes before what is there.
    for (let first = 0; first < rows.length && inSpan <= limit;) {
      check();
      const after = nextCluster(rows, first);
      const chunk = after === first + 1 ? asRecorded(rows[first] as ChunkRow, limit - inSpan) : null;
      if (chunk !== null) {
        found.pushChunk(chunk);
        inSpan += chunk.rows;
      } else {
        const series = mergedSamples(chunks, key, rows.slice(first, after));
        const start = rowAt(series, fromMs, 'from');
        // One more than is wanted tells that there is more.
        const end = Math.min(rowAt(series, toMs, 'after'), start + limit - inSpan + 1);
        found.pushRows(series, start, end);
        inSpan += end - start;
      }
      first = after;
    }
    const newestBefore = { timeMs: Number.NEGATIVE_INFINITY, value: 0, quality: 0 };
    open.each([key], [info.closed_seq], Number.NEGATIVE_INFINITY, toMs, (_, timeMs, value, quality) => {
      if (timeMs >= fromMs) {
        if (timeMs <= toMs) found.pushRow(timeMs, value, quality);
      } else if (timeMs >= newestBefore.timeMs) Object.assign(newestBefore, { timeMs, value, quality });
    });
    if (newestBefore.timeMs > Number.NEGATIVE_INFINITY) found.pushRow(newestBefore.timeMs, newestBefore.value, newestBefore.quality);
    return found.finish({ fromMs, toMs, limit });
  };
}
