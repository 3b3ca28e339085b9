import type { Clock, Log } from '../ports.ts';
import type { HistoryStore, StoreStatus } from '../store/store.ts';

export type RetentionOptions = {
  readonly history: HistoryStore;
  readonly status: () => StoreStatus;
  readonly onStatus: (listener: () => void) => () => void;
  readonly clock: Clock;
  readonly log: Log;
  /** Raw samples older than this are dropped; kept for ever when absent. */
  readonly retentionDays?: number;
  /** Of single tags, by tag index. */
  readonly tagDays: ReadonlyMap<number, number>;
  readonly summaryDays?: number;
  /** Space history may take, bytes. */
  readonly maxBytes?: number;
  readonly keys: () => Promise<Uint32Array>;
};

export type Retention = {
  /** Up to when raw samples were shed for want of space, UTC epoch ms; null when none were. */
  readonly shedMs: number | null;
  stop(): void;
};

const everyMs = 10 * 60_000;
const spaceEveryMs = 5000;
const dayMs = 86_400_000;
/** Kept free inside the file once space is short, so that recording goes on in between: some minutes of a busy plant. */
const spareBytes = 8 * 1024 * 1024;

/** Drops what is too old, and the oldest raw samples when the disk is full or history has reached its size. */
export function createRetention(options: RetentionOptions): Retention {
  const { history, clock, log, retentionDays, tagDays, summaryDays, maxBytes } = options;
  const startWallMs = clock.nowMs();
  const startMonotonicMs = clock.monotonicMs();
  let hasToldJump = false;
  let hasToldShed = false;
  let shedMs: number | null = null;
  let isShedding = false;
  let isStopped = false;

  const dropOld = async (): Promise<void> => {
    const nowMs = clock.nowMs();
    // A wall clock that jumped ahead would make all history old at once.
    const jumpedMs = Math.abs(nowMs - startWallMs - (clock.monotonicMs() - startMonotonicMs));
    if (jumpedMs > dayMs) {
      if (!hasToldJump) log.warn('history', 'This machine’s clock was moved by more than a day: old history is kept until the console is started again.');
      hasToldJump = true;
      return;
    }
    const keys = tagDays.size === 0 ? null : await options.keys();
    const ownKeys = new Map<number, number[]>();
    for (const [tag, days] of tagDays) {
      const key = keys?.[tag];
      if (key === undefined) continue;
      const same = ownKeys.get(days);
      if (same === undefined) ownKeys.set(days, [key]);
      else same.push(key);
    }
    if (retentionDays !== undefined) await history.dropBefore(nowMs - retentionDays * dayMs, { exceptKeys: [...ownKeys.values()].flat() });
    for (const [days, own] of ownKeys) await history.dropBefore(nowMs - days * dayMs, { keys: own });
    if (summaryDays !== undefined) await history.dropSummariesBefore(nowMs - summaryDays * dayMs);
  };
  const runDropOld = (): void => {
    dropOld().catch((error: unknown) => {
      if (!isStopped) log.warn('history', `Old history could not be dropped: ${String(error)} It is tried again in ten minutes.`);
    });
  };

  const shed = async (): Promise<void> => {
    const { state, bytes } = options.status();
    const isTooLarge = maxBytes !== undefined && bytes > maxBytes - spareBytes;
    if ((state !== 'full' && !isTooLarge) || isShedding || isStopped) return;
    isShedding = true;
    try {
      const { goneBeforeMs } = await history.shedOldest(spareBytes);
      if (goneBeforeMs === null || isStopped) return;
      shedMs = Math.max(shedMs ?? Number.NEGATIVE_INFINITY, goneBeforeMs);
      if (!hasToldShed) log.warn('history', `${isTooLarge ? 'History has reached its size' : 'The data disk is full'}: raw samples up to ${new Date(shedMs).toISOString()} were dropped to go on recording; summaries stay.`);
      hasToldShed = true;
    } catch (error) {
      if (!isStopped) log.warn('history', `Space could not be made in history: ${String(error)} It is tried again.`);
    } finally {
      isShedding = false;
    }
  };

  const stopOld = clock.every(everyMs, runDropOld);
  const stopShed = clock.every(spaceEveryMs, () => void shed());
  const stopStatus = options.onStatus(() => void shed());
  return {
    get shedMs() {
      return shedMs;
    },
    stop() {
      isStopped = true;
      stopOld();
      stopShed();
      stopStatus();
    },
  };
}
