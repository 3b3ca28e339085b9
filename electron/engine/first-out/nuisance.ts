import type { BurstAlarm } from './burst-alarm.ts';

/** Raises within 60 s from which on an alarm chatters (EEMUA 191 and ISA-18.2 by secondary texts: 3 within a minute). */
export const chatteringPerMin = 3;
/** Back within this time an alarm was fleeting, ms; the same as in the load figures. */
export const fleetingMs = 60_000;
const habitualBefore = 3;
/** So many alarms at once behind a fleeting one are no coincidence any more. */
const harmFrom = 3;
/** From this strength on a deviation is as good as an alarm. */
const plainFrom = 0.95;

/**
 * How much an alarm looks like noise, 0 to 1, by its own behaviour: chattering, one that came often in the hour before,
 * or one that was gone again within a minute, unless it did harm at once: a dip of the supply is over in 300 ms.
 * `atOnce`: alarms it may have caused that came within two seconds of it. What else it explains is weighed elsewhere.
 */
export function nuisanceOf(alarm: BurstAlarm, atOnce: number): number {
  const chatters = alarm.raisesPerMin >= chatteringPerMin ? 0.9 : alarm.raises >= 3 ? 0.7 : 0;
  const habitual = alarm.raisesBefore >= habitualBefore ? 0.85 : alarm.raisesBefore > 0 ? 0.4 : 0;
  const fleeting = isFleeting(alarm) ? 0.5 * (1 - Math.min(1, atOnce / harmFrom)) : 0;
  return Math.max(chatters, habitual, fleeting, 1 - alarm.strength / plainFrom);
}

/** Gone again within a minute of its first raise. */
export const isFleeting = (alarm: Pick<BurstAlarm, 'timeMs' | 'returnedMs'>): boolean => alarm.returnedMs !== null && alarm.returnedMs - alarm.timeMs < fleetingMs;
