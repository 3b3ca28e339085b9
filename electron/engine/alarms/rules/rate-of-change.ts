import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { createPastValues } from './past-values.ts';
import { type AlarmRule, type Signals, verdict, type Verdict } from './rule.ts';
import { createSteadyTime } from './steady-time.ts';
import { isUsable } from './usable.ts';

/** How often a value that is not heard of is looked at, parts of `overMs`: its past goes on changing the rate. */
const looks = 16;
const leastLookMs = 20;
/** Source times may come this much earlier than any before them, ms and part of `overMs`, before it counts as a set clock. */
const jitterMs = 1000;
const jitterPart = 0.1;
/** A sample may come this many periods after the one before it and the value still have moved evenly in between. */
const latePeriods = 2;

/**
 * The value now less the value `overMs` ago, by source time, is more than `limit` per `perS` allows in that time: end to
 * end, as it can be read off a trend. Noise is for `deadband`, the delays and a longer `overMs` to deal with.
 * Between two samples the value is taken to have stood until two periods before the later one and to have moved in a straight
 * line since, so that a value read again and again and one that is reported on change give the same rate. A value is taken
 * to stand still once nothing new of it came for two periods.
 * While less than `overMs` is known, since the start or since bad data, what it moved in that shorter time counts: it can
 * raise, not clear. A step of the source's clock takes the time that passed here instead.
 */
export function createRateOfChangeRule(definitions: readonly Extract<AlarmDefinition, { kind: 'rate-of-change' }>[], tags: readonly number[], signals: Signals): AlarmRule {
  const size = definitions.length;
  const overMs = Float64Array.from(definitions, (definition) => definition.overMs);
  /** Most the value may move in `overMs`, to become true and to stay so. */
  const enter = Float64Array.from(definitions, ({ limit, perS, overMs: ms }) => (limit * ms) / (perS * 1000));
  const leave = Float64Array.from(definitions, ({ limit, deadband, perS, overMs: ms }) => (Math.max(0, limit - deadband) * ms) / (perS * 1000));
  /** 1 for rising, -1 for falling, 0 for either. */
  const sign = Int8Array.from(definitions, ({ direction }) => (direction === 'rising' ? 1 : direction === 'falling' ? -1 : 0));
  const steady = createSteadyTime(size, overMs.map((ms) => jitterMs + ms * jitterPart));
  const past = createPastValues(overMs);
  const heardMs = new Float64Array(size);
  const sourceMs = new Float64Array(size);
  const looksMs = new Float64Array(size).fill(Number.POSITIVE_INFINITY);

  const everyMs = (place: number): number => Math.max(leastLookMs, (overMs[place] as number) / looks);
  const slackMs = (place: number): number => latePeriods * (signals.periodMs[tags[place] as number] as number);
  const judgeAt = (place: number, nowMs: number, wasTrue: boolean, lookMs: number): Verdict => {
    const fromMs = nowMs - (overMs[place] as number);
    const moved = past.latest(place) - past.valueAt(place, fromMs, slackMs(place));
    const directed = sign[place] === 0 ? Math.abs(moved) : moved * (sign[place] as number);
    const isFlat = past.isFlatSince(place, fromMs);
    looksMs[place] = isFlat ? Number.POSITIVE_INFINITY : lookMs;
    if (directed > ((wasTrue ? leave : enter)[place] as number)) return verdict.true;
    return past.reachesTo(place, fromMs) ? verdict.false : verdict.same;
  };

  return {
    judge(place, wasTrue, moment) {
      const tag = tags[place] as number;
      const quality = signals.quality[tag] as number;
      if (!isUsable(quality)) {
        past.forget(place);
        steady.forget(place);
        looksMs[place] = Number.POSITIVE_INFINITY;
        return verdict.unusable;
      }
      moment.against = quality;
      const nowMs = steady.at(place, moment.timeMs, moment.monotonicMs);
      past.add(place, nowMs, signals.value[tag] as number);
      heardMs[place] = moment.monotonicMs;
      sourceMs[place] = moment.timeMs;
      return judgeAt(place, nowMs, wasTrue, moment.monotonicMs + Math.max(slackMs(place), everyMs(place)));
    },
    look(place, wasTrue, moment) {
      const since = moment.monotonicMs - (heardMs[place] as number);
      moment.timeMs = (sourceMs[place] as number) + since;
      moment.against = signals.quality[tags[place] as number] as number;
      return judgeAt(place, past.latestMs(place) + since, wasTrue, moment.monotonicMs + everyMs(place));
    },
    lookMs: (place) => looksMs[place] as number,
  };
}
