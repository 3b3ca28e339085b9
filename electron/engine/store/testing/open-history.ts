import type { Database } from 'better-sqlite3';
import { openDatabase } from '../open-database.ts';
import type { WriterHelper } from '../writer-helper.ts';
import { historyWriter } from '../tables/history-writer.ts';
import { createDataDir } from './open-test-store.ts';

/** A sample of one tag. */
export type TestRow = readonly [timeMs: number, value: number, quality: number];

export type TestHistory = {
  readonly db: Database;
  readonly keys: readonly number[];
  readonly writer: ReturnType<typeof historyWriter>;
  /** Commits one block of samples of the tags at these places. */
  append(rows: readonly (readonly [tag: number, ...row: TestRow])[]): void;
  /** Puts full heads into chunks or, when minutes have passed, all. */
  close(minutes?: number): void;
  /** One step of that while blocks wait: full heads may go to the helper. */
  closePressed(): boolean;
  /** Builds all summaries that are due, those that late samples emptied too. */
  build(): void;
  /** One step of that while blocks wait: segments of minutes may go to the helper. */
  buildPressed(): boolean;
  drop(beforeMs: number): void;
  /** As after a start: what the writer keeps in memory is read back from the file. */
  restart(): void;
  remove(): void;
};

/** History on a real database without threads, for tests that look at every state between two steps. */
export function openHistory(tagIds: readonly string[], helper: WriterHelper | null = null): TestHistory {
  const dir = createDataDir();
  const { db } = openDatabase(dir.dataDir);
  let writer = historyWriter(db, 0, helper);
  const keys = Array.from(writer.keys(tagIds));
  let nowMs = 0;
  return {
    db,
    keys,
    get writer() {
      return writer;
    },
    append(rows): void {
      if (rows.length === 0) return;
      const columns = {
        key: Uint32Array.from(rows, ([tag]) => keys[tag] as number),
        timeMs: Float64Array.from(rows, ([, time]) => time),
        value: Float64Array.from(rows, ([, , value]) => value),
        quality: Uint32Array.from(rows, ([, , , quality]) => quality),
      };
      writer.append([{ seq: writer.nextSeq(), columns }], nowMs);
    },
    close(minutes = 0): void {
      nowMs += minutes * 60_000;
      while (writer.closeSlice(nowMs));
    },
    closePressed: () => writer.closeSlice(nowMs, () => true),
    build(): void {
      nowMs += 3_600_000;
      while (writer.buildSlice(nowMs));
    },
    buildPressed: () => writer.buildSlice(nowMs, true),
    drop(beforeMs): void {
      for (let fromKey: number | null = 0; fromKey !== null;) fromKey = writer.dropBefore({ beforeMs, fromKey }).nextKey;
    },
    restart(): void {
      writer = historyWriter(db, nowMs, helper);
    },
    remove(): void {
      db.close();
      dir.remove();
    },
  };
}

/** Samples about each `stepMs`, with gaps, equal times, bad and missing numbers, some late by minutes or days. */
export function testSignal(random: () => number, fromMs: number, count: number, stepMs: number, lateness: number): TestRow[] {
  let time = fromMs;
  let value = 20;
  return Array.from({ length: count }, (): TestRow => {
    time += random() < 0.002 ? 400 * stepMs * random() : Math.floor(stepMs * 2 * random());
    value += random() - 0.5;
    const late = random() < lateness ? (random() < 0.5 ? 300_000 : 3 * 86_400_000) * random() : 0;
    const number = random() < 0.01 ? Number.NaN : Math.round(value * 100) / 100;
    return [Math.max(fromMs, Math.floor(time - late)), number, random() < 0.05 ? 0x80050000 : 0];
  });
}
