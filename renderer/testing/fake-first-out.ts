import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Directory } from '#shared/contract/project.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { refused } from '#shared/model/fault.ts';
import type { BurstMember, FirstOutGroup, TripLatch } from '#shared/model/first-out.ts';
import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import type { Handlers } from '#shared/rpc/server.ts';

const gapMs = 120_000;

/**
 * Bursts and latches made up from the fake engine's journal, so that the console can be looked at: the earliest alarm ranks first,
 * whatever stands in the plant. The real judgement is the engine's.
 */
export function createFakeFirstOut(parts: {
  readonly directory: () => Directory;
  readonly journal: () => readonly AlarmEvent[];
  readonly standings: () => ReadonlyMap<string, AlarmStanding>;
  readonly nowMs: () => number;
  readonly onAlarms: (listener: () => void) => () => void;
}) {
  const { directory, journal, standings, nowMs } = parts;
  const resets = new Map<string, { readonly seq: number; readonly atMs: number }[]>();
  const changed = new Set<() => void>();
  const assetOf = (alarm: string): AssetId | null => {
    const definition = directory().alarms.find(({ id }) => id === alarm);
    return definition?.asset ?? directory().tags.find(({ id }) => id === definition?.tag)?.asset ?? null;
  };
  const groupsAt = (atMs: number): FirstOutGroup[] => {
    const bursts: AlarmEvent[][] = [];
    const known = new Set<string>();
    for (const event of journal()) {
      if (event.kind !== 'raised' || event.engineMs > atMs) continue;
      const last = bursts.at(-1);
      if (last === undefined || event.timeMs - (last.at(-1)?.timeMs ?? 0) > gapMs) {
        known.clear();
        bursts.push([event]);
      } else if (!known.has(event.alarm)) last.push(event);
      known.add(event.alarm);
    }
    return bursts
      .filter((burst) => burst.length > 2)
      .map((burst) => groupOf(burst.toSorted((a, b) => a.timeMs - b.timeMs), atMs))
      .reverse();
  };
  const groupOf = (burst: readonly AlarmEvent[], atMs: number): FirstOutGroup => {
    const first = burst[0] as AlarmEvent;
    const lastMs = burst.at(-1)?.timeMs ?? first.timeMs;
    const members = burst.map((event, at): BurstMember => {
      const near = burst.slice(0, at).findLast(({ alarm }) => assetOf(alarm) === assetOf(event.alarm));
      const parent = near ?? burst[Math.floor(at / 3)];
      const via = at === 0 ? null : near !== undefined ? 'same-asset' : at % 7 === 6 ? 'time' : at % 3 === 0 ? 'interlock' : 'topology';
      return { alarm: event.alarm, seq: event.seq, timeMs: event.timeMs, uncertaintyMs: event.uncertaintyMs ?? 1, parent: at === 0 ? null : (parent?.alarm ?? null), via };
    });
    const ranked = burst.slice(0, 5).map(({ alarm, seq, timeMs, uncertaintyMs }, at) => ({
      alarm,
      seq,
      tag: directory().alarms.find(({ id }) => id === alarm)?.tag ?? null,
      asset: assetOf(alarm),
      timeMs,
      uncertaintyMs: uncertaintyMs ?? 1,
      score: [0.94, 0.41, 0.33, 0.12, 0.08][at] ?? 0,
      why: [
        { kind: 'order' as const, text: at === 0 ? `${(((burst[1]?.timeMs ?? timeMs) - timeMs) / 1000).toFixed(3)} s before the next alarm in the group` : `${at} alarms came before it` },
        { kind: 'topology' as const, text: `Upstream of ${Math.max(0, burst.length - 2 - at)} of ${burst.length} alarms in the cause model` },
        { kind: 'clock' as const, text: `Stamped by its device, ±${uncertaintyMs ?? 1} ms` },
      ],
    }));
    const tied = ranked.filter(({ timeMs, uncertaintyMs }, at) => at > 0 && timeMs - first.timeMs <= uncertaintyMs + (first.uncertaintyMs ?? 1));
    return {
      id: first.seq,
      startMs: first.timeMs,
      lastMs,
      isOver: atMs - lastMs > gapMs,
      alarmCount: burst.length,
      ranked,
      undecided: tied.map(({ alarm }): [AlarmId, AlarmId] => [first.alarm, alarm]),
      members,
      runbook: null,
    };
  };
  const tripsAt = (atMs: number): TripLatch[] =>
    directory().logic.tripGroups.flatMap((group) => {
      const afterSeq = resets.get(group.id)?.findLast((reset) => reset.atMs <= atMs)?.seq ?? 0;
      const raised = journal().filter(({ alarm, kind, seq, engineMs }) => kind === 'raised' && seq > afterSeq && engineMs <= atMs && group.alarms.includes(alarm));
      const order = [...new Set(raised.map(({ alarm }) => alarm))];
      const [first] = order;
      if (first === undefined) return [];
      return [{ group: group.id, first: [first], firstMs: raised[0]?.timeMs ?? null, uncertaintyMs: 1, later: order.slice(1), isResettable: !isActive(group.alarms) }];
    });
  const isActive = (alarms: readonly string[]): boolean => alarms.some((alarm) => standings().get(alarm)?.state.startsWith('active') === true);
  const pictureAt = (atMs: number) => ({ groups: groupsAt(atMs).slice(0, 20), trips: tripsAt(atMs) });

  return {
    'firstOut.current': (_params, { notify }) => {
      let isDue = true;
      const told = (): void => {
        isDue = true;
        notify();
      };
      changed.add(told);
      const stop = parts.onAlarms(told);
      return {
        take() {
          if (!isDue) return null;
          isDue = false;
          return pictureAt(nowMs());
        },
        close() {
          changed.delete(told);
          stop();
        },
      };
    },
    'firstOut.in': ({ span, limit }) => {
      const groups = groupsAt(nowMs()).filter(({ startMs, lastMs }) => startMs <= span.toMs && lastMs >= span.fromMs).reverse();
      return { ok: true, value: { groups: groups.slice(0, limit), isWhole: groups.length <= limit } };
    },
    'firstOut.at': ({ atMs }) => ({ ok: true, value: pictureAt(atMs) }),
    'tripGroup.reset': ({ group }) => {
      const trip = directory().logic.tripGroups.find(({ id }) => id === group);
      if (trip === undefined) return refused('not-found', `There is no trip group ${group}.`);
      if (isActive(trip.alarms)) return refused('still-active', `${trip.name} cannot be reset: one of its alarms is active.`);
      resets.set(group, [...(resets.get(group) ?? []), { seq: journal().at(-1)?.seq ?? 0, atMs: nowMs() }]);
      for (const call of changed) call();
      return { ok: true, value: {} };
    },
  } satisfies Partial<Handlers<FirstoutContract>>;
}
