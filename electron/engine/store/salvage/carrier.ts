import type { Database, Statement } from 'better-sqlite3';
import { summarize } from '#shared/math/decimate.ts';
import { decodeChunk, decodeTimes } from '../codec/chunk-codec.ts';
import type { HistorySeries } from '../store-types.ts';
import { levels } from '../summaries/levels.ts';
import { decodeSegment, segmentSeed } from '../summaries/segment-codec.ts';
import { bodyCheck, knownCheck } from '../tables/chunk-check.ts';
import { chunkColumns, knownColumns } from '../tables/chunk-columns.ts';
import { columnsOf } from './row-walk.ts';

/** Takes note of samples of a tag that came back into chunks, in the transaction that wrote them. */
export type Restored = (key: number, series: HistorySeries) => void;
export type Carrier = ReturnType<typeof carrier>;

/** Writes rows of the old file into the new one when their checksums are right; false when they are not. */
export function carrier(db: Database, restored: Restored) {
  const isTag = db.prepare<[number], number>('SELECT 1 FROM tag_key WHERE key = ?').pluck();
  const sealed = db.prepare<[number], number | null>('SELECT sealed_minutes_ms FROM tag_key WHERE key = ?').pluck();
  const putSummary = db.prepare('INSERT OR IGNORE INTO history_summary (key, level_ms, start_ms, body) VALUES (?, ?, ?, ?)');
  const putChunk = db.prepare(`INSERT OR IGNORE INTO history_chunk (id, ${chunkColumns.join(', ')}) VALUES (?, ${chunkColumns.map(() => '?').join(', ')})`);
  const putTimes = db.prepare<[number, Buffer]>('INSERT INTO history_time (id, refs, body) VALUES (?, 1, ?) ON CONFLICT (id) DO UPDATE SET refs = refs + 1');
  const setSpan = db.prepare<[number, number]>('UPDATE tag_key SET max_span_ms = max(max_span_ms, ?) WHERE key = ?');
  let timesOf: Statement<[number], Buffer> | null = null;
  let known: { readonly id: number; readonly body: Buffer; readonly timeMs: Float64Array<ArrayBuffer> } | null = null;

  /** Time columns that only their pages lead to. */
  const hidden = new Map<number, () => Buffer | undefined>();
  const times = (id: number): typeof known => {
    if (known?.id === id) return known;
    try {
      const body = readTimes(id) ?? hidden.get(id)?.();
      const timeMs = body === undefined ? null : decodeTimes(body);
      known = body === undefined || timeMs === null ? null : { id, body, timeMs };
    } catch {
      known = null;
    }
    return known;
  };

  const readTimes = (id: number): Buffer | undefined => {
    try {
      return timesOf?.get(id);
    } catch {
      return undefined;
    }
  };

  const isThere = db.prepare<[number], number>('SELECT 1 FROM history_chunk WHERE id = ?').pluck();

  return {
    /** Where the bytes of a time column are that may not be found otherwise. */
    timesAt: (id: number, read: () => Buffer | undefined): void => void hidden.set(id, read),
    /** A row that was found on a page: nothing when its chunk was carried over already. */
    hiddenChunk(id: number, values: readonly unknown[]): boolean {
      return isThere.get(id) === undefined && this.chunk(id, values);
    },
    readTimesFrom(from: Database): void {
      if (columnsOf(from, 'history_time').length > 0) timesOf = from.prepare<[number], Buffer>('SELECT body FROM history_time WHERE id = ?').pluck();
    },
    /** Only those that tell of samples that are gone: the others are made anew. */
    summary(values: readonly unknown[]): boolean {
      const [key, levelMs, startMs, body] = values;
      if (typeof key !== 'number' || typeof levelMs !== 'number' || typeof startMs !== 'number' || !(body instanceof Buffer)) return false;
      if (body.length === 0 || !(levels as readonly number[]).includes(levelMs)) return false;
      const until = sealed.get(key) ?? null;
      if (decodeSegment(body, startMs, levelMs, segmentSeed(key, startMs, levelMs)) === null) return false;
      if (until !== null && startMs < until) putSummary.run(key, levelMs, startMs, body);
      return true;
    },
    chunk(id: number, values: readonly unknown[]): boolean {
      const row = Object.fromEntries(chunkColumns.map((column, at) => [column, values[at]]));
      const { key, time_id: timeId, body, body_check: check } = row;
      if (typeof key !== 'number' || !(body instanceof Buffer) || isTag.get(key) === undefined) return false;
      if (timeId !== null && typeof timeId !== 'number') return false;
      if (check !== null && check !== bodyCheck(body, key, timeId)) return false;
      const outside = timeId === null ? null : times(timeId);
      const series = timeId !== null && outside === null ? null : decodeChunk(body, outside?.timeMs);
      if (series === null || series.timeMs.length === 0) return false;
      // What is known of it is found anew: of the old numbers nobody knows which are right.
      const summary = knownColumns(summarize(series.timeMs, series.value, series.quality, 0, series.timeMs.length));
      const fresh: Readonly<Record<string, unknown>> = { ...row, ...summary, known_check: knownCheck(key, summary), body_check: bodyCheck(body, key, timeId) };
      if (putChunk.run(id, ...chunkColumns.map((column) => fresh[column])).changes === 0) return true;
      if (timeId !== null && outside !== null) putTimes.run(timeId, outside.body);
      setSpan.run(summary.last_ms - summary.first_ms, key);
      restored(key, series);
      return true;
    },
  };
}
