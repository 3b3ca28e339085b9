import { cpSync, mkdirSync, openSync, closeSync, readSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../testing/virtual-ports.ts';
import { openDatabase } from '../open-database.ts';
import { historyReader } from '../tables/history-reader.ts';
import { historyWriter } from '../tables/history-writer.ts';
import { openHistory, type TestHistory } from '../testing/open-history.ts';
import { createDataDir } from '../testing/open-test-store.ts';
import { historySalvage } from './history-salvage.ts';

const minute = 60_000;
const start = Math.floor(Date.UTC(2026, 2, 1) / (256 * minute)) * 256 * minute;
const tags = 6;
const seconds = 40_000;
/** The only value a tag ever had in a second; it does not pack well, so that no page has much of history. */
const valueOf = (tag: number, timeMs: number): number => {
  const mixed = Math.sin(tag + Math.floor((timeMs - start) / 1000)) * 10_000;
  return tag * 1000 + (mixed - Math.floor(mixed)) * 99;
};
/** Damages of a normal run; `FIRSTOUT_DAMAGES=1000` for a long one. */
const damages = Number(process.env['FIRSTOUT_DAMAGES'] ?? 40);

describe('a database with a piece of it changed, zeroed or cut off, wherever that falls', () => {
  let history: TestHistory;
  const dir = createDataDir();
  beforeAll(() => {
    history = openHistory(Array.from({ length: tags }, (_, tag) => `T-${tag}`));
    for (let from = 0; from < seconds; from += 500) {
      const rows = Array.from({ length: 500 * tags }, (_, row) => {
        const [tag, timeMs] = [row % tags, start + (from + Math.floor(row / tags)) * 1000 + (row % 3)];
        return [tag, timeMs, valueOf(tag, timeMs), 0] as const;
      });
      history.append(rows);
      history.close();
    }
    history.build();
    history.db.pragma('wal_checkpoint(TRUNCATE)');
  });
  afterAll(() => {
    history.remove();
    dir.remove();
  });

  /** Opens what is there as a start does, carries history over, and gives back how many samples are there; fails on a wrong one. */
  const read = (dataDir: string): number => {
    const { db } = openDatabase(dataDir);
    try {
      const writer = historyWriter(db, 0);
      const salvaging = historySalvage(db, (key, series) => writer.restored(key, series, 0), () => {});
      while (salvaging !== null && salvaging.slice());
      const keys = Array.from(writer.keys(Array.from({ length: tags }, (_, tag) => `T-${tag}`)));
      const reader = historyReader(db);
      let found = 0;
      for (const [tag, key] of keys.entries()) {
        const { timeMs, value } = reader.raw({ key, fromMs: 0, toMs: 1e15, limit: 1e7 });
        for (let row = 0; row < timeMs.length; row++) {
          if (value[row] !== valueOf(tag, timeMs[row] as number)) throw new Error(`Tag ${tag} has ${value[row]} at ${timeMs[row]}.`);
        }
        found += new Set(timeMs).size;
        const { pens } = reader.decimated([key], start, start + 700 * minute, 700);
        for (const most of pens[0]?.max ?? []) if (!Number.isNaN(most) && (most < tag * 1000 || most >= tag * 1000 + 100)) throw new Error(`Tag ${tag} has ${most}.`);
      }
      return found;
    } catch (error) {
      // A question that meets damage is refused, and the threads set the file aside then: no wrong value is shown.
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CORRUPT')) return -1;
      throw error;
    } finally {
      db.close();
    }
  };

  it('is opened or set aside, loses little, and never shows a wrong value', () => {
    const size = statSync(history.db.name).size;
    const random = createSeededRandom(20_261_128);
    let met = 0;
    const found: number[] = [];
    /** Samples of a file that was cut off, to what its part would have. */
    const cut: number[] = [];
    for (let number = 0; number < damages; number++) {
      const dataDir = join(dir.dataDir, String(number));
      mkdirSync(dataDir);
      cpSync(history.db.name, join(dataDir, 'firstout.db'));
      const path = join(dataDir, 'firstout.db');
      // The first page tells what the others are; without it nothing is found (see README).
      const at = 4096 + Math.floor(random() * (size - 4096));
      const length = Math.min(size - at, 1 + Math.floor(random() ** 3 * 4096));
      const kind = number % 10 === 9 ? 'cut' : random() < 0.5 ? 'zero' : 'change';
      if (kind === 'cut') truncateSync(path, at);
      else {
        const file = openSync(path, 'r+');
        const bytes = new Uint8Array(length);
        readSync(file, bytes, 0, length, at);
        for (let byte = 0; byte < length; byte++) bytes[byte] = kind === 'zero' ? 0 : (bytes[byte] as number) ^ (1 + Math.floor(random() * 255));
        writeSync(file, bytes, 0, length, at);
        closeSync(file);
      }
      const samples = read(dataDir);
      if (samples === -1) met++;
      else if (kind === 'cut') cut.push(samples / (at / size));
      else found.push(samples);
    }
    // A page has the beginnings of eight chunks at most, of some 120 in all here.
    expect(Math.min(...found)).toBeGreaterThan(seconds * tags * 0.85);
    expect(found.reduce((sum, samples) => sum + samples, 0) / found.length).toBeGreaterThan(seconds * tags * 0.98);
    expect(cut.reduce((sum, samples) => sum + samples, 0) / cut.length).toBeGreaterThan(seconds * tags * 0.5);
    expect(met).toBeLessThan(damages / 10);
  }, 300_000);
});
