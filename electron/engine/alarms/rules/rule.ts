import type { Moment } from '../conditions/moment.ts';

/** What a look at its signals says about a condition. */
export const verdict = {
  false: 0,
  true: 1,
  /** It stays as it was. */
  same: 2,
  /** There are no data to judge: it stays as it was, and a delay that runs waits. */
  unusable: 3,
} as const;
export type Verdict = (typeof verdict)[keyof typeof verdict];

/**
 * A kind of alarm that needs more than its last sample compared with a number. One object judges all alarms of its kind;
 * `place` counts them from 0 in the order of the definitions it was made of. Signals are as of the moment.
 */
export type AlarmRule = {
  /** Judges at a new sample of one of its signals. @param wasTrue as it was judged last, before any delay. */
  judge(place: number, wasTrue: boolean, moment: Moment): Verdict;
  /** Judges at the time it asked for in `lookMs`: no sample came. */
  look?(place: number, wasTrue: boolean, moment: Moment): Verdict;
  /** When it wants to look without a sample, monotonic ms; Infinity for never. */
  lookMs?(place: number): number;
  /** The condition has come true in effect, its delay over, and was told. The alarm is then judged once more. */
  told?(place: number): void;
};

/** Columns of the signals that rules read, by dense tag index, as of the moment that is judged. */
export type Signals = {
  readonly value: Float64Array;
  readonly quality: Uint32Array;
  /** Source time, UTC epoch ms; NaN before the first sample. */
  readonly timeMs: Float64Array;
  /** Expected time between its samples, ms; 0 where not known. */
  readonly periodMs: Float64Array;
  /** When each was last heard of, repeats included, monotonic ms. */
  readonly heardMs: Float64Array;
  /** 1 where an unchanged value is heard again each period; 0 where silence means unchanged. */
  readonly isRepeated: Uint8Array;
};
