/** What a value was a while ago, for as long as each alarm looks back. Bounded: some 66 points each, whatever the rate. */
export type PastValues = {
  /** Adds a value; times never go back. One at the time of the last takes its place. */
  add(place: number, timeMs: number, value: number): void;
  forget(place: number): void;
  latest(place: number): number;
  latestMs(place: number): number;
  /**
   * The value at a time not before that of the last question: it stood until `evenMs` before the next one known, then went
   * there in a straight line. The oldest known for times before all. Forgets what no later question can need.
   */
  valueAt(place: number, timeMs: number, evenMs: number): number;
  /** Whether values are known from this time on. */
  reachesTo(place: number, timeMs: number): boolean;
  /** Whether the value has not moved since. */
  isFlatSince(place: number, timeMs: number): boolean;
};

/** Points kept are at least this part of the time looked back apart, two for each such stretch. */
const stretches = 32;
const capacity = 2 * stretches + 4;

/** @param overMs how far back each is asked for. */
export function createPastValues(overMs: Float64Array): PastValues {
  const size = overMs.length;
  // Rings, one behind the other: points of `place` lie in [place * capacity, (place + 1) * capacity).
  const times = new Float64Array(size * capacity);
  const values = new Float64Array(size * capacity);
  const first = new Uint8Array(size);
  const count = new Uint8Array(size);
  const lastMs = new Float64Array(size).fill(Number.NaN);
  const last = new Float64Array(size).fill(Number.NaN);
  const ringAt = (place: number, nth: number): number => place * capacity + (((first[place] as number) + nth) % capacity);
  const drop = (place: number): void => {
    first[place] = ((first[place] as number) + 1) % capacity;
    count[place] = (count[place] as number) - 1;
  };
  const keep = (place: number, timeMs: number, value: number): void => {
    if (count[place] === capacity) drop(place);
    const at = ringAt(place, count[place] as number);
    times[at] = timeMs;
    values[at] = value;
    count[place] = (count[place] as number) + 1;
  };
  const nextMs = (place: number, nth: number): number => (nth < (count[place] as number) ? (times[ringAt(place, nth)] as number) : (lastMs[place] as number));
  const nextValue = (place: number, nth: number): number => (nth < (count[place] as number) ? (values[ringAt(place, nth)] as number) : (last[place] as number));

  return {
    add(place, timeMs, value) {
      const before = lastMs[place] as number;
      if (!Number.isNaN(before) && timeMs > before) {
        const apart = (overMs[place] as number) / stretches;
        const kept = count[place] as number;
        // The last value of a quiet stretch is kept as well as one each stretch: what stood before a step is known exactly.
        const isDue = kept === 0 || before - (times[ringAt(place, kept - 1)] as number) >= apart || timeMs - before >= apart;
        if (isDue) keep(place, before, last[place] as number);
      }
      lastMs[place] = timeMs;
      last[place] = value;
    },
    forget(place) {
      count[place] = first[place] = 0;
      lastMs[place] = last[place] = Number.NaN;
    },
    latest: (place) => last[place] as number,
    latestMs: (place) => lastMs[place] as number,
    valueAt(place, timeMs, evenMs) {
      while ((count[place] as number) > 0 && nextMs(place, 1) <= timeMs) drop(place);
      const fromMs = nextMs(place, 0);
      const from = nextValue(place, 0);
      if ((count[place] as number) === 0 || timeMs <= fromMs) return from;
      const toMs = nextMs(place, 1);
      const beginMs = Math.max(fromMs, toMs - Math.max(evenMs, (overMs[place] as number) / stretches));
      if (timeMs <= beginMs) return from;
      return from + ((nextValue(place, 1) - from) * (timeMs - beginMs)) / (toMs - beginMs);
    },
    reachesTo: (place, timeMs) => nextMs(place, 0) <= timeMs,
    isFlatSince: (place, timeMs) => (lastMs[place] as number) <= timeMs,
  };
}
