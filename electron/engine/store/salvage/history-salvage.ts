import Database from 'better-sqlite3';
import { chunkColumns, chunksFromName } from '../tables/chunk-columns.ts';
import { carrier, type Restored } from './carrier.ts';
import { hiddenHistory } from './hidden-history.ts';
import { columnsOf, openDamaged, RowWalk } from './row-walk.ts';

/** Name in `meta` of what is still to be carried over from which file. */
const stateName = 'history.salvage';
/** Numbers of chunks and time columns are given on from here when the newest in the old file cannot be read. */
const farNumber = 2 ** 40;
/** Rows carried over in one transaction: a few milliseconds. */
const rowsPerSlice = 48;

/** `below`: row number that the rows still to come of each table are below; null when all of them were looked at. */
type State = { path: string; summaries: number | null; chunks: number | null; carried: number; lost: number; places: number; isHidden: boolean };

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
  const state: State = { path, summaries: columnsOf(from, 'history_summary').length === 0 ? null : all, chunks: all, carried: 0, lost: 0, places: 0, isHidden: false };
  setMeta.run(stateName, JSON.stringify(state));
}

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
  let hidden: ReturnType<typeof hiddenHistory> | null = null;
  let walks: { readonly summaries: RowWalk; readonly chunks: RowWalk } | null = null;
  const carry = carrier(db, restored);

  const open = (): { readonly summaries: RowWalk; readonly chunks: RowWalk } => {
    from = openDamaged(state.path);
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
      if (state.isHidden) return search();
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
      // Rows may be left that no tree leads to any more, or that a garbled number made the walk step over.
      state.places = summaries.breaks + chunks.breaks;
      state.isHidden = true;
      setState.run(JSON.stringify(state), stateName);
      return true;
    },
  };

  /** Some pages of the file, one transaction; false at the end. */
  function search(): boolean {
    try {
      hidden ??= hiddenHistory(state.path, carry);
      const found = db.transaction(() => hidden?.slice() ?? null).immediate();
      if (found === null) return done();
      state.carried += found;
      return true;
    } catch (error) {
      // The new file is in trouble, which the caller knows how to handle; anything else is the old one's.
      if (error instanceof Database.SqliteError) throw error;
      return end(`The search for history in the damaged file was given up after ${state.carried} stretches: ${String(error)}.`);
    }
  }

  function done(): boolean {
    return end(
      `History of the damaged file was carried over: ${state.carried} stretches; ${state.lost} were damaged or of no known tag` +
        `${state.places === 0 ? '' : `, and ${state.places} places could not be read`}.`,
    );
  }
}
