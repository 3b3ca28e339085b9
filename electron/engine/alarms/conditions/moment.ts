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
  /** Engine time the sample cannot have been taken before, monotonic ms: see `notBefore`. */
  earliestMs: number;
};

export const createMoment = (): Moment => ({ timeMs: 0, value: Number.NaN, quality: 0, against: 0, monotonicMs: 0, earliestMs: 0 });

/**
 * Engine time, monotonic ms, before which a sample cannot have been taken: as much later than the sample before it as their
 * source times say, but never later than now. So a burst that was held back keeps its own distances, and a clock that was
 * set forward gains nothing. Now for a first sample; with a clock that went back it is not before the other one.
 */
export function notBefore(earliestMs: number, sourceMs: number, timeMs: number, monotonicMs: number): number {
  const step = timeMs - sourceMs;
  if (step !== step) return monotonicMs;
  const earliest = step > 0 ? earliestMs + step : earliestMs;
  return earliest < monotonicMs ? earliest : monotonicMs;
}
