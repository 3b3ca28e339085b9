import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeBlock } from '../codec/block-codec.ts';
import { openDatabase } from '../open-database.ts';
import { verifyChain } from '../records/verify-chain.ts';
import { auditReader } from '../tables/audit-reader.ts';
import { historyReader } from '../tables/history-reader.ts';
import { historyWriter } from '../tables/history-writer.ts';
import { journalReader } from '../tables/journal-table.ts';
import { createDataDir } from '../testing/open-test-store.ts';
import { version1Chunk } from '../testing/version-1-chunk.ts';
import { first } from './0001-first.ts';
import { migrations } from './migrate.ts';

const minute = 60_000;
const start = Math.floor(Date.UTC(2026, 0, 5) / (256 * minute)) * 256 * minute;

describe('a database of the first version', () => {
  /** As a console of issue 2 left it: two tags with chunks of an hour, a block that is in none, an alarm event. */
  const olderFile = (): { readonly dataDir: string; readonly seconds: number } => {
    const dir = createDataDir();
    onTestFinished(() => dir.remove());
    const db = new Database(join(dir.dataDir, 'firstout.db'));
    db.pragma('journal_mode = WAL');
    db.exec(first.sql);
    db.pragma('user_version = 1');
    db.exec("INSERT INTO tag_key (id, closed_seq) VALUES ('A', 7), ('B', 7)");
    const insert = db.prepare(
      `INSERT INTO history_chunk (key, first_ms, last_ms, count, bad, first_good_ms, first_good, min_good, max_good, last_good_ms, last_good, body)
       VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const seconds = 20 * 1000;
    for (const key of [1, 2]) {
      for (let from = 0; from < seconds; from += 1000) {
        const timeMs = Array.from({ length: 1000 }, (_, row) => start + (from + row) * 1000);
        const value = Array.from({ length: 1000 }, (_, row) => key * 1_000_000 + from + row);
        const [t0, t1, v0, v1] = [timeMs[0], timeMs[999], value[0], value[999]];
        insert.run(key, t0, t1, 1000, t0, v0, v0, v1, t1, v1, version1Chunk(timeMs, value));
      }
    }
    const open = { key: Uint32Array.of(1), timeMs: Float64Array.of(start + seconds * 1000), value: Float64Array.of(1_000_000 + seconds), quality: new Uint32Array(1) };
    db.prepare('INSERT INTO history_block (seq, min_ms, max_ms, count, body) VALUES (8, ?, ?, 1, ?)').run(open.timeMs[0], open.timeMs[0], encodeBlock(open));
    db.exec("INSERT INTO alarm_event VALUES (1, 'P', 'raised', 'normal', 'active-unacked', 5, 6, 1.5, 0, NULL, NULL)");
    db.close();
    return { dataDir: dir.dataDir, seconds };
  };

  it('is brought to the newest shape with every sample, value and event in it, and gets summaries of the old samples', () => {
    const { dataDir, seconds } = olderFile();
    const { db, sentences } = openDatabase(dataDir);
    onTestFinished(() => void db.close());
    expect(sentences).toEqual([]);
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.version);
    const writer = historyWriter(db, 0);
    expect(writer.nextSeq()).toBe(9);
    const look = (): void => {
      const reader = historyReader(db);
      const raw = reader.raw({ key: 1, fromMs: 0, toMs: 1e15, limit: 1e6 });
      expect(raw.damagedChunks).toBe(0);
      expect(Array.from(raw.value)).toEqual(Array.from({ length: seconds + 1 }, (_, second) => 1_000_000 + second));
      expect(Array.from(raw.timeMs)).toEqual(Array.from({ length: seconds + 1 }, (_, second) => start + second * 1000));
      expect(reader.valueAt([2], start + 4_567_500).value[0]).toBe(2_004_567);
      const { pens } = reader.decimated([1, 2], start, start + 300 * minute, 300);
      expect(pens[0]?.max[100]).toBe(1_000_000 + 100 * 60 + 59);
      // A mean is kept to a 131,070th of what the bucket spans, here 59.
      expect(Math.abs((pens[1]?.mean[100] as number) - (2_000_000 + 100 * 60 + 29.5))).toBeLessThanOrEqual(59 / 131_070 + 1e-9);
      expect(pens[1]?.count.reduce((sum, count) => sum + count, 0)).toBe(300 * 60 + 1);
    };
    look();
    expect(journalReader(db).since(0, 9)).toMatchObject([{ alarm: 'P', value: 1.5 }]);
    while (writer.closeSlice(1e9));
    while (writer.buildSlice(1e9));
    expect(db.prepare('SELECT count(*) AS n FROM history_summary').get()).toEqual({ n: 2 });
    look();
  });

  it('keeps its audit lines as the first records of the chain, each with how it ended, and asks for them as before', () => {
    const { dataDir } = olderFile();
    const before = new Database(join(dataDir, 'firstout.db'));
    const line = before.prepare('INSERT INTO audit (seq, time_ms, user, role, action, subject, detail, result, intent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    // As after a salvage: numbers have gaps, and what line 6 ended is lost.
    line.run(3, 100.5, 'Anna', 'operate', 'tag.write', 'SP-1', '{"value":5}', null, null);
    line.run(5, 101, 'Anna', 'operate', 'tag.write', 'SP-1', '{"value":5}', 'done', 3);
    line.run(6, 102, 'Ben', 'lead', 'alarm.shelve', 'A', '{}', 'done', 4);
    line.run(9, 103, 'Ben', 'operate', 'tag.write', 'SP-1', '{"value":"é"}', null, null);
    before.close();
    const { db } = openDatabase(dataDir);
    onTestFinished(() => void db.close());
    const reader = auditReader(db);
    expect(reader.before(null, 10).map(({ seq, timeMs, user, intent, result }) => [seq, timeMs, user, intent, result])).toEqual([[4, 103, 'Ben', null, null], [3, 102, 'Ben', 0, 'done'], [2, 101, 'Anna', 1, 'done'], [1, 100.5, 'Anna', null, null]]);
    expect(reader.of({ action: 'tag.write', subject: 'SP-1', limit: 9 })).toMatchObject([{ seq: 4, result: null, detail: '{"value":"é"}' }, { seq: 1, result: 'done', role: 'operate' }]);
    expect(reader.open({ action: 'tag.write', limit: 9 })).toMatchObject([{ seq: 4 }]);
    expect(verifyChain(dataDir)).toMatchObject({ records: 4, broken: null });
  });

  it('numbers its blocks on behind the newest it ever had, also when none is left', () => {
    const { dataDir } = olderFile();
    const before = new Database(join(dataDir, 'firstout.db'));
    before.exec('DELETE FROM history_block');
    before.close();
    const { db } = openDatabase(dataDir);
    onTestFinished(() => void db.close());
    expect(historyWriter(db, 0).nextSeq()).toBe(9);
  });

  it('is at one version or the next after a kill in between', () => {
    const { dataDir } = olderFile();
    const path = join(dataDir, 'firstout.db');
    for (const step of migrations.slice(1)) {
      const db = new Database(path);
      // The kill: the step was done, its transaction never committed.
      db.exec('BEGIN IMMEDIATE');
      db.exec(step.sql);
      step.run?.(db);
      db.close();
    }
    const { db } = openDatabase(dataDir);
    onTestFinished(() => void db.close());
    expect(historyReader(db).raw({ key: 2, fromMs: 0, toMs: 1e15, limit: 1e6 }).value).toHaveLength(20_000);
  });
});
