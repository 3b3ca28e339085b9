import { binMs } from './load-bins.ts';

const stepMs = 1000;
const steps = binMs / stepMs;
/** Events of one moment may come in any order; more than this no plant is late. */
const backSteps = 60;

/**
 * How many came in the last 10 minutes, to the second: the interval ends with the second asked for. Times a little before the
 * newest count as the newest; from more than a minute before it the clock was set back, and counting begins anew. Six hundred
 * numbers, however many come.
 */
export function createRollingCount() {
  const counts = new Uint32Array(steps);
  let newest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let most = 0;
  let mostMs = Number.NaN;
  /** Moves on to a second; what is older than the interval falls out. */
  const moveTo = (second: number): void => {
    if (second <= newest && second >= newest - backSteps) return;
    if (second < newest || second - newest >= steps) {
      counts.fill(0);
      sum = 0;
    } else {
      for (let at = newest + 1; at <= second; at++) {
        const slot = at % steps;
        sum -= counts[slot] as number;
        counts[slot] = 0;
      }
    }
    newest = second;
  };
  return {
    add(atMs: number, count = 1): void {
      const second = Math.max(0, Math.floor(atMs / stepMs));
      moveTo(second);
      const slot = newest % steps;
      counts[slot] = (counts[slot] as number) + count;
      sum += count;
      if (sum > most) [most, mostMs] = [sum, atMs];
    },
    /** Of the 10 minutes up to `atMs`. */
    at(atMs: number): number {
      moveTo(Math.max(0, Math.floor(atMs / stepMs)));
      return sum;
    },
    /** Most there ever were at once, and when; NaN where none came. */
    get most(): { readonly count: number; readonly atMs: number } {
      return { count: most, atMs: mostMs };
    },
  };
}
