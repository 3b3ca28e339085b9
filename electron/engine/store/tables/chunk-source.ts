import type { Database } from 'better-sqlite3';
import { decodeChunk, decodeTimes, valueBefore } from '../codec/chunk-codec.ts';
import type { HistorySeries } from '../store-types.ts';

export type ChunkRow = {
  id: number;
  first_ms: number;
  last_ms: number;
  count: number;
  bad: number;
  first_good_ms: number | null;
  first_good: number | null;
  min_good: number | null;
  max_good: number | null;
  last_good_ms: number | null;
  last_good: number | null;
  /** NULL in chunks of the first format, which do not know it; else a duration. */
  good_ms: number | null;
  mean_good: number | null;
};

/** What is known of a tag's history as a whole; see the columns of `tag_key`. */
export type KeyInfo = {
  closed_seq: number;
  max_span_ms: number;
  gone_ms: number | null;
  sealed_minutes_ms: number | null;
  sealed_tens_ms: number | null;
  sealed_hours_ms: number | null;
};

export type FoundSample = { timeMs: number; value: number; quality: number };

const unknownKey: KeyInfo = { closed_seq: 0, max_span_ms: 0, gone_ms: null, sealed_minutes_ms: null, sealed_tens_ms: null, sealed_hours_ms: null };

/** Shared time columns kept decoded; numbers of time columns are never used twice, so what is here stays true. */
const maxCachedTimes = 256;

/** Reads chunks, in whichever thread; the caller has a transaction open where it asks more than once. */
export function chunkSource(db: Database) {
  const infoOf = db.prepare<[number], KeyInfo>(
    'SELECT closed_seq, max_span_ms, gone_ms, sealed_minutes_ms, sealed_tens_ms, sealed_hours_ms FROM tag_key WHERE key = ?',
  );
  const chunksIn = db.prepare<[number, number, number, number], ChunkRow>(
    `SELECT id, first_ms, last_ms, count, bad, first_good_ms, first_good, min_good, max_good, last_good_ms, last_good, good_ms, mean_good
     FROM history_chunk WHERE key = ? AND last_ms >= ? AND last_ms <= ? AND first_ms <= ?`,
  );
  const around = db.prepare<[number, number, number, number], { id: number; last_ms: number; body: Buffer; time_id: number | null }>(
    'SELECT id, last_ms, body, time_id FROM history_chunk WHERE key = ? AND last_ms > ? AND last_ms <= ? AND first_ms <= ? ORDER BY last_ms, first_ms, id',
  );
  const before = db.prepare<[number, number], { id: number; last_ms: number }>(
    'SELECT id, last_ms FROM history_chunk WHERE key = ? AND last_ms <= ? ORDER BY last_ms DESC, first_ms DESC, id DESC LIMIT 1',
  );
  const firstEnd = db.prepare<[number], number>('SELECT last_ms FROM history_chunk WHERE key = ? ORDER BY last_ms LIMIT 1').pluck();
  const lastEnd = db.prepare<[number], number>('SELECT last_ms FROM history_chunk WHERE key = ? ORDER BY last_ms DESC LIMIT 1').pluck();
  const firstIn = db
    .prepare<[number, number, number], number | null>('SELECT min(first_ms) FROM history_chunk WHERE key = ? AND last_ms >= ? AND last_ms <= ?')
    .pluck();
  const endFrom = db.prepare<[number, number], number>('SELECT last_ms FROM history_chunk WHERE key = ? AND last_ms >= ? ORDER BY last_ms LIMIT 1').pluck();
  const bodyOf = db.prepare<[number], { body: Buffer; time_id: number | null }>('SELECT body, time_id FROM history_chunk WHERE id = ?');
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
  const decode = (row: { body: Buffer; time_id: number | null } | undefined): HistorySeries | null => {
    const shared = row === undefined || row.time_id === null ? undefined : times(row.time_id);
    const series = row === undefined || shared === null ? null : decodeChunk(row.body, shared);
    if (series === null) damaged++;
    return series;
  };
  const seek = (row: { body: Buffer; time_id: number | null }, timeMs: number): FoundSample | null => {
    const shared = row.time_id === null ? undefined : times(row.time_id);
    const found = shared === null ? null : valueBefore(row.body, shared, timeMs);
    if (found === null) damaged++;
    return found;
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
    /** The samples of a chunk, or null when they are damaged, which is counted. */
    read: (id: number): HistorySeries | null => decode(bodyOf.get(id)),
    /** The newest sample in chunks at or before a time. */
    newestBefore(key: number, maxSpanMs: number, timeMs: number): FoundSample | null {
      let best: FoundSample | null = null;
      for (const row of around.iterate(key, timeMs, timeMs + maxSpanMs, timeMs)) {
        const found = seek(row, timeMs);
        if (found !== null && (best === null || found.timeMs >= best.timeMs)) best = found;
      }
      let untilMs = timeMs;
      // A damaged chunk is passed over: the one before it is the best that is known.
      for (let row = before.get(key, untilMs); row !== undefined; row = before.get(key, untilMs)) {
        if (best !== null && best.timeMs >= row.last_ms) break;
        const found = seek(bodyOf.get(row.id) as { body: Buffer; time_id: number | null }, timeMs);
        if (found !== null) return found;
        untilMs = timeBefore(row.last_ms);
      }
      return best;
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

const number = new Float64Array(1);
const bits = new BigInt64Array(number.buffer);

/** The greatest time below a time. */
export function timeBefore(timeMs: number): number {
  if (timeMs === 0) return -Number.MIN_VALUE;
  number[0] = timeMs;
  bits[0]! += timeMs > 0 ? -1n : 1n;
  return number[0];
}
