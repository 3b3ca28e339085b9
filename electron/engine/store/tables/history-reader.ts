import type { Database } from 'better-sqlite3';
import { addSamples, addSummary, columnOf, createTimeColumns, type SpanSummary } from '#shared/math/decimate.ts';
import { decodeBlock } from '../codec/block-codec.ts';
import { decodeChunk } from '../codec/chunk-codec.ts';
import { cutSeries, emptySeries, pushRow, pushRows, rowAt, type GrowingSeries } from '../series.ts';
import type { HistoryPen, HistorySeen, HistorySeries, HistorySpan } from '../store-types.ts';
import { maxChunkSpanMs } from './chunk-writer.ts';

type ChunkRow = {
  id: number;
  first_ms: number;
  last_ms: number;
  count: number;
  bad: number;
  first_good_ms: number | null;
  first_good: number | null;
  min_good: number | null;
  max_good: number | null;
  last_good_ms: number | null;
  last_good: number | null;
};

const summaryOf = (row: ChunkRow): SpanSummary => ({
  count: row.count,
  badCount: row.bad,
  first: row.first_good ?? Number.NaN,
  firstMs: row.first_good_ms ?? Number.NaN,
  min: row.min_good ?? Number.NaN,
  max: row.max_good ?? Number.NaN,
  last: row.last_good ?? Number.NaN,
  lastMs: row.last_good_ms ?? Number.NaN,
});

