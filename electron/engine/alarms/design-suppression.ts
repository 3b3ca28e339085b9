import { isGood, Q } from '#shared/model/quality.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';

export type Truth = { value: number; quality: number; timeMs: number };

/** One thing of the design that suppresses alarms while it is true: an alarm's own expression, a plant state, a group. */
export type Suppressor = {
  /** What a person reads as the reason. */
  readonly reason: string;
  /** Dense indices of the tags it reads. */
  readonly inputs: readonly number[];
  /** Indices of the alarms it suppresses, in the order of the definitions. */
  readonly alarms: readonly number[];
  /** Whether each of them has a value that is not bad; they count so where it is absent. */
  isHeard?(): boolean;
  /** Its value, quality and newest source time as the tags stand now. Allocates nothing. */
  evaluate(out: Truth): void;
};

/**
 * Told when a reason to suppress an alarm begins or ends, with whether any holds now. `timeMs` is the source time of what
 * decided it, NaN where only the engine's time counts.
 */
export type SuppressionChanged = (alarm: number, isSuppressed: boolean, timeMs: number) => void;

/** Reasons that are named: it goes into the journal with every alarm they hide. */
const mostNamed = 3;

const isFalse = 0;
const isTrue = 1;
/** Not evaluated on data yet, as after a start. */
const isUnknown = 2;

/**
 * Suppression by design. A suppressor is evaluated when a tag it reads changed, and counts as true on good quality only:
 * nothing is hidden on bad or stale data. Where alarms stood suppressed at the last end (`held`) they stay so until all
 * that may suppress them was evaluated on data, or until `endGrace`: a start raises no flood of what is hidden by design.
 */
export function createDesignSuppression(suppressors: readonly Suppressor[], tagCount: number, held: Set<number>, changed: SuppressionChanged) {
  const readers: (number[] | undefined)[] = Array.from({ length: suppressors.length === 0 ? 0 : tagCount });
  const ofAlarm = new Map<number, number[]>();
  suppressors.forEach(({ inputs, alarms }, at) => {
    for (const tag of inputs) (readers[tag] ??= []).push(at);
    for (const alarm of alarms) {
      const list = ofAlarm.get(alarm);
      if (list === undefined) ofAlarm.set(alarm, [at]);
      else list.push(at);
    }
  });
  const truth = new Uint8Array(suppressors.length).fill(isUnknown);
  const next = new Uint8Array(suppressors.length);
  const timeMs = new Float64Array(suppressors.length);
  const isDue = new Uint8Array(suppressors.length);
  const due = new Uint32Array(suppressors.length);
  let dueCount = 0;
  let endedCount = 0;
  const out: Truth = { value: 0, quality: 0, timeMs: 0 };
  let isGrace = true;

  const holds = (alarm: number): boolean => (ofAlarm.get(alarm) ?? []).some((at) => truth[at] === isTrue);
  const evaluate = (at: number): number => {
    const suppressor = suppressors[at] as Suppressor;
    // `bad({TAG})` is true of a tag whose link is only coming up: that says nothing of the plant.
    if (isGrace && truth[at] === isUnknown && suppressor.isHeard?.() === false) return isUnknown;
    out.quality = Q.badWaitingForInitialData;
    suppressor.evaluate(out);
    timeMs[at] = out.timeMs;
    if (isGood(out.quality)) return out.value === 1 ? isTrue : isFalse;
    return isGrace && truth[at] === isUnknown ? isUnknown : isFalse;
  };
  /** Those that ended, and alarms that stood suppressed and have no reason any more. */
  const finish = (): void => {
    for (let i = 0; i < endedCount; i++) {
      const at = due[i] as number;
      for (const alarm of (suppressors[at] as Suppressor).alarms) if (!held.has(alarm)) changed(alarm, holds(alarm), timeMs[at] as number);
    }
    endedCount = 0;
    for (const alarm of held) {
      const list = ofAlarm.get(alarm) ?? [];
      if (list.some((at) => truth[at] !== isFalse)) continue;
      held.delete(alarm);
      changed(alarm, false, Number.NaN);
    }
  };

  return {
    /** Before the conditions are judged: what begins to be suppressed is not raised by the same samples. */
    begin(batch: SampleBatch): void {
      if (suppressors.length === 0) return;
      for (let row = 0; row < batch.length; row++) {
        const list = readers[batch.tag[row] as number];
        if (list === undefined) continue;
        for (const at of list) {
          if (isDue[at] === 1) continue;
          isDue[at] = 1;
          due[dueCount++] = at;
        }
      }
      let ended = 0;
      for (let i = 0; i < dueCount; i++) {
        const at = due[i] as number;
        isDue[at] = 0;
        next[at] = evaluate(at);
      }
      for (let i = 0; i < dueCount; i++) {
        const at = due[i] as number;
        const was = truth[at] as number;
        truth[at] = next[at] as number;
        if (was !== isTrue && truth[at] === isTrue) {
          for (const alarm of (suppressors[at] as Suppressor).alarms) {
            held.delete(alarm);
            changed(alarm, true, timeMs[at] as number);
          }
        } else if (was === isTrue && truth[at] !== isTrue) due[ended++] = at;
      }
      dueCount = 0;
      endedCount = ended;
    },
    /** After them: what is suppressed no longer is shown as its condition is now, not as it was. */
    end(): void {
      if (endedCount > 0 || held.size > 0) finish();
    },
    /** No more waiting for first values: what is not true by what is known now counts as false. */
    endGrace(): void {
      isGrace = false;
      for (let at = 0; at < truth.length; at++) {
        if (truth[at] !== isUnknown) continue;
        truth[at] = evaluate(at);
        if (truth[at] !== isTrue) continue;
        for (const alarm of (suppressors[at] as Suppressor).alarms) {
          held.delete(alarm);
          changed(alarm, true, timeMs[at] as number);
        }
      }
      finish();
    },
    /** Why the alarm is suppressed now: the first reasons, and how many more there are; '' when it is not. */
    reasonOf(alarm: number): string {
      const named: string[] = [];
      let more = 0;
      for (const at of ofAlarm.get(alarm) ?? []) {
        if (truth[at] !== isTrue) continue;
        if (named.length < mostNamed) named.push((suppressors[at] as Suppressor).reason);
        else more++;
      }
      return more === 0 ? named.join('; ') : `${named.join('; ')}; and ${more} more`;
    },
  };
}
