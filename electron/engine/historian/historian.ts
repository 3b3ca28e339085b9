import type { HistoryPolicy } from '#shared/model/history.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { Clock, Log } from '../ports.ts';
import type { Store, StoreState } from '../store/store.ts';
import { createBlockQueue } from './block-queue.ts';
import { createHistoryAggregates, type HistoryAggregates } from './history-aggregates.ts';
import { createHistoryQueries, type HistoryQueries } from './history-queries.ts';
import { createRecordingFilter } from './recording-filter.ts';
import { createRetention } from './retention.ts';
import { createWaitingSamples } from './waiting-samples.ts';
import { writePast } from './write-past.ts';

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
export type Historian = HistoryQueries &
  HistoryAggregates & {
    /** Takes a copy of what the policies of its tags keep of a batch for the next commit; never waits, and allocates nothing per sample. */
    write(batch: SampleBatch): void;
    /**
     * Records samples past the policies, late ones too: imports, the history of a device. Resolves when all are on disk;
     * rejects with a StoreError when they are not all there, then asking again may double some.
     */
    writeAll(batch: SampleBatch): Promise<void>;
    /** Resolves when everything written before the call is on disk or counted as lost, but for what waits for its policy. */
    flush(): Promise<void>;
    /** The same without hurrying it: resolves with the commits that come anyway. */
    settled(): Promise<void>;
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
  /** What is recorded of each tag, by index; every change where absent. */
  readonly policies?: readonly (HistoryPolicy | undefined)[];
  /** True for tags whose value holds until the next one, states and whole numbers; a straight line joins the others, so where absent. */
  readonly isStepped?: (tag: number) => boolean;
  /** Samples older than this are dropped, chunk by chunk; kept for ever when absent. */
  readonly retentionDays?: number;
  /** Summaries older than this are dropped; kept for ever when absent. */
  readonly summaryDays?: number;
  /** Space history may take on disk, MB of 2^20 bytes; the oldest raw samples go first. */
  readonly maxMb?: number | undefined;
  /** Samples lost since the start before this historian took over. Default 0. */
  readonly lostBefore?: number;
};

const releaseEveryMs = 100;

/** Records samples into the store and answers questions about the past, the last moments included. */
export function createHistorian(options: HistorianOptions): Historian {
  const { store, clock, log, tagIds, policies = [], isStepped = () => false, retentionDays, summaryDays, maxMb, lostBefore = 0 } = options;
  const filter = createRecordingFilter(policies);
  const waiting = createWaitingSamples(filter);
  const queue = createBlockQueue(store.history, clock, log, tagIds, waiting.filled);
  let hasToldDamage = false;

  const tellDamage = (damagedChunks: number): void => {
    if (damagedChunks === 0 || hasToldDamage) return;
    hasToldDamage = true;
    log.warn('history', `${damagedChunks} stretches of history are damaged on disk and are left out. Check the data disk.`);
  };
  const queries = createHistoryQueries({
    history: store.history,
    clock,
    keys: queue.keys,
    unsettled: queue.unsettled,
    waiting,
    tellDamage,
  });
  const aggregates = createHistoryAggregates(queries, clock, isStepped);
  const retention = createRetention({
    history: store.history,
    meta: store.meta,
    status: store.status,
    onStatus: store.onStatus,
    clock,
    log,
    keys: queue.keys,
    tagDays: new Map(policies.flatMap((policy, tag) => (policy?.retentionDays === undefined ? [] : [[tag, policy.retentionDays] as const]))),
    ...(retentionDays === undefined ? {} : { retentionDays }),
    ...(summaryDays === undefined ? {} : { summaryDays }),
    ...(maxMb === undefined ? {} : { maxBytes: maxMb * 1024 * 1024 }),
  });
  const stopRelease = filter.canWait
    ? clock.every(releaseEveryMs, () => {
        const released = filter.release(clock.monotonicMs());
        if (released.length > 0) queue.write(released);
      })
    : () => undefined;

  return {
    ...queries,
    ...aggregates,
    write(batch) {
      const kept = filter.pass(batch, clock.monotonicMs());
      if (kept.length > 0) queue.write(kept);
    },
    writeAll: (batch) => writePast(store.history, queue.keys, batch),
    flush: queue.flush,
    settled: queue.settled,
    status() {
      const { state, sentence, bytes } = store.status();
      const { queuedRows, lostSamples: lostHere } = queue.counts();
      const lostSamples = lostBefore + lostHere;
      const { shedMs } = retention;
      const shed = shedMs === null ? '' : ` Raw samples up to ${new Date(shedMs).toISOString().slice(0, 16).replace('T', ' ')} UTC were dropped for want of space.`;
      return {
        state,
        sentence: `${sentence}${shed}${lostSamples === 0 ? '' : ` ${lostSamples === 1 ? '1 sample was' : `${lostSamples} samples were`} lost since the start.`}`,
        queuedRows,
        lostSamples,
        bytes,
      };
    },
    async close() {
      stopRelease();
      retention.stop();
      const last = filter.releaseAll();
      if (last.length > 0) queue.write(last);
      await queue.close();
    },
  };
}
