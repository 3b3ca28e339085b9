import type { Cancel, Clock } from '../ports.ts';

export type Deadlines = {
  /** Calls for this alarm once after `inMs`, at once-or-later for what is due already; replaces an earlier one. */
  set(alarm: number, inMs: number): void;
  clear(alarm: number): void;
  /** Looks at once whether the clock was set: whoever reckons with times of day that were given out does so first. */
  lookAtClock(): void;
  close(): void;
};

/** Deadlines end up to so many ms late. */
const tickMs = 250;
/** A wall clock that moved by more than this against monotonic time was set; less is its ordinary drift. */
const jumpMs = 1000;

/**
 * One deadline an alarm: the end of a shelf, or its re-alarm. They run on monotonic time, so that setting the machine's
 * clock ends none early and none late; `jumped` is told by how much it was set, for the times of day that were given out.
 */
export function createDeadlines(clock: Clock, due: (alarm: number) => void, jumped: (byMs: number) => void): Deadlines {
  const dueMs = new Map<number, number>();
  let ticking: Cancel | null = null;
  let offsetMs = 0;
  const stop = (): void => {
    ticking?.();
    ticking = null;
  };
  const lookAtClock = (): void => {
    if (ticking === null) return;
    const byMs = clock.nowMs() - clock.monotonicMs() - offsetMs;
    if (Math.abs(byMs) <= jumpMs) return;
    offsetMs += byMs;
    jumped(byMs);
  };
  const tick = (): void => {
    lookAtClock();
    const nowMs = clock.monotonicMs();
    for (const [alarm, atMs] of dueMs) {
      if (atMs > nowMs) continue;
      dueMs.delete(alarm);
      due(alarm);
    }
    if (dueMs.size === 0) stop();
  };
  return {
    set(alarm, inMs) {
      dueMs.set(alarm, clock.monotonicMs() + inMs);
      if (ticking !== null) return;
      offsetMs = clock.nowMs() - clock.monotonicMs();
      ticking = clock.every(tickMs, tick);
    },
    clear(alarm) {
      if (dueMs.delete(alarm) && dueMs.size === 0) stop();
    },
    lookAtClock,
    close() {
      dueMs.clear();
      stop();
    },
  };
}
