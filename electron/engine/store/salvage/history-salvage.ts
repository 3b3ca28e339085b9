import Database from 'better-sqlite3';
import { summarize } from '#shared/math/decimate.ts';
import { decodeChunk, decodeTimes } from '../codec/chunk-codec.ts';
import type { HistorySeries } from '../store-types.ts';
import { levels } from '../summaries/levels.ts';
import { decodeSegment, segmentSeed } from '../summaries/segment-codec.ts';
import { bodyCheck, knownCheck } from '../tables/chunk-check.ts';
import { chunkColumns, chunksFromName, knownColumns } from '../tables/chunk-columns.ts';
import { columnsOf, RowWalk } from './row-walk.ts';

/** Name in `meta` of what is still to be carried over from which file. */
const stateName = 'history.salvage';
/** Numbers of chunks and time columns are given on from here when the newest in the old file cannot be read. */
const farNumber = 2 ** 40;
/** Rows carried over in one transaction: a few milliseconds. */
const rowsPerSlice = 48;

/** `below`: row number that the rows still to come of each table are below; null when all of them were looked at. */
type State = { path: string; summaries: number | null; chunks: number | null; carried: number; lost: number };

/** Writes down, in the transaction of the new file, that history is to be carried over, and keeps the numbers of the old file free. */
export function beginHistorySalvage(from: Database.Database, into: Database.Database, path: string): void {
  const mostOf = (sql: string): number => {
    try {
      return from.prepare<[], number | null>(sql).pluck().get() ?? 0;
    } catch {
      return farNumber;
    }
  };
  const times = columnsOf(from, 'history_time').length === 0 ? 0 : mostOf('SELECT max(id) FROM history_time');
  into.prepare("DELETE FROM sqlite_sequence WHERE name = 'history_time'").run();
  into.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('history_time', ?)").run(times);
  const setMeta = into.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  setMeta.run(chunksFromName, String(1 + mostOf('SELECT max(id) FROM history_chunk')));
  const all = Number.MAX_SAFE_INTEGER;
  const state: State = { path, summaries: columnsOf(from, 'history_summary').length === 0 ? null : all, chunks: all, carried: 0, lost: 0 };
  setMeta.run(stateName, JSON.stringify(state));
}

/** Takes note of samples of a tag that came back into chunks, in the transaction that wrote them. */
export type Restored = (key: number, series: HistorySeries) => void;
/** True while more is to do. At the end it says in words what became of it. */
export type HistorySalvage = { slice(): boolean };

/**
 * Carries over what history a damaged file has, newest first, in slices that each are a transaction: chunks and summaries
 * whose checksums are right, of tags that are known. It goes on after a restart where it was. Null when there is nothing to do.
 */
export function historySalvage(db: Database.Database, restored: Restored, tell: (sentence: string) => void): HistorySalvage | null {
  const read = db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck().get(stateName);
  if (read === undefined) return null;
  const state = JSON.parse(read) as State;
  const setState = db.prepare('UPDATE meta SET value = ? WHERE name = ?');
  const dropState = db.prepare('DELETE FROM meta WHERE name = ?');
  let from: Database.Database | null = null;
  const end = (sentence: string): boolean => {
    dropState.run(stateName);
    from?.close();
    tell(sentence);
    return false;
  };
  let walks: { readonly summaries: RowWalk; readonly chunks: RowWalk } | null = null;
  const carry = carrier(db, restored);

  const open = (): { readonly summaries: RowWalk; readonly chunks: RowWalk } => {
    from = new Database(state.path, { readonly: true, fileMustExist: true, timeout: 1000 });
    const known = columnsOf(from, 'history_chunk');
    const columns = chunkColumns.map((column) => (known.includes(column) ? column : 'NULL'));
    carry.readTimesFrom(from);
    return {
      summaries: state.summaries === null ? new RowWalk(db, 'history_summary', ['key'], null) : new RowWalk(from, 'history_summary', ['key', 'level_ms', 'start_ms', 'body'], state.summaries),
      chunks: new RowWalk(from, 'history_chunk', columns, state.chunks),
    };
  };

  return {
    slice(): boolean {
      try {
        walks ??= open();
      } catch (error) {
        return end(`History of the damaged file could not be carried over: ${error instanceof Error ? error.message : String(error)}.`);
      }
      const { summaries, chunks } = walks;
      const isSummaries = summaries.below !== null;
      const rows = (isSummaries ? summaries : chunks).slice(rowsPerSlice);
      db.transaction(() => {
        for (const { rowid, values } of rows) {
          const isCarried = isSummaries ? carry.summary(values) : carry.chunk(rowid, values);
          if (isCarried) state.carried++;
          else state.lost++;
        }
        state.summaries = summaries.below;
        state.chunks = chunks.below;
        setState.run(JSON.stringify(state), stateName);
      }).immediate();
      if (summaries.below !== null || chunks.below !== null) return true;
      const places = summaries.breaks + chunks.breaks;
      return end(
        `History of the damaged file was carried over: ${state.carried} stretches; ${state.lost} were damaged or of no known tag` +
          `${places === 0 ? '' : `, and ${places} places could not be read`}.`,
      );
    },
  };
}

/** Writes rows of the old file into the new one when their checksums are right; false when they are not. */
function carrier(db: Database.Database, restored: Restored) {
  const isTag = db.prepare<[number], number>('SELECT 1 FROM tag_key WHERE key = ?').pluck();
  const sealed = db.prepare<[number], number | null>('SELECT sealed_minutes_ms FROM tag_key WHERE key = ?').pluck();
  const putSummary = db.prepare('INSERT OR IGNORE INTO history_summary (key, level_ms, start_ms, body) VALUES (?, ?, ?, ?)');
  const putChunk = db.prepare(`INSERT OR IGNORE INTO history_chunk (id, ${chunkColumns.join(', ')}) VALUES (?, ${chunkColumns.map(() => '?').join(', ')})`);
  const putTimes = db.prepare<[number, Buffer]>('INSERT INTO history_time (id, refs, body) VALUES (?, 1, ?) ON CONFLICT (id) DO UPDATE SET refs = refs + 1');
  const setSpan = db.prepare<[number, number]>('UPDATE tag_key SET max_span_ms = max(max_span_ms, ?) WHERE key = ?');
  let timesOf: Database.Statement<[number], Buffer> | null = null;
  let known: { readonly id: number; readonly body: Buffer; readonly timeMs: Float64Array<ArrayBuffer> } | null = null;

  const times = (id: number): typeof known => {
    if (known?.id === id) return known;
    try {
      const body = timesOf?.get(id);
      const timeMs = body === undefined ? null : decodeTimes(body);
      known = body === undefined || timeMs === null ? null : { id, body, timeMs };
    } catch {
      known = null;
    }
    return known;
  };

  return {
    readTimesFrom(from: Database.Database): void {
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
