import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { createDueQueue } from './due-queue.ts';
import type { Moment } from './moment.ts';

/**
 * Told when a condition, through its delays, turned true or false. `timeMs` is the source time it counts from; `unseenMs` how
 * long before the sample behind it nothing usable had been heard, where that was not known to be good: it may have come then.
 */
export type ConditionChanged = (alarm: number, isTrue: boolean, timeMs: number, value: number, quality: number, unseenMs: number) => void;

/**
 * What is true of each alarm: `raw` as its last sample says, and in effect once the delay is over. Delays run on monotonic
 * time, so that no step of any clock holds them up; only time with good data counts. The source time of the sample that
 * began it, plus the delay, is the time of the change, so that the order of events keeps the resolution of the source.
 * An excursion whose samples arrive all at once after a hiccup of the network counts by its source times, but for no longer
 * than the engine's clock allows.
 */
export type Delay = {
  /** What it ends in. */
  readonly raw: number;
  /** When it began: monotonic as heard, source, and the monotonic time it cannot have begun before. */
  readonly sinceMs: number;
  readonly sourceMs: number;
  readonly earliestMs: number;
  readonly value: number;
  readonly quality: number;
  readonly unseenMs: number;
};

export type Truths = {
  readonly raw: Uint8Array;
  isTrue(alarm: number): boolean;
  /** The raw condition is this now. */
  turn(alarm: number, next: 0 | 1, moment: Moment): void;
  /** Its data are not usable any more: a running delay waits. @param heardMs when they last were, monotonic. */
  hold(alarm: number, heardMs: number): void;
  /** They are usable again: a delay that waited goes on. */
  resume(alarm: number, timeMs: number, monotonicMs: number): void;
  /** A delay of it runs or waits. */
  isDelayed(alarm: number): boolean;
  /** A delay of it that runs; null for none, or one that waits for usable data. */
  delay(alarm: number): Delay | null;
  /** Its delay that runs began earlier, as was known before a reload; nothing happens where it waits for something else. */
  goOn(alarm: number, delay: Delay): void;
  /** Ends the delays that are due. */
  elapse(monotonicMs: number): void;
  /** When the next delay ends, monotonic ms; Infinity when none runs. */
  readonly dueMs: number;
  /** Number of delays running. */
  readonly pending: number;
};

export type TruthsOptions = {
  readonly definitions: readonly AlarmDefinition[];
  readonly startsTrue: (alarm: number) => boolean;
  readonly changed: ConditionChanged;
  /** Value and quality as last heard, which an event at the end of a delay carries. */
  readonly lastValue: (alarm: number) => number;
  readonly lastQuality: (alarm: number) => number;
};

