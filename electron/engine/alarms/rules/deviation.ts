import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { type AlarmRule, type Signals, verdict } from './rule.ts';
import { against, isUsable } from './usable.ts';

export type Pair = { readonly tag: number; readonly reference: number };

/**
 * The tag less its reference is above `high` or below `low`; with the deadband the condition, once true, stays until the
 * difference is back inside by it on both sides. Judged when either moves; not judged while either is bad or stale.
 */
export function createDeviationRule(definitions: readonly Extract<AlarmDefinition, { kind: 'deviation' }>[], pairs: readonly Pair[], signals: Signals): AlarmRule {
  const high = Float64Array.from(definitions, (definition) => definition.high ?? Number.POSITIVE_INFINITY);
  const low = Float64Array.from(definitions, (definition) => definition.low ?? Number.NEGATIVE_INFINITY);
  const deadband = Float64Array.from(definitions, (definition) => definition.deadband);
  return {
    judge(place, wasTrue, moment) {
      const { tag, reference } = pairs[place] as Pair;
      const ours = signals.quality[tag] as number;
      const theirs = signals.quality[reference] as number;
      if (!isUsable(ours) || !isUsable(theirs)) return verdict.unusable;
      moment.against = against(ours, theirs);
      const difference = (signals.value[tag] as number) - (signals.value[reference] as number);
      const band = wasTrue ? (deadband[place] as number) : 0;
      return difference > (high[place] as number) - band || difference < (low[place] as number) + band ? verdict.true : verdict.false;
    },
  };
}
