import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { Moment } from '../conditions/moment.ts';
import type { Pair } from './deviation.ts';
import { type AlarmRule, type Signals, verdict, type Verdict } from './rule.ts';
import { against, isUsable } from './usable.ts';

/**
 * The reference has moved by more than `band` from where both last stood, and within `withinMs` the tag has not moved by
 * more than `band`, in whatever direction. It ends when the tag moves, or when the reference comes back to where it was: then
 * there is nothing to follow. A tag that is heard before its reference, because it is read more often, has followed too, as
 * long as it moved no earlier than the periods of both allow. Time with bad or stale data on either side does not count.
 */
export function createStuckRule(definitions: readonly Extract<AlarmDefinition, { kind: 'stuck' }>[], pairs: readonly Pair[], signals: Signals): AlarmRule {
  const size = definitions.length;
  const band = Float64Array.from(definitions, (definition) => definition.band);
  const withinMs = Float64Array.from(definitions, (definition) => definition.withinMs);
  /** Where both stood; NaN before both had a value. */
  const stoodAt = new Float64Array(size).fill(Number.NaN);
  const referenceStoodAt = new Float64Array(size).fill(Number.NaN);
  /** When the reference left there, monotonic and source; NaN while it has not. */
  const leftMs = new Float64Array(size).fill(Number.NaN);
  const leftSourceMs = new Float64Array(size);
  /** When the tag left there on its own, monotonic; NaN while it has not. */
  const aheadMs = new Float64Array(size).fill(Number.NaN);
  /** How much of the time is over while data are not usable; NaN while they are. */
  const heldMs = new Float64Array(size).fill(Number.NaN);
  const looksMs = new Float64Array(size).fill(Number.POSITIVE_INFINITY);

  const standAt = (place: number, value: number, reference: number): void => {
    stoodAt[place] = value;
    referenceStoodAt[place] = reference;
    leftMs[place] = aheadMs[place] = Number.NaN;
    looksMs[place] = Number.POSITIVE_INFINITY;
  };
  const hold = (place: number, monotonicMs: number): void => {
    looksMs[place] = Number.POSITIVE_INFINITY;
    if (Number.isNaN(heldMs[place] as number)) heldMs[place] = monotonicMs - (leftMs[place] as number);
  };
  const goOn = (place: number, timeMs: number, monotonicMs: number): void => {
    const over = heldMs[place] as number;
    if (Number.isNaN(over)) return;
    heldMs[place] = Number.NaN;
    leftMs[place] = monotonicMs - over;
    leftSourceMs[place] = timeMs - over;
  };
  const waited = (place: number, moment: Moment): Verdict => {
    const dueMs = (leftMs[place] as number) + (withinMs[place] as number);
    if (moment.monotonicMs >= dueMs) {
      looksMs[place] = Number.POSITIVE_INFINITY;
      moment.timeMs = (leftSourceMs[place] as number) + (withinMs[place] as number);
      return verdict.true;
    }
    looksMs[place] = dueMs;
    return verdict.same;
  };
  /** The reference stands where it stood. */
  const rest = (place: number, wasTrue: boolean, hasMoved: boolean, value: number, moment: Moment): Verdict => {
    const cameBack = !Number.isNaN(leftMs[place] as number);
    leftMs[place] = Number.NaN;
    looksMs[place] = Number.POSITIVE_INFINITY;
    if (hasMoved && moment.monotonicMs - (aheadMs[place] as number) > skewMs(place)) standAt(place, value, referenceStoodAt[place] as number);
    return wasTrue && !cameBack && !hasMoved ? verdict.same : verdict.false;
  };
  const skewMs = (place: number): number => {
    const { tag, reference } = pairs[place] as Pair;
    return Math.min(withinMs[place] as number, (signals.periodMs[tag] as number) + (signals.periodMs[reference] as number));
  };

  return {
    judge(place, wasTrue, moment) {
      const { tag, reference } = pairs[place] as Pair;
      const ours = signals.quality[tag] as number;
      const theirs = signals.quality[reference] as number;
      if (!isUsable(ours) || !isUsable(theirs)) {
        hold(place, moment.monotonicMs);
        return verdict.unusable;
      }
      goOn(place, moment.timeMs, moment.monotonicMs);
      moment.against = against(ours, theirs);
      const value = signals.value[tag] as number;
      const wanted = signals.value[reference] as number;
      if (Number.isNaN(stoodAt[place] as number)) {
        standAt(place, value, wanted);
        return verdict.same;
      }
      const hasMoved = Math.abs(value - (stoodAt[place] as number)) > (band[place] as number);
      if (!hasMoved) aheadMs[place] = Number.NaN;
      else if (Number.isNaN(aheadMs[place] as number)) aheadMs[place] = moment.monotonicMs;
      if (!(Math.abs(wanted - (referenceStoodAt[place] as number)) > (band[place] as number))) return rest(place, wasTrue, hasMoved, value, moment);
      const isFirst = Number.isNaN(leftMs[place] as number);
      if (isFirst) {
        leftMs[place] = moment.monotonicMs;
        leftSourceMs[place] = moment.timeMs;
        // It moved long before and for a reason of its own: from here on it is to follow.
        if (hasMoved && moment.monotonicMs - (aheadMs[place] as number) > skewMs(place)) {
          stoodAt[place] = value;
          aheadMs[place] = Number.NaN;
          return waited(place, moment);
        }
      }
      if (!hasMoved) return waited(place, moment);
      standAt(place, value, wanted);
      return verdict.false;
    },
    look(place, wasTrue, moment) {
      const { tag, reference } = pairs[place] as Pair;
      moment.against = against(signals.quality[tag] as number, signals.quality[reference] as number);
      if (!wasTrue) return waited(place, moment);
      looksMs[place] = Number.POSITIVE_INFINITY;
      return verdict.same;
    },
    lookMs: (place) => looksMs[place] as number,
  };
}
