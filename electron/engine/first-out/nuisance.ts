import type { BurstAlarm } from './burst-alarm.ts';

/** Raises within 60 s from which on an alarm chatters (EEMUA 191 and ISA-18.2 by secondary texts: 3 within a minute). */
export const chatteringPerMin = 3;
/** Back within this time an alarm was fleeting, ms; the same as in the load figures. */
export const fleetingMs = 60_000;
const habitualBefore = 3;

/**
 * How much an alarm looks like noise, 0 to 1, by its own behaviour: chattering, one that came often in the hour before,
 * or one that was gone again within a minute. What it explains is weighed against it elsewhere.
 */
export function nuisanceOf(alarm: BurstAlarm): number {
  const chatters = alarm.raisesPerMin >= chatteringPerMin ? 0.9 : alarm.raises >= 3 ? 0.7 : 0;
  const habitual = alarm.raisesBefore >= habitualBefore ? 0.85 : alarm.raisesBefore > 0 ? 0.4 : 0;
  const fleeting = alarm.returnedMs !== null && alarm.returnedMs - alarm.timeMs < fleetingMs ? 0.5 : 0;
  return Math.max(chatters, habitual, fleeting, 1 - alarm.strength);
}
