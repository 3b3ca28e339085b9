import type { AlarmEvent } from '#shared/model/alarm.ts';

export const windowMs = 600_000;
/** Alarms in one window from which on it is a flood: ISA-18.2 and EEMUA 191 call more than 10 in 10 minutes per operator so (read in secondary texts). */
export const floodLimit = 10;

/** How many alarms were raised in each of the last `windows` windows before `nowMs`, oldest first. Events may be in any order. */
export function raisedPerWindow(events: readonly AlarmEvent[], nowMs: number, windows: number): readonly number[] {
  const counts = new Array<number>(windows).fill(0);
  for (const { kind, engineMs } of events) {
    if (kind !== 'raised') continue;
    const back = Math.floor((nowMs - engineMs) / windowMs);
    if (back < 0 || back >= windows) continue;
    counts[windows - 1 - back] = (counts[windows - 1 - back] ?? 0) + 1;
  }
  return counts;
}
