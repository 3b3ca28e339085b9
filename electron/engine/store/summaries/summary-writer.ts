import type { Database } from 'better-sqlite3';
import { rowAt } from '#shared/history-codec/series.ts';
import type { HistorySeries } from '../store-types.ts';
import type { WriterHelper } from '../writer-helper.ts';
import { chunkSource } from '../tables/chunk-source.ts';
import { levels, segmentStart, type Level } from './levels.ts';
import { LevelBuilder } from './level-builder.ts';
import { SealTable } from './seal-table.ts';
import { SegmentColumns } from './segment-columns.ts';
import { segmentEnd, summarySource } from './summary-source.ts';

/** A segment that late samples made untrue is made anew this much later, so that a stream of them does not make it again and again. */
const repairAfterMs = 10 * 60_000;
/** Keys looked at in a slice until one has something to build: the one built last mostly has no more, and the next gets its turn. */
const looksPerSlice = 2;
/** New segments written in one commit: one each would cost as much as making them. */
const madePerCommit = 8;

/** A segment ready to be written; `body` null when nothing is in it. */
type Made = { readonly key: number; readonly level: Level; readonly startMs: number; readonly body: Uint8Array | null };
type Stale = { readonly key: number; readonly level: Level; readonly startMs: number; sinceMs: number };

/**
 * Keeps summaries true: segments are built from chunks when newer ones close, in slices; late samples empty the segments they
 * touch, which are then read from the level below until they are built again, or, where raw samples are gone, are added.
 */