export function createTruths({ definitions, startsTrue, changed, lastValue, lastQuality }: TruthsOptions): Truths {
  const size = definitions.length;
  const raw = new Uint8Array(size);
  const effective = new Uint8Array(size);
  const onDelayMs = new Float64Array(size);
  const offDelayMs = new Float64Array(size);
  /** True for conditions that are over as soon as they have come: a change of state. */
  const isMomentary = new Uint8Array(size);
  definitions.forEach((definition, alarm) => {
    onDelayMs[alarm] = definition.onDelayMs;
    offDelayMs[alarm] = definition.offDelayMs;
    if (definition.kind === 'change-of-state') isMomentary[alarm] = 1;
    else if (startsTrue(alarm)) raw[alarm] = effective[alarm] = 1;
  });
  /** When the running delay began: monotonic as heard, source, and the monotonic time it cannot have begun before. */
  const sinceMs = new Float64Array(size).fill(Number.NaN);
  const sourceMs = new Float64Array(size);
  const earliestMs = new Float64Array(size);
  /** Value and quality that began it. */
  const firstValue = new Float64Array(size);
  const firstQuality = new Uint32Array(size);
  const firstUnseenMs = new Float64Array(size);
  /** How much of it is over while it waits for usable data; NaN while it does not wait. */
  const heldMs = new Float64Array(size).fill(Number.NaN);
  const running = createDueQueue(size);

  const delayOf = (alarm: number, next: number): number => (next === 1 ? onDelayMs : offDelayMs)[alarm] as number;
  const settle = (alarm: number, next: number, timeMs: number, value: number, quality: number, unseenMs: number): void => {
    sinceMs[alarm] = heldMs[alarm] = Number.NaN;
    running.remove(alarm);
    if (effective[alarm] === next) return;
    effective[alarm] = next;
    changed(alarm, next === 1, timeMs, value, quality, unseenMs);
    if (next === 0 || isMomentary[alarm] === 0) return;
    raw[alarm] = effective[alarm] = 0;
    changed(alarm, false, timeMs, value, quality, unseenMs);
  };
  /** What ends now may have lasted as long as its delay by the clock of its source, though it reached us in one piece. */
  const settleLate = (alarm: number, moment: Moment): void => {
    const ended = raw[alarm] as number;
    const delay = delayOf(alarm, ended);
    const bySource = moment.timeMs - (sourceMs[alarm] as number);
    // A source time before that of the beginning says that the clock was set, and nothing of how long it was.
    const lasted = bySource < 0 ? moment.monotonicMs - (sinceMs[alarm] as number) : Math.min(bySource, moment.monotonicMs - (earliestMs[alarm] as number));
    if (!(lasted >= delay) || !Number.isNaN(heldMs[alarm] as number)) return;
    settle(alarm, ended, (sourceMs[alarm] as number) + delay, firstValue[alarm] as number, firstQuality[alarm] as number, firstUnseenMs[alarm] as number);
  };

  return {
    raw,
    isTrue: (alarm) => effective[alarm] === 1,
    turn(alarm, next, moment) {
      if (raw[alarm] === next) return;
      if (!Number.isNaN(sinceMs[alarm] as number)) settleLate(alarm, moment);
      raw[alarm] = next;
      const delay = delayOf(alarm, next);
      if (next === effective[alarm] || delay === 0) return settle(alarm, next, moment.timeMs, moment.value, moment.quality, moment.unseenMs);
      sinceMs[alarm] = moment.monotonicMs;
      sourceMs[alarm] = moment.timeMs;
      earliestMs[alarm] = moment.earliestMs;
      firstValue[alarm] = moment.value;
      firstQuality[alarm] = moment.quality;
      firstUnseenMs[alarm] = moment.unseenMs;
      heldMs[alarm] = Number.NaN;
      running.set(alarm, moment.monotonicMs + delay);
    },
    hold(alarm, lastHeardMs) {
      const since = sinceMs[alarm] as number;
      if (Number.isNaN(since) || !Number.isNaN(heldMs[alarm] as number)) return;
      const over = Math.max(0, lastHeardMs - since);
      const next = raw[alarm] as number;
      const delay = delayOf(alarm, next);
      // Over before the data went, only nobody had looked yet.
      if (over >= delay) return settle(alarm, next, (sourceMs[alarm] as number) + delay, firstValue[alarm] as number, firstQuality[alarm] as number, firstUnseenMs[alarm] as number);
      heldMs[alarm] = over;
      running.remove(alarm);
    },
    resume(alarm, timeMs, monotonicMs) {
      const over = heldMs[alarm] as number;
      if (Number.isNaN(over)) return;
      heldMs[alarm] = Number.NaN;
      sinceMs[alarm] = earliestMs[alarm] = monotonicMs - over;
      sourceMs[alarm] = timeMs - over;
      running.set(alarm, monotonicMs - over + delayOf(alarm, raw[alarm] as number));
    },
    isDelayed: (alarm) => !Number.isNaN(sinceMs[alarm] as number),
    delay(alarm) {
      const since = sinceMs[alarm] as number;
      if (Number.isNaN(since) || !Number.isNaN(heldMs[alarm] as number)) return null;
      const began = { sinceMs: since, sourceMs: sourceMs[alarm] as number, earliestMs: earliestMs[alarm] as number };
      return { raw: raw[alarm] as number, ...began, value: firstValue[alarm] as number, quality: firstQuality[alarm] as number, unseenMs: firstUnseenMs[alarm] as number };
    },
    goOn(alarm, delay) {
      if (!(delay.sinceMs < (sinceMs[alarm] as number)) || !Number.isNaN(heldMs[alarm] as number) || raw[alarm] !== delay.raw) return;
      sinceMs[alarm] = delay.sinceMs;
      sourceMs[alarm] = delay.sourceMs;
      earliestMs[alarm] = delay.earliestMs;
      firstValue[alarm] = delay.value;
      firstQuality[alarm] = delay.quality;
      firstUnseenMs[alarm] = delay.unseenMs;
      running.set(alarm, delay.sinceMs + delayOf(alarm, delay.raw));
    },
    elapse(monotonicMs) {
      while (running.firstMs <= monotonicMs) {
        const alarm = running.first;
        const next = raw[alarm] as number;
        settle(alarm, next, (sourceMs[alarm] as number) + delayOf(alarm, next), lastValue(alarm), lastQuality(alarm), firstUnseenMs[alarm] as number);
      }
    },
    get dueMs() {
      return running.firstMs;
    },
    get pending() {
      return running.size;
    },
  };
}
