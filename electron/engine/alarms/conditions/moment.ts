/** One look at a condition. A single object, filled anew each time: nothing is allocated per sample. */
export type Moment = {
  /** Source time, UTC epoch ms: what a change of the condition counts from. A rule that knows better puts its own here. */
  timeMs: number;
  /** Value and quality the event is to carry: those of the alarm's own tag. */
  value: number;
  quality: number;
  /** Worst quality of all that was judged: a value outside its measuring range may raise, not clear. */
  against: number;
  /** Engine time of this look, monotonic ms. */
  monotonicMs: number;
  /** Engine time the sample cannot have been taken before, monotonic ms: source times say so, and a burst that was held back keeps its own distances. */
  earliestMs: number;
  /** How long nothing usable had been heard before the sample, ms, where its signals were bad or stale until now; else 0. */
  unseenMs: number;
};

export const createMoment = (): Moment => ({ timeMs: 0, value: Number.NaN, quality: 0, against: 0, monotonicMs: 0, earliestMs: 0, unseenMs: 0 });
