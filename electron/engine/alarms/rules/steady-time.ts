/**
 * Source times of some signals as if their clocks had never been set: a step back, or one forward that the engine's
 * monotonic clock contradicts, counts as the time that passed here. Samples that arrive in a burst after a hiccup keep
 * their own distances: they can be late, but not from the future. A source that always gives the same time is taken by ours.
 * Not to be told from a late sample: a clock that was set back by less than the time between two samples; for the time looked
 * back, that much less counts as passed.
 */
export type SteadyTime = {
  /** Steady time of a sample, ms of an arbitrary origin; never less than of the sample before. */
  at(place: number, timeMs: number, monotonicMs: number): number;
  /** Forgets a signal: its next sample begins anew. */
  forget(place: number): void;
};

/** A clock that gains no more than this on ours is allowed to; parts per one. Quartz of a controller: 100 ppm and its drift. */
const drift = 2e-4;

/** @param toleranceMs how much further ahead than ever before a source time may be: jitter of the way here. */
export function createSteadyTime(size: number, toleranceMs: Float64Array): SteadyTime {
  const sourceMs = new Float64Array(size).fill(Number.NaN);
  const steadyMs = new Float64Array(size);
  const heardMs = new Float64Array(size);
  /** Most that steady time was ahead of monotonic time: the sample that came here fastest. */
  const aheadMs = new Float64Array(size);
  return {
    at(place, timeMs, monotonicMs) {
      const before = sourceMs[place] as number;
      sourceMs[place] = timeMs;
      if (Number.isNaN(before)) {
        steadyMs[place] = timeMs;
        aheadMs[place] = timeMs - monotonicMs;
        heardMs[place] = monotonicMs;
        return timeMs;
      }
      const passed = Math.max(0, monotonicMs - (heardMs[place] as number));
      const step = timeMs - before;
      // Time the drift may gain while nothing is heard.
      const most = (aheadMs[place] as number) + passed * drift;
      let steady = (steadyMs[place] as number) + step;
      if (step <= 0 || steady - monotonicMs > most + (toleranceMs[place] as number)) steady = (steadyMs[place] as number) + passed;
      steadyMs[place] = steady;
      heardMs[place] = monotonicMs;
      aheadMs[place] = Math.max((aheadMs[place] as number) - passed * drift, steady - monotonicMs);
      return steady;
    },
    forget(place) {
      sourceMs[place] = Number.NaN;
    },
  };
}
