import type { AlarmEventKind, AlarmState } from '#shared/model/alarm.ts';

/** What can happen to an alarm, from the plant, its timers, an operator or the design. */
export type AlarmInput =
  | 'condition-true'
  | 'condition-false'
  | 'acknowledge'
  | 'reset'
  | 'shelve'
  | 'unshelve'
  | 'suppress'
  | 'unsuppress'
  | 'remove-from-service'
  | 'return-to-service';

export type AlarmTraits = {
  readonly latching: boolean;
  /** The condition as it stands now, already through delays and deadband: where leaving G, H and I leads. */
  readonly isConditionTrue: boolean;
};

export type AlarmTransition = { readonly to: AlarmState; readonly kind: AlarmEventKind };

/**
 * The transition an input makes from a state, or null where it changes nothing. Pure: no time, no value.
 * Table of ISA-18.2-2016 states A to I, from secondary texts (vendor manuals); the standard itself was not read.
 * Leaving shelved, suppressed or out of service leads to normal or to unacknowledged, never to an acknowledged state.
 */
export function stepAlarm(state: AlarmState, input: AlarmInput, traits: AlarmTraits): AlarmTransition | null {
  const isHidden = state === 'shelved' || state === 'suppressed' || state === 'out-of-service';
  const afterHiding: AlarmState = traits.isConditionTrue ? 'active-unacked' : 'normal';
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
    case 'shelve':
      return isHidden ? null : { to: 'shelved', kind: 'shelved' };
    case 'suppress':
      return isHidden ? null : { to: 'suppressed', kind: 'suppressed' };
    case 'remove-from-service':
      return isHidden ? null : { to: 'out-of-service', kind: 'removed-from-service' };
    case 'unshelve':
      return state === 'shelved' ? { to: afterHiding, kind: 'unshelved' } : null;
    case 'unsuppress':
      return state === 'suppressed' ? { to: afterHiding, kind: 'unsuppressed' } : null;
    case 'return-to-service':
      return state === 'out-of-service' ? { to: afterHiding, kind: 'returned-to-service' } : null;
  }
}
