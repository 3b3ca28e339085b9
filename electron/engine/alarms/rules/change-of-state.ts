import { type AlarmRule, type Signals, verdict } from './rule.ts';
import { isUsable } from './usable.ts';

/**
 * The value is another one than when it was last told. The first value after a start is no change: nothing is known of
 * before. With an on-delay the new value must stand so long; one that came back before is forgotten. What changed while
 * the link was down is a change when it is back.
 */
export function createChangeOfStateRule(tags: readonly number[], signals: Signals): AlarmRule {
  const told = new Float64Array(tags.length).fill(Number.NaN);
  /** The value that differs, to be told when it has stood for the on-delay. */
  const other = new Float64Array(tags.length).fill(Number.NaN);
  return {
    judge(place, _wasTrue, moment) {
      const tag = tags[place] as number;
      const quality = signals.quality[tag] as number;
      if (!isUsable(quality)) return verdict.unusable;
      moment.against = quality;
      const value = signals.value[tag] as number;
      if (Number.isNaN(told[place] as number)) told[place] = value;
      if (value === told[place]) return verdict.false;
      other[place] = value;
      return verdict.true;
    },
    told(place) {
      told[place] = other[place] as number;
    },
  };
}
