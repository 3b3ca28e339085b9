import { readChunk } from './chunk-body.ts';
import { type GrowingSeries, type HistorySeries, isByTime, pushRows, rowAt, sliceSeries, sortedSeries } from './series.ts';

/**
 * The answer to a question for the samples of one tag, in the pieces it was found in: chunks as they were recorded, and
 * plain rows of those that could not be taken as they are. Put together by `unpackSeries`.
 */
export type SeriesPieces = {
  /** The span asked for, UTC epoch ms, both ends in it; of what `isCut`, up to the time of the last row here. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Most samples of the span wanted, the earliest. */
  readonly limit: number;
  /** There is more in the span asked for than is here, all of it behind what is here. */
  readonly isCut: boolean;
  /** Chunks, each behind the time column it shares with others where its times are not in it; CRC-32 included. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Three numbers a piece, in the order of arrival: rows, bytes of its time column, bytes of its chunk (0: the next plain rows). */
  readonly layout: Uint32Array<ArrayBuffer>;
} & HistorySeries;

export type UnpackedSeries = HistorySeries & { readonly truncated: boolean };

const perPiece = 3;

/**
 * The samples asked for: the newest before `fromMs` if there is one, then at most `limit` of [fromMs, toMs], the earliest,
 * by time, equal times in the order of arrival; `truncated` when there are more. Bit for bit what was recorded, but for the
 * payload of a NaN. Null when the pieces do not fit together, chunks hold more than `mostChunkRows`, or their bytes are none
 * a writer makes. The work is bounded by `mostChunkRows` and the plain rows, whatever the bytes say.
 */
export function unpackSeries(pieces: SeriesPieces, mostChunkRows: number): UnpackedSeries | null {
  const rows = rowsOf(pieces, mostChunkRows);
  if (rows === null) return null;
  const all = { length: rows, timeMs: new Float64Array(rows), value: new Float64Array(rows), quality: new Uint32Array(rows) };
  return readPieces(pieces, all) ? cutSeries(all, pieces) : null;
}

/** Rows of all pieces; null when their lengths do not fit the columns and bytes. */
function rowsOf({ layout, bytes, timeMs, value, quality }: SeriesPieces, mostChunkRows: number): number | null {
  let chunkRows = 0;
  let chunkBytes = 0;
  let plainRows = 0;
  if (layout.length % perPiece !== 0) return null;
  for (let at = 0; at < layout.length; at += perPiece) {
    const rows = layout[at] as number;
    const bodyBytes = layout[at + 2] as number;
    // A piece of no rows would be work that nothing bounds.
    if (rows === 0) return null;
    if (bodyBytes === 0) plainRows += rows;
    else chunkRows += rows;
    chunkBytes += (layout[at + 1] as number) + bodyBytes;
  }
  const isWhole = plainRows === timeMs.length && plainRows === value.length && plainRows === quality.length && chunkBytes === bytes.length;
  return isWhole && chunkRows <= mostChunkRows ? plainRows + chunkRows : null;
}

function readPieces({ layout, bytes, timeMs, value, quality }: SeriesPieces, into: HistorySeries): boolean {
  let row = 0;
  let byte = 0;
  let plain = 0;
  for (let at = 0; at < layout.length; at += perPiece) {
    const rows = layout[at] as number;
    const timeBytes = layout[at + 1] as number;
    const bodyBytes = layout[at + 2] as number;
    if (bodyBytes === 0) {
      if (timeBytes !== 0) return false;
      into.timeMs.set(timeMs.subarray(plain, plain + rows), row);
      into.value.set(value.subarray(plain, plain + rows), row);
      into.quality.set(quality.subarray(plain, plain + rows), row);
      plain += rows;
    } else {
      const body = byte + timeBytes;
      const times = timeBytes === 0 ? null : bytes.subarray(byte, body);
      byte = body + bodyBytes;
      const columns = { timeMs: into.timeMs.subarray(row, row + rows), value: into.value.subarray(row, row + rows), quality: into.quality.subarray(row, row + rows) };
      if (!readChunk(bytes.subarray(body, byte), times, columns)) return false;
    }
    row += rows;
  }
  return true;
}

function cutSeries(gathered: GrowingSeries, { fromMs, toMs, limit, isCut }: SeriesPieces): UnpackedSeries {
  const sorted = isByTime(gathered) ? gathered : sortedSeries(gathered);
  const from = rowAt(sorted, fromMs, 'from');
  const end = rowAt(sorted, toMs, 'after');
  const cut = Math.min(end, from + limit);
  return { ...partOf(sorted, Math.max(0, from - 1), cut), truncated: isCut || cut < end };
}

/** Rows `start` to `end` (excluded) as views where they are most of the series; else a copy, so that the rest is not kept. */
function partOf(series: HistorySeries, start: number, end: number): HistorySeries {
  if ((end - start) * 2 < series.timeMs.length) return sliceSeries(series, start, end);
  return { timeMs: series.timeMs.subarray(start, end), value: series.value.subarray(start, end), quality: series.quality.subarray(start, end) };
}

/** A series as one plain piece; `truncated` when there is more in the span behind its end. */
export function plainPieces({ timeMs, value, quality }: HistorySeries, { fromMs, toMs, limit }: Pick<SeriesPieces, 'fromMs' | 'toMs' | 'limit'>, truncated: boolean): SeriesPieces {
  const rows = timeMs.length;
  const layout = rows === 0 ? new Uint32Array(0) : Uint32Array.of(rows, 0, 0);
  // So that rows put to it which lie behind its end are left out with what is there.
  return { fromMs, toMs: truncated ? (timeMs[rows - 1] ?? toMs) : toMs, limit, isCut: truncated, bytes: new Uint8Array(0), layout, timeMs, value, quality };
}

/** The same with plain rows before and behind: of equal times those before came first, those behind last. */
export function withRows(pieces: SeriesPieces, before: readonly GrowingSeries[], behind: readonly GrowingSeries[]): SeriesPieces {
  const [first, last] = [filled(before), filled(behind)];
  const extra = [...first, ...last];
  if (extra.length === 0) return pieces;
  const rows = extra.reduce((sum, { length }) => sum + length, pieces.timeMs.length);
  const all = { length: 0, timeMs: new Float64Array(rows), value: new Float64Array(rows), quality: new Uint32Array(rows) };
  const layout = new Uint32Array(pieces.layout.length + extra.length * perPiece);
  let at = 0;
  const add = (series: GrowingSeries): void => {
    pushRows(all, series, 0, series.length);
    layout[at] = series.length;
    at += perPiece;
  };
  for (const series of first) add(series);
  pushRows(all, pieces, 0, pieces.timeMs.length);
  layout.set(pieces.layout, at);
  at += pieces.layout.length;
  for (const series of last) add(series);
  return { ...pieces, timeMs: all.timeMs, value: all.value, quality: all.quality, layout };
}

const filled = (list: readonly GrowingSeries[]): readonly GrowingSeries[] => list.filter(({ length }) => length > 0);
