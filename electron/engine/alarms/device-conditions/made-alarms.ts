import { AlarmDefinition } from '#shared/model/alarm.ts';
import type { Clock, Log } from '../../ports.ts';

/** Definitions of alarms no project names, over the end of the engine: what a line of the journal is about can still be read. */
export type MadeAlarms = {
  /** Those of earlier runs and of this one, the longest known first. */
  known(): readonly AlarmDefinition[];
  keep(definition: AlarmDefinition): void;
  /** Writes what is not written yet. */
  close(): Promise<void>;
};

/** Where a text is kept under a name. */
export type Facts = { get(name: string): Promise<string | null>; set(name: string, value: string): Promise<void> };

export const madeAlarmsFact = 'alarms of devices';
/** More would be too much to write at once; those described longest ago are forgotten first. */
const most = 5000;
/** Descriptions that change with every occurrence are not written with every one, ms. */
const writeAfterMs = 5000;

/** Reads what earlier runs kept; what cannot be read is said and left. */
export async function openMadeAlarms(facts: Facts, clock: Clock, log: Log): Promise<MadeAlarms> {
  const byId = new Map<string, AlarmDefinition>();
  let cancel: (() => void) | null = null;
  let isFailing = false;
  try {
    const stored: unknown = JSON.parse((await facts.get(madeAlarmsFact)) ?? '[]');
    for (const one of Array.isArray(stored) ? stored : []) {
      const parsed = AlarmDefinition.safeParse(one);
      if (parsed.success && parsed.data.kind === 'condition') byId.set(parsed.data.id, parsed.data);
    }
  } catch (error) {
    log.warn('alarms of devices', `What earlier alarms of devices were about cannot be read: ${String(error)} They are described anew when they come.`);
  }
  const write = async (): Promise<void> => {
    cancel?.();
    cancel = null;
    try {
      await facts.set(madeAlarmsFact, JSON.stringify([...byId.values()]));
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn('alarms of devices', `What alarms of devices are about cannot be written: ${String(error)} It is tried again with the next one.`);
      isFailing = true;
    }
  };
  return {
    known: () => [...byId.values()],
    keep(definition) {
      // To the end of the line: described last, forgotten last.
      byId.delete(definition.id);
      byId.set(definition.id, definition);
      if (byId.size > most) byId.delete(byId.keys().next().value ?? '');
      cancel ??= clock.after(writeAfterMs, () => void write());
    },
    async close() {
      if (cancel !== null) await write();
    },
  };
}
