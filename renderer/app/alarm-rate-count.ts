import { isAnnunciated } from '#shared/alarm-load/load-meter.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';

export const windowMs = 600_000;
/** How many alarms came to stand before the operator in each of the last `windows` windows before `nowMs`, oldest first. Events may be in any order. */
export function alarmsPerWindow(events: readonly AlarmEvent[], nowMs: number, windows: number): readonly number[] {
  const counts = new Array<number>(windows).fill(0);
  for (const { from, to, engineMs } of events) {
    if (!isAnnunciated(from, to)) continue;
    const back = Math.floor((nowMs - engineMs) / windowMs);
    if (back < 0 || back >= windows) continue;
    counts[windows - 1 - back] = (counts[windows - 1 - back] ?? 0) + 1;
  }
  return counts;
}
