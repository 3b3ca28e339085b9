import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { openDatabase } from '#electron/engine/store/open-database.ts';
import { historyWriter } from '#electron/engine/store/tables/history-writer.ts';
import { root } from '../../source-files.ts';
import { say } from '../bench-processes.ts';

/** Where made databases stay between runs; never in git. */
const cache = join(root, '.cache/bench');
/** What decides what a made database looks like. */
const formatFolders = [join(root, 'shared/history-codec'), ...['codec', 'migrations', 'summaries', 'tables'].map((name) => join(root, 'electron/engine/store', name))];

export type Maker = {
  readonly db: Database;
  /** Persistent keys of the tags, in their order. */
  readonly keys: Uint32Array;
  /** Columns to fill with rows: at most their length, then `take`. */
  readonly block: { readonly key: Uint32Array<ArrayBuffer>; readonly timeMs: Float64Array<ArrayBuffer>; readonly value: Float64Array<ArrayBuffer>; readonly quality: Uint32Array<ArrayBuffer> };
  /** Records the first `rows` of the block as one commit; full chunks are closed and summaries built as the store's thread does it. */
  take(rows: number): void;
  /** As when minutes pass: all samples go to chunks. */
  closeAll(): void;
};

/**
 * A data folder with a made history, copied out of the cache: nothing done to it lasts. It is made by the store's own writer,
 * without threads and without waiting for the disk, when the cache has none of this name made by this code.
 * @param sources files besides the store's that decide what is in it.
 */
export function openMadeHistory(name: string, tagIds: readonly string[], sources: readonly URL[], make: (maker: Maker) => void): { readonly dataDir: string; remove(): void } {
  const kept = join(cache, `${name}-${formatOf(tagIds, sources)}.db`);
  if (!existsSync(kept)) {
    mkdirSync(cache, { recursive: true });
    for (const old of readdirSync(cache)) if (old.startsWith(`${name}-`)) rmSync(join(cache, old), { recursive: true });
    const startMs = performance.now();
    makeHistory(kept, tagIds, make);
    say(`${name}: made in ${((performance.now() - startMs) / 1000).toFixed(1)} s, kept in .cache/bench`);
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'firstout-made-'));
  copyFileSync(kept, join(dataDir, 'firstout.db'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

const blockRows = 65_536;

function makeHistory(kept: string, tagIds: readonly string[], make: (maker: Maker) => void): void {
  const folder = mkdtempSync(`${kept}.making-`);
  const { db, path } = openDatabase(folder);
  // What is made is not what is measured: a kill here leaves a folder nobody looks at.
  db.pragma('synchronous = OFF');
  db.pragma('journal_mode = OFF');
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('cache_size = -200000');
  const writer = historyWriter(db, 0);
  const keys = writer.keys(tagIds);
  let nowMs = 0;
  const block = { key: new Uint32Array(blockRows), timeMs: new Float64Array(blockRows), value: new Float64Array(blockRows), quality: new Uint32Array(blockRows) };
  const settle = (): void => {
    while (writer.closeSlice(nowMs));
    while (writer.buildSlice(nowMs));
  };
  make({
    db,
    keys,
    block,
    take(rows) {
      if (rows === 0) return;
      const { key, timeMs, value, quality } = block;
      const columns = { key: key.subarray(0, rows), timeMs: timeMs.subarray(0, rows), value: value.subarray(0, rows), quality: quality.subarray(0, rows) };
      writer.append([{ seq: writer.nextSeq(), columns }], nowMs);
      settle();
    },
    closeAll() {
      nowMs += 10 * 60_000;
      settle();
    },
  });
  nowMs += 3_600_000;
  settle();
  db.close();
  renameSync(path, kept);
  rmSync(folder, { recursive: true });
}

function formatOf(tagIds: readonly string[], sources: readonly URL[]): string {
  const hash = createHash('sha256').update(JSON.stringify(tagIds));
  const files = formatFolders.flatMap((folder) => readdirSync(folder).filter((file) => /(?<!\.test)\.ts$/.test(file)).toSorted().map((file) => join(folder, file)));
  for (const file of [...files, ...sources, new URL(import.meta.url), new URL('../history-data.ts', import.meta.url)]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
