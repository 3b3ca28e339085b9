import type { AlarmDefinition, AlarmStanding } from '#shared/model/alarm.ts';

/**
 * Standings that still have a place in the project: without those a device brought along that is gone from it, or whose
 * condition the project names itself by now, under an id of its own.
 */
export function withoutStrays(standings: readonly AlarmStanding[], devices: readonly { readonly id: string }[], alarms: readonly AlarmDefinition[]): readonly AlarmStanding[] {
  const known = new Set<string>(devices.map(({ id }) => id));
  const named = new Set(alarms.flatMap((alarm) => (alarm.kind === 'condition' ? [conditionName(alarm.device, alarm.source, alarm.condition)] : [])));
  return standings.filter(({ definition }) => {
    if (definition?.kind !== 'condition') return true;
    return known.has(definition.device) && !named.has(conditionName(definition.device, definition.source, definition.condition));
  });
}

/**
 * Where alarms stand that a new revision goes on with: those of the running one as it has them, and of the journal's snapshot
 * only what the running one does not know at all. What it knows and does not list is normal by now, whatever the snapshot
 * says that was read a moment before.
 */
export function standingsToGoOn(snapshot: readonly AlarmStanding[], running: { readonly definitions: readonly AlarmDefinition[]; standings(): readonly AlarmStanding[] }): readonly AlarmStanding[] {
  const known = new Set(running.definitions.map(({ id }) => id));
  return [...snapshot.filter(({ alarm }) => !known.has(alarm)), ...running.standings()];
}

/** Of what devices ever brought along, what still has a place: its device is there, and the project does not name it itself. */
export function madeInPlace(made: readonly AlarmDefinition[], hasDevice: (device: string) => boolean, alarms: readonly AlarmDefinition[]): readonly AlarmDefinition[] {
  const taken = new Set<string>(alarms.map(({ id }) => id));
  const named = new Set(alarms.flatMap((alarm) => (alarm.kind === 'condition' ? [conditionName(alarm.device, alarm.source, alarm.condition)] : [])));
  return made.filter((one) => one.kind === 'condition' && hasDevice(one.device) && !taken.has(one.id) && !named.has(conditionName(one.device, one.source, one.condition)));
}

export const conditionName = (device: string, source: string, condition: string): string => `${device}\n${source}\n${condition}`;
