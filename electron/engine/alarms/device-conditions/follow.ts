import { type AlarmStanding, type AlarmState, isHiddenState } from '#shared/model/alarm.ts';
import type { DeviceCondition, DeviceHiding } from '#shared/model/device-condition.ts';
import type { AlarmInput } from '../step.ts';

/** Of a device's condition, what decides where its alarm stands. */
export type Wanted = Pick<DeviceCondition, 'isActive' | 'isAcked' | 'isLatching' | 'hiddenBy'>;

/** Reasons to hide an alarm that lie with its device: only these are ended when the device says so. */
export const hidingReasons: Readonly<Record<DeviceHiding, string>> = {
  suppressed: 'Suppressed by the device',
  shelved: 'Shelved at the device',
  'out-of-service': 'Out of service at the device',
  disabled: 'Switched off at the device',
};
const deviceReasons: ReadonlySet<string> = new Set(Object.values(hidingReasons));
/** Whether what hides an alarm lies with its device, by the reason given. */
export const isReasonOfDevice = (reason: string): boolean => deviceReasons.has(reason);

/** No input more is needed to follow a device than this: the longest way through the states. */
export const mostInputs = 8;

/**
 * The next input that brings an alarm nearer to where its device has it, null when it stands there. Taken again and again
 * it ends within `mostInputs`, and every transition on the way is one of the table in `step.ts`: an occurrence of which
 * only the end was seen is raised and returns.
 * A condition that wants a confirmation or is latched stands as latched, and the reset here is the confirmation there.
 */
export function nextInput(standing: AlarmStanding, wanted: Wanted): AlarmInput | null {
  const hides = isHiddenState(standing.state) ? hidesOf(standing) : [];
  const isHiddenHere = hides.some(({ state }) => state === 'suppressed');
  const isHiddenByDevice = hides.some(({ state, reason }) => state === 'suppressed' && isReasonOfDevice(reason));
  // It is hidden before it is raised, so that it is never shown in between.
  if (wanted.hiddenBy !== null && !isHiddenHere) return 'suppress';
  if (isHiddenState(standing.state)) {
    // Whatever else hides it, the condition goes on being known.
    if ((standing.isConditionTrue ?? false) !== wanted.isActive) return wanted.isActive ? 'condition-true' : 'condition-false';
    return wanted.hiddenBy === null && isHiddenByDevice ? 'unsuppress' : null;
  }
  return wanted.isActive ? towardsActive(standing.state, wanted) : towardsInactive(standing.state, wanted);
}

function hidesOf(standing: AlarmStanding): { readonly state: AlarmState; readonly reason: string }[] {
  const own = { state: standing.state, reason: standing.hiding?.reason ?? '' };
  return [own, ...(standing.alsoHidden ?? []).map(({ state, hiding }) => ({ state, reason: hiding.reason }))];
}

function towardsActive(state: AlarmState, wanted: Wanted): AlarmInput | null {
  if (state === 'active-unacked') return wanted.isAcked ? 'acknowledge' : null;
  if (state === 'active-acked') return wanted.isAcked ? null : 're-alarm';
  return 'condition-true';
}

function towardsInactive(state: AlarmState, { isAcked, isLatching }: Wanted): AlarmInput | null {
  switch (state) {
    case 'active-unacked':
      return 'condition-false';
    case 'active-acked':
      // It came again meanwhile, or it would not be unacknowledged.
      return isAcked ? 'condition-false' : 're-alarm';
    case 'normal':
      return isAcked && !isLatching ? null : 'condition-true';
    case 'returned-unacked':
      // That it latches was learnt too late to stand there; once acknowledged it is over here and still waits there.
      if (!isAcked) return null;
      return isLatching ? 'condition-true' : 'acknowledge';
    case 'latched-unacked':
      if (isAcked) return 'acknowledge';
      return isLatching ? null : 'reset';
    case 'latched-acked':
      if (!isAcked) return 'condition-true';
      return isLatching ? null : 'reset';
    default:
      return null;
  }
}
