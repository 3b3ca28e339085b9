import type { Database } from 'better-sqlite3';
import { segmentMs, segmentStart, type Level } from '../summaries/levels.ts';
import { columnsOf, RowWalk } from './row-walk.ts';

/** Keys are given on from so far behind the newest known one, so that the key of a tag whose row is lost is not given to another. */
const keyGap = 10_000;
/** Stands for a tag of which it is lost up to which block its samples are in chunks; the caller gives it the newest number of all. */
export const unknownClosed = -1;
const columns = ['id', 'closed_seq', 'max_span_ms', 'gone_ms', 'sealed_minutes_ms', 'sealed_tens_ms', 'sealed_hours_ms'] as const;
type TagRow = readonly [id: string, closedSeq: number, maxSpanMs: number, goneMs: number | null, ...sealed: (number | null)[]];

/**
 * Carries over which tag has which key. Summaries are complete only as far as raw samples are gone: all after that are made
 * anew from chunks. `closedSeq`: the newest number of a block that a tag's samples are in chunks of.
 */
export function salvageTags(from: Database, into: Database, mostSeq: number): { readonly breaks: number; readonly closedSeq: number } {
  const known = columnsOf(from, 'tag_key');
  if (known.length === 0) return { breaks: 1, closedSeq: 0 };
  const wanted = columns.map((column) => (known.includes(column) ? column : 'NULL'));
  const insert = into.prepare(
    `INSERT OR IGNORE INTO tag_key (key, id, closed_seq, max_span_ms, overlaps, gone_ms, sealed_minutes_ms, sealed_tens_ms, sealed_hours_ms)
     VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)`,
  );
  const index = idsByIndex(from);
  const walk = new RowWalk(from, 'tag_key', wanted);
  let closedSeq = 0;
  let newestKey = 0;
  while (walk.below !== null) {
    for (const { rowid: key, values } of walk.slice(4096)) {
      const [ownId, ownClosed, maxSpanMs, goneMs, ...sealed] = values as unknown as TagRow;
      // Of a garbled row the index still knows the tag, and no block is newer than the newest.
      const id = index.ids.get(key) ?? ownId;
      if (typeof id !== 'string' || typeof ownClosed !== 'number') continue;
      const closed = Math.min(ownClosed, mostSeq);
      const kept = sealed.map((ms, level) => (ms === null || goneMs === null ? null : Math.min(ms, segmentStart(level as Level, goneMs) + segmentMs(level as Level))));
      insert.run(key, id, closed, maxSpanMs ?? 86_400_000, goneMs, ...kept);
      closedSeq = Math.max(closedSeq, closed);
      newestKey = Math.max(newestKey, key);
    }
  }
  const insertLost = into.prepare('INSERT OR IGNORE INTO tag_key (key, id, closed_seq, overlaps) VALUES (?, ?, ?, 1)');
  for (const [key, id] of index.ids) insertLost.run(key, id, unknownClosed);
  const breaks = index.isWhole ? 0 : walk.breaks;
  newestKey = into.prepare<[], number | null>('SELECT max(key) FROM tag_key').pluck().get() ?? newestKey;
  if (breaks > 0) into.prepare("INSERT OR IGNORE INTO tag_key (key, id, overlaps) VALUES (?, '', 0)").run(newestKey + keyGap);
  return { breaks, closedSeq };
}

/** The index by id knows the keys too; `isWhole` when it could be read to its end. */
function idsByIndex(from: Database): { readonly ids: ReadonlyMap<number, string>; readonly isWhole: boolean } {
  const ids = new Map<number, string>();
  try {
    for (const [key, id] of from.prepare<[], [number, string]>('SELECT key, id FROM tag_key ORDER BY id').raw().iterate()) {
      if (typeof id === 'string') ids.set(key, id);
    }
    return { ids, isWhole: true };
  } catch {
    return { ids, isWhole: false };
  }
}
