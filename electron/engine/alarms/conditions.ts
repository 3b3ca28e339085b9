import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { isBad, Q } from '#shared/model/quality.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import { createComparisons } from './conditions/comparisons.ts';
import { createMoment } from './conditions/moment.ts';
import { type ConditionChanged, createTruths, type Delay } from './conditions/truths.ts';
import { createWatch, type PlantSignals } from './conditions/watch.ts';
import { isOutsideRange, isUsable } from './rules/usable.ts';

export type { ConditionChanged, Delay } from './conditions/truths.ts';
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
  /** A delay of an alarm that runs, and the same for one that began earlier, before a reload: see Truths. */
  delay(alarm: number): Delay | null;
  goOn(alarm: number, delay: Delay): void;
};

const none = -1;
/** What of a tag is out of the ordinary. */
const flagged = {
  /** An alarm with a rule wants to see its samples. */
  watched: 1,
  /** Its last sample was not usable, and delays of its alarms wait. */
  held: 2,
  /** A delay of its alarms may be running: its end tells the last value. */
  delayed: 4,
  /** Its last sample was the first usable one after others. */
  resumed: 8,
} as const;

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
  const flags = new Uint8Array(tagCount);
  /**
   * By tag, the least that its samples were late: engine's monotonic time less source time. A sample cannot have been taken
   * before its source time plus this, as far as its clock was not set; a clock set forward makes it smaller, and gains nothing.
   */
  const leastLateMs = new Float64Array(tagCount).fill(Number.POSITIVE_INFINITY);
  /** Since when a tag is held, monotonic ms; how long it was, once it is not. */
  const heldMs = new Float64Array(tagCount);
  /** Last usable value and its quality, by tag, while a delay may be running. */
  const lastValue = new Float64Array(tagCount).fill(Number.NaN);
  const lastQuality = new Uint32Array(tagCount);
  const moment = createMoment();

  const truths = createTruths({
    definitions,
    startsTrue,
    changed: (alarm, isTrue, timeMs, value, quality, unseenMs) => {
      changed(alarm, isTrue, timeMs, value, quality, unseenMs);
      watch.told(alarm, isTrue);
    },
    lastValue: (alarm) => (watch.has(alarm) ? watch.valueOf(alarm) : (lastValue[tagOf[alarm] as number] as number)),
    lastQuality: (alarm) => (watch.has(alarm) ? watch.qualityOf(alarm) : (lastQuality[tagOf[alarm] as number] as number)),
  });
  const watch = createWatch({ definitions, tagOf, tagIndexOf, tagCount, truths, plant });
  for (let tag = 0; tag < tagCount; tag++) if (watch.wants(tag)) flags[tag] = flagged.watched;
  const comparisons = createComparisons(definitions, tagOf, tagCount, (alarm) => truths.isTrue(alarm));
  const { start, alarm: alarmOf, calmAbove, calmBelow } = comparisons;

  const flip = (slot: number, batch: SampleBatch, row: number, monotonicMs: number): void => {
    const quality = batch.quality[row] as number;
    const next = comparisons.isBeyond(slot) ? 0 : 1;
    // A sensor that fell below its range says nothing about a high limit: such a value may raise, not clear.
    if (next === 0 && isOutsideRange(quality)) return;
    const tag = batch.tag[row] as number;
    comparisons.flip(slot, tag);
    moment.timeMs = batch.timeMs[row] as number;
    moment.value = batch.value[row] as number;
    moment.quality = quality;
    moment.monotonicMs = monotonicMs;
    moment.earliestMs = moment.timeMs + (leastLateMs[tag] as number);
    moment.unseenMs = ((flags[tag] as number) & flagged.resumed) === 0 ? 0 : (heldMs[tag] as number);
    truths.turn(alarmOf[slot] as number, next, moment);
    flags[tag] = (flags[tag] as number) | flagged.delayed;
    lastValue[tag] = moment.value;
    lastQuality[tag] = quality;
  };
  const hold = (tag: number, quality: number, monotonicMs: number): void => {
    if (((flags[tag] as number) & flagged.held) !== 0) return;
    flags[tag] = (flags[tag] as number) | flagged.held;
    // What went stale was last good when it was last heard; what is bad was so until now.
    const heardMs = isBad(quality) ? monotonicMs : (plant.heardMs?.[tag] ?? monotonicMs);
    const untilMs = heardMs < monotonicMs ? heardMs : monotonicMs;
    heldMs[tag] = untilMs;
    for (let slot = start[tag] as number; slot < (start[tag + 1] as number); slot++) truths.hold(alarmOf[slot] as number, untilMs);
  };
  /** A usable sample of a tag whose delays wait or run. */
  const attend = (tag: number, batch: SampleBatch, row: number, monotonicMs: number): void => {
    let isDelayed = false;
    for (let slot = start[tag] as number; slot < (start[tag + 1] as number); slot++) {
      const alarm = alarmOf[slot] as number;
      truths.resume(alarm, batch.timeMs[row] as number, monotonicMs);
      isDelayed ||= truths.isDelayed(alarm);
    }
    const wasHeld = ((flags[tag] as number) & flagged.held) !== 0;
    if (wasHeld) heldMs[tag] = monotonicMs - (heldMs[tag] as number);
    flags[tag] = ((flags[tag] as number) & flagged.watched) | (isDelayed ? flagged.delayed : 0) | (wasHeld ? flagged.resumed : 0);
    lastValue[tag] = batch.value[row] as number;
    lastQuality[tag] = batch.quality[row] as number;
  };
  /**
   * The first row from `from` on that is more than a good sample which changes nothing. Nearly every sample ends here: two
   * comparisons, however many limits its tag has, and a loop that calls nothing.
   */
  const firstToJudge = ({ tag: tags, value: values, quality: qualities, timeMs: times }: SampleBatch, from: number, to: number, monotonicMs: number): number => {
    for (let row = from; row < to; row++) {
      const tag = tags[row] as number;
      const value = values[row] as number;
      const isCalm = flags[tag] === 0 && qualities[row] === Q.good && value > (calmAbove[tag] as number) && value < (calmBelow[tag] as number);
      if (!isCalm) return row;
      const lateMs = monotonicMs - (times[row] as number);
      if (lateMs < (leastLateMs[tag] as number)) leastLateMs[tag] = lateMs;
    }
    return to;
  };
  const judgeRow = (batch: SampleBatch, row: number, monotonicMs: number): void => {
    const tag = batch.tag[row] as number;
    if (((flags[tag] as number) & flagged.watched) !== 0) watch.note(batch, row);
    const from = start[tag] as number;
    const to = start[tag + 1] as number;
    if (from === to) return;
    const quality = batch.quality[row] as number;
    const value = batch.value[row] as number;
    if (value !== value || (quality !== Q.good && !isUsable(quality))) return hold(tag, quality, monotonicMs);
    const lateMs = monotonicMs - (batch.timeMs[row] as number);
    if (lateMs < (leastLateMs[tag] as number)) leastLateMs[tag] = lateMs;
    if ((flags[tag] as number) > flagged.watched) attend(tag, batch, row, monotonicMs);
    for (let slot = from; slot < to; slot++) if (comparisons.isChanged(slot, value)) flip(slot, batch, row, monotonicMs);
  };

  return {
    judge(batch, monotonicMs) {
      const { length } = batch;
      watch.begin();
      for (let row = firstToJudge(batch, 0, length, monotonicMs); row < length; row = firstToJudge(batch, row + 1, length, monotonicMs)) judgeRow(batch, row, monotonicMs);
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
    delay: (alarm) => truths.delay(alarm),
    goOn: (alarm, delay) => truths.goOn(alarm, delay),
  };
}
