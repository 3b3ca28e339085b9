import type { AlarmDefinition } from '#shared/model/alarm.ts';

/** Alarms a device brought along, as they were last heard of: standing ones carry their definition, events of the past do not. */
const known = new Map<string, AlarmDefinition>();
const most = 10_000;

export function rememberAlarms(definitions: readonly AlarmDefinition[]): void {
  for (const definition of definitions) {
    known.delete(definition.id);
    known.set(definition.id, definition);
    if (known.size > most) known.delete(known.keys().next().value ?? '');
  }
}

/** What an alarm is about that the project does not name; undefined for one that no answer told of. */
export const broughtAlarm = (alarm: string): AlarmDefinition | undefined => known.get(alarm);
