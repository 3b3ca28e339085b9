import type { Database } from 'better-sqlite3';
import type { DrawingKept, DrawingText, DrawingVersionRow } from '../store-types.ts';

type VersionRow = { seq: number; kind: string; name: string; time_ms: number; source: string; user: string | null; note: string; hash: string };

/** Versions kept of one drawing; the oldest make room. */
export const mostVersions = 500;

const toVersion = ({ time_ms: timeMs, ...row }: VersionRow): DrawingVersionRow => ({ ...row, timeMs });

/** Writes versions of drawings; call it in a transaction. */
export function drawingWriter(db: Database): (kept: DrawingKept) => number {
  const addText = db.prepare('INSERT INTO drawing_text (hash, bytes, body) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET body = excluded.body, bytes = excluded.bytes');
  const addVersion = db.prepare('INSERT INTO drawing_version (kind, name, time_ms, source, user, note, hash) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const oldest = db.prepare<[string, string, number], { seq: number; hash: string }>('SELECT seq, hash FROM drawing_version WHERE kind = ? AND name = ? ORDER BY seq DESC LIMIT -1 OFFSET ?');
  const drop = db.prepare('DELETE FROM drawing_version WHERE seq = ?');
  const dropText = db.prepare('DELETE FROM drawing_text WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM drawing_version WHERE drawing_version.hash = drawing_text.hash)');
  return ({ kind, name, timeMs, source, user, note, text }) => {
    // Written over where it is there: a text that was damaged on disk is whole again.
    addText.run(text.hash, text.bytes, text.body);
    const seq = Number(addVersion.run(kind, name, timeMs, source, user, note, text.hash).lastInsertRowid);
    for (const old of oldest.all(kind, name, mostVersions)) {
      drop.run(old.seq);
      dropText.run(old.hash);
    }
    return seq;
  };
}

export function drawingReader(db: Database) {
  const versions = db.prepare<[string, string, number], VersionRow>('SELECT * FROM drawing_version WHERE kind = ? AND name = ? ORDER BY seq DESC LIMIT ?');
  const one = db.prepare<[string, string, number], VersionRow>('SELECT * FROM drawing_version WHERE kind = ? AND name = ? AND seq = ?');
  const newest = db.prepare<[], VersionRow>('SELECT * FROM drawing_version WHERE seq IN (SELECT max(seq) FROM drawing_version GROUP BY kind, name) ORDER BY seq');
  const text = db.prepare<[string], { hash: string; bytes: number; body: Buffer }>('SELECT hash, bytes, body FROM drawing_text WHERE hash = ?');
  return {
    /** Versions of one drawing, newest first. */
    of: (kind: string, name: string, limit: number): readonly DrawingVersionRow[] => versions.all(kind, name, limit).map(toVersion),
    /** One version of one drawing. */
    one: (kind: string, name: string, seq: number): DrawingVersionRow | null => {
      const row = one.get(kind, name, seq);
      return row === undefined ? null : toVersion(row);
    },
    /** The newest version of every drawing there ever was. */
    newest: (): readonly DrawingVersionRow[] => newest.all().map(toVersion),
    text: (hash: string): DrawingText | null => {
      const row = text.get(hash);
      return row === undefined ? null : { hash: row.hash, bytes: row.bytes, body: new Uint8Array(row.body) };
    },
  };
}
