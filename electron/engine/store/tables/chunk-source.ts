import { freeBytes } from '#shared/rpc/free-columns.ts';
import type { Database } from 'better-sqlite3';
import { decodeChunk, decodeTimes, recordedRows, valueBefore } from '../codec/chunk-codec.ts';
import type { HistorySeries } from '../store-types.ts';
import { bodyCheck, knownCheck, type KnownColumns } from './chunk-check.ts';
import type { RecordedChunk } from './piece-gatherer.ts';

/** A chunk without its bytes. `known_check` is NULL in chunks of the first format. */
export type ChunkRow = KnownColumns & { readonly id: number; readonly known_check: number | null };

/** What is known of a tag's history as a whole; see the columns of `tag_key`. */
export type KeyInfo = {
  closed_seq: number;
  max_span_ms: number;
  /** 0 where no two chunks share a time. */
  overlaps: number;
  gone_ms: number | null;
  sealed_minutes_ms: number | null;
  sealed_tens_ms: number | null;
  sealed_hours_ms: number | null;
};

type ChunkBody = { key: number; body: Buffer; time_id: number | null; body_check: number | null };

/** A tag asked for and the chunk that should hold its newest sample; NULLs where the tag, or a chunk that old, is not there; without a chunk where chunks of the tag overlap. */
type NewestRow = { at: number; key: number; closed_seq: number | null; max_span_ms: number | null; overlaps: number | null } & {
  of: number | null;
  body: Buffer | null;
  time_id: number | null;
  body_check: number | null;
};

export type FoundSample = { timeMs: number; value: number; quality: number };

const unknownKey: KeyInfo = { closed_seq: 0, max_span_ms: 0, overlaps: 0, gone_ms: null, sealed_minutes_ms: null, sealed_tens_ms: null, sealed_hours_ms: null };

/** Shared time columns kept decoded; numbers of time columns are never used twice, so what is here stays true. */
const maxCachedTimes = 256;

