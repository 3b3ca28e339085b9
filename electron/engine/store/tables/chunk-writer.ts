import type { Database } from 'better-sqlite3';
import { emptySeries, pushRows, seriesByTime, sliceSeries, sortedSeries } from '#shared/history-codec/series.ts';
import { decodeChunk, decodeTimes } from '../codec/chunk-codec.ts';
import type { HistorySeries } from '../store-types.ts';
import { bodyCheck, knownCheck } from './chunk-check.ts';
import { chunkColumns, chunksFromName } from './chunk-columns.ts';
import { type EncodedChunk, type EncodedGroup, encodeChunks } from './encode-chunks.ts';
import { chunkRows, fullRows, type Head } from './heads.ts';

/** No chunk spans more, so that a query by time need not look further back or ahead than this. */
export const maxChunkSpanMs = 24 * 3_600_000;

type Tail = { id: number; first_ms: number; last_ms: number; count: number };
type TailBody = { body: Buffer; time_id: number | null; body_check: number | null };
/** A chunk about to be written; `id` of the one it replaces. */
type Piece = { readonly key: number; readonly series: HistorySeries; readonly id: number | null; timeId: number | null };

/** What was written of a tag: its samples by time (arrays of the head, where they were), the longest chunk, and whether one shares a stretch of time with another. */
export type Written = { readonly series: HistorySeries; readonly spanMs: number; readonly overlaps: boolean };

export type ChunkWriter = {
  /**
   * Writes the samples of heads as chunks, by time, each of at most `chunkRows` samples and one day; a small chunk just before
   * them is filled up first. Chunks of the same call with the same times share one time column.
   */
  write(heads: readonly Head[]): readonly Written[];
  /** Writes one chunk of each head, encoded beside: in order of time, full, of one day at most, which none before them can take in. */
  writeEncoded(heads: readonly Head[], groups: readonly EncodedGroup[]): readonly Written[];
};

