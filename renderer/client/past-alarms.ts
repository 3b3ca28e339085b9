import { foldEvent } from '#shared/model/alarm-fold.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';

/** Moves the standings on by these events, oldest first, in place. An alarm that is normal then is not listed. */
export function foldEvents(standings: Map<AlarmId, AlarmStanding>, events: readonly AlarmEvent[]): void {
  for (const event of events) {
    const after = foldEvent(standings.get(event.alarm), event);
    if (after.state === 'normal') standings.delete(event.alarm);
    else standings.set(event.alarm, after);
  }
}
