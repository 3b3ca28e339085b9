import Database from 'better-sqlite3';
import { decodeBlock } from '../codec/block-codec.ts';
import { type OldLine, oldLineChain } from '../migrations/0008-records.ts';
import { lastSeqName, openFromName } from '../tables/open-blocks.ts';
import { beginHistorySalvage } from './history-salvage.ts';
import { PageRows } from './page-rows.ts';
import { columnsOf, openDamaged, RowWalk } from './row-walk.ts';
import { salvageTags, unknownClosed } from './salvage-tags.ts';

/** What is carried over before recording goes on, with its columns. */
const tables = [
  ['text', ['number', 'text']],
  ['alarm_event', ['seq', 'alarm', 'kind', 'state_from', 'state_to', 'time_ms', 'engine_ms', 'value', 'quality', 'user', 'comment', 'uncertainty_ms', 'hiding']],
  ['trip_reset', ['seq', 'group_id', 'engine_ms', 'after_seq', 'user']],
  ['note', ['seq', 'from_ms', 'to_ms', 'made_ms', 'user', 'text', 'tags', 'asset', 'withdrawn_ms', 'withdrawn_by']],
  ['drawing_text', ['number', 'hash', 'bytes', 'body']],
  ['drawing_version', ['seq', 'kind', 'name', 'time_ms', 'source', 'user', 'note', 'hash']],
  ['record', ['seq', 'stream', 'kind', 'op', 'time_ms', 'source_ms', 'user', 'role', 'body', 'hash']],
  ['attachment', ['number', 'hash', 'bytes', 'type', 'body']],
] as const;
/** Tables that have no row numbers; all of them are small. */
const keyedTables = [
  ['meta', ['name', 'value']],
  ['alarm_standing', ['alarm', 'body']],
] as const;
const rowsPerSlice = 4096;
/** Pages looked through before recording goes on: 4 GB of them take some seconds. */
const mostPagesAtOnce = 1_000_000;

/**
 * Copies what can be read of the alarm journal, standings, texts, notes, versions of drawings, records, small facts, tags and newest samples of
 * a damaged database into a new one, over pages that cannot be read, and leaves word in it what history is to be carried over
 * from then on (historySalvage). Only reads the old file. Blocks are numbered on from `lastSeq`, or the newest known. Gives
 * back words for the log.
 */
export function salvage(damagedPath: string, into: Database.Database, lastSeq: number): string {
  let from: Database.Database;
  try {
    from = openDamaged(damagedPath);
    from.pragma('schema_version');
  } catch {
    numberOn(into, lastSeq);
    return 'nothing could be read from the damaged file';
  }
  try {
    let rows = 0;
    let breaks = 0;
    into.transaction(() => {
      for (const [table, columns] of keyedTables) {
        const copied = copyKeyed(from, into, table, columns);
        rows += copied.rows;
        breaks += copied.breaks;
      }
      for (const [table, columns] of tables) {
        const copied = table === 'record' && columnsOf(from, table).length === 0 ? copyOldAudit(from, into) : copyRows(from, into, table, columns);
        rows += copied.rows;
        breaks += copied.breaks;
      }
    })();
    const given = newestGiven(from, into);
    const tags = into.transaction(() => salvageTags(from, into, given === 0 ? Number.MAX_SAFE_INTEGER : given))();
    const newestSeq = into.transaction(() => copyOpenBlocks(from, into, damagedPath))();
    const newest = Math.max(lastSeq, newestSeq, tags.closedSeq, given);
    numberOn(into, newest);
    // Which of these tags' newest samples are in chunks is lost: none is counted twice, some may be missing.
    into.prepare('UPDATE tag_key SET closed_seq = ? WHERE closed_seq = ?').run(newest, unknownClosed);
    beginHistorySalvage(from, into, damagedPath);
    const whole = breaks + tags.breaks === 0 ? 'whole' : `but for ${breaks + tags.breaks} places that cannot be read`;
    return `alarm journal, notes, audit log and texts were carried over ${whole}, ${rows} rows; history follows while recording goes on`;
  } finally {
    from.close();
  }
}

