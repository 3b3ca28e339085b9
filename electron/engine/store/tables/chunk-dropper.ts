import type { Database } from 'better-sqlite3';
import { levels, segmentMs } from '../summaries/levels.ts';
import type { SummaryWriter } from '../summaries/summary-writer.ts';
import type { DropSlice } from '../worker-protocol.ts';

type OldChunk = { id: number; last_ms: number; time_id: number | null };

/** Chunks dropped in one transaction. */
const chunksPerSlice = 128;
const keysPerSlice = 256;
const summariesPerSlice = 512;
const hourMs = 3_600_000;
/** What is shed at a time is an hour, or this part of all there is. */
const shedParts = 64;
/** And no more than this, should the times of most tags be wrong. */
const mostShedMs = 7 * 24 * hourMs;

type Dropped = { readonly dropped: number; readonly nextKey: number | null; readonly goneMs: number | null };

/** Drops old history in slices, each a transaction of its own; pages are used again, the file does not shrink. */
export function chunkDropper(db: Database, summaries: SummaryWriter) {
  const keysFrom = db.prepare<[number, number], number>('SELECT key FROM tag_key WHERE key >= ? ORDER BY key LIMIT ?').pluck();
  const oldOf = db.prepare<[number, number, number], OldChunk>(
    'SELECT id, last_ms, time_id FROM history_chunk WHERE key = +? AND last_ms < ? ORDER BY last_ms LIMIT +?',
  );
  const newestOld = db.prepare<[number, number], number>('SELECT last_ms FROM history_chunk WHERE key = +? AND last_ms < ? ORDER BY last_ms DESC LIMIT 1').pluck();
  const firstEnd = db
    .prepare<[number, number], number>('SELECT last_ms FROM history_chunk WHERE key = +? AND last_ms < ? ORDER BY last_ms LIMIT 1')
    .pluck();
  const dropChunk = db.prepare<[number]>('DELETE FROM history_chunk WHERE id = ?');
  const unrefTimes = db.prepare<[number]>('UPDATE history_time SET refs = refs - 1 WHERE id = ?');
  const dropTimes = db.prepare<[number]>('DELETE FROM history_time WHERE id = ? AND refs <= 0');
  const setGone = db.prepare<[number, number, number]>('UPDATE tag_key SET gone_ms = ? WHERE key = ? AND coalesce(gone_ms, -1e300) < ?');
  const dropSummaries = db.prepare<[number, number, number]>(
    'DELETE FROM history_summary WHERE id IN (SELECT id FROM history_summary WHERE level_ms = ? AND start_ms <= ? LIMIT ?)',
  );

  let shedding: { readonly beforeMs: number; fromKey: number } | null = null;

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
    if (goneMs !== null) {
      setGone.run(goneMs, key, goneMs);
      summaries.dropped(key, goneMs);
    }
    return { count: old.length, goneMs };
  };

  /** Does some of what summaries need before a tag's old samples may go; true when all is done. */
  const prepare = (key: number, beforeMs: number): boolean => {
    const lastMs = newestOld.get(key, beforeMs);
    return lastMs === undefined || summaries.prepareDrop(key, beforeMs, lastMs);
  };

  /** Drops some chunks of these keys; `nextKey` is where to go on, null when all of them are done. */
  const dropSome = (keys: readonly number[], beforeMs: number): Dropped => {
    let nextKey: number | null = null;
    const ready: number[] = [];
    for (const key of keys) {
      if (firstEnd.get(key, beforeMs) === undefined) continue;
      if (prepare(key, beforeMs)) ready.push(key);
      else {
        // Summaries come first; the caller asks again, others get their turn meanwhile.
        nextKey = key;
        break;
      }
    }
    let dropped = 0;
    let goneMs: number | null = null;
    db.transaction(() => {
      for (const key of ready) {
        const of = dropOf(key, beforeMs, chunksPerSlice - dropped);
        dropped += of.count;
        if (of.goneMs !== null && (goneMs === null || of.goneMs > goneMs)) goneMs = of.goneMs;
        if (dropped < chunksPerSlice) continue;
        nextKey = key;
        break;
      }
    }).immediate();
    return { dropped, nextKey, goneMs };
  };

  const freeBytes = (): number => (db.pragma('freelist_count', { simple: true }) as number) * (db.pragma('page_size', { simple: true }) as number);

  return {
    dropBefore({ beforeMs, fromKey, keys, exceptKeys }: DropSlice): { dropped: number; nextKey: number | null } {
      const wanted = keys === undefined ? keysFrom.all(fromKey, keysPerSlice) : keys.filter((key) => key >= fromKey).toSorted((a, b) => a - b).slice(0, keysPerSlice);
      const spared = new Set(exceptKeys);
      const { dropped, nextKey } = dropSome(
        wanted.filter((key) => !spared.has(key)),
        beforeMs,
      );
      return { dropped, nextKey: nextKey ?? (wanted.length < keysPerSlice ? null : (wanted.at(-1) as number) + 1) };
    },
    dropSummariesBefore(beforeMs: number): number {
      return db
        .transaction(() => {
          let dropped = 0;
          for (const level of [0, 1, 2] as const) dropped += dropSummaries.run(levels[level], beforeMs - segmentMs(level), summariesPerSlice).changes;
          summaries.summariesDropped(beforeMs);
          return dropped;
        })
        .immediate();
    },
    /** Drops some of the chunks of all tags that are older than the oldest and an hour, or the 64th part of all, unless `bytes` are free already. */
    shedSlice(bytes: number): { freedBytes: number; goneBeforeMs: number | null; isDone: boolean } {
      const before = freeBytes();
      if (before >= bytes) return { freedBytes: 0, goneBeforeMs: null, isDone: true };
      if (shedding === null) {
        let oldest = Number.POSITIVE_INFINITY;
        const ends: number[] = [];
        for (const key of keysFrom.all(0, Number.MAX_SAFE_INTEGER)) {
          oldest = Math.min(oldest, firstEnd.get(key, Number.POSITIVE_INFINITY) ?? oldest);
          const end = newestOld.get(key, Number.POSITIVE_INFINITY);
          if (end !== undefined) ends.push(end);
        }
        if (oldest === Number.POSITIVE_INFINITY) return { freedBytes: 0, goneBeforeMs: null, isDone: true };
        // Where half of the tags end: one device whose clock is years ahead does not make all there is the oldest part.
        const newest = ends.sort((a, b) => a - b)[Math.floor((ends.length - 1) / 2)] as number;
        shedding = { beforeMs: oldest + Math.max(hourMs, Math.min(mostShedMs, (newest - oldest) / shedParts)), fromKey: 0 };
      }
      const { beforeMs, fromKey } = shedding;
      const keys = keysFrom.all(fromKey, keysPerSlice);
      const { nextKey, goneMs } = dropSome(keys, beforeMs);
      if (nextKey !== null) shedding.fromKey = nextKey;
      else if (keys.length === keysPerSlice) shedding.fromKey = (keys.at(-1) as number) + 1;
      else shedding = null;
      return { freedBytes: Math.max(0, freeBytes() - before), goneBeforeMs: goneMs, isDone: false };
    },
  };
}
