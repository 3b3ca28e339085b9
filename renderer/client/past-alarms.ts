import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { foldEvent } from '#shared/model/alarm-fold.ts';
import type { AlarmId } from '#shared/model/ids.ts';

/** Where the alarm stands after this event, from where it stood before; null when it is normal then. */
export function standingAfter(before: AlarmStanding | undefined, event: AlarmEvent): AlarmStanding | null {
  const after = foldEvent(before, event);
  return after.state === 'normal' ? null : after;
}

/** Moves the standings on by these events, oldest first, in place. */
export function foldEvents(standings: Map<AlarmId, AlarmStanding>, events: readonly AlarmEvent[]): void {
  for (const event of events) {
    const after = standingAfter(standings.get(event.alarm), event);
    if (after === null) standings.delete(event.alarm);
    else standings.set(event.alarm, after);
  }
}
