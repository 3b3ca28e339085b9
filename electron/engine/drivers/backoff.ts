/** Waiting times between attempts to reach a device that does not answer. */
export type Backoff = {
  /** The next waiting time, ms; each call counts as one failed attempt. */
  nextMs(): number;
  /** Starts over; called after an answer, never after a mere connect: a port that accepts and stays silent is no success. */
  reset(): void;
  /** Failed attempts since the last reset. */
  readonly attempts: number;
};

export type BackoffLimits = {
  readonly floorMs?: number;
  readonly ceilingMs?: number;
  /** How many attempts, before the very first answer, wait 250 to 400 ms only: devices start up together with us. Default 0. */
  readonly eagerAttempts?: number;
};

/**
 * Exponential back-off with full jitter: attempt n (from 0) waits a uniform time between `floorMs` (500) and
 * min(`ceilingMs` (30,000), 2 · floorMs · 2ⁿ). The jitter spreads the devices of a switch that rebooted; the floor keeps
 * a device that refuses at once from being hammered. Method: "full jitter" of M. Brooker, "Exponential backoff and
 * jitter", 2015, from general knowledge, with the floor added by us.
 */
export function createBackoff(random: () => number, limits: BackoffLimits = {}): Backoff {
  const floorMs = limits.floorMs ?? 500;
  const ceilingMs = Math.max(floorMs, limits.ceilingMs ?? 30_000);
  let attempts = 0;
  let eager = limits.eagerAttempts ?? 0;
  return {
    nextMs() {
      if (eager > 0) {
        eager -= 1;
        return 250 + random() * 150;
      }
      // Past 2^20 the ceiling has long been reached: the cap keeps the power finite on a link that is down for years.
      const widest = Math.min(ceilingMs, 2 * floorMs * 2 ** Math.min(attempts, 20));
      attempts += 1;
      return floorMs + random() * (widest - floorMs);
    },
    reset() {
      eager = 0;
      attempts = 0;
    },
    get attempts() {
      return attempts;
    },
  };
}
