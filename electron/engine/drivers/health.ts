import type { LinkHealth, LinkState } from '#shared/model/device.ts';
import type { DriverContext } from './driver.ts';

const roundTripsKept = 32;
const reportEveryMs = 1000;
const refusedTagsShown = 50;
const clocksKept = 16;

/** The book-keeping behind `onHealth`, the same for all drivers. Counting costs no allocation. */
export type HealthBook = {
  /** One request was sent. */
  requested(): void;
  /** One good answer came; `roundTripMs` may be NaN where none can be measured (a publish, for instance). */
  answered(roundTripMs: number): void;
  /** One request failed, was refused or was answered with nonsense. */
  failed(): void;
  /** A connection was lost and is being built again. */
  reconnecting(): void;
  /** Sets the state and tells the engine at once when anything of it changed. `problem` is null while the link is up. */
  set(state: LinkState, problem: string | null, nextAttemptMs?: number | null): void;
  /** Notes that the device refuses this tag's address; the last reason stands. */
  refuse(tagId: string, reason: string): void;
  /** Takes a tag off the refused list. */
  accept(tagId: string): void;
  /** Takes one measurement of the device's clock: how far it is ahead of ours, and how wrong that may be, ms. */
  clock(aheadMs: number, errorMs: number): void;
  /** Sets a line for the engineering view; null takes it away. */
  detail(name: string, value: string | null): void;
  readonly state: LinkState;
  /** Median of the last 32 round trips, ms; null before the first. */
  roundTripMs(): number | null;
  snapshot(): LinkHealth;
  /** Ends the throttled reports; nothing is reported afterwards. */
  dispose(): void;
};

/**
 * Health of one link. A change of state is reported at once, everything that counts up at most once a second.
 * `endpoint` names protocol and address in words: "Modbus TCP 127.0.0.1:1502".
 */
export function createHealthBook(context: Pick<DriverContext, 'device' | 'clock' | 'onHealth'>, endpoint: string): HealthBook {
  const trips = new Float64Array(roundTripsKept);
  const sorted = new Float64Array(roundTripsKept);
  const refused = new Map<string, string>();
  const details = new Map<string, string>();
  const clocks = createClockWatch();
  let tripCount = 0;
  let state: LinkState = 'connecting';
  let problem: string | null = null;
  let nextAttemptMs: number | null = null;
  let requests = 0;
  let errors = 0;
  let reconnects = 0;
  let lastGoodMs: number | null = null;
  let cancelReport: (() => void) | null = null;
  let isDisposed = false;
  let hasReported = false;

  const medianMs = (): number | null => {
    const known = Math.min(tripCount, roundTripsKept);
    if (known === 0) return null;
    sorted.set(trips);
    const part = sorted.subarray(0, known).sort();
    const middle = known >> 1;
    return known % 2 === 1 ? part[middle]! : (part[middle - 1]! + part[middle]!) / 2;
  };
  const snapshot = (): LinkHealth => {
    const shown = Object.fromEntries(details);
    if (refused.size > refusedTagsShown) shown['refused addresses'] = String(refused.size);
    return {
      device: context.device.id,
      state,
      endpoint,
      roundTripMs: medianMs(),
      requests,
      errors,
      reconnects,
      lastGoodMs,
      problem,
      nextAttemptMs,
      refusedTags: [...refused].slice(0, refusedTagsShown).map(([tag, reason]) => ({ tag, reason })),
      ...(clocks.best === null ? {} : { clock: clocks.best }),
      details: shown,
    };
  };
  const report = (): void => {
    cancelReport?.();
    cancelReport = null;
    hasReported = true;
    if (!isDisposed) context.onHealth(snapshot());
  };
  const scheduled = (): void => {
    cancelReport = null;
    report();
  };
  const touch = (): void => {
    if (cancelReport === null && !isDisposed) cancelReport = context.clock.after(reportEveryMs, scheduled);
  };
  return {
    requested() {
      requests += 1;
      touch();
    },
    answered(roundTripMs) {
      lastGoodMs = context.clock.nowMs();
      if (!Number.isNaN(roundTripMs)) {
        trips[tripCount % roundTripsKept] = roundTripMs;
        tripCount += 1;
        // Keeps the count small for ever without losing "the ring is full".
        if (tripCount === 2 * roundTripsKept) tripCount = roundTripsKept;
      }
      touch();
    },
    failed() {
      errors += 1;
      touch();
    },
    reconnecting() {
      reconnects += 1;
      touch();
    },
    set(nextState, nextProblem, next = null) {
      if (hasReported && state === nextState && problem === nextProblem && nextAttemptMs === next) return;
      state = nextState;
      problem = nextProblem;
      nextAttemptMs = next;
      report();
    },
    refuse(tagId, reason) {
      refused.set(tagId, reason);
      touch();
    },
    accept(tagId) {
      if (refused.delete(tagId)) touch();
    },
    clock(aheadMs, errorMs) {
      clocks.add(aheadMs, errorMs);
      touch();
    },
    detail(name, value) {
      if (value === null) {
        if (!details.delete(name)) return;
      } else {
        if (details.get(name) === value) return;
        details.set(name, value);
      }
      touch();
    },
    get state() {
      return state;
    },
    roundTripMs: medianMs,
    snapshot,
    dispose() {
      isDisposed = true;
      cancelReport?.();
      cancelReport = null;
    },
  };
}

/** Of the last 16 measurements of a clock the least uncertain one: the answer that came back fastest says it best. */
function createClockWatch(): { readonly best: { readonly aheadMs: number; readonly errorMs: number } | null; add(aheadMs: number, errorMs: number): void } {
  const measured: { readonly aheadMs: number; readonly errorMs: number }[] = [];
  return {
    get best() {
      return measured.reduce<(typeof measured)[number] | null>((best, one) => (best === null || one.errorMs <= best.errorMs ? one : best), null);
    },
    add(aheadMs, errorMs) {
      measured.push({ aheadMs, errorMs });
      if (measured.length > clocksKept) measured.shift();
    },
  };
}
