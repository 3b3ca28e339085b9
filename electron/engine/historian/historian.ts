import { addSamples, columnStarts } from '#shared/math/decimate.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { Clock, Log } from '../ports.ts';
import { cutSeries, emptySeries, pushRows, type GrowingSeries } from '../store/series.ts';
import type { HistoryPen, HistorySeries, Store, StoreState } from '../store/store.ts';
import { createBlockQueue } from './block-queue.ts';
import { capturePending, unseenOf } from './pending-samples.ts';

export type RawHistory = HistorySeries & { readonly truncated: boolean };

/** `width` columns of equal time; first, min, max and last are NaN where a column has no value that is not bad. */
export type DecimatedPen = {
  /** Beginning of each column, UTC epoch ms. */
  readonly timeMs: Float64Array<ArrayBuffer>;
  readonly first: Float64Array<ArrayBuffer>;
  readonly min: Float64Array<ArrayBuffer>;
  readonly max: Float64Array<ArrayBuffer>;
  readonly last: Float64Array<ArrayBuffer>;
  readonly count: Uint32Array<ArrayBuffer>;
  readonly badCount: Uint32Array<ArrayBuffer>;
};

export type HistorianStatus = {
  readonly state: StoreState;
  readonly sentence: string;
  /** Samples taken but not yet on disk. */
  readonly queuedRows: number;
  /** Samples that could not be recorded since the start. */
  readonly lostSamples: number;
  readonly bytes: number;
};

/** Tags are dense indices of the `tagIds` the historian was made with. */
export type Historian = {
  /** Takes a copy of the batch for the next commit; never waits, and allocates nothing per sample. */
  write(batch: SampleBatch): void;
  /** Resolves when everything written before the call is on disk or counted as lost. */
  flush(): Promise<void>;
  /** The same without hurrying it: resolves with the commits that come anyway. */
  settled(): Promise<void>;
  /** Samples of [fromMs, toMs] by source time, the one before `fromMs` in front, samples not yet on disk included. */
  raw(query: { readonly tag: number; readonly fromMs: number; readonly toMs: number; readonly limit: number }): Promise<RawHistory>;
  /** Pens in the order of `tags`; extremes are exact, samples not yet on disk included. */
  decimated(query: {
    readonly tags: readonly number[];
    readonly fromMs: number;
    readonly toMs: number;
    readonly width: number;
  }): Promise<readonly DecimatedPen[]>;
  /** The newest sample at or before `timeMs` of each tag; time NaN where there is none. */
  valueAt(tags: readonly number[], timeMs: number): Promise<HistorySeries>;
  status(): HistorianStatus;
  /** Commits what is buffered and stops; the store stays open. */
  close(): Promise<void>;
};

export type HistorianOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Id of each dense tag index. */
  readonly tagIds: readonly string[];
  /** Samples older than this are dropped, chunk by chunk; kept for ever when absent. */
  readonly retentionDays?: number;
  /** Samples lost since the start before this historian took over. Default 0. */
  readonly lostBefore?: number;
};

const retentionEveryMs = 10 * 60_000;
const dayMs = 86_400_000;

