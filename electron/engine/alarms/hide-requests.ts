import type { AlarmDefinition, AlarmStanding, HiddenState, Hiding } from '#shared/model/alarm.ts';
import { isHiddenState } from '#shared/model/alarm.ts';
import type { Role } from '#shared/rpc/define.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import type { AlarmInput } from './step.ts';

/** What a person asks about hiding alarms. */
export type HideRequest =
  | { readonly kind: 'shelve'; readonly forMs: number; readonly isOneShot: boolean; readonly reason: string }
  | { readonly kind: 'remove-from-service'; readonly reason: string }
  | { readonly kind: 'unshelve' | 'return-to-service' }
  | { readonly kind: 'take-over'; readonly comment: string };

export type Actor = { readonly user: string; readonly role: Role };

/** What hides an alarm in one way now; undefined when that does not. */
export function hidingOf(standing: AlarmStanding, state: HiddenState): Hiding | undefined {
  if (standing.state === state) return standing.hiding;
  return standing.alsoHidden?.find((one) => one.state === state)?.hiding;
}

const isHiddenBy = (standing: AlarmStanding, state: HiddenState): boolean => standing.state === state || hidingOf(standing, state) !== undefined;
const by = (hiding: Hiding | undefined): string => (hiding?.by === null || hiding?.by === undefined ? '' : ` by ${hiding.by}`);

/** Minutes as people say them: "45 minutes", "8 hours", "1.5 hours", "7 days". */
export function durationText(minutes: number): string {
  const [amount, unit] = minutes < 60 ? [minutes, 'minute'] : minutes < 2880 ? [minutes / 60, 'hour'] : [minutes / 1440, 'day'];
  const shown = Math.round(amount * 10) / 10;
  return `${shown} ${unit}${shown === 1 ? '' : 's'}`;
}

/**
 * Why a request is refused for one alarm, as a sentence; null when it is carried out.
 * @param maxShelveMin longest time this alarm may be shelved, minutes; 0 forbids it.
 */
export function whyNotHide(request: HideRequest, standing: AlarmStanding, definition: AlarmDefinition, actor: Actor, maxShelveMin: number): string | null {
  switch (request.kind) {
    case 'shelve':
      if (maxShelveMin <= 0) return 'This alarm must not be shelved.';
      if (definition.priority === 1 && !roleCovers(actor.role, 'lead')) return 'Only a lead may shelve an alarm of priority 1.';
      if (isHiddenBy(standing, 'shelved')) return `Already shelved${by(hidingOf(standing, 'shelved'))}.`;
      if (request.forMs > maxShelveMin * 60_000) return `This alarm may be shelved for ${durationText(maxShelveMin)} at most.`;
      return null;
    case 'unshelve':
      return isHiddenBy(standing, 'shelved') ? null : 'The alarm is not shelved.';
    case 'remove-from-service':
      return isHiddenBy(standing, 'out-of-service') ? `Already out of service${by(hidingOf(standing, 'out-of-service'))}.` : null;
    case 'return-to-service':
      return isHiddenBy(standing, 'out-of-service') ? null : 'The alarm is not out of service.';
    case 'take-over': {
      const answered = [hidingOf(standing, 'shelved'), hidingOf(standing, 'out-of-service')].filter((hiding) => hiding !== undefined);
      if (answered.length === 0) return 'The alarm is neither shelved nor out of service.';
      return answered.every((hiding) => hiding.by === actor.user) ? 'You answer for this alarm already.' : null;
    }
  }
}

/** What the request is to the state machine, and what goes into the journal with it. */
export function hideInput(request: HideRequest, actor: Actor, nowMs: number): { readonly input: AlarmInput; readonly comment: string; readonly hiding?: Hiding } {
  const since = { by: actor.user, sinceMs: nowMs };
  switch (request.kind) {
    case 'shelve':
      return { input: 'shelve', comment: request.reason, hiding: { ...since, reason: request.reason, untilMs: nowMs + request.forMs, isOneShot: request.isOneShot } };
    case 'remove-from-service':
      return { input: 'remove-from-service', comment: request.reason, hiding: { ...since, reason: request.reason, untilMs: null, isOneShot: false } };
    case 'take-over':
      return { input: 'take-over', comment: request.comment };
    case 'unshelve':
    case 'return-to-service':
      return { input: request.kind, comment: '' };
  }
}

/** The standing with the times of day of its shelf moved, as the clock they were read from was. */
export function withClockMoved(standing: AlarmStanding, byMs: number): AlarmStanding {
  const moved = (hiding: Hiding): Hiding => ({ ...hiding, sinceMs: hiding.sinceMs + byMs, untilMs: hiding.untilMs === null ? null : hiding.untilMs + byMs });
  return {
    ...standing,
    ...(standing.hiding === undefined ? {} : { hiding: moved(standing.hiding) }),
    ...(standing.alsoHidden === undefined ? {} : { alsoHidden: standing.alsoHidden.map((one) => ({ ...one, hiding: moved(one.hiding) })) }),
  };
}

/** Why an acknowledge or a reset is refused that the state machine does not take, as a sentence. */
export function whyNotHandled(what: 'acknowledge' | 'reset', standing: AlarmStanding): string {
  if (isHiddenState(standing.state)) return `The alarm is ${standing.state === 'out-of-service' ? 'out of service' : standing.state}; there is nothing to ${what}.`;
  if (what === 'reset') return 'Only a latched alarm whose condition is gone can be reset.';
  return standing.acknowledgedBy === null ? 'The alarm needs no acknowledgement.' : `Already acknowledged by ${standing.acknowledgedBy}.`;
}