/** Reads chunks, in whichever thread; the caller has a transaction open where it asks more than once. */
export function chunkSource(db: Database) {
  const infoOf = db.prepare<[number], KeyInfo>(
    'SELECT closed_seq, max_span_ms, overlaps, gone_ms, sealed_minutes_ms, sealed_tens_ms, sealed_hours_ms FROM tag_key WHERE key = ?',
  );
  const chunksIn = db.prepare<[number, number, number, number], ChunkRow>(
    `SELECT id, first_ms, last_ms, count, bad, first_good_ms, first_good, min_good, max_good, last_good_ms, last_good, good_ms, mean_good, known_check
     FROM history_chunk WHERE key = ? AND last_ms >= ? AND last_ms <= ? AND first_ms <= ?`,
  );
  const around = db.prepare<[number, number, number, number], ChunkBody & { id: number }>(
    'SELECT id, key, body, time_id, body_check FROM history_chunk WHERE key = ? AND last_ms > ? AND last_ms <= ? AND first_ms <= ?',
  );
  const before = db.prepare<[number, number], { id: number; last_ms: number }>(
    'SELECT id, last_ms FROM history_chunk WHERE key = +? AND last_ms <= ? ORDER BY last_ms DESC',
  );
  const newestOfEach = db.prepare<[{ keys: string; timeMs: number }], NewestRow>(
    `SELECT wanted.key AS at, wanted.value AS key, closed_seq, max_span_ms, overlaps, chunk.key AS of, body, time_id, body_check
     FROM json_each(@keys) wanted LEFT JOIN tag_key ON tag_key.key = wanted.value LEFT JOIN history_chunk chunk ON chunk.id = CASE overlaps WHEN 0 THEN coalesce(
       (SELECT id FROM history_chunk WHERE key = wanted.value AND last_ms > @timeMs AND last_ms <= @timeMs + max_span_ms AND first_ms <= @timeMs),
       (SELECT id FROM history_chunk WHERE key = wanted.value AND last_ms <= @timeMs ORDER BY last_ms DESC LIMIT 1)) END`,
  );
  const firstEnd = db.prepare<[number], number>('SELECT last_ms FROM history_chunk WHERE key = +? ORDER BY last_ms LIMIT 1').pluck();
  const lastEnd = db.prepare<[number], number>('SELECT last_ms FROM history_chunk WHERE key = +? ORDER BY last_ms DESC LIMIT 1').pluck();
  const firstIn = db
    .prepare<[number, number, number], number | null>('SELECT min(first_ms) FROM history_chunk WHERE key = +? AND last_ms >= ? AND last_ms <= ?')
    .pluck();
  const endFrom = db.prepare<[number, number], number>('SELECT last_ms FROM history_chunk WHERE key = +? AND last_ms >= ? ORDER BY last_ms LIMIT 1').pluck();
  const bodyOf = db.prepare<[number], ChunkBody>('SELECT key, body, time_id, body_check FROM history_chunk WHERE id = ?');
  const timesOf = db.prepare<[number], Buffer>('SELECT body FROM history_time WHERE id = ?').pluck();
  const cachedTimes = new Map<number, Float64Array<ArrayBuffer>>();
  let damaged = 0;

  /** Decoded source times by their number; null when they are damaged or missing. */
  const times = (id: number): Float64Array<ArrayBuffer> | null => {
    const known = cachedTimes.get(id);
    if (known !== undefined) return known;
    const body = timesOf.get(id);
    const decoded = body === undefined ? null : decodeTimes(body);
    if (decoded === null) return null;
    if (cachedTimes.size >= maxCachedTimes) cachedTimes.delete(cachedTimes.keys().next().value as number);
    cachedTimes.set(id, decoded);
    return decoded;
  };
  const isBound = ({ key, body, time_id, body_check }: ChunkBody, of: number): boolean =>
    key === of && (body_check === null || body_check === bodyCheck(body, key, time_id));
  const decode = (row: ChunkBody | undefined, key: number): HistorySeries | null => {
    const shared = row === undefined || row.time_id === null ? undefined : times(row.time_id);
    const series = row === undefined || shared === null || !isBound(row, key) ? null : decodeChunk(row.body, shared);
    if (series === null) damaged++;
    if (row !== undefined) freeBytes(row.body);
    return series;
  };
  const find = (row: ChunkBody, key: number, timeMs: number): FoundSample | null => {
    const shared = row.time_id === null ? undefined : times(row.time_id);
    const found = shared === null || !isBound(row, key) ? null : valueBefore(row.body, shared, timeMs);
    freeBytes(row.body);
    return found;
  };
  const seek = (row: ChunkBody | undefined, key: number, timeMs: number): FoundSample | null => {
    const found = row === undefined ? null : find(row, key, timeMs);
    if (found === null) damaged++;
    return found;
  };
  /** The newest sample in chunks at or before a time; of equal times the one that came last: chunks are numbered as they came. */
  const newestBefore = (key: number, { max_span_ms: maxSpanMs, overlaps }: Pick<KeyInfo, 'max_span_ms' | 'overlaps'>, timeMs: number): FoundSample | null => {
    let best: FoundSample | null = null;
    let bestId = 0;
    const offer = (id: number, found: FoundSample | null): void => {
      if (found === null || (best !== null && (found.timeMs < best.timeMs || (found.timeMs === best.timeMs && id < bestId)))) return;
      best = found;
      bestId = id;
    };
    for (const row of around.all(key, timeMs, timeMs + maxSpanMs, timeMs)) offer(row.id, seek(row, key, timeMs));
    if (best !== null && overlaps === 0) return best;
    // A damaged chunk is passed over: the one before it is the best that is known.
    for (const { id, last_ms: endMs } of before.iterate(key, timeMs)) {
      if (best !== null && (best as FoundSample).timeMs > endMs) break;
      offer(id, seek(bodyOf.get(id), key, timeMs));
      if (best !== null && overlaps === 0) break;
    }
    return best;
  };

  return {
    info: (key: number): KeyInfo => infoOf.get(key) ?? unknownKey,
    /** Chunks that touch [fromMs, toMs], by their beginning. */
    chunksOf: (key: number, maxSpanMs: number, fromMs: number, toMs: number): ChunkRow[] => {
      const rows = chunksIn.all(key, fromMs, toMs + maxSpanMs, toMs);
      for (let at = 1; at < rows.length; at++) {
        const [a, b] = [rows[at - 1] as ChunkRow, rows[at] as ChunkRow];
        if (a.first_ms > b.first_ms || (a.first_ms === b.first_ms && a.id > b.id)) return rows.sort((x, y) => x.first_ms - y.first_ms || x.id - y.id);
      }
      return rows;
    },
    /** The samples of a chunk of a tag, or null when they are damaged, which is counted. */
    read: (key: number, id: number): HistorySeries | null => decode(bodyOf.get(id), key),
    /** A chunk as it is on disk, when what is known of it holds and its bytes are sound; null when it is to be read instead. */
    recorded(key: number, row: ChunkRow): RecordedChunk | null {
      if (row.known_check !== knownCheck(key, row)) return null;
      const found = bodyOf.get(row.id);
      if (found === undefined || !isBound(found, key)) return null;
      const times = found.time_id === null ? null : (timesOf.get(found.time_id) ?? null);
      if ((times === null) !== (found.time_id === null)) return null;
      const rows = recordedRows(found.body, times);
      return rows === null ? null : { rows, body: found.body, times };
    },
    newestBefore,
    /**
     * The same of many tags, by the place of their keys, in one statement: asking tag by tag takes longer than to decode what is found.
     * `closed` is `closed_seq` of each.
     */
    newestOfEach(keys: readonly number[], timeMs: number, check: () => void): { readonly newest: (FoundSample | null)[]; readonly closed: number[] } {
      const newest = keys.map((): FoundSample | null => null);
      const closed = keys.map(() => unknownKey.closed_seq);
      for (const row of newestOfEach.iterate({ keys: JSON.stringify(keys), timeMs })) {
        check();
        const { at, key, closed_seq: closedSeq, max_span_ms, overlaps, of, body } = row;
        if (closedSeq === null || max_span_ms === null || overlaps === null) continue;
        closed[at] = closedSeq;
        if (overlaps === 0 && (of === null || body === null)) continue;
        // Where chunks overlap, or this one is damaged, others of the tag count as well.
        const found = of === null || body === null ? null : find({ ...row, key: of, body }, key, timeMs);
        newest[at] = found ?? newestBefore(key, { max_span_ms, overlaps }, timeMs);
      }
      return { newest, closed };
    },
    /** End of the oldest and of the newest chunk of a tag. */
    firstEnd: (key: number): number | undefined => firstEnd.get(key),
    lastEnd: (key: number): number | undefined => lastEnd.get(key),
    /** Time of the oldest sample in chunks of a tag. */
    firstBegin(key: number, maxSpanMs: number): number | null {
      const end = firstEnd.get(key);
      return end === undefined ? null : (firstIn.get(key, end, end + maxSpanMs) ?? null);
    },
    /** Beginning of the first chunk that does not end before a time; null when there is none. */
    nextFrom(key: number, maxSpanMs: number, timeMs: number): number | null {
      const end = endFrom.get(key, timeMs);
      return end === undefined ? null : (firstIn.get(key, timeMs, end + maxSpanMs) ?? null);
    },
    /** Counts damaged bodies met since the last call. */
    takeDamaged(): number {
      const count = damaged;
      damaged = 0;
      return count;
    },
  };
}

export type ChunkSource = ReturnType<typeof chunkSource>;