/** The audit log of a file from before there were records: made the first records here, as the migration would have done. */
function copyOldAudit(from: Database.Database, into: Database.Database): Copied {
  const columns = ['time_ms', 'user', 'role', 'action', 'subject', 'detail', 'result', 'intent'];
  if (columnsOf(from, 'audit').length === 0) return { rows: 0, breaks: 1 };
  const lines: OldLine[] = [];
  const walk = new RowWalk(from, 'audit', columns);
  while (walk.below !== null) {
    for (const { rowid, values } of walk.slice(rowsPerSlice)) {
      const [time_ms, user, role, action, subject, detail, result, intent] = values;
      lines.push({ seq: rowid, time_ms, user, role, action, subject, detail, result, intent } as OldLine);
    }
  }
  const chain = oldLineChain(into);
  for (const line of lines.sort((a, b) => a.seq - b.seq)) chain(line);
  return { rows: lines.length, breaks: walk.breaks };
}

type Copied = { readonly rows: number; readonly breaks: number };
const inserter = (into: Database.Database, table: string, columns: readonly string[]): Database.Statement =>
  into.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);

function copyRows(from: Database.Database, into: Database.Database, table: string, wanted: readonly string[]): Copied {
  const known = columnsOf(from, table);
  const columns = wanted.filter((column) => known.includes(column));
  if (columns.length === 0) return { rows: 0, breaks: 1 };
  const insert = inserter(into, table, columns);
  const walk = new RowWalk(from, table, columns);
  let rows = 0;
  while (walk.below !== null) {
    for (const { values } of walk.slice(rowsPerSlice)) rows += tryInsert(insert, values);
  }
  return { rows, breaks: walk.breaks };
}

/** Both ways, so that a page that cannot be read costs its own rows only. */
function copyKeyed(from: Database.Database, into: Database.Database, table: string, columns: readonly string[]): Copied {
  if (columnsOf(from, table).length === 0) return { rows: 0, breaks: 1 };
  const insert = inserter(into, table, columns);
  let rows = 0;
  for (const direction of ['ASC', 'DESC']) {
    try {
      const all = from.prepare<[], unknown[]>(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${columns[0]} ${direction}`).raw();
      for (const row of all.iterate()) rows += tryInsert(insert, row);
      return { rows, breaks: direction === 'ASC' ? 0 : 1 };
    } catch {
      // What comes before the place was kept.
    }
  }
  return { rows, breaks: 1 };
}

/** A row that damage made impossible is left out. */
function tryInsert(insert: Database.Statement, values: readonly unknown[]): number {
  try {
    return insert.run(...values).changes;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return 0;
    throw error;
  }
}

/** Samples that are in no chunk yet; gives back the number of their newest block. */
function copyOpenBlocks(from: Database.Database, into: Database.Database, path: string): number {
  const openFrom = Number(metaOf(into, openFromName) ?? 0);
  const columns = ['min_ms', 'max_ms', 'count', 'body'];
  if (columnsOf(from, 'history_block').length === 0) return 0;
  const insert = inserter(into, 'history_block', ['seq', ...columns]);
  const walk = new RowWalk(from, 'history_block', columns);
  let newest = 0;
  const take = (seq: number, values: readonly unknown[]): void => {
    const body = values[3];
    if (seq < openFrom || !(body instanceof Buffer) || decodeBlock(body)?.key.length !== values[2]) return;
    newest = Math.max(newest, seq);
    tryInsert(insert, [seq, ...values]);
  };
  while (walk.below !== null && walk.below > openFrom) for (const { rowid, values } of walk.slice(64)) take(rowid, values);
  if (walk.breaks === 0) return newest;
  const pages = new PageRows(path);
  try {
    const last = Math.min(pages.pageCount, mostPagesAtOnce);
    for (let page = 1; page <= last; page++) pages.each(page, ({ rowid, values }) => values.length === 5 && take(rowid, values.slice(1)));
  } finally {
    pages.close();
  }
  return newest;
}

/** No tag's samples are in chunks of a newer block than this; 0 where that is not known. */
function newestGiven(from: Database.Database, into: Database.Database): number {
  const kept = Number(metaOf(into, lastSeqName) ?? 0);
  if (kept > 0) return kept;
  try {
    // A file of an earlier version, which had a table of numbers.
    return from.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'history_block'").pluck().get() ?? 0;
  } catch {
    return 0;
  }
}

const metaOf = (db: Database.Database, name: string): string | undefined => db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck().get(name);

/** Lets the next block have the number after `lastSeq`. */
function numberOn(into: Database.Database, lastSeq: number): void {
  into.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)').run(lastSeqName, String(lastSeq));
}
