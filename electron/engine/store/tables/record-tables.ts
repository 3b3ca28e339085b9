import type { Database } from 'better-sqlite3';

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
    meta: (name: string): string | null => meta.get(name) ?? null,
  };
}
