import type { HistoryPolicy } from '#shared/model/history.ts';
import { isBad } from '#shared/model/quality.ts';
import { appendBatch, createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';

/**
 * Decides which samples of a tag are recorded. Samples go through in the order they came; of a tag with `minIntervalMs` or
 * `swingingDoor` the newest one may wait here, as whether it is kept depends on the next.
 */
export type RecordingFilter = {
  /** The rows to record, in order; the batch itself when all are. Reused by the next call. */
  pass(batch: SampleBatch, monotonicMs: number): SampleBatch;
  /** Rows that have waited long enough, or all of them. Reused by the next call. */
  release(monotonicMs: number): SampleBatch;
  releaseAll(): SampleBatch;
  /** Appends the rows of a tag that wait, oldest first. */
  waitingOf(tag: number, into: (timeMs: number, value: number, quality: number) => void): void;
  /** False when nothing can ever wait. */
  readonly canWait: boolean;
};

/** A sample that might still be left out waits no longer than this, ms: so much of a straight line is lost with the power. */
const longestWaitMs = 60_000;
/** A sample further back than this is not a late one: the clock of its device was set back, and the policy begins anew. */
const latestMs = 60_000;

type Slot = { readonly policy: HistoryPolicy; readonly tag: number };

/** @param policies by tag index; absent for tags that are recorded on change, which the tag table has seen to. */
export function createRecordingFilter(policies: readonly (HistoryPolicy | undefined)[]): RecordingFilter {
  const slots: Slot[] = [];
  const slotOf = new Int32Array(policies.length).fill(-1);
  policies.forEach((policy, tag) => {
    if (policy === undefined || isPlain(policy)) return;
    slotOf[tag] = slots.length;
    slots.push({ policy, tag });
  });
  const size = slots.length;
  const numbers = (fill: number): Float64Array<ArrayBuffer> => new Float64Array(size).fill(fill);
  const never = new Uint8Array(size);
  const keepsRepeats = new Uint8Array(size);
  const deadband = numbers(0);
  const door = numbers(0);
  const minMs = numbers(0);
  const maxMs = numbers(Number.POSITIVE_INFINITY);
  slots.forEach(({ policy }, slot) => {
    never[slot] = policy.record === 'never' ? 1 : 0;
    keepsRepeats[slot] = policy.record === 'all' ? 1 : 0;
    deadband[slot] = policy.deadband ?? 0;
    door[slot] = policy.swingingDoor ?? 0;
    minMs[slot] = policy.minIntervalMs ?? 0;
    maxMs[slot] = policy.maxIntervalMs ?? Number.POSITIVE_INFINITY;
  });
  /** Of the sample that passed the deadband last. */
  const passedMs = numbers(Number.NaN);
  const passedValue = numbers(Number.NaN);
  const passedQuality = new Uint32Array(size);
  /** The newest one since that was left out for its deadband or as a repeat; NaN time for none. Kept before a change of quality. */
  const leftMs = numbers(Number.NaN);
  const leftValue = numbers(Number.NaN);
  /** The newest sample of a time that has its one sample already (`minIntervalMs`); NaN time for none. */
  const pendingMs = numbers(Number.NaN);
  const pendingValue = numbers(Number.NaN);
  const pendingQuality = new Uint32Array(size);
  const pendingSince = numbers(0);
  /** When the time of which one sample is kept began. */
  const spacedMs = numbers(Number.NaN);
  /** The sample recorded last, from which the door opens, and the one that waits at its end. */
  const pivotMs = numbers(Number.NaN);
  const pivotValue = numbers(Number.NaN);
  const heldMs = numbers(Number.NaN);
  const heldValue = numbers(Number.NaN);
  const heldQuality = new Uint32Array(size);
  const heldSince = numbers(0);
  const upper = numbers(Number.POSITIVE_INFINITY);
  const lower = numbers(Number.NEGATIVE_INFINITY);
  const kept = createBatch(256);
  let waiting = 0;
  let now = 0;

  const keep = (slot: number, timeMs: number, value: number, quality: number): void => {
    pushSample(kept, (slots[slot] as Slot).tag, timeMs, value, quality);
    pivotMs[slot] = timeMs;
    pivotValue[slot] = isBad(quality) ? Number.NaN : value;
    upper[slot] = Number.POSITIVE_INFINITY;
    lower[slot] = Number.NEGATIVE_INFINITY;
  };
  const keepHeld = (slot: number): void => {
    if (Number.isNaN(heldMs[slot])) return;
    keep(slot, heldMs[slot] as number, heldValue[slot] as number, heldQuality[slot] as number);
    heldMs[slot] = Number.NaN;
    waiting--;
  };
  const hold = (slot: number, timeMs: number, value: number, quality: number): void => {
    if (Number.isNaN(heldMs[slot])) {
      waiting++;
      heldSince[slot] = now;
    }
    heldMs[slot] = timeMs;
    heldValue[slot] = value;
    heldQuality[slot] = quality;
  };
  /**
   * Swinging door: a sample waits while a straight line from the pivot to it meets every sample between them within the
   * door's width; the first that breaks this makes the one before it the next pivot. So what was left out lies within that
   * width of the line between the samples kept (unlike the usual form, which only bounds the slopes).
   */
  const throughDoor = (slot: number, timeMs: number, value: number, quality: number): void => {
    const width = door[slot] as number;
    if (width === 0) return keep(slot, timeMs, value, quality);
    const sinceMs = pivotMs[slot] as number;
    const isLine = timeMs > sinceMs && !Number.isNaN(pivotValue[slot]) && !isBad(quality) && timeMs - sinceMs < (maxMs[slot] as number);
    if (!isLine) {
      keepHeld(slot);
      return keep(slot, timeMs, value, quality);
    }
    let ms = timeMs - sinceMs;
    let rise = value - (pivotValue[slot] as number);
    const isInside = rise <= (upper[slot] as number) * ms && rise >= (lower[slot] as number) * ms && !(timeMs <= (heldMs[slot] as number));
    if (!isInside) {
      keepHeld(slot);
      ms = timeMs - (pivotMs[slot] as number);
      rise = value - (pivotValue[slot] as number);
      if (!(ms > 0) || Number.isNaN(rise)) return keep(slot, timeMs, value, quality);
    }
    upper[slot] = Math.min(upper[slot] as number, (rise + width) / ms);
    lower[slot] = Math.max(lower[slot] as number, (rise - width) / ms);
    hold(slot, timeMs, value, quality);
  };
  const keepPending = (slot: number): void => {
    if (Number.isNaN(pendingMs[slot])) return;
    // It stands for the time that begins now: else every pair of samples would be two of one time.
    spacedMs[slot]! += minMs[slot] as number;
    throughDoor(slot, pendingMs[slot] as number, pendingValue[slot] as number, pendingQuality[slot] as number);
    pendingMs[slot] = Number.NaN;
    waiting--;
  };
  const space = (slot: number, timeMs: number, value: number, quality: number): void => {
    const least = minMs[slot] as number;
    if (least === 0) return throughDoor(slot, timeMs, value, quality);
    if (timeMs - (spacedMs[slot] as number) >= least) {
      // The time of the one before ended: its newest sample is kept, and this one begins the next, or waits in it.
      keepPending(slot);
    }
    if (!(timeMs - (spacedMs[slot] as number) < least)) {
      spacedMs[slot] = timeMs;
      return throughDoor(slot, timeMs, value, quality);
    }
    if (Number.isNaN(pendingMs[slot])) {
      waiting++;
      pendingSince[slot] = now;
    }
    pendingMs[slot] = timeMs;
    pendingValue[slot] = value;
    pendingQuality[slot] = quality;
  };
  /** Ends what waits, with the last sample that was left out, and begins with this one. */
  const begin = (slot: number, timeMs: number, value: number, quality: number): void => {
    keepPending(slot);
    keepHeld(slot);
    if (!Number.isNaN(leftMs[slot])) keep(slot, leftMs[slot] as number, leftValue[slot] as number, passedQuality[slot] as number);
    leftMs[slot] = Number.NaN;
    passedMs[slot] = timeMs;
    passedValue[slot] = value;
    passedQuality[slot] = quality;
    spacedMs[slot] = timeMs;
    keep(slot, timeMs, value, quality);
  };
  const take = (slot: number, timeMs: number, value: number, quality: number): void => {
    if (never[slot] === 1) return;
    const lastMs = passedMs[slot] as number;
    if (timeMs < lastMs) {
      if (lastMs - timeMs > latestMs) return begin(slot, timeMs, value, quality);
      // Late: whatever was decided since stays, and it is recorded as it is.
      pushSample(kept, (slots[slot] as Slot).tag, timeMs, value, quality);
      return;
    }
    const isSameQuality = quality === passedQuality[slot] && !Number.isNaN(lastMs);
    if (!isSameQuality || isBad(quality)) {
      const isRepeat = isSameQuality && keepsRepeats[slot] === 0 && timeMs - lastMs < (maxMs[slot] as number);
      if (!isRepeat) begin(slot, timeMs, value, quality);
      return;
    }
    const change = Math.abs(value - (passedValue[slot] as number));
    const isDue = timeMs - lastMs >= (maxMs[slot] as number);
    // Where a line is to be drawn, a value that stood still is part of it: left out, the line would rise through its rest.
    const wantsRepeats = keepsRepeats[slot] === 1 || (door[slot] as number) > 0;
    const isLeftOut = change < (deadband[slot] as number) || (change === 0 && !wantsRepeats);
    if (isLeftOut && !isDue) {
      leftMs[slot] = timeMs;
      leftValue[slot] = value;
      return;
    }
    leftMs[slot] = Number.NaN;
    passedMs[slot] = timeMs;
    passedValue[slot] = value;
    space(slot, timeMs, value, quality);
  };
  const releaseSlot = (slot: number): void => {
    keepPending(slot);
    keepHeld(slot);
  };

  return {
    canWait: slots.some(({ policy }) => policy.minIntervalMs !== undefined || policy.swingingDoor !== undefined),
    pass(batch, monotonicMs) {
      if (size === 0) return batch;
      now = monotonicMs;
      kept.length = 0;
      let isAll = true;
      for (let row = 0; row < batch.length; row++) {
        const tag = batch.tag[row] as number;
        const slot = slotOf[tag] ?? -1;
        if (slot < 0) {
          if (!isAll) pushSample(kept, tag, batch.timeMs[row] as number, batch.value[row] as number, batch.quality[row] as number);
          continue;
        }
        if (isAll) {
          // The rows before this one, all of tags recorded as they come.
          isAll = false;
          const { length } = batch;
          batch.length = row;
          appendBatch(kept, batch);
          batch.length = length;
        }
        take(slot, batch.timeMs[row] as number, batch.value[row] as number, (batch.quality[row] as number) >>> 0);
      }
      return isAll ? batch : kept;
    },
    release(monotonicMs) {
      kept.length = 0;
      if (waiting === 0) return kept;
      now = monotonicMs;
      for (let slot = 0; slot < size; slot++) {
        if (!Number.isNaN(pendingMs[slot]) && monotonicMs - (pendingSince[slot] as number) >= (minMs[slot] as number)) keepPending(slot);
        if (!Number.isNaN(heldMs[slot]) && monotonicMs - (heldSince[slot] as number) >= Math.min(longestWaitMs, maxMs[slot] as number)) keepHeld(slot);
      }
      return kept;
    },
    releaseAll() {
      kept.length = 0;
      for (let slot = 0; slot < size; slot++) releaseSlot(slot);
      return kept;
    },
    waitingOf(tag, into) {
      const slot = slotOf[tag] ?? -1;
      if (slot < 0) return;
      if (!Number.isNaN(heldMs[slot])) into(heldMs[slot] as number, heldValue[slot] as number, heldQuality[slot] as number);
      if (!Number.isNaN(pendingMs[slot])) into(pendingMs[slot] as number, pendingValue[slot] as number, pendingQuality[slot] as number);
    },
  };
}

/** Recorded on change, nothing else asked: every row the tag table passes on. */
function isPlain({ record, deadband, swingingDoor, minIntervalMs, maxIntervalMs }: HistoryPolicy): boolean {
  return record === 'change' && deadband === undefined && swingingDoor === undefined && minIntervalMs === undefined && maxIntervalMs === undefined;
}

/** Tags that need every row, repeats too: 1 by tag index. */
export function repeatsWanted(policies: readonly (HistoryPolicy | undefined)[]): Uint8Array | null {
  const wanted = Uint8Array.from(policies, (policy) => (policy !== undefined && policy.record !== 'never' && (policy.record === 'all' || policy.maxIntervalMs !== undefined || policy.swingingDoor !== undefined) ? 1 : 0));
  return wanted.includes(1) ? wanted : null;
}
