import { AlarmDefinition } from '#shared/model/alarm.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { type Conditions, createConditions, type PlantSignals } from '#electron/engine/alarms/conditions.ts';

export type RigRow = readonly [tag: string, timeMs: number, value: number, quality?: number];

export type ConditionRig = {
  readonly conditions: Conditions;
  /** What was told so far, in words: "PT-1.H true 1500 101" is id, truth, source time and value. */
  readonly told: string[];
  /** How long nothing had been seen before each of them. */
  readonly unseenMs: number[];
  /** Hands over one batch at an engine time. What is due until then happens first, as the engine's wake-up does it. */
  feed(monotonicMs: number, ...rows: readonly RigRow[]): void;
  /** A tag is heard again with its value unchanged: no row of it reaches the alarms. */
  repeat(monotonicMs: number, tag: string): void;
  /** Lets engine time pass; wakes at the very times the conditions ask for. */
  until(monotonicMs: number): void;
};

/** More wake-ups than any alarm asks for until it rests. */
const mostWakes = 10_000;

/** Conditions of a few alarms on their own: tags are those the alarms name, in the order of their first mention. */
export function createConditionRig(
  alarms: readonly object[],
  more: { readonly tags?: readonly string[]; readonly polled?: readonly string[]; readonly periodMs?: number; readonly startsTrue?: boolean; readonly plant?: Partial<PlantSignals> } = {},
): ConditionRig {
  const definitions = alarms.map((alarm) => AlarmDefinition.parse({ priority: 2, message: 'm', ...alarm }));
  const tags = [...new Set([...(more.tags ?? []), ...definitions.flatMap((one) => ('reference' in one ? [one.tag, one.reference] : [one.tag]))])] as string[];
  const indexOf = new Map(tags.map((tag, index) => [tag, index]));
  const heardMs = new Float64Array(tags.length).fill(Number.NaN);
  const told: string[] = [];
  const unseen: number[] = [];
  const conditions = createConditions(
    definitions,
    (tag) => indexOf.get(tag),
    tags.length,
    () => more.startsTrue === true,
    (alarm, isTrue, timeMs, value, _quality, unseenMs) => {
      told.push(`${definitions[alarm]?.id} ${isTrue} ${round(timeMs)} ${round(value)}`);
      unseen.push(unseenMs);
    },
    {
      periodMs: new Float64Array(tags.length).fill(more.periodMs ?? 0),
      heardMs,
      isRepeated: Uint8Array.from(tags, (tag) => Number(more.polled?.includes(tag) === true)),
      ...more.plant,
    },
  );
  const until = (monotonicMs: number): void => {
    for (let wakes = 0; conditions.dueMs <= monotonicMs; wakes++) {
      if (wakes > mostWakes) throw new Error(`woken ${wakes} times without an end`);
      conditions.elapse(conditions.dueMs);
    }
  };
  return {
    conditions,
    told,
    unseenMs: unseen,
    until,
    feed(monotonicMs, ...rows) {
      until(monotonicMs);
      const batch = createBatch(rows.length);
      for (const [tag, timeMs, value, quality = Q.good] of rows) {
        const index = indexOf.get(tag);
        if (index === undefined) throw new Error(`${tag} is no tag of this rig`);
        // As the tag table does: what is stale was not heard again.
        if (quality !== Q.uncertainLastUsable) heardMs[index] = monotonicMs;
        pushSample(batch, index, timeMs, value, quality);
      }
      conditions.judge(batch, monotonicMs);
    },
    repeat(monotonicMs, tag) {
      until(monotonicMs);
      heardMs[indexOf.get(tag) as number] = monotonicMs;
    },
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
