import type { Cancel, Clock } from '../ports.ts';

/** Later than this a timer of a process that runs does not fire, ms. */
const standsStillMs = 100;
/** What a device gets at most for the time in which this process stood still, ms. */
const longestExcuseMs = 1000;

/**
 * `clock.after` for waiting on somebody else's answer. A process that stood still (a machine paused, asleep or far too
 * busy) finds its timers due before it has read what arrived meanwhile, and would blame the other side: where the timer
 * fires later than `standsStillMs`, it waits once more, as long as it was late and at most `longestExcuseMs`.
 */
export function afterAwake(clock: Clock, ms: number, call: () => void): Cancel {
  const dueMs = clock.monotonicMs() + ms;
  let cancel = clock.after(ms, () => {
    const lateMs = clock.monotonicMs() - dueMs;
    if (lateMs <= standsStillMs) call();
    else cancel = clock.after(Math.min(lateMs, longestExcuseMs), call);
  });
  return () => cancel();
}