/** The reading side of history; each query sees one moment of the database: chunks and the blocks not yet in them. */
export function historyReader(db: Database) {
  const chunksIn = db.prepare<[number, number, number, number], ChunkRow>(
    `SELECT id, first_ms, last_ms, count, bad, first_good_ms, first_good, min_good, max_good, last_good_ms, last_good
     FROM history_chunk WHERE key = ? AND last_ms >= ? AND last_ms <= ? AND first_ms <= ?`,
  );
  const chunkBefore = db
    .prepare<[number, number], number>('SELECT id FROM history_chunk WHERE key = ? AND last_ms < ? ORDER BY last_ms DESC LIMIT 1')
    .pluck();
  const bodyOf = db.prepare<[number], Buffer>('SELECT body FROM history_chunk WHERE id = ?').pluck();
  const closedSeq = db.prepare<[number], number>('SELECT closed_seq FROM tag_key WHERE key = ?').pluck();
  const blocksIn = db.prepare<[number, number], { seq: number; body: Buffer }>(
    'SELECT seq, body FROM history_block WHERE seq > ? AND min_ms <= ? ORDER BY seq',
  );
  const lastSeq = db.prepare<[], number>(`SELECT seq FROM sqlite_sequence WHERE name = 'history_block'`).pluck();
  let damagedChunks = 0;

  const readChunk = (id: number): HistorySeries | null => {
    const body = bodyOf.get(id);
    const series = body === undefined ? null : decodeChunk(body);
    if (series === null) damagedChunks++;
    return series;
  };

  /** Chunks that touch [fromMs, toMs], by their beginning. */
  const chunksOf = (key: number, fromMs: number, toMs: number): ChunkRow[] =>
    chunksIn.all(key, fromMs, toMs + maxChunkSpanMs, toMs).toSorted((a, b) => a.first_ms - b.first_ms || a.id - b.id);

  /** Calls for each sample of the keys that is in a block but not in a chunk, up to about `toMs`. */
  const eachOpenSample = (
    keys: readonly number[],
    toMs: number,
    take: (at: number, timeMs: number, value: number, quality: number) => void,
  ): void => {
    const slotOf = new Map<number, number>();
    const closed = keys.map((key) => closedSeq.get(key) ?? 0);
    for (const [at, key] of keys.entries()) slotOf.set(key, at);
    for (const { seq, body } of blocksIn.iterate(Math.min(...closed), toMs)) {
      const block = decodeBlock(body);
      if (block === null) {
        damagedChunks++;
        continue;
      }
      const { key, timeMs, value, quality } = block;
      for (let row = 0; row < key.length; row++) {
        const at = slotOf.get(key[row] as number);
        if (at === undefined || seq <= (closed[at] as number)) continue;
        take(at, timeMs[row] as number, value[row] as number, quality[row] as number);
      }
    }
  };

  /** Adds the samples of the newest chunk that ends before a time: one of them may be the newest before it. */
  const addNewestBefore = (series: GrowingSeries, key: number, beforeMs: number): void => {
    const id = chunkBefore.get(key, beforeMs);
    const chunk = id === undefined ? null : readChunk(id);
    if (chunk !== null) pushRows(series, chunk, chunk.timeMs.length - 1, chunk.timeMs.length);
  };

  const raw = ({ key, fromMs, toMs, limit }: HistorySpan): HistorySeries & { truncated: boolean } => {
    const gathered = emptySeries(1024);
    addNewestBefore(gathered, key, fromMs);
    let inSpan = 0;
    let reachMs = Number.NEGATIVE_INFINITY;
    for (const row of chunksOf(key, fromMs, toMs)) {
      // Enough, and nothing in this or a later chunk comes before what is there.
      if (inSpan > limit && row.first_ms > reachMs) break;
      const chunk = readChunk(row.id);
      if (chunk === null) continue;
      const start = rowAt(chunk, fromMs, 'from');
      const end = rowAt(chunk, toMs, 'after');
      pushRows(gathered, chunk, Math.max(0, start - 1), end);
      inSpan += end - start;
      reachMs = Math.max(reachMs, Math.min(row.last_ms, toMs));
    }
    const newestBefore = { timeMs: Number.NEGATIVE_INFINITY, value: 0, quality: 0 };
    eachOpenSample([key], toMs, (_, timeMs, value, quality) => {
      if (timeMs >= fromMs) {
        if (timeMs <= toMs) pushRow(gathered, timeMs, value, quality);
      } else if (timeMs >= newestBefore.timeMs) Object.assign(newestBefore, { timeMs, value, quality });
    });
    if (newestBefore.timeMs > Number.NEGATIVE_INFINITY) pushRow(gathered, newestBefore.timeMs, newestBefore.value, newestBefore.quality);
    return cutSeries(gathered, fromMs, toMs, limit);
  };

  const decimated = (keys: readonly number[], fromMs: number, toMs: number, width: number): readonly HistoryPen[] => {
    const distinct = [...new Set(keys)];
    const pens = distinct.map(() => createTimeColumns(fromMs, toMs, width));
    for (const [at, key] of distinct.entries()) {
      const columns = pens[at] as HistoryPen;
      for (const row of chunksOf(key, fromMs, toMs)) {
        const column = columnOf(columns, row.first_ms);
        if (row.first_ms >= fromMs && row.last_ms <= toMs && columnOf(columns, row.last_ms) === column) {
          addSummary(columns, column, summaryOf(row));
          continue;
        }
        const chunk = readChunk(row.id);
        if (chunk !== null)
          addSamples(columns, chunk.timeMs, chunk.value, chunk.quality, rowAt(chunk, fromMs, 'from'), rowAt(chunk, toMs, 'after'));
      }
    }
    const open = distinct.map(() => emptySeries());
    eachOpenSample(distinct, toMs, (at, timeMs, value, quality) => pushRow(open[at] as GrowingSeries, timeMs, value, quality));
    for (const [at, series] of open.entries())
      addSamples(pens[at] as HistoryPen, series.timeMs, series.value, series.quality, 0, series.length);
    return keys.map((key) => pens[distinct.indexOf(key)] as HistoryPen);
  };

  const valueAt = (keys: readonly number[], timeMs: number): HistorySeries => {
    const distinct = [...new Set(keys)];
    const newest = distinct.map(() => ({ timeMs: Number.NaN, value: Number.NaN, quality: 0 }));
    const offer = (at: number, time: number, value: number, quality: number): void => {
      const best = newest[at] as (typeof newest)[number];
      if (time <= timeMs && !(time < best.timeMs)) Object.assign(best, { timeMs: time, value, quality });
    };
    const offerLast = (at: number, chunk: HistorySeries | null): void => {
      const row = chunk === null ? -1 : rowAt(chunk, timeMs, 'after') - 1;
      if (chunk !== null && row >= 0) offer(at, chunk.timeMs[row] as number, chunk.value[row] as number, chunk.quality[row] as number);
    };
    for (const [at, key] of distinct.entries()) {
      const id = chunkBefore.get(key, timeMs);
      if (id !== undefined) offerLast(at, readChunk(id));
      for (const row of chunksOf(key, timeMs, timeMs)) offerLast(at, readChunk(row.id));
    }
    eachOpenSample(distinct, timeMs, offer);
    const atOf = new Map(distinct.map((key, at) => [key, at] as const));
    const found = keys.map((key) => newest[atOf.get(key) ?? 0] as (typeof newest)[number]);
    return {
      timeMs: Float64Array.from(found, (sample) => sample.timeMs),
      value: Float64Array.from(found, (sample) => sample.value),
      quality: Uint32Array.from(found, (sample) => sample.quality),
    };
  };

  /** Runs a query in one read transaction. */
  const seen = <T>(query: () => T): T & HistorySeen =>
    db.transaction(() => {
      damagedChunks = 0;
      const seenSeq = lastSeq.get() ?? 0;
      const result = query();
      return { ...result, seenSeq, damagedChunks };
    })();

  const newest = db
    .prepare<[], number | null>('SELECT max(ms) FROM (SELECT max(max_ms) AS ms FROM history_block UNION ALL SELECT max(last_ms) FROM history_chunk)')
    .pluck();

  return {
    newestMs: (): number | null => newest.get() ?? null,
    raw: (span: HistorySpan) => seen(() => raw(span)),
    decimated: (keys: readonly number[], fromMs: number, toMs: number, width: number) =>
      seen(() => ({ pens: decimated(keys, fromMs, toMs, width) })),
    valueAt: (keys: readonly number[], timeMs: number) => seen(() => valueAt(keys, timeMs)),
  };
}
