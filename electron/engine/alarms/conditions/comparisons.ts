import { type AlarmDefinition, isLimitAlarm } from '#shared/model/alarm.ts';
import { compare, type Comparing } from '../rules/comparing.ts';
import { limitThresholds } from '../rules/limit.ts';
import { createRows } from './rows.ts';

/** Alarms that compare one sample with one number, as columns: those of tag t are `start[t]` … `start[t + 1] - 1`. */
export type Comparisons = {
  readonly start: Uint32Array;
  readonly alarm: Uint32Array;
  /**
   * By tag: a value between these two, neither of them included, changes none of its comparisons as they stand now. That is
   * all nearly every sample of the plant is asked. Infinite where a tag has no comparisons, empty where it has states.
   */
  readonly calmAbove: Float64Array;
  readonly calmBelow: Float64Array;
  isBeyond(slot: number): boolean;
  /** Whether with this value it is not what it is now. */
  isChanged(slot: number, value: number): boolean;
  /** Makes it the opposite of what it is. */
  flip(slot: number, tag: number): void;
};

export function createComparisons(definitions: readonly AlarmDefinition[], tagOf: Int32Array, tagCount: number, startsTrue: (alarm: number) => boolean): Comparisons {
  const { start, list: alarm } = createRows(tagCount, (tell) => {
    for (let at = 0; at < definitions.length; at++) if ((tagOf[at] as number) >= 0 && isComparison(definitions[at] as AlarmDefinition)) tell(tagOf[at] as number, at);
  });
  const size = alarm.length;
  const how = new Uint8Array(size);
  /** To be beyond to become true, and to stay so. */
  const enter = new Float64Array(size);
  const leave = new Float64Array(size);
  const beyond = new Uint8Array(size);
  for (let slot = 0; slot < size; slot++) {
    const comparison = comparisonOf(definitions[alarm[slot] as number] as AlarmDefinition);
    how[slot] = comparison.how;
    enter[slot] = comparison.enter;
    leave[slot] = comparison.leave;
    beyond[slot] = Number(startsTrue(alarm[slot] as number));
  }
  const calmAbove = new Float64Array(tagCount);
  const calmBelow = new Float64Array(tagCount);
  const setCalm = (tag: number): void => {
    let above = Number.NEGATIVE_INFINITY;
    let below = Number.POSITIVE_INFINITY;
    for (let slot = start[tag] as number; slot < (start[tag + 1] as number); slot++) {
      const bound = (beyond[slot] === 1 ? leave : enter)[slot] as number;
      if (how[slot] === compare.equal || how[slot] === compare.unequal) above = below = Number.NaN;
      else if ((how[slot] === compare.above) === (beyond[slot] === 1)) above = Math.max(above, bound);
      else below = Math.min(below, bound);
    }
    calmAbove[tag] = above;
    calmBelow[tag] = below;
  };
  for (let tag = 0; tag < tagCount; tag++) setCalm(tag);

  const holds = (slot: number, value: number): boolean => {
    const bound = (beyond[slot] === 1 ? leave : enter)[slot] as number;
    switch (how[slot] as Comparing) {
      case compare.above:
        return value > bound;
      case compare.below:
        return value < bound;
      case compare.equal:
        return value === bound;
      case compare.unequal:
        return value !== bound;
    }
  };
  return {
    start,
    alarm,
    calmAbove,
    calmBelow,
    isBeyond: (slot) => beyond[slot] === 1,
    isChanged: (slot, value) => holds(slot, value) !== (beyond[slot] === 1),
    flip(slot, tag) {
      beyond[slot] = 1 - (beyond[slot] as number);
      setCalm(tag);
    },
  };
}

export function isComparison(definition: AlarmDefinition): boolean {
  return isLimitAlarm(definition) || definition.kind === 'discrete' || definition.kind === 'trip' || definition.kind === 'off-normal';
}

function comparisonOf(definition: AlarmDefinition): { readonly how: Comparing; readonly enter: number; readonly leave: number } {
  if (isLimitAlarm(definition)) return limitThresholds(definition);
  if (definition.kind === 'off-normal') return { how: compare.unequal, enter: definition.normal, leave: definition.normal };
  const state = definition.kind === 'discrete' || definition.kind === 'trip' ? definition.state : Number.NaN;
  return { how: compare.equal, enter: state, leave: state };
}
