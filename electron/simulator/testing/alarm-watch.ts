import { type AlarmDefinition, isLimitAlarm } from '#shared/model/alarm.ts';
import type { Plant } from '../plant/plant.ts';
import type { PlantProject } from '../plant/plant-project.ts';

export type Raised = { readonly alarm: string; readonly atMs: number; readonly value: number };

/**
 * Judges the alarms of the project on what the plant publishes: limit, dead band and delays, by source time. Independent
 * of the engine on purpose: it says what the plant gives cause for, not what the alarm system makes of it.
 */
export class AlarmWatch {
  readonly raised: Raised[] = [];
  /** When raised alarms came back, in the order it was seen; an off delay is added, not waited for. */
  readonly returned: Raised[] = [];
  readonly #bySlot = new Map<number, { readonly alarm: AlarmDefinition; isOn: boolean; sinceMs: number | null; value: number }[]>();
  readonly #plant: Plant;

  constructor(project: PlantProject, plant: Plant) {
    this.#plant = plant;
    for (const alarm of project.alarms) {
      if (!plant.io.signals.has(alarm.tag)) continue;
      const slot = plant.io.signals.slot(alarm.tag);
      const list = this.#bySlot.get(slot) ?? [];
      const value = plant.io.signals.value[slot] ?? Number.NaN;
      list.push({ alarm, isOn: isActive(alarm, value, false), sinceMs: null, value });
      this.#bySlot.set(slot, list);
    }
    plant.io.signals.drain(() => undefined);
  }

  /** Alarms that stood when the watch began. */
  standing(): readonly string[] {
    return [...this.#bySlot.values()]
      .flat()
      .filter((entry) => entry.isOn)
      .map((entry) => entry.alarm.id);
  }

  /** Looks at all changes since the last call; at what has been waiting for its delay, too. */
  look(): void {
    this.#plant.io.signals.drain((slot, value, timeMs) => {
      for (const entry of this.#bySlot.get(slot) ?? []) {
        const active = isActive(entry.alarm, value, entry.isOn);
        entry.value = value;
        if (!active) {
          if (entry.isOn) this.returned.push({ alarm: entry.alarm.id, atMs: timeMs + entry.alarm.offDelayMs, value });
          entry.isOn = false;
          entry.sinceMs = null;
        } else if (!entry.isOn) entry.sinceMs ??= timeMs;
      }
    });
    const now = this.#plant.nowMs;
    for (const list of this.#bySlot.values()) {
      for (const entry of list) {
        if (entry.isOn || entry.sinceMs === null || now < entry.sinceMs + entry.alarm.onDelayMs) continue;
        entry.isOn = true;
        this.raised.push({ alarm: entry.alarm.id, atMs: entry.sinceMs + entry.alarm.onDelayMs, value: entry.value });
      }
    }
    this.raised.sort((a, b) => a.atMs - b.atMs);
  }
}

function isActive(alarm: AlarmDefinition, value: number, wasOn: boolean): boolean {
  if (Number.isNaN(value)) return wasOn;
  if (alarm.kind === 'discrete' || alarm.kind === 'trip') return value === alarm.state;
  if (alarm.kind === 'off-normal') return value !== alarm.normal;
  if (!isLimitAlarm(alarm)) return false;
  const band = wasOn ? alarm.deadband : 0;
  return alarm.kind === 'high' || alarm.kind === 'high-high' ? value > alarm.limit - band : value < alarm.limit + band;
}
