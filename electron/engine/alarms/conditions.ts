import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { isBad, Q } from '#shared/model/quality.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import { compare, createComparisons } from './conditions/comparisons.ts';
import { createMoment, notBefore } from './conditions/moment.ts';
import { type ConditionChanged, createTruths } from './conditions/truths.ts';
import { createWatch, type PlantSignals } from './conditions/watch.ts';
import { isOutsideRange, isUsable } from './rules/usable.ts';

export type { ConditionChanged } from './conditions/truths.ts';
export type { PlantSignals } from './conditions/watch.ts';

/**
 * Judges every sample against the alarms of its tag. Bad and stale samples raise, clear and satisfy nothing: a running
 * delay waits for the next usable one. Only the kinds that are about them, `bad-quality` and `communication`, judge them.
 * Every sample counts, however many a batch brings of one tag: a pulse of a single sample is seen.
 */
export type Conditions = {
  judge(batch: SampleBatch, monotonicMs: number): void;
  /** Ends the delays that are due, and looks at what changes without a sample. */
  elapse(monotonicMs: number): void;
  /** When `elapse` is to be called next, monotonic ms; Infinity while nothing waits. */
  readonly dueMs: number;
  /** Number of delays running and of looks waited for. */
  readonly pending: number;
  isTrue(alarm: number): boolean;
};

const none = -1;

/** @param changed told in the order in which the conditions were judged. @param plant what the kinds beyond a comparison need to know of the signals. */
export function createConditions(
  definitions: readonly AlarmDefinition[],
  tagIndexOf: (tag: string) => number | undefined,
  tagCount: number,
  startsTrue: (alarm: number) => boolean,
  changed: ConditionChanged,
  plant: Partial<PlantSignals> = {},
): Conditions {
  const tagOf = Int32Array.from(definitions, (definition) => tagIndexOf(definition.tag) ?? none);
  /** Last usable value, the quality it came with and when any sample was heard, by tag. */
  const lastValue = new Float64Array(tagCount).fill(Number.NaN);
  const lastQuality = new Uint32Array(tagCount);
  const lastHeardMs = new Float64Array(tagCount).fill(Number.NaN);
  /** Source time of it, and the engine time it cannot have been taken before. */
  const lastSourceMs = new Float64Array(tagCount).fill(Number.NaN);
  const earliestMs = new Float64Array(tagCount);
  /** 1 while delays of the tag's alarms wait because its last sample was not usable. */
  const isHeld = new Uint8Array(tagCount);
  const moment = createMoment();

  const truths = createTruths({
    definitions,
    startsTrue,
    changed: (alarm, isTrue, timeMs, value, quality) => {
      changed(alarm, isTrue, timeMs, value, quality);
      watch.told(alarm, isTrue);
    },
    lastValue: (alarm) => (watch.has(alarm) ? watch.valueOf(alarm) : (lastValue[tagOf[alarm] as number] as number)),
    lastQuality: (alarm) => (watch.has(alarm) ? watch.qualityOf(alarm) : (lastQuality[tagOf[alarm] as number] as number)),
  });
  const watch = createWatch({ definitions, tagOf, tagIndexOf, tagCount, truths, plant });
  const slots = createComparisons(definitions, tagOf, tagCount, (alarm) => truths.isTrue(alarm));
  const { start, alarm: alarmOf, how, sign, enter, leave, threshold, isBeyond } = slots;

  const flip = (slot: number, next: 0 | 1, batch: SampleBatch, row: number, monotonicMs: number): void => {
    const quality = batch.quality[row] as number;
    // A sensor that fell below its range says nothing about a high limit: such a value may raise, not clear.
    if (next === 0 && isOutsideRange(quality)) return;
    isBeyond[slot] = next;
    threshold[slot] = (next === 1 ? leave : enter)[slot] as number;
    moment.timeMs = batch.timeMs[row] as number;
    moment.value = batch.value[row] as number;
    moment.quality = quality;
    moment.monotonicMs = monotonicMs;
    moment.earliestMs = earliestMs[batch.tag[row] as number] as number;
    truths.turn(alarmOf[slot] as number, next, moment);
  };
  const hold = (tag: number, quality: number, monotonicMs: number): void => {
    if (isHeld[tag] === 1) return;
    isHeld[tag] = 1;
    // What went stale was last good when it was last heard; what is bad was so until now.
    const heard = lastHeardMs[tag] as number;
    const until = isBad(quality) || Number.isNaN(heard) ? monotonicMs : heard;
    for (let slot = start[tag] as number; slot < (start[tag + 1] as number); slot++) truths.hold(alarmOf[slot] as number, until);
  };
  const resume = (tag: number, timeMs: number, monotonicMs: number): void => {
    isHeld[tag] = 0;
    for (let slot = start[tag] as number; slot < (start[tag + 1] as number); slot++) truths.resume(alarmOf[slot] as number, timeMs, monotonicMs);
  };

  return {
    judge(batch, monotonicMs) {
      watch.begin();
      for (let row = 0; row < batch.length; row++) {
        const tag = batch.tag[row] as number;
        watch.note(batch, row);
        const from = start[tag] as number;
        const to = start[tag + 1] as number;
        if (from === to) continue;
        const quality = batch.quality[row] as number;
        const value = batch.value[row] as number;
        if (value !== value || (quality !== Q.good && !isUsable(quality))) {
          hold(tag, quality, monotonicMs);
          lastHeardMs[tag] = monotonicMs;
          continue;
        }
        if (isHeld[tag] === 1) resume(tag, batch.timeMs[row] as number, monotonicMs);
        const timeMs = batch.timeMs[row] as number;
        earliestMs[tag] = notBefore(earliestMs[tag] as number, lastSourceMs[tag] as number, timeMs, monotonicMs);
        lastSourceMs[tag] = timeMs;
        for (let slot = from; slot < to; slot++) {
          const comparison = how[slot] as number;
          const bound = threshold[slot] as number;
          const next =
            comparison === compare.above ? Number((sign[slot] as number) * value > bound)
            : comparison === compare.equal ? Number(value === bound)
            : Number(value !== bound);
          if (next !== isBeyond[slot]) flip(slot, next as 0 | 1, batch, row, monotonicMs);
        }
        lastValue[tag] = value;
        lastQuality[tag] = quality;
        lastHeardMs[tag] = monotonicMs;
      }
      watch.judge(batch, monotonicMs);
    },
    elapse(monotonicMs) {
      watch.look(monotonicMs);
      truths.elapse(monotonicMs);
    },
    get dueMs() {
      return Math.min(truths.dueMs, watch.dueMs);
    },
    get pending() {
      return truths.pending + watch.pending;
    },
    isTrue: (alarm) => truths.isTrue(alarm),
  };
}