/** Both are called in a transaction. */
export function chunkWriter(db: Database): ChunkWriter {
  const findTail = db.prepare<[number, number], Tail>(
    'SELECT id, first_ms, last_ms, count FROM history_chunk WHERE key = +? AND last_ms <= ? ORDER BY last_ms DESC, first_ms DESC, id DESC LIMIT 1',
  );
  const findOther = db.prepare<[number, number, number, number, number]>(
    'SELECT 1 FROM history_chunk WHERE key = ? AND last_ms >= ? AND last_ms <= ? AND first_ms <= ? AND id <> ? LIMIT 1',
  );
  const bodyOf = db.prepare<[number], TailBody>('SELECT body, time_id, body_check FROM history_chunk WHERE id = ?');
  const timesOf = db.prepare<[number], Buffer>('SELECT body FROM history_time WHERE id = ?').pluck();
  const insertTimes = db.prepare<[number, Uint8Array]>('INSERT INTO history_time (refs, body) VALUES (?, ?)');
  const unrefTimes = db.prepare<[number]>('UPDATE history_time SET refs = refs - 1 WHERE id = ?');
  const dropTimes = db.prepare<[number]>('DELETE FROM history_time WHERE id = ? AND refs <= 0');
  const places = chunkColumns.map(() => '?').join(', ');
  const insert = db.prepare(`INSERT INTO history_chunk (${chunkColumns.join(', ')}, id) VALUES (${places}, ?)`);
  const update = db.prepare(`UPDATE history_chunk SET (${chunkColumns.join(', ')}) = (${places}) WHERE id = ?`);
  // Numbers tell the order of arrival. Below the first are those of a damaged file that history is carried over from.
  const from = db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck().get(chunksFromName);
  let nextId = Math.max(1 + (db.prepare<[], number | null>('SELECT max(id) FROM history_chunk').pluck().get() ?? 0), Number(from ?? 1));
  /** The time column decoded last: the tails of a scan group come one after the other. */
  let knownTimes: { readonly id: number; readonly timeMs: Float64Array<ArrayBuffer> } | null = null;

  const read = (key: number, id: number): (HistorySeries & { timeId: number | null }) | null => {
    const row = bodyOf.get(id) as TailBody;
    if (row.body_check !== null && row.body_check !== bodyCheck(row.body, key, row.time_id)) return null;
    let times: Float64Array<ArrayBuffer> | undefined;
    if (row.time_id !== null) {
      if (knownTimes?.id !== row.time_id) {
        const body = timesOf.get(row.time_id);
        const timeMs = body === undefined ? null : decodeTimes(body);
        if (timeMs === null) return null;
        knownTimes = { id: row.time_id, timeMs };
      }
      times = knownTimes.timeMs;
    }
    const series = decodeChunk(row.body, times);
    return series === null ? null : { ...series, timeId: row.time_id };
  };

  /**
   * The samples with those of the chunk before them, when no other chunk lies between; what goes beyond a full chunk is in
   * the second piece. Late samples only where both fit in one.
   */
  const withTail = (key: number, series: HistorySeries): Omit<Piece, 'key'>[] => {
    const count = series.timeMs.length;
    const firstMs = series.timeMs[0] as number;
    const lastMs = series.timeMs[count - 1] as number;
    const alone = [{ series, id: null, timeId: null }];
    if (count >= fullRows) return alone;
    const tail = findTail.get(key, lastMs);
    const fits = tail !== undefined && tail.count + count <= chunkRows;
    const follows = tail !== undefined && tail.count < fullRows && firstMs > tail.last_ms;
    const hasRoom = (fits || follows) && lastMs - Math.min(firstMs, tail.first_ms) <= maxChunkSpanMs;
    if (!hasRoom || findOther.get(key, firstMs, lastMs + maxChunkSpanMs, lastMs, tail.id) !== undefined) return alone;
    const before = read(key, tail.id);
    // A damaged chunk stays as it is: somebody may still want to look at it.
    if (before === null) return alone;
    const taken = Math.min(count, chunkRows - tail.count);
    const both = emptySeries(tail.count + taken);
    pushRows(both, before, 0, tail.count);
    pushRows(both, series, 0, taken);
    const filled = { series: sortedSeries(both), id: tail.id, timeId: before.timeId };
    return taken === count ? [filled] : [filled, { series: sliceSeries(series, taken, count), id: null, timeId: null }];
  };

  const piecesOf = (key: number, sorted: HistorySeries): Piece[] => {
    const { timeMs } = sorted;
    const pieces: Piece[] = [];
    for (let start = 0; start < timeMs.length;) {
      let end = start + 1;
      while (end < timeMs.length && end - start < chunkRows && (timeMs[end] as number) - (timeMs[start] as number) <= maxChunkSpanMs) end++;
      const series = start === 0 && end === timeMs.length ? sorted : sliceSeries(sorted, start, end);
      // Of one call only the first part can follow a chunk that is there already.
      if (start === 0) pieces.push(...withTail(key, series).map((piece) => ({ key, ...piece })));
      else pieces.push({ key, series, id: null, timeId: null });
      start = end;
    }
    return pieces;
  };

  const write = (key: number, id: number | null, { known, body }: EncodedChunk, timeId: number | null): void => {
    const row = [...Object.values(known), knownCheck(key, known), timeId, bodyCheck(body, key, timeId), body, key];
    if (id === null) insert.run(...row, nextId++);
    else update.run(...row, id);
  };
  const writeGroups = (groups: readonly EncodedGroup[], pieceAt: (at: number) => Omit<Piece, 'series'>): void => {
    for (const { times, chunks } of groups) {
      const timeId = times === null ? null : Number(insertTimes.run(chunks.length, times).lastInsertRowid);
      for (const chunk of chunks) {
        const { key, id, timeId: timesBefore } = pieceAt(chunk.at);
        write(key, id, chunk, timeId);
        if (timesBefore === null) continue;
        unrefTimes.run(timesBefore);
        dropTimes.run(timesBefore);
      }
    }
  };
  /** Whether another chunk of the tag than this one shares a stretch of time with it. */
  const isCrossed = (key: number, { timeMs }: HistorySeries, id: number): boolean => {
    const firstMs = timeMs[0] as number;
    const lastMs = timeMs.at(-1) as number;
    return findOther.get(key, firstMs, lastMs + maxChunkSpanMs, lastMs, id) !== undefined;
  };

  return {
    write(heads) {
      const pieces: Piece[] = [];
      const written = heads.map((head) => {
        const series = seriesByTime(head);
        const own = piecesOf(head.key, series);
        let spanMs = 0;
        let overlaps = false;
        for (const { series: of, id } of own) {
          spanMs = Math.max(spanMs, spanOf(of));
          overlaps ||= isCrossed(head.key, of, id ?? 0);
        }
        // The parts of one call follow each other, and two that share a time are in the order of arrival.
        for (const [at, { series: of }] of own.entries()) overlaps ||= at > 0 && of.timeMs[0] === own[at - 1]?.series.timeMs.at(-1);
        pieces.push(...own);
        return { series, spanMs, overlaps };
      });
      writeGroups(encodeChunks(pieces.map(({ series }) => series)), (at) => pieces[at] as Piece);
      return written;
    },
    writeEncoded(heads, groups) {
      const written = heads.map((head) => {
        const series = seriesByTime(head);
        return { series, spanMs: spanOf(series), overlaps: isCrossed(head.key, series, 0) };
      });
      writeGroups(groups, (at) => ({ key: (heads[at] as Head).key, id: null, timeId: null }));
      return written;
    },
  };
}

const spanOf = ({ timeMs }: HistorySeries): number => (timeMs.at(-1) as number) - (timeMs[0] as number);
