import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { openHistory, type TestRow } from '../testing/open-history.ts';
import { createDataDir } from '../testing/open-test-store.ts';
import { historyReader } from './history-reader.ts';
import { historyWriter } from './history-writer.ts';
import { unsynced } from './unsynced.ts';

describe('work whose commit nobody waits for', () => {
  it('is not synced, and what comes behind it is, whether it was done or refused', () => {
    const history = openHistory(['A']);
    const level = (): unknown => history.db.pragma('synchronous', { simple: true });
    const [normal, full] = [1, 2];
    try {
      expect(level()).toBe(full);
      expect(unsynced(history.db, level)).toBe(normal);
      expect(level()).toBe(full);
      const refused = history.db.transaction(() => history.db.exec('INSERT INTO history_block VALUES (1, 2, 3, 4, NULL)'));
      expect(() => unsynced(history.db, () => refused.immediate())).toThrow('NOT NULL');
      expect(level()).toBe(full);
    } finally {
      history.remove();
    }
  });

  it('taken back by a power cut, in whole or from any byte of the log on, leaves each sample once: in its block again, or in its chunk', () => {
    const history = openHistory(['A', 'B']);
    const cut = createDataDir();
    try {
      const rows = Array.from({ length: 400 }, (_, at): TestRow => [1e12 + at * 1000, at / 4, 0]);
      for (let from = 0; from < rows.length; from += 50) history.append(rows.slice(from, from + 50).flatMap((row) => [[0, ...row] as const, [1, ...row] as const]));
      const path = history.db.name;
      const synced = readFileSync(`${path}-wal`).length;
      history.close(3);
      expect(history.db.prepare('SELECT count(*) FROM history_chunk').pluck().get()).toBe(2);
      expect(history.db.prepare('SELECT count(*) FROM history_block').pluck().get()).toBe(0);
      const log = readFileSync(`${path}-wal`);
      expect(log.length).toBeGreaterThan(synced);
      const found = new Set<number>();
      for (let share = 0; share <= 8; share++) {
        const file = join(cut.dataDir, `${share}`);
        mkdirSync(file);
        copyFileSync(path, join(file, 'firstout.db'));
        writeFileSync(join(file, 'firstout.db-wal'), log.subarray(0, synced + Math.round(((log.length - synced) * share) / 8)));
        const { db } = openDatabase(file);
        const writer = historyWriter(db, 0);
        const [key] = writer.keys(['A']);
        const read = historyReader(db).raw({ key: key as number, fromMs: 0, toMs: 2e12, limit: 1e6 });
        expect(Array.from(read.value)).toEqual(rows.map(([, value]) => value));
        found.add(db.prepare('SELECT count(*) FROM history_chunk').pluck().get() as number);
        db.close();
      }
      expect(found).toEqual(new Set([0, 2]));
    } finally {
      history.remove();
      cut.remove();
    }
  });
});