/** Records samples into the store and answers questions about the past, the last moments included. */
export function createHistorian(options: HistorianOptions): Historian {
  const { store, clock, log, tagIds, retentionDays, lostBefore = 0 } = options;
  const queue = createBlockQueue(store.history, clock, log, tagIds);
  let hasToldDamage = false;

  const tellDamage = (damagedChunks: number): void => {
    if (damagedChunks === 0 || hasToldDamage) return;
    hasToldDamage = true;
    log.warn('history', `${damagedChunks} stretches of history are damaged on disk and are left out. Check the data disk.`);
  };
  const startWallMs = clock.nowMs();
  const startMonotonicMs = clock.monotonicMs();
  let hasToldJump = false;
  const dropOld = (): void => {
    if (retentionDays === undefined) return;
    // A wall clock that jumped ahead would make all history old at once.
    const jumpedMs = Math.abs(clock.nowMs() - startWallMs - (clock.monotonicMs() - startMonotonicMs));
    if (jumpedMs > dayMs) {
      if (!hasToldJump) log.warn('history', 'This machine’s clock was moved by more than a day: old history is kept until the console is started again.');
      hasToldJump = true;
      return;
    }
    store.history
      .dropBefore(clock.nowMs() - retentionDays * dayMs)
      .catch((error: unknown) =>
        log.warn('history', `Old history could not be dropped: ${String(error)} It is tried again in ten minutes.`),
      );
  };
  const stopRetention = clock.every(retentionEveryMs, dropOld);

  const keyOf = (keys: Uint32Array, tag: number): number => {
    const key = keys[tag];
    if (key === undefined) throw new RangeError(`There is no tag with index ${tag}.`);
    return key;
  };

  return {
    write: queue.write,
    flush: queue.flush,
    settled: queue.settled,
    async raw({ tag, fromMs, toMs, limit }) {
      const keys = await queue.keys();
      const key = keyOf(keys, tag);
      const pending = capturePending(queue.unsettled(), [tag]);
      const { seenSeq, damagedChunks, truncated, ...stored } = await store.history.raw({ key, fromMs, toMs, limit });
      tellDamage(damagedChunks);
      const unseen = unseenOf(pending, tag, seenSeq);
      if (unseen.length === 0) return { ...stored, truncated };
      const all = emptySeries(stored.timeMs.length + 64);
      pushRows(all, stored, 0, stored.timeMs.length);
      // What the store left out lies behind its last row, so pending samples behind that are left out as well.
      const endMs = truncated ? (stored.timeMs.at(-1) ?? toMs) : toMs;
      for (const series of unseen) pushRows(all, series, 0, series.length);
      const cut = cutSeries(all, fromMs, endMs, limit);
      return truncated ? { ...cut, truncated } : cut;
    },
    async decimated({ tags, fromMs, toMs, width }) {
      const keys = await queue.keys();
      const distinct = [...new Set(tags)];
      const wanted = distinct.map((tag) => keyOf(keys, tag));
      const pending = capturePending(queue.unsettled(), distinct);
      const { pens, seenSeq, damagedChunks } = await store.history.decimated({ keys: wanted, fromMs, toMs, width });
      tellDamage(damagedChunks);
      const penOf = new Map<number, DecimatedPen>();
      for (const [at, tag] of distinct.entries()) {
        const pen = pens[at] as HistoryPen;
        for (const { timeMs, value, quality, length } of unseenOf(pending, tag, seenSeq))
          addSamples(pen, timeMs, value, quality, 0, length);
        const { first, min, max, last, count, badCount } = pen;
        penOf.set(tag, { timeMs: columnStarts(pen), first, min, max, last, count, badCount });
      }
      return tags.map((tag) => penOf.get(tag) as DecimatedPen);
    },
    async valueAt(tags, timeMs) {
      const keys = await queue.keys();
      const wanted = tags.map((tag) => keyOf(keys, tag));
      const pending = capturePending(queue.unsettled(), tags);
      const { seenSeq, damagedChunks, ...newest } = await store.history.valueAt(wanted, timeMs);
      tellDamage(damagedChunks);
      for (const [at, tag] of tags.entries()) for (const series of unseenOf(pending, tag, seenSeq)) offerNewest(newest, at, series, timeMs);
      return newest;
    },
    status() {
      const { state, sentence, bytes } = store.status();
      const { queuedRows, lostSamples: lostHere } = queue.counts();
      const lostSamples = lostBefore + lostHere;
      return {
        state,
        sentence: lostSamples === 0 ? sentence : `${sentence} ${lostSamples} samples were lost since the start.`,
        queuedRows,
        lostSamples,
        bytes,
      };
    },
    async close() {
      stopRetention();
      await queue.close();
    },
  };
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
