import type { PenColumns } from '#shared/history-codec/packed-pens.ts';
import { type SeriesPieces, type UnpackedSeries, withRows } from '#shared/history-codec/series-pieces.ts';
import { emptySeries, pushRow, sortedSeries, type GrowingSeries } from '#shared/history-codec/series.ts';
import { columnStarts } from '#shared/history-codec/column-starts.ts';
import { addSamples, holdUntil } from '#shared/math/decimate.ts';
import { freeColumns } from '#shared/rpc/free-columns.ts';
import type { Clock } from '../ports.ts';
import { putTogether } from '../store/put-together.ts';
import type { HistoryPen, HistorySeries, HistoryStore } from '../store/store.ts';
import { capturePending, type PendingSamples, unseenOf } from './pending-samples.ts';
import type { HistoryAway } from '../store/history-away.ts';
import type { SampleBlock } from './sample-blocks.ts';
import type { WaitingSamples } from './waiting-samples.ts';

/** Samples of many tags by source time; `tag` is the dense index. All up to `reachMs` are there, none after it; `away` as in DecimatedHistory. */
export type SamplesHistory = HistorySeries & { readonly tag: Uint32Array<ArrayBuffer>; readonly reachMs: number; readonly away: HistoryAway | null };

export type ValuesHistory = HistorySeries & { readonly away: HistoryAway | null };

/** `away`: the history server does not answer, and what only it has up to `untilMs` is missing; null where all is there. */
export type DecimatedHistory = { readonly pens: readonly PenColumns[]; readonly away: HistoryAway | null };

export type RawQuery = { readonly tag: number; readonly fromMs: number; readonly toMs: number; readonly limit: number };
export type ManyQuery = { readonly tags: readonly number[]; readonly fromMs: number; readonly toMs: number };

/** Questions about the past by dense tag index. Samples not on disk yet are in every answer, each once. A `cancel` that is aborted rejects with a StoreError `cancelled`. */
export type HistoryQueries = {
  /** Samples of [fromMs, toMs] by source time, the one before `fromMs` in front; put together in the calling thread. */
  raw(query: RawQuery, cancel?: AbortSignal): Promise<UnpackedSeries>;
  /** The same in the pieces they were found in, for whoever has a thread to put them together in. */
  pieces(query: RawQuery, cancel?: AbortSignal): Promise<SeriesPieces>;
  /** Samples with fromMs < time <= toMs of all tags, about `limit` of them, the earliest; equal times in the order of `tags`. Each tag is named once. */
  samples(query: ManyQuery & { readonly limit: number }, cancel?: AbortSignal): Promise<SamplesHistory>;
  /** Pens in the order of `tags`; extremes are exact. Values are held up to the present, not beyond. */
  decimated(query: ManyQuery & { readonly width: number }, cancel?: AbortSignal): Promise<DecimatedHistory>;
  /** The newest sample at or before `timeMs` of each tag; time NaN where there is none. */
  valueAt(tags: readonly number[], timeMs: number, cancel?: AbortSignal): Promise<ValuesHistory>;
  /** Source times of the oldest and newest sample kept; null while there is none. */
  extent(): Promise<{ readonly fromMs: number | null; readonly toMs: number | null }>;
};

export type QueryParts = {
  readonly history: HistoryStore;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Persistent key of each tag. */
  readonly keys: () => Promise<Uint32Array>;
  /** Blocks with samples of these tags (all where absent) that are not known to be on disk. */
  readonly unsettled: () => readonly SampleBlock[];
  readonly waiting: Pick<WaitingSamples, 'capture' | 'end'>;
  readonly tellDamage: (damagedChunks: number) => void;
};

