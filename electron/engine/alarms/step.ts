import { type AlarmEventKind, type AlarmState, type HiddenState, isHiddenState } from '#shared/model/alarm.ts';

/** What can happen to an alarm, from the plant, its timers, an operator or the design. */
export const alarmInputs = [
  'condition-true',
  'condition-false',
  'acknowledge',
  'reset',
  're-alarm',
  'shelve',
  'unshelve',
  'suppress',
  'unsuppress',
  'remove-from-service',
  'return-to-service',
  'take-over',
] as const;
export type AlarmInput = (typeof alarmInputs)[number];

export type AlarmTraits = {
  readonly latching: boolean;
  /** The condition as it stands now, already through delays and deadband: where leaving G, H and I leads. */
  readonly isConditionTrue: boolean;
  /** What hides the alarm besides what its state names, in the order it began. Empty for an alarm that is not hidden. */
  readonly alsoHidden?: readonly HiddenState[];
};

export type AlarmTransition = { readonly to: AlarmState; readonly kind: AlarmEventKind };

const hiding: Readonly<Partial<Record<AlarmInput, readonly [HiddenState, AlarmEventKind]>>> = {
  shelve: ['shelved', 'shelved'],
  suppress: ['suppressed', 'suppressed'],
  'remove-from-service': ['out-of-service', 'removed-from-service'],
};
const unhiding: Readonly<Partial<Record<AlarmInput, readonly [HiddenState, AlarmEventKind]>>> = {
  unshelve: ['shelved', 'unshelved'],
  unsuppress: ['suppressed', 'unsuppressed'],
  'return-to-service': ['out-of-service', 'returned-to-service'],
};

/**
 * The transition an input makes from a state, or null where it changes nothing. Pure: no time, no value.
 * Table of ISA-18.2-2016 states A to I, from secondary texts (vendor manuals); the standard itself was not read.
 * Leaving shelved, suppressed or out of service leads to normal or to unacknowledged, never to an acknowledged state.
 * The standard's table knows one reason to hide at a time. Here a second one may begin while the first holds: the state
 * stays the one first entered, and when that ends the alarm goes on hidden by the next, without being shown in between.
 */
export function stepAlarm(state: AlarmState, input: AlarmInput, traits: AlarmTraits): AlarmTransition | null {
  switch (input) {
    case 'condition-true':
      if (state === 'normal' || state === 'returned-unacked' || state === 'latched-unacked' || state === 'latched-acked') {
        return { to: 'active-unacked', kind: 'raised' };
      }
      return null;
    case 'condition-false':
      if (state === 'active-unacked') return { to: traits.latching ? 'latched-unacked' : 'returned-unacked', kind: 'returned' };
      if (state === 'active-acked') return { to: traits.latching ? 'latched-acked' : 'normal', kind: 'returned' };
      return null;
    case 'acknowledge':
      if (state === 'active-unacked') return { to: 'active-acked', kind: 'acknowledged' };
      if (state === 'returned-unacked') return { to: 'normal', kind: 'acknowledged' };
      if (state === 'latched-unacked') return { to: 'latched-acked', kind: 'acknowledged' };
      return null;
    case 'reset':
      if (state === 'latched-unacked') return { to: 'returned-unacked', kind: 'reset' };
      if (state === 'latched-acked') return { to: 'normal', kind: 'reset' };
      return null;
    case 're-alarm':
      return state === 'active-acked' ? { to: 'active-unacked', kind: 're-alarmed' } : null;
    default:
      return stepHiding(state, input, traits);
  }
}

function stepHiding(state: AlarmState, input: AlarmInput, traits: AlarmTraits): AlarmTransition | null {
  const reasons: readonly HiddenState[] = isHiddenState(state) ? [state, ...(traits.alsoHidden ?? [])] : [];
  // Only people answer for something; what the design hides nobody took upon himself.
  if (input === 'take-over') return reasons.some((reason) => reason !== 'suppressed') ? { to: state, kind: 'handed-over' } : null;
  const begins = hiding[input];
  if (begins !== undefined) {
    const [reason, kind] = begins;
    return reasons.includes(reason) ? null : { to: reasons[0] ?? reason, kind };
  }
  const [reason, kind] = unhiding[input] ?? [];
  if (reason === undefined || kind === undefined || !reasons.includes(reason)) return null;
  const left = reasons.filter((other) => other !== reason);
  return { to: left[0] ?? (traits.isConditionTrue ? 'active-unacked' : 'normal'), kind };
}
