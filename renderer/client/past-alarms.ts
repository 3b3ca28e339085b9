import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';

/** True for an event that begins an occurrence, as the alarm engine counts them. */
const beginsOccurrence = ({ kind, from, to }: AlarmEvent): boolean => kind === 'raised' || (to === 'active-unacked' && from !== 'active-unacked');

/** Where the alarm stands after this event, from where it stood before; null when it is normal then. Folds as the alarm engine does. */
export function standingAfter(before: AlarmStanding | undefined, event: AlarmEvent): AlarmStanding | null {
  if (event.to === 'normal') return null;
  const { alarm, to: state, timeMs, value, quality, seq } = event;
  if (before === undefined || beginsOccurrence(event)) {
    return { alarm, state, raisedMs: timeMs, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value, quality, seq };
  }
  const returned = event.kind === 'returned' ? { returnedMs: timeMs } : {};
  const acknowledged = event.kind === 'acknowledged' ? { acknowledgedMs: timeMs, acknowledgedBy: event.user ?? null } : {};
  return { ...before, state, ...returned, ...acknowledged };
}

/** Moves the standings on by these events, oldest first, in place. */
export function foldEvents(standings: Map<AlarmId, AlarmStanding>, events: readonly AlarmEvent[]): void {
  for (const event of events) {
    const after = standingAfter(standings.get(event.alarm), event);
    if (after === null) standings.delete(event.alarm);
    else standings.set(event.alarm, after);
  }
}
