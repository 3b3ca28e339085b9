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
  /** Engine time of the look before at the same signal; NaN when there was none. */
  beforeMs: number;
};

export const createMoment = (): Moment => ({ timeMs: 0, value: Number.NaN, quality: 0, against: 0, monotonicMs: 0, beforeMs: Number.NaN });
