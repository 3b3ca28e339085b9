import type { AlarmDefinition } from '#shared/model/alarm.ts';

/** What of a definition decides when its condition is true; all else is said about the alarm. */
const judged = ['kind', 'tag', 'limit', 'deadband', 'reference', 'high', 'low', 'perS', 'direction', 'overMs', 'state', 'normal', 'band', 'withinMs', 'expression'];

/** Whether two definitions of one alarm come true at the same values; their delays may differ. */
export function isJudgedAlike(a: AlarmDefinition, b: AlarmDefinition): boolean {
  const [one, other] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  return judged.every((setting) => one[setting] === other[setting]);
}
