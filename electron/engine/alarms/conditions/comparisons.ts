import { type AlarmDefinition, isLimitAlarm } from '#shared/model/alarm.ts';
import { limitThresholds } from '../rules/limit.ts';
import { createRows } from './rows.ts';

/** How a value is compared with its threshold. */
export const compare = { above: 0, equal: 1, unequal: 2 } as const;

/**
 * Alarms that compare one sample with one number, as columns: those of tag t are `start[t]` … `start[t + 1] - 1`. This is
 * what every sample of the plant goes through.
 */
export type Comparisons = {
  readonly start: Uint32Array;
  readonly alarm: Uint32Array;
  readonly how: Uint8Array;
  /** The value is multiplied by it before it is compared: -1 makes a low limit a high one. */
  readonly sign: Float64Array;
  /** To be beyond to become true, and to stay so. */
  readonly enter: Float64Array;
  readonly leave: Float64Array;
  /** The one of both that counts now. */
  readonly threshold: Float64Array;
  readonly isBeyond: Uint8Array;
};

export function createComparisons(definitions: readonly AlarmDefinition[], tagOf: Int32Array, tagCount: number, startsTrue: (alarm: number) => boolean): Comparisons {
  const { start, list: alarm } = createRows(tagCount, (tell) => {
    for (let at = 0; at < definitions.length; at++) if ((tagOf[at] as number) >= 0 && isComparison(definitions[at] as AlarmDefinition)) tell(tagOf[at] as number, at);
  });
  const size = alarm.length;
  const made: Comparisons = {
    start,
    alarm,
    how: new Uint8Array(size),
    sign: new Float64Array(size).fill(1),
    enter: new Float64Array(size),
    leave: new Float64Array(size),
    threshold: new Float64Array(size),
    isBeyond: new Uint8Array(size),
  };
  for (let slot = 0; slot < size; slot++) {
    const definition = definitions[alarm[slot] as number] as AlarmDefinition;
    if (isLimitAlarm(definition)) {
      const { sign, enter, leave } = limitThresholds(definition);
      made.sign[slot] = sign;
      made.enter[slot] = enter;
      made.leave[slot] = leave;
    } else if (definition.kind === 'off-normal') {
      made.how[slot] = compare.unequal;
      made.enter[slot] = made.leave[slot] = definition.normal;
    } else if (definition.kind === 'discrete' || definition.kind === 'trip') {
      made.how[slot] = compare.equal;
      made.enter[slot] = made.leave[slot] = definition.state;
    }
    const isBeyond = startsTrue(alarm[slot] as number);
    made.isBeyond[slot] = Number(isBeyond);
    made.threshold[slot] = (isBeyond ? made.leave : made.enter)[slot] as number;
  }
  return made;
}

export function isComparison(definition: AlarmDefinition): boolean {
  return isLimitAlarm(definition) || definition.kind === 'discrete' || definition.kind === 'trip' || definition.kind === 'off-normal';
}