export function createHistoryQueries({ history, clock, keys: keysOf, unsettled, waiting, tellDamage }: QueryParts): HistoryQueries {
  const keyOf = (keys: Uint32Array, tag: number): number => {
    const key = keys[tag];
    if (key === undefined) throw new RangeError(`There is no tag with index ${tag}.`);
    return key;
  };

  /** Asks the store with what it can't know at hand: rows captured before the question, so that none is missed. */
  const withPending = async <T>(tags: readonly number[], ask: (pending: PendingSamples) => Promise<T>): Promise<T> => {
    const waits = waiting.capture(tags);
    try {
      return await ask(capturePending(unsettled(), tags, waits));
    } finally {
      waiting.end(waits);
    }
  };

  const pieces: HistoryQueries['pieces'] = async ({ tag, fromMs, toMs, limit }, cancel) => {
    const keys = await keysOf();
    const key = keyOf(keys, tag);
    return withPending([tag], async (pending) => {
      const { seenSeq, damagedChunks, away: _, ...stored } = await history.pieces({ key, fromMs, toMs, limit }, cancel);
      tellDamage(damagedChunks);
      return withRows(stored, [], unseenOf(pending, tag, seenSeq));
    });
  };

  return {
    pieces,
    raw: async (query, cancel) => putTogether(await pieces(query, cancel)),
    async samples({ tags, fromMs, toMs, limit }, cancel) {
      const keys = await keysOf();
      const wanted = tags.map((tag) => keyOf(keys, tag));
      return withPending(tags, async (pending) => {
        const { seenSeq, damagedChunks, away = null, key: place, timeMs, value, quality, reachMs } = await history.samples({ keys: wanted, fromMs, toMs, limit }, cancel);
        tellDamage(damagedChunks);
        const tag = new Uint32Array(place.length);
        for (let row = 0; row < place.length; row++) tag[row] = tags[place[row] as number] as number;
        return mergeUnseen({ tag, timeMs, value, quality, reachMs, away }, pending, tags, fromMs, seenSeq);
      });
    },
    async decimated({ tags, fromMs, toMs, width }, cancel) {
      const keys = await keysOf();
      const distinct = [...new Set(tags)];
      const wanted = distinct.map((tag) => keyOf(keys, tag));
      return withPending(distinct, async (pending) => {
        const { pens, seenSeq, damagedChunks, away = null } = await history.decimated({ keys: wanted, fromMs, toMs, width }, cancel);
        tellDamage(damagedChunks);
        const heldMs = Math.min(toMs, clock.nowMs());
        const penOf = new Map<number, PenColumns>();
        for (const [at, tag] of distinct.entries()) penOf.set(tag, finishPen(pens[at] as HistoryPen, unseenOf(pending, tag, seenSeq), heldMs));
        return { pens: tags.map((tag) => penOf.get(tag) as PenColumns), away };
      });
    },
    async valueAt(tags, timeMs, cancel) {
      const keys = await keysOf();
      const wanted = tags.map((tag) => keyOf(keys, tag));
      return withPending(tags, async (pending) => {
        const { seenSeq, damagedChunks, away = null, timeMs: times, value, quality } = await history.valueAt(wanted, timeMs, cancel);
        tellDamage(damagedChunks);
        const newest = { timeMs: times, value, quality, away };
        for (const [at, tag] of tags.entries()) for (const series of unseenOf(pending, tag, seenSeq)) offerNewest(newest, at, series, timeMs);
        return newest;
      });
    },
    async extent() {
      const [oldestMs, newestMs] = await Promise.all([history.oldestMs(), history.newestMs()]);
      let [fromMs, toMs] = [oldestMs ?? Number.POSITIVE_INFINITY, newestMs ?? Number.NEGATIVE_INFINITY];
      for (const block of unsettled()) {
        for (let row = 0; row < block.length; row++) {
          const time = block.timeMs[row] as number;
          if (time < fromMs) fromMs = time;
          if (time > toMs) toMs = time;
        }
      }
      return fromMs > toMs ? { fromMs: null, toMs: null } : { fromMs, toMs };
    },
  };
}

/** A pen of the store with what it had not seen, values held up to `heldMs`. */
function finishPen(pen: HistoryPen, unseen: readonly GrowingSeries[], heldMs: number): PenColumns {
  for (const unsorted of unseen) {
    const series = sortedSeries(unsorted);
    addSamples(pen, series.timeMs, series.value, series.quality, 0, series.timeMs.length);
  }
  holdUntil(pen, heldMs);
  const { first, min, max, last, mean, count, badCount, firstMs, lastMs, goodMs, endsBad, held } = pen;
  freeColumns({ firstMs, lastMs, goodMs, endsBad, held });
  return { timeMs: columnStarts(pen.fromMs, pen.toMs, pen.count.length), first, min, max, last, mean, count, badCount };
}

/** Puts the pending rows of a span among those of the store, by time. */
function mergeUnseen(stored: SamplesHistory, pending: PendingSamples, tags: readonly number[], fromMs: number, seenSeq: number): SamplesHistory {
  const all = emptySeries();
  const tagOf: number[] = [];
  for (const tag of tags) {
    for (const { timeMs, value, quality, length } of unseenOf(pending, tag, seenSeq)) {
      for (let row = 0; row < length; row++) {
        const time = timeMs[row] as number;
        if (!(time > fromMs && time <= stored.reachMs)) continue;
        tagOf.push(tag);
        pushRow(all, time, value[row] as number, quality[row] as number);
      }
    }
  }
  if (all.length === 0) return stored;
  const extra = all.length;
  const order = Uint32Array.from({ length: extra }, (_, row) => row).sort((a, b) => (all.timeMs[a] as number) - (all.timeMs[b] as number) || a - b);
  const rows = stored.tag.length + extra;
  const merged = { tag: new Uint32Array(rows), timeMs: new Float64Array(rows), value: new Float64Array(rows), quality: new Uint32Array(rows) };
  for (let row = 0, old = 0, fresh = 0; row < rows; row++) {
    const next = order[fresh];
    // Of equal times the stored ones were recorded first.
    if (next === undefined || (old < stored.tag.length && (stored.timeMs[old] as number) <= (all.timeMs[next] as number))) {
      merged.tag[row] = stored.tag[old] as number;
      merged.timeMs[row] = stored.timeMs[old] as number;
      merged.value[row] = stored.value[old] as number;
      merged.quality[row] = stored.quality[old++] as number;
    } else {
      merged.tag[row] = tagOf[next] as number;
      merged.timeMs[row] = all.timeMs[next] as number;
      merged.value[row] = all.value[next] as number;
      merged.quality[row] = all.quality[next] as number;
      fresh++;
    }
  }
  return { ...merged, reachMs: stored.reachMs, away: stored.away };
}

/** Puts the newest row at or before `timeMs` into place `at` when it is newer than what stands there. */
function offerNewest(newest: HistorySeries, at: number, series: GrowingSeries, timeMs: number): void {
  for (let row = 0; row < series.length; row++) {
    const time = series.timeMs[row] as number;
    if (time > timeMs || time < (newest.timeMs[at] as number)) continue;
    newest.timeMs[at] = time;
    newest.value[at] = series.value[row] as number;
    newest.quality[at] = series.quality[row] as number;
  }
}
