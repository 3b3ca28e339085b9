const shortestMs = 100;
const anOctave = 10;
const octaves = 28;

/** Durations as counts by size, a tenth of an octave each: quantiles are exact to 5 % from 0.1 s to 310 days, in 280 numbers. */
export function createDurationHistogram() {
  const counts = new Uint32Array(anOctave * octaves);
  let count = 0;
  let longestMs = 0;
  return {
    add(ms: number): void {
      const at = ms <= shortestMs ? 0 : Math.min(counts.length - 1, Math.floor(Math.log2(ms / shortestMs) * anOctave));
      counts[at] = (counts[at] as number) + 1;
      count++;
      if (ms > longestMs) longestMs = ms;
    },
    get count() {
      return count;
    },
    /** null where there are none. */
    get longestMs() {
      return count === 0 ? null : longestMs;
    },
    /** The duration that a share of them does not exceed; null where there are none. */
    quantileMs(share: number): number | null {
      if (count === 0) return null;
      const rank = Math.max(1, Math.ceil(share * count));
      let seen = 0;
      for (let at = 0; at < counts.length; at++) {
        seen += counts[at] as number;
        if (seen >= rank) return Math.min(longestMs, shortestMs * 2 ** ((at + 0.5) / anOctave));
      }
      return longestMs;
    },
  };
}