export function summaryWriter(db: Database, nowMs: number, helper: WriterHelper | null = null) {
  const seals = new SealTable(db);
  const chunks = chunkSource(db);
  const summaries = summarySource(db);
  const put = db.prepare<[number, number, number, Uint8Array]>(
    'INSERT INTO history_summary (key, level_ms, start_ms, body) VALUES (?, ?, ?, ?) ON CONFLICT (key, level_ms, start_ms) DO UPDATE SET body = excluded.body',
  );
  const drop = db.prepare<[number, number, number]>('DELETE FROM history_summary WHERE key = ? AND level_ms = ? AND start_ms = ?');
  const builder = new LevelBuilder(chunks, summaries);
  /** In the order of marking. */
  const stale = new Map<string, Stale>();
  for (const [key, levelMs, startMs] of db
    .prepare<[], [number, number, number]>('SELECT key, level_ms, start_ms FROM history_summary WHERE length(body) = 0')
    .raw()
    .all()) {
    const level = levels.findIndex((ms) => ms === levelMs) as Level;
    stale.set(nameOf(key, level, startMs), { key, level, startMs, sinceMs: nowMs });
  }
  /** By key, new segments that wait for others to share a commit with; a tag with one is not looked at until it is written. */
  const made = new Map<number, Made>();
  /** By key, segments of minutes being built beside this thread. */
  const away = new Map<number, { readonly startMs: number }>();
  /** Keys of which the next segment could not be built there. */
  const here = new Set<number>();
  /** Keys that may have a segment to build. */
  const due = new Set<number>(seals.keysDue());

  const store = (key: number, level: Level, startMs: number, body: Uint8Array | null): void => {
    if (body === null) drop.run(key, levels[level], startMs);
    else put.run(key, levels[level], startMs, body);
  };

  const takeLate = (key: number, level: Level, series: HistorySeries, atMs: number, isKnown: boolean): void => {
    const sealedMs = seals.sealed(key, level);
    const { timeMs } = series;
    const end = rowAt(series, sealedMs, 'from');
    for (let start = 0; start < end;) {
      const startMs = segmentStart(level, timeMs[start] as number);
      const to = Math.min(end, rowAt(series, segmentEnd(level, startMs), 'from'));
      const isBelowThere = level === 0 ? startMs > seals.gone(key) : startMs >= seals.summariesGoneMs;
      builder.forget(key, level, startMs);
      if (isBelowThere) {
        put.run(key, levels[level], startMs, nothing);
        const name = nameOf(key, level, startMs);
        stale.delete(name);
        stale.set(name, { key, level, startMs, sinceMs: atMs });
      } else if (!isKnown) {
        const columns = new SegmentColumns(level, startMs);
        const known = summaries.within(key, level, startMs, startMs + 1)[0]?.segment ?? null;
        if (known !== null) columns.addSegment(known, levels[level]);
        columns.leave();
        columns.addLate(series, start, to);
        store(key, level, startMs, columns.finish(key));
      }
      start = to;
    }
  };

  /** Writes segments in one transaction; when it throws, nothing has changed. */
  const writeAll = (segments: readonly Made[]): void => {
    const isNew = ({ key, level, startMs }: Made): boolean => segmentEnd(level, startMs) > seals.sealed(key, level);
    const fresh = segments.filter(isNew);
    db.transaction(() => {
      for (const { key, level, startMs, body } of segments) store(key, level, startMs, body);
      for (const { key, level, startMs } of fresh) seals.writeSealed(key, level, segmentEnd(level, startMs));
    }).immediate();
    for (const { key, level, startMs } of segments) stale.delete(nameOf(key, level, startMs));
    for (const { key, level, startMs } of fresh) seals.noteSealed(key, level, segmentEnd(level, startMs));
  };
  const writeMade = (): void => {
    writeAll([...made.values()]);
    made.clear();
  };
  const leave = (key: number, startMs: number, { build }: WriterHelper): void => {
    const mine = { startMs };
    away.set(key, mine);
    build({ path: db.name, key, startMs }, (built) => {
      // Samples that came into it meanwhile make it untrue: then it is no longer waited for.
      if (away.get(key) !== mine) return;
      away.delete(key);
      if (built === null) here.add(key);
      else made.set(key, { key, level: 0, startMs, body: built.body });
    });
  };

  /** Does some of the work of one segment; the segment when it is finished. */
  const advance = (key: number, level: Level, startMs: number): Made | null => {
    const body = builder.advance(key, level, startMs);
    return body === 'more' ? null : { key, level, startMs, body };
  };
  const advanceStale = ({ key, level, startMs }: Stale): void => {
    const done = advance(key, level, startMs);
    if (done !== null) writeAll([done]);
  };

  /** The segment to build next for a key up to a time, the lowest level first; null when there is none. */
  const nextOf = (key: number, untilMs: number): { readonly level: Level; readonly startMs: number } | null => {
    for (const level of [0, 1, 2] as const) {
      const readyMs = level === 0 ? untilMs : seals.sealed(key, (level - 1) as Level);
      let sealedMs = seals.sealed(key, level);
      if (readyMs < segmentEnd(level, sealedMs) || readyMs === Number.NEGATIVE_INFINITY) continue;
      // Where nothing is there is nothing to build: on to where samples begin.
      const nextMs = level === 0 ? chunks.nextFrom(key, chunks.info(key).max_span_ms, sealedMs) : summaries.nextStart(key, (level - 1) as Level, sealedMs);
      if (nextMs === null) continue;
      sealedMs = Math.max(segmentStart(level, nextMs), sealedMs);
      if (segmentEnd(level, sealedMs) <= readyMs) return { level, startMs: sealedMs };
    }
    return null;
  };

  /** The first untrue segment below a segment of a higher level: it has to be made first. */
  const belowStale = ({ key, level, startMs }: Stale): Stale | null => {
    if (level === 0) return null;
    for (const other of stale.values()) {
      if (other.key === key && other.level === level - 1 && other.startMs < segmentEnd(level, startMs) && segmentEnd(other.level, other.startMs) > startMs) return other;
    }
    return null;
  };

  const repair = (which: Stale): void => {
    let lowest = which;
    for (let below = belowStale(lowest); below !== null; below = belowStale(lowest)) lowest = below;
    advanceStale(lowest);
  };

  return {
    /** Call in the transaction that wrote these samples of a tag to chunks. `isKnown`: summaries of what is gone tell of them already. */
    wrote(key: number, series: HistorySeries, atMs: number, isKnown = false): void {
      const { timeMs } = series;
      if (timeMs.length === 0) return;
      const firstMs = timeMs[0] as number;
      builder.touched(key, firstMs);
      const pending = made.get(key);
      if (pending !== undefined && firstMs < segmentEnd(pending.level, pending.startMs)) made.delete(key);
      if (firstMs < segmentEnd(0, away.get(key)?.startMs ?? Number.NEGATIVE_INFINITY)) away.delete(key);
      for (const level of [0, 1, 2] as const) if (firstMs < seals.sealed(key, level)) takeLate(key, level, series, atMs, isKnown);
      if (seals.saw(key, timeMs[timeMs.length - 1] as number)) due.add(key);
    },
    /** Does a little of what is to be built; true when more is. `mayLeave`: a segment of minutes may be built beside this thread, and is written by a later call. */
    buildSlice(atMs: number, mayLeave: boolean): boolean {
      if (made.size >= madePerCommit) writeMade();
      let looks = 0;
      for (const key of due) {
        if (made.has(key) || away.has(key)) continue;
        const next = nextOf(key, seals.newest(key));
        if (next !== null) {
          if (helper?.canBuild === true && next.level === 0 && !here.has(key) && mayLeave) leave(key, next.startMs, helper);
          else advanceTrue(key, next.level, next.startMs);
          return true;
        }
        seals.settle(key);
        due.delete(key);
        if (++looks === looksPerSlice) break;
      }
      if (looks > 0) return true;
      if (made.size > 0) {
        writeMade();
        return true;
      }
      if (away.size > 0) return false;
      const [first] = stale.values();
      if (first === undefined || atMs - first.sinceMs < repairAfterMs) return false;
      repair(first);
      return true;
    },
    /** Does some of what must be done before raw samples of a tag that are older than a time may go; true when all is. */
    prepareDrop(key: number, beforeMs: number, lastMs: number): boolean {
      if (made.has(key)) writeMade();
      if (seals.sealed(key, 0) <= lastMs) {
        const next = nextOf(key, segmentEnd(0, lastMs));
        if (next !== null) advanceTrue(key, next.level, next.startMs);
        return false;
      }
      for (const one of stale.values()) {
        if (one.key !== key || one.level !== 0 || one.startMs >= beforeMs) continue;
        advanceStale(one);
        return false;
      }
      return true;
    },
    /** Raw samples of a tag are gone up to a time. */
    dropped: (key: number, goneMs: number): void => seals.setGone(key, goneMs),
    summariesDropped(beforeMs: number): void {
      seals.setSummariesGone(beforeMs);
      for (const [name, { level, startMs }] of stale) if (segmentEnd(level, startMs) <= beforeMs) stale.delete(name);
    },
  };

  /** A new segment needs the ones below it to be true. */
  function advanceTrue(key: number, level: Level, startMs: number): void {
    away.delete(key);
    const below = belowStale({ key, level, startMs, sinceMs: 0 });
    if (below !== null) return repair(below);
    const done = advance(key, level, startMs);
    if (done === null) return;
    here.delete(key);
    made.set(key, done);
    if (made.size === madePerCommit) writeMade();
  }
}

const nothing = new Uint8Array(0);
const nameOf = (key: number, level: Level, startMs: number): string => `${key} ${level} ${startMs}`;

export type SummaryWriter = ReturnType<typeof summaryWriter>;
