import { beforeTime } from '#shared/math/next-time.ts';
import type { Database } from 'better-sqlite3';
import { cutSeries, emptySeries, pushRow, pushRows, rowAt } from '../series.ts';
import type { HistorySeen, HistorySeries, HistorySpan } from '../store-types.ts';
import { summarySource } from '../summaries/summary-source.ts';
import { chunkSource, type FoundSample } from './chunk-source.ts';
import { mergedSamples, nextCluster } from './clusters.ts';
import { decimator } from './decimator.ts';
import { openBlocks } from './open-blocks.ts';
import { sampleGatherer, type SamplesQuery } from './sample-gatherer.ts';

/** Throws when nobody wants the answer any more. */
export type CheckCancel = () => void;

/** The reading side of history; each query sees one moment of the database: chunks, summaries, and the blocks not yet in chunks. */
export function historyReader(db: Database, check: CheckCancel = () => {}) {
  const chunks = chunkSource(db);
  const open = openBlocks(db, check);
  const summaries = summarySource(db);
  const decimate = decimator(chunks, summaries, open, check);
  const gather = sampleGatherer(chunks, open, check);
  const rowsAfter = db.prepare<[number], number>('SELECT coalesce(sum(count), 0) FROM history_block WHERE seq > ?').pluck();
  const idOf = db.prepare<[number], string>('SELECT id FROM tag_key WHERE key = ?').pluck();
  const keysOfAll = db.prepare<[], number>('SELECT key FROM tag_key ORDER BY key').pluck();

  const raw = ({ key, fromMs, toMs, limit }: HistorySpan): HistorySeries & { truncated: boolean } => {
    const info = chunks.info(key);
    const gathered = emptySeries(1024);
    const before = chunks.newestBefore(key, info, beforeTime(fromMs));
    if (before !== null) pushRow(gathered, before.timeMs, before.value, before.quality);
    let inSpan = 0;
    const rows = chunks.chunksOf(key, info.max_span_ms, fromMs, toMs);
    // Enough, and nothing in later chunks comes before what is there.
    for (let first = 0; first < rows.length && inSpan <= limit;) {
      check();
      const after = nextCluster(rows, first);
      const series = mergedSamples(chunks, key, rows.slice(first, after));
      const start = rowAt(series, fromMs, 'from');
      const end = rowAt(series, toMs, 'after');
      pushRows(gathered, series, start, end);
      inSpan += end - start;
      first = after;
    }
    const newestBefore = { timeMs: Number.NEGATIVE_INFINITY, value: 0, quality: 0 };
    open.each([key], [info.closed_seq], Number.NEGATIVE_INFINITY, toMs, (_, timeMs, value, quality) => {
      if (timeMs >= fromMs) {
        if (timeMs <= toMs) pushRow(gathered, timeMs, value, quality);
      } else if (timeMs >= newestBefore.timeMs) Object.assign(newestBefore, { timeMs, value, quality });
    });
    if (newestBefore.timeMs > Number.NEGATIVE_INFINITY) pushRow(gathered, newestBefore.timeMs, newestBefore.value, newestBefore.quality);
    return cutSeries(gathered, fromMs, toMs, limit);
  };

  const valueAt = (keys: readonly number[], timeMs: number): HistorySeries => {
    const distinct = [...new Set(keys)];
    const closed: number[] = [];
    const newest = distinct.map((key): FoundSample | null => {
      check();
      const info = chunks.info(key);
      closed.push(info.closed_seq);
      return chunks.newestBefore(key, info, timeMs);
    });
    open.each(distinct, closed, Number.NEGATIVE_INFINITY, timeMs, (at, time, value, quality) => {
      const best = newest[at] as FoundSample | null;
      if (time <= timeMs && (best === null || time >= best.timeMs)) newest[at] = { timeMs: time, value, quality };
    });
    const atOf = new Map(distinct.map((key, at) => [key, at] as const));
    const found = keys.map((key) => newest[atOf.get(key) as number] ?? null);
    return {
      timeMs: Float64Array.from(found, (sample) => sample?.timeMs ?? Number.NaN),
      value: Float64Array.from(found, (sample) => sample?.value ?? Number.NaN),
      quality: Uint32Array.from(found, (sample) => sample?.quality ?? 0),
    };
  };

  /** Runs a query in one read transaction. */
  const seen = <T>(query: () => T): T & HistorySeen =>
    db.transaction(() => {
      chunks.takeDamaged();
      open.takeDamaged();
      summaries.takeDamaged();
      const seenSeq = open.lastSeq();
      const result = query();
      return { ...result, seenSeq, damagedChunks: chunks.takeDamaged() + open.takeDamaged() + summaries.takeDamaged() };
    })();

  return {
    raw: (span: HistorySpan) => seen(() => raw(span)),
    samples: (query: SamplesQuery) => seen(() => gather(query)),
    decimated: (keys: readonly number[], fromMs: number, toMs: number, width: number) =>
      seen(() => ({ pens: decimate(keys, fromMs, toMs, width) })),
    valueAt: (keys: readonly number[], timeMs: number) => seen(() => valueAt(keys, timeMs)),
    newestMs: (): number | null =>
      db.transaction(() => {
        let newest = open.newestMs();
        for (const key of keysOfAll.all()) {
          const end = chunks.lastEnd(key);
          if (end !== undefined && (newest === null || end > newest)) newest = end;
        }
        return newest;
      })(),
    oldestMs: (): number | null =>
      db.transaction(() => {
        let oldest = lesser(open.oldestMs(), summaries.oldestMs());
        for (const key of keysOfAll.all()) {
          oldest = lesser(oldest, chunks.firstBegin(key, chunks.info(key).max_span_ms));
        }
        return oldest;
      })(),
    rowsAfter: (seq: number): number => rowsAfter.get(seq) ?? 0,
    goneEachMs: (keys: readonly number[]): Float64Array<ArrayBuffer> =>
      db.transaction(() => Float64Array.from(keys, (key) => chunks.info(key).gone_ms ?? Number.NaN))(),
    tagIds: (keys: readonly number[]): readonly (string | null)[] => keys.map((key) => idOf.get(key) ?? null),
    /** Newest time up to which raw samples of any of the keys may have been dropped. */
    goneMs: (keys: readonly number[]): number | null =>
      db.transaction(() => {
        let gone: number | null = null;
        for (const key of keys) {
          const of = chunks.info(key).gone_ms;
          if (of !== null && (gone === null || of > gone)) gone = of;
        }
        return gone;
      })(),
    blocksAfter: (seq: number, maxRows: number) => open.after(seq, maxRows),
  };
}

const lesser = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
