import { unpackSeries, type UnpackedSeries } from '#shared/history-codec/series-pieces.ts';
import type { Database } from 'better-sqlite3';
import type { HistorySeen, HistorySeries, HistorySpan } from '../store-types.ts';
import { summarySource } from '../summaries/summary-source.ts';
import { chunkSource } from './chunk-source.ts';
import { decimator } from './decimator.ts';
import { openBlocks } from './open-blocks.ts';
import { pieceReader } from './piece-reader.ts';
import { sampleGatherer, type SamplesQuery } from './sample-gatherer.ts';

/** Segments of summaries that stay decoded in each thread that reads: thirty days of some thirty pens, 11 MB. */
const mostSegments = 512;

/** Throws when nobody wants the answer any more. */
export type CheckCancel = () => void;

/** The reading side of history; each query sees one moment of the database: chunks, summaries, and the blocks not yet in chunks. */
export function historyReader(db: Database, check: CheckCancel = () => {}) {
  const chunks = chunkSource(db);
  const open = openBlocks(db, check);
  const summaries = summarySource(db, mostSegments);
  const decimate = decimator(chunks, summaries, open, check);
  const gather = sampleGatherer(chunks, open, check);
  const pieces = pieceReader(chunks, open, check);
  const takeDamaged = (): number => chunks.takeDamaged() + open.takeDamaged() + summaries.takeDamaged();
  const rowsAfter = db.prepare<[number], number>('SELECT coalesce(sum(count), 0) FROM history_block WHERE seq > ?').pluck();
  const idOf = db.prepare<[number], string>('SELECT id FROM tag_key WHERE key = ?').pluck();
  const keysOfAll = db.prepare<[], number>('SELECT key FROM tag_key ORDER BY key').pluck();

  /** Undamaged bytes that no writer made, the one in four thousand million a check sum lets pass, are left out and counted, too. */
  const raw = (span: HistorySpan): UnpackedSeries => {
    const unpacked = unpackSeries(pieces(span, false), Number.POSITIVE_INFINITY);
    if (unpacked !== null) return unpacked;
    takeDamaged();
    return unpackSeries(pieces(span, true), 0) as UnpackedSeries;
  };

  const valueAt = (keys: readonly number[], timeMs: number): HistorySeries => {
    const distinct = [...new Set(keys)];
    const { newest, closed } = chunks.newestOfEach(distinct, timeMs, check);
    open.each(distinct, closed, Number.NEGATIVE_INFINITY, timeMs, (at, time, value, quality) => {
      const best = newest[at] ?? null;
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
      takeDamaged();
      const seenSeq = open.lastSeq();
      const result = query();
      return { ...result, seenSeq, damagedChunks: takeDamaged() };
    })();

  return {
    /** Samples of a span in the pieces they were found in, chunks as they are on disk. */
    pieces: (span: HistorySpan) => seen(() => pieces(span, false)),
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
