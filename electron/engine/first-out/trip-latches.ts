import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { TripLatch } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { TripGroup } from '#shared/model/logic.ts';

/** The moment that raised an alarm; the true one lies within ± `uncertaintyMs` of it. */
export type Raise = { readonly alarm: AlarmId; readonly seq: number; readonly timeMs: number; readonly uncertaintyMs: number };

export type TripLatches = {
  /** Takes a raised alarm; gives back true when a group holds something it did not. */
  take(raise: Raise): boolean;
  /** Empties a group up to a journal number: what was raised behind it holds. False for a group there is not. */
  clear(group: string, afterSeq: number): boolean;
  /** Groups that hold something, in the order of the project. `isActive` tells whether an alarm's condition is there now. */
  held(isActive: (alarm: AlarmId) => boolean): TripLatch[];
  has(group: string): boolean;
  /** Alarms of a group that are active now. */
  activeOf(group: string, isActive: (alarm: AlarmId) => boolean): readonly AlarmId[];
};

/** The raise an event of the journal stands for; null for one of another kind. A source whose error is not known is taken as exact. */
export const raiseOf = ({ kind, alarm, seq, timeMs, uncertaintyMs }: AlarmEvent): Raise | null => (kind === 'raised' ? { alarm, seq, timeMs, uncertaintyMs: uncertaintyMs ?? 0 } : null);

/**
 * First-out groups as a hardware annunciator has them: the first alarm of a group stays marked, whatever comes after or
 * returns, until a person resets it (the idea of the first-out sequences F of ISA-18.1, read about in vendors' manuals, not in
 * the standard). First is by source time, so one that is heard late takes its place; several are first where the clocks
 * cannot tell. An alarm counts by the first time it was raised since the reset.
 */
export function createTripLatches(groups: readonly TripGroup[]): TripLatches {
  const byId = new Map(groups.map((group) => [group.id, { group, raised: new Map<AlarmId, Raise>() }] as const));
  const byAlarm = new Map<AlarmId, { readonly group: TripGroup; readonly raised: Map<AlarmId, Raise> }[]>();
  for (const one of byId.values()) {
    for (const alarm of one.group.alarms) {
      const list = byAlarm.get(alarm);
      if (list === undefined) byAlarm.set(alarm, [one]);
      else list.push(one);
    }
  }
  const activeOf = (group: string, isActive: (alarm: AlarmId) => boolean): readonly AlarmId[] => byId.get(group)?.group.alarms.filter(isActive) ?? [];

  return {
    take(raise) {
      let isNew = false;
      for (const { raised } of byAlarm.get(raise.alarm) ?? []) {
        const held = raised.get(raise.alarm);
        if (held !== undefined && held.seq <= raise.seq) continue;
        raised.set(raise.alarm, raise);
        isNew = true;
      }
      return isNew;
    },
    clear(group, afterSeq) {
      const one = byId.get(group);
      if (one === undefined) return false;
      for (const [alarm, { seq }] of one.raised) if (seq <= afterSeq) one.raised.delete(alarm);
      return true;
    },
    held: (isActive) =>
      [...byId.values()].flatMap(({ group, raised }) => (raised.size === 0 ? [] : [{ ...orderOf([...raised.values()]), group: group.id, isResettable: activeOf(group.id, isActive).length === 0 }])),
    has: (group) => byId.has(group),
    activeOf,
  };
}

/** Those that may have been first, and the others, each in the order of source time. */
function orderOf(raises: readonly Raise[]): Pick<TripLatch, 'first' | 'firstMs' | 'uncertaintyMs' | 'later'> {
  const sorted = raises.toSorted((a, b) => a.timeMs - b.timeMs || a.seq - b.seq);
  // Every alarm whose earliest possible moment is before the latest possible one of all others' may have been the first.
  const firstBy = Math.min(...sorted.map(({ timeMs, uncertaintyMs }) => timeMs + uncertaintyMs));
  const mayBeFirst = ({ timeMs, uncertaintyMs }: Raise): boolean => timeMs - uncertaintyMs <= firstBy;
  const isTied = sorted.filter(mayBeFirst);
  return {
    first: isTied.map(({ alarm }) => alarm),
    firstMs: sorted[0]?.timeMs ?? null,
    uncertaintyMs: isTied.reduce((most, { uncertaintyMs }) => Math.max(most, uncertaintyMs), 0),
    later: sorted.filter((raise) => !mayBeFirst(raise)).map(({ alarm }) => alarm),
  };
}
