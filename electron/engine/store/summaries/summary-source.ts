import { freeBytes } from '#shared/rpc/free-columns.ts';
import type { Database } from 'better-sqlite3';
import { levels, segmentMs, segmentStart, type Level } from './levels.ts';
import { decodeSegment, segmentSeed, type Segment } from './segment-codec.ts';
import { createSegmentShelf } from './segment-shelf.ts';

/** Name in `meta` of the time before which summaries were dropped. */
export const summariesGoneName = 'history.summaries_gone_ms';

/** What is stored of a stretch that is one segment: its buckets, or that they are to be read from the level below. */
export type StoredSegment = { readonly startMs: number; readonly segment: Segment | null };

/** Reads summaries, in whichever thread; up to `mostKept` segments stay decoded, some 20 KB each. */
export function summarySource(db: Database, mostKept = 0) {
  const shelf = createSegmentShelf(mostKept);
  // Length and checksum: what is kept decoded is told by these without its bytes. To reach the checksum SQLite reads them all.
  const mark = mostKept > 0 ? 'hex(substr(body, -4))' : `''`;
  const within = db.prepare<[number, number, number, number], { start_ms: number; bytes: number; mark: string }>(
    `SELECT start_ms, length(body) AS bytes, ${mark} AS mark FROM history_summary WHERE key = +? AND level_ms = +? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms`,
  );
  const bodyOf = db.prepare<[number, number, number], Buffer>('SELECT body FROM history_summary WHERE key = ? AND level_ms = ? AND start_ms = ?').pluck();
  const newest = db.prepare<[number, number, number], { start_ms: number; body: Buffer }>(
    'SELECT start_ms, body FROM history_summary WHERE key = +? AND level_ms = +? AND start_ms <= ? ORDER BY start_ms DESC LIMIT 4',
  );
  const oldest = db.prepare<[number, number], { key: number; body: Buffer }>('SELECT key, body FROM history_summary WHERE level_ms = ? AND start_ms = ?');
  const oldestStart = db.prepare<[number], number | null>('SELECT min(start_ms) FROM history_summary WHERE level_ms = ?').pluck();
  const gone = db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck();
  const nextStart = db
    .prepare<[number, number, number], number>(
      'SELECT start_ms FROM history_summary WHERE key = +? AND level_ms = +? AND start_ms >= ? ORDER BY start_ms LIMIT 1',
    )
    .pluck();
  let damaged = 0;

  /** Null when the bytes are gone or damaged; damage is counted. */
  const decode = (body: Buffer, key: number, level: Level, startMs: number): Segment | null => {
    if (body.length === 0) return null;
    const segment = decodeSegment(body, startMs, levels[level], segmentSeed(key, startMs, levels[level]));
    if (segment === null) damaged++;
    freeBytes(body);
    return segment;
  };

  /** The same of one that may be on the shelf; of one transaction with what told `bytes` and `mark`. */
  const find = (key: number, level: Level, startMs: number, bytes: number, mark: string): Segment | null => {
    if (bytes === 0) return null;
    const known = shelf.find(key, level, startMs, `${bytes} ${mark}`);
    if (known !== null) return known;
    const segment = decode(bodyOf.get(key, levels[level], startMs) as Buffer, key, level, startMs);
    if (segment !== null && mostKept > 0) shelf.keep(key, level, startMs, `${bytes} ${mark}`, segment);
    return segment;
  };

  return {
    /** Segments that touch [fromMs, toMs), by time; where none is there are no samples, if the time is sealed. */
    within: (key: number, level: Level, fromMs: number, toMs: number): StoredSegment[] =>
      within
        .all(key, levels[level], segmentStart(level, fromMs), toMs)
        .map(({ start_ms: startMs, bytes, mark }) => ({ startMs, segment: find(key, level, startMs, bytes, mark) })),
    /** What a tag held before a time, by its summaries: value (NaN when bad) and the end of its bucket; null when they do not tell. */
    heldBefore(key: number, timeMs: number): { readonly value: number; readonly timeMs: number } | null {
      for (const { start_ms: startMs, body } of newest.iterate(key, levels[0], segmentStart(0, timeMs))) {
        const segment = decode(body, key, 0, startMs);
        if (segment === null) return null;
        for (let row = segment.length - 1; row >= 0; row--) {
          const endMs = startMs + ((segment.bucket[row] as number) + 1) * levels[0];
          if (endMs > timeMs) continue;
          return { value: segment.endsBad[row] === 1 ? Number.NaN : (segment.last[row] as number), timeMs: endMs };
        }
      }
      return null;
    },
    /** Time before which summaries were dropped; -Infinity when none were. */
    goneMs: (): number => Number(gone.get(summariesGoneName) ?? Number.NEGATIVE_INFINITY),
    /** Beginning of the first segment that does not end before a time; null when there is none. */
    nextStart: (key: number, level: Level, timeMs: number): number | null =>
      nextStart.get(key, levels[level], timeMs === Number.NEGATIVE_INFINITY ? timeMs : segmentStart(level, timeMs)) ?? null,
    /** Time of the oldest sample that a summary tells of. */
    oldestMs(): number | null {
      let found: number | null = null;
      for (const level of [0, 1, 2] as const) {
        const startMs = oldestStart.get(levels[level]) ?? null;
        if (startMs === null || (found !== null && found < startMs)) continue;
        for (const { key, body } of oldest.iterate(levels[level], startMs)) {
          const since = decode(body, key, level, startMs)?.sinceMs[0];
          if (since !== undefined && (found === null || since < found)) found = since;
        }
      }
      return found;
    },
    takeDamaged(): number {
      const count = damaged;
      damaged = 0;
      return count;
    },
  };
}

export type SummarySource = ReturnType<typeof summarySource>;

/** End of the segment of a level that a time lies in. */
export const segmentEnd = (level: Level, timeMs: number): number => segmentStart(level, timeMs) + segmentMs(level);
