import type { Database } from 'better-sqlite3';
import type { AuditEntry } from '../store-types.ts';

type AuditRow = {
  seq: number;
  time_ms: number;
  user: string;
  role: string;
  action: string;
  subject: string;
  detail: string;
  result: string | null;
  intent: number | null;
};

/** Writes texts and small facts. */
export function recordWriter(db: Database) {
  const addText = db.prepare('INSERT INTO text (number, text) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET text = excluded.text');
  const setMeta = db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  return {
    addText: (index: number, text: string): void => void addText.run(index, text),
    setMeta: (name: string, value: string): void => void setMeta.run(name, value),
  };
}

export function recordReader(db: Database) {
  const texts = db.prepare<[], { number: number; text: string }>('SELECT number, text FROM text ORDER BY number');
  const audit = db.prepare<[number, number], AuditRow>('SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?');
  const meta = db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck();
  return {
    texts: (): readonly string[] => {
      const all: string[] = [];
      for (const { number, text } of texts.iterate()) {
        // A number that was never committed (a kill between two texts) stays empty, so that the others keep theirs.
        while (all.length < number) all.push('');
        all[number] = text;
      }
      return all;
    },
    auditBefore: (seq: number | null, limit: number): readonly (AuditEntry & { seq: number })[] =>
      audit.all(seq ?? Number.MAX_SAFE_INTEGER, limit).map(({ time_ms: timeMs, ...row }) => ({ ...row, timeMs })),
    meta: (name: string): string | null => meta.get(name) ?? null,
  };
}
