import type { Database } from 'better-sqlite3';
import type { Note } from '#shared/model/history.ts';

type NoteRow = {
  seq: number;
  from_ms: number;
  to_ms: number | null;
  made_ms: number;
  user: string;
  text: string;
  tags: string;
  asset: string | null;
  withdrawn_ms: number | null;
  withdrawn_by: string | null;
};

/** Writes notes; a note is never changed but for being withdrawn, once. */
export function noteWriter(db: Database) {
  const insert = db.prepare('INSERT INTO note (from_ms, to_ms, made_ms, user, text, tags, asset) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const withdraw = db.prepare('UPDATE note SET withdrawn_ms = ?, withdrawn_by = ? WHERE seq = ? AND withdrawn_ms IS NULL');
  return {
    write: ({ fromMs, toMs, madeMs, user, text, tags, asset }: Omit<Note, 'seq' | 'withdrawn'>): number =>
      Number(insert.run(fromMs, toMs, madeMs, user, text, JSON.stringify(tags), asset).lastInsertRowid),
    withdraw: ({ seq, atMs, user }: { readonly seq: number; readonly atMs: number; readonly user: string }): boolean =>
      withdraw.run(atMs, user, seq).changes === 1,
  };
}

export function noteReader(db: Database) {
  const touching = db.prepare<[number, number, number], NoteRow>(
    'SELECT * FROM note WHERE from_ms <= ? AND coalesce(to_ms, from_ms) >= ? ORDER BY from_ms DESC, seq DESC LIMIT ?',
  );
  return {
    /** Notes that touch a span, oldest first, the newest `limit`. */
    in: ({ fromMs, toMs, limit }: { readonly fromMs: number; readonly toMs: number; readonly limit: number }): readonly Note[] =>
      touching.all(toMs, fromMs, limit).reverse().map(toNote),
  };
}

const toNote = (row: NoteRow): Note => ({
  seq: row.seq,
  fromMs: row.from_ms,
  toMs: row.to_ms,
  madeMs: row.made_ms,
  user: row.user,
  text: row.text,
  tags: JSON.parse(row.tags) as string[],
  asset: row.asset,
  withdrawn: row.withdrawn_ms === null ? null : { atMs: row.withdrawn_ms, user: row.withdrawn_by ?? '' },
});
