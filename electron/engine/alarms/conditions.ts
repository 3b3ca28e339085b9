import { type AlarmDefinition, isLimitAlarm } from '#shared/model/alarm.ts';
import { isBad, Q } from '#shared/model/quality.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import { isBeyondLimit } from './rules/limit.ts';

/** Told when a condition, through deadband and delays, turned true or false. `timeMs` is the source time it counts from. */
export type ConditionChanged = (alarm: number, isTrue: boolean, timeMs: number, value: number, quality: number) => void;

/**
 * Judges every sample against the alarms of its tag. Bad and stale samples are not judged: they neither raise nor clear,
 * and a running delay waits for the next good one. Delays run on monotonic time; the source time of the sample that
 * began it, plus the delay, is the time of the change, so that the order of events keeps the resolution of the source.
 */
export type Conditions = {
  judge(batch: SampleBatch, monotonicMs: number): void;
  /** Ends the delays that are due. */
  elapse(monotonicMs: number): void;
  /** Number of delays running. */
  readonly pending: number;
  isTrue(alarm: number): boolean;
};

const none = -1;

export function createConditions(
  definitions: readonly AlarmDefinition[],
  tagIndexOf: (tag: string) => number | undefined,
  tagCount: number,
  startsTrue: (alarm: number) => boolean,
  changed: ConditionChanged,
): Conditions {
  const size = definitions.length;
  // Compressed rows: alarms of tag t are list[start[t]] … list[start[t + 1] - 1].
  const start = new Uint32Array(tagCount + 1);
  const tagOf = new Int32Array(size).fill(none);
  definitions.forEach((definition, alarm) => {
    const tag = tagIndexOf(definition.tag);
    if (tag === undefined) return;
    tagOf[alarm] = tag;
    start[tag + 1] = (start[tag + 1] as number) + 1;
  });
  for (let tag = 0; tag < tagCount; tag++) start[tag + 1] = (start[tag + 1] as number) + (start[tag] as number);
  const list = new Uint32Array(start[tagCount] as number);
  const fill = start.slice();
  for (let alarm = 0; alarm < size; alarm++) {
    const tag = tagOf[alarm] as number;
    if (tag === none) continue;
    const at = fill[tag] as number;
    list[at] = alarm;
    fill[tag] = at + 1;
  }
  const raw = new Uint8Array(size);
  const effective = new Uint8Array(size);
  for (let alarm = 0; alarm < size; alarm++) if (startsTrue(alarm)) raw[alarm] = effective[alarm] = 1;
  const sinceMs = new Float64Array(size).fill(Number.NaN);
  const sourceMs = new Float64Array(size);
  const seenValue = new Float64Array(size);
  const seenQuality = new Uint32Array(size);
  const waiting = new Set<number>();

  const settle = (alarm: number, next: number, timeMs: number, value: number, quality: number): void => {
    waiting.delete(alarm);
    sinceMs[alarm] = Number.NaN;
    if (effective[alarm] === next) return;
    effective[alarm] = next;
    changed(alarm, next === 1, timeMs, value, quality);
  };
  const delayOf = (alarm: number, next: number): number => {
    const definition = definitions[alarm] as AlarmDefinition;
    return next === 1 ? definition.onDelayMs : definition.offDelayMs;
  };
  const judgeOne = (alarm: number, timeMs: number, value: number, quality: number, monotonicMs: number): void => {
    const definition = definitions[alarm] as AlarmDefinition;
    const next =
      isLimitAlarm(definition)
        ? Number(isBeyondLimit(definition.kind, definition.limit, definition.deadband, raw[alarm] === 1, value))
        : definition.kind === 'discrete' && value === definition.state ? 1 : 0;
    // A sensor that fell below its range says nothing about a high limit: such a value may raise, not clear.
    if (next === 0 && raw[alarm] === 1 && quality === Q.uncertainEngineeringUnitsExceeded) return;
    seenValue[alarm] = value;
    seenQuality[alarm] = quality;
    if (next !== raw[alarm]) {
      raw[alarm] = next;
      if (next === effective[alarm]) {
        waiting.delete(alarm);
        sinceMs[alarm] = Number.NaN;
        return;
      }
      if (delayOf(alarm, next) === 0) return settle(alarm, next, timeMs, value, quality);
      sinceMs[alarm] = monotonicMs;
      sourceMs[alarm] = timeMs;
      waiting.add(alarm);
    }
  };

  return {
    judge(batch, monotonicMs) {
      for (let row = 0; row < batch.length; row++) {
        const tag = batch.tag[row] as number;
        const from = start[tag] as number;
        const to = start[tag + 1] as number;
        if (from === to) continue;
        const quality = batch.quality[row] as number;
        if (isBad(quality) || quality === Q.uncertainLastUsable) {
          for (let at = from; at < to; at++) waiting.delete(list[at] as number);
          continue;
        }
        for (let at = from; at < to; at++) {
          const alarm = list[at] as number;
          if (!Number.isNaN(sinceMs[alarm])) waiting.add(alarm);
          judgeOne(alarm, batch.timeMs[row] as number, batch.value[row] as number, quality, monotonicMs);
        }
      }
    },
    elapse(monotonicMs) {
      for (const alarm of waiting) {
        const next = raw[alarm] as number;
        const delay = delayOf(alarm, next);
        if (monotonicMs - (sinceMs[alarm] as number) < delay) continue;
        settle(alarm, next, (sourceMs[alarm] as number) + delay, seenValue[alarm] as number, seenQuality[alarm] as number);
      }
    },
    get pending() {
      return waiting.size;
    },
    isTrue: (alarm) => effective[alarm] === 1,
  };
}
