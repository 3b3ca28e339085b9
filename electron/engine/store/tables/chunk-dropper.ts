import type { Database } from 'better-sqlite3';
import type { DropSlice } from '../worker-protocol.ts';

type OldChunk = { id: number; last_ms: number; time_id: number | null };

/** Chunks dropped in one transaction. */
const chunksPerSlice = 512;
const keysPerSlice = 256;
const summariesPerSlice = 512;
const dayMs = 86_400_000;

/** Drops old history in slices, each a transaction of its own; pages are used again, the file does not shrink. */
export function chunkDropper(db: Database) {
  const keysFrom = db.prepare<[number, number], number>('SELECT key FROM tag_key WHERE key >= ? ORDER BY key LIMIT ?').pluck();
  const oldOf = db.prepare<[number, number, number], OldChunk>(
    'SELECT id, last_ms, time_id FROM history_chunk WHERE key = ? AND last_ms < ? ORDER BY last_ms LIMIT ?',
  );
  const firstEnd = db.prepare<[number], number>('SELECT last_ms FROM history_chunk WHERE key = ? ORDER BY last_ms LIMIT 1').pluck();
  const dropChunk = db.prepare<[number]>('DELETE FROM history_chunk WHERE id = ?');
  const unrefTimes = db.prepare<[number]>('UPDATE history_time SET refs = refs - 1 WHERE id = ?');
  const dropTimes = db.prepare<[number]>('DELETE FROM history_time WHERE id = ? AND refs <= 0');
  const setGone = db.prepare<[number, number, number]>('UPDATE tag_key SET gone_ms = ? WHERE key = ? AND coalesce(gone_ms, -1e300) < ?');
  const dropSummaries = db.prepare<[number, number, number]>(
    'DELETE FROM history_summary WHERE id IN (SELECT id FROM history_summary WHERE level_ms = ? AND start_ms < ? LIMIT ?)',
  );
  const levelsOf = db.prepare<[], number>('SELECT DISTINCT level_ms FROM history_summary').pluck();

  /** Drops chunks of a key that end before a time, at most `most`; gives back how many, and the end of the newest of them. */
  const dropOf = (key: number, beforeMs: number, most: number): { count: number; goneMs: number | null } => {
    const old = oldOf.all(key, beforeMs, most);
    for (const { id, time_id } of old) {
      dropChunk.run(id);
      if (time_id === null) continue;
      unrefTimes.run(time_id);
      dropTimes.run(time_id);
    }
    const goneMs = old.at(-1)?.last_ms ?? null;
    if (goneMs !== null) setGone.run(goneMs, key, goneMs);
    return { count: old.length, goneMs };
  };

  const freeBytes = (): number => (db.pragma('freelist_count', { simple: true }) as number) * (db.pragma('page_size', { simple: true }) as number);

  return {
    dropBefore({ beforeMs, fromKey, keys, exceptKeys }: DropSlice): { dropped: number; nextKey: number | null } {
      const wanted = keys === undefined ? keysFrom.all(fromKey, keysPerSlice) : keys.filter((key) => key >= fromKey).toSorted((a, b) => a - b).slice(0, keysPerSlice);
      const spared = new Set(exceptKeys);
      let dropped = 0;
      let nextKey: number | null = wanted.length < keysPerSlice ? null : (wanted.at(-1) as number) + 1;
      db.transaction(() => {
        for (const key of wanted) {
          if (spared.has(key)) continue;
          dropped += dropOf(key, beforeMs, chunksPerSlice - dropped).count;
          if (dropped < chunksPerSlice) continue;
          nextKey = key;
          break;
        }
      }).immediate();
      return { dropped, nextKey };
    },
    dropSummariesBefore(beforeMs: number): number {
      return db
        .transaction(() => {
          let dropped = 0;
          // A segment ends 256 of its buckets after its beginning.
          for (const levelMs of levelsOf.all()) dropped += dropSummaries.run(levelMs, beforeMs - 255 * levelMs, summariesPerSlice).changes;
          return dropped;
        })
        .immediate();
    },
    /** Drops the oldest day's chunks, some of them, unless `bytes` are free already. */
    shedSlice(bytes: number): { freedBytes: number; goneBeforeMs: number | null; isDone: boolean } {
      const before = freeBytes();
      if (before >= bytes) return { freedBytes: 0, goneBeforeMs: null, isDone: true };
      return db
        .transaction(() => {
          const keys = keysFrom.all(0, Number.MAX_SAFE_INTEGER);
          let oldest = Number.POSITIVE_INFINITY;
          for (const key of keys) oldest = Math.min(oldest, firstEnd.get(key) ?? Number.POSITIVE_INFINITY);
          let dropped = 0;
          let goneBeforeMs: number | null = null;
          for (const key of keys) {
            const { count, goneMs } = dropOf(key, oldest + dayMs, chunksPerSlice - dropped);
            dropped += count;
            if (goneMs !== null) goneBeforeMs = Math.max(goneBeforeMs ?? goneMs, goneMs);
            if (dropped >= chunksPerSlice) break;
          }
          return { freedBytes: Math.max(0, freeBytes() - before), goneBeforeMs, isDone: dropped === 0 };
        })
        .immediate();
    },
  };
}
