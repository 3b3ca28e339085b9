import type { Clock, Log } from '../ports.ts';
import type { HistoryStore, Store, StoreStatus } from '../store/store.ts';

export type RetentionOptions = {
  readonly history: Pick<HistoryStore, 'newestMs' | 'dropBefore' | 'dropSummariesBefore' | 'shedOldest'>;
  readonly meta: Store['meta'];
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
  /** Up to when raw samples were shed for want of space, UTC epoch ms, before this start too; null when none were, or those would be too old by now. */
  readonly shedMs: number | null;
  stop(): void;
};

const everyMs = 10 * 60_000;
const spaceEveryMs = 5000;
const dayMs = 86_400_000;
const longPauseMs = 30 * dayMs;
const mib = 1024 * 1024;
/** Kept free inside the file when history has reached its size, so that recording goes on in between; an eighth of a small size. */
const mostSpareBytes = 8 * mib;
/** On a full disk so much is freed, then twice as much and so on, until the store records again: it wants up to twice its reserve. */
const leastFreeBytes = 2 * mib;
const mostFreeBytes = 64 * mib;
/** Where the data folder keeps up to when raw samples were shed. */
const shedName = 'history.shedMs';

/** Drops what is too old, and the oldest raw samples when the disk is full or history has reached its size. */
export function createRetention(options: RetentionOptions): Retention {
  const { history, clock, log, retentionDays, tagDays, summaryDays, maxBytes } = options;
  const spareBytes = Math.min(mostSpareBytes, (maxBytes ?? Number.POSITIVE_INFINITY) / 8);
  const startWallMs = clock.nowMs();
  const startMonotonicMs = clock.monotonicMs();
  let hasToldJump = false;
  let hasToldShed = false;
  let hasToldTrouble = false;
  let freeBytes = leastFreeBytes;
  let shedMs: number | null = null;
  let isShedding = false;
  let isStopped = false;

  // Asked before anything new is recorded: what the newest sample of the time before says of this machine's clock.
  const newestBefore = history.newestMs().catch(() => null);
  let hasToldAhead = false;

  const dropOld = async (): Promise<void> => {
    if (retentionDays === undefined && summaryDays === undefined && tagDays.size === 0) return;
    const nowMs = clock.nowMs();
    // A wall clock that jumped ahead would make all history old at once.
    const jumpedMs = Math.abs(nowMs - startWallMs - (clock.monotonicMs() - startMonotonicMs));
    if (jumpedMs > dayMs) {
      if (!hasToldJump) log.warn('history', 'This machine’s clock was moved by more than a day: old history is kept until the console is started again.');
      hasToldJump = true;
      return;
    }
    // After a long pause, or with a clock that is wrong, all history looks old: a day is left to see which it was.
    const newestMs = await newestBefore;
    if (newestMs !== null && startWallMs - newestMs > longPauseMs && clock.monotonicMs() - startMonotonicMs < dayMs) {
      if (!hasToldAhead) log.warn('history', `This machine’s clock is ${Math.round((startWallMs - newestMs) / dayMs)} days past the newest sample: old history is kept for a day more. Set the clock if it is wrong.`);
      hasToldAhead = true;
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

  const gone = (beforeMs: number | null): void => {
    if (beforeMs === null || !(beforeMs > (shedMs ?? Number.NEGATIVE_INFINITY))) return;
    shedMs = beforeMs;
    // The history that is gone stays gone over a restart: so does the sentence about it.
    options.meta.set(shedName, String(beforeMs)).catch(() => undefined);
  };
  /** Frees what the store needs to record on a full disk: it says by its state when that is enough. */
  const shedUntilItRecords = async (): Promise<void> => {
    for (;;) {
      const { goneBeforeMs } = await history.shedOldest(freeBytes);
      gone(goneBeforeMs);
      if (isStopped || options.status().state !== 'full' || freeBytes >= mostFreeBytes) return;
      freeBytes *= 2;
    }
  };
  const shed = async (): Promise<void> => {
    const { state, bytes } = options.status();
    const isFull = state === 'full';
    const isTooLarge = maxBytes !== undefined && bytes > maxBytes - spareBytes;
    // Once shed, some space is kept ahead, so that recording does not stop each time it is used up.
    const isTight = freeBytes > leastFreeBytes && state !== 'ok' && state !== 'failed';
    if ((!isFull && !isTooLarge && !isTight) || isShedding || isStopped) return;
    isShedding = true;
    const before = shedMs;
    try {
      if (isFull) {
        await shedUntilItRecords();
        freeBytes = Math.max(freeBytes, 2 * leastFreeBytes);
      } else gone((await history.shedOldest(isTooLarge ? spareBytes : 2 * freeBytes)).goneBeforeMs);
      if (shedMs === before || shedMs === null || hasToldShed || isStopped) return;
      hasToldShed = true;
      log.warn('history', `${isFull || isTight ? 'The data disk is full' : 'History has reached its size'}: raw samples up to ${new Date(shedMs).toISOString()} were dropped to go on recording; summaries stay.`);
    } catch (error) {
      if (!isStopped && !hasToldTrouble) log.warn('history', `Space could not be made in history: ${error instanceof Error ? error.message : String(error)} It is tried again.`);
      hasToldTrouble = true;
    } finally {
      isShedding = false;
    }
  };
  options.meta.get(shedName).then(
    (known) => {
      const knownMs = Number(known ?? Number.NaN);
      if (Number.isFinite(knownMs)) shedMs = Math.max(shedMs ?? knownMs, knownMs);
    },
    () => undefined,
  );

  const stopOld = clock.every(everyMs, runDropOld);
  const stopShed = clock.every(spaceEveryMs, () => void shed());
  const stopStatus = options.onStatus(() => void shed());
  return {
    get shedMs() {
      return shedMs !== null && retentionDays !== undefined && shedMs < clock.nowMs() - retentionDays * dayMs ? null : shedMs;
    },
    stop() {
      isStopped = true;
      stopOld();
      stopShed();
      stopStatus();
    },
  };
}
