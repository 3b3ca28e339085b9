import { type AlarmDefinition, isLimitAlarm } from '#shared/model/alarm.ts';
import { beyondBit, compare } from '../rules/comparing.ts';
import { limitThresholds } from '../rules/limit.ts';
import { createRows } from './rows.ts';

/**
 * Alarms that compare one sample with one number, as columns: those of tag t are `start[t]` … `start[t + 1] - 1`. This is
 * what every sample of the plant goes through: nine bytes are read of each.
 */
export type Comparisons = {
  readonly start: Uint32Array;
  readonly alarm: Uint32Array;
  readonly state: Uint8Array;
  /** What the value is compared with now: one of the two below. */
  readonly threshold: Float64Array;
  /** To be beyond to become true, and to stay so. */
  readonly enter: Float64Array;
  readonly leave: Float64Array;
};

export function createComparisons(definitions: readonly AlarmDefinition[], tagOf: Int32Array, tagCount: number, startsTrue: (alarm: number) => boolean): Comparisons {
  const { start, list: alarm } = createRows(tagCount, (tell) => {
    for (let at = 0; at < definitions.length; at++) if ((tagOf[at] as number) >= 0 && isComparison(definitions[at] as AlarmDefinition)) tell(tagOf[at] as number, at);
  });
  const size = alarm.length;
  const made: Comparisons = { start, alarm, state: new Uint8Array(size), threshold: new Float64Array(size), enter: new Float64Array(size), leave: new Float64Array(size) };
  for (let slot = 0; slot < size; slot++) {
    const { how, enter, leave } = comparisonOf(definitions[alarm[slot] as number] as AlarmDefinition);
    const isBeyond = startsTrue(alarm[slot] as number);
    made.state[slot] = how | (isBeyond ? beyondBit : 0);
    made.enter[slot] = enter;
    made.leave[slot] = leave;
    made.threshold[slot] = isBeyond ? leave : enter;
  }
  return made;
}

export function isComparison(definition: AlarmDefinition): boolean {
  return isLimitAlarm(definition) || definition.kind === 'discrete' || definition.kind === 'trip' || definition.kind === 'off-normal';
}

function comparisonOf(definition: AlarmDefinition): { readonly how: number; readonly enter: number; readonly leave: number } {
  if (isLimitAlarm(definition)) return limitThresholds(definition);
  if (definition.kind === 'off-normal') return { how: compare.unequal, enter: definition.normal, leave: definition.normal };
  const state = definition.kind === 'discrete' || definition.kind === 'trip' ? definition.state : Number.NaN;
  return { how: compare.equal, enter: state, leave: state };
}
