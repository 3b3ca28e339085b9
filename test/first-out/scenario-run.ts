import type { BurstEvent } from '#electron/engine/first-out/burst-alarm.ts';
import type { LoadedProject } from '#electron/engine/project/loaded-project.ts';
import { linkTagOf } from '#electron/engine/system-tags.ts';
import { createRandom, type Random } from '#electron/simulator/model/random.ts';
import { Plant } from '#electron/simulator/plant/plant.ts';
import type { PlantProject } from '#electron/simulator/plant/plant-project.ts';
import type { Scenario } from '#electron/simulator/scenarios/scenario.ts';
import { AlarmWatch } from '#electron/simulator/testing/alarm-watch.ts';
import { createNuisances } from './nuisances.ts';

export type ScenarioRun = {
  readonly events: readonly BurstEvent[];
  /** The alarm the scenario documents as the first failure. */
  readonly first: string;
  /** Different alarms the scenario raised by itself. */
  readonly own: number;
  readonly alarms: number;
};

type Transition = { readonly alarm: string; readonly kind: BurstEvent['kind']; readonly atMs: number };
/** How well a device's times are known where the project says nothing, ms; as the engine takes it. */
const accuracyMs = 50;
/** A few stay outside of the burst when they come long before or after. */
const leastAlarms = 68;

/**
 * One run of a scenario in the simulated plant, faster than real time: what its alarms do, stamped as the devices would
 * (polled values at the next poll, others by a clock that is off within its accuracy), with nuisance alarms of machines the
 * fault does not touch until there are 60.
 */
export function runScenario(plantProject: PlantProject, project: LoadedProject, scenario: Scenario, seed: number): ScenarioRun {
  const startMs = 1_800_000_000_000;
  const plant = new Plant(plantProject, { seed, startMs });
  const watch = new AlarmWatch(plantProject, plant);
  const random = createRandom(seed * 7919 + scenario.id);
  const settleS = 5 + Math.round(random.uniform() * 20);
  const lastS = Math.max(30, ...scenario.cascade.map((step) => step.withinS[1]));
  play(plant, watch, settleS);
  const faultMs = plant.nowMs;
  plant.startScenario(scenario.id);
  play(plant, watch, scenario.first.withinS[1] + lastS);
  const own: Transition[] = [
    ...watch.raised.map(({ alarm, atMs }) => ({ alarm, kind: 'raised' as const, atMs })),
    ...watch.returned.map(({ alarm, atMs }) => ({ alarm, kind: 'returned' as const, atMs })),
    ...linkLost(project, scenario, faultMs, random),
  ].filter(({ atMs }) => atMs >= faultMs);
  const raised = new Set(own.filter(({ kind }) => kind === 'raised').map(({ alarm }) => alarm));
  const span = { fromMs: Math.min(...own.map(({ atMs }) => atMs)) - 60_000, toMs: Math.max(...own.map(({ atMs }) => atMs)) };
  const nuisances = createNuisances(project, raised, leastAlarms - raised.size, span, random);
  const first = scenario.first.alarm.startsWith('link:') ? linkTagOf(scenario.first.alarm.slice(5)) : scenario.first.alarm;
  const stamped = stamp(project, [...own, ...nuisances], random);
  return { events: stamped, first, own: raised.size, alarms: new Set(stamped.map(({ alarm }) => alarm)).size };
}

function play(plant: Plant, watch: AlarmWatch, forS: number): void {
  for (let i = 0; i < forS * 20; i++) {
    plant.step();
    watch.look();
  }
}

/** What the console itself raises when a link is lost: its alarm within the time-out, then the alarms on bad or stale values of that device. */
function linkLost(project: LoadedProject, scenario: Scenario, faultMs: number, random: Random): readonly Transition[] {
  if (!scenario.first.alarm.startsWith('link:')) return [];
  const device = scenario.first.alarm.slice(5);
  const lostMs = faultMs + 1000 + random.uniform() * 1000;
  const tags = new Map(project.tags.map((tag) => [tag.id, tag]));
  const after = project.alarms.filter((alarm) => (alarm.kind === 'bad-quality' || alarm.kind === 'communication') && tags.get(alarm.tag)?.device === device);
  return [
    { alarm: linkTagOf(device), kind: 'raised', atMs: lostMs },
    ...after.map((alarm): Transition => ({ alarm: alarm.id, kind: 'raised', atMs: lostMs + alarm.onDelayMs + random.uniform() * 2000 })),
  ];
}

/** Times and uncertainties as the console would know them, in the order they would reach its journal. */
function stamp(project: LoadedProject, transitions: readonly Transition[], random: Random): readonly BurstEvent[] {
  const alarms = new Map<string, LoadedProject['alarms'][number]>(project.alarms.map((alarm) => [alarm.id, alarm]));
  const tags = new Map(project.tags.map((tag) => [tag.id, tag]));
  const devices = new Map(
    project.devices.map((device) => [device.id, { device, phaseMs: random.uniform() * 10_000, offMs: (random.uniform() * 2 - 1) * (device.clock?.accuracyMs ?? accuracyMs) }]),
  );
  const seen = transitions.map(({ alarm: id, kind, atMs }) => {
    const alarm = alarms.get(id);
    const tag = alarm === undefined ? undefined : tags.get(alarm.tag);
    const known = tag?.device === undefined ? undefined : devices.get(tag.device);
    const place = { alarm: id as BurstEvent['alarm'], tag: alarm?.tag ?? null, asset: alarm?.asset ?? tag?.asset ?? null, kind };
    if (known === undefined || tag === undefined) return { ...place, timeMs: atMs, uncertaintyMs: 0, heardMs: atMs };
    const { device, phaseMs, offMs } = known;
    const periodMs = device.groups[tag.group ?? 'default']?.periodMs ?? 1000;
    const polledMs = Math.ceil((atMs + phaseMs) / periodMs) * periodMs - phaseMs;
    if (device.driver === 'modbus') return { ...place, timeMs: polledMs, uncertaintyMs: periodMs, heardMs: polledMs };
    const isSampled = device.clock === undefined || tag.type === 'float';
    return { ...place, timeMs: atMs + offMs, uncertaintyMs: (device.clock?.accuracyMs ?? accuracyMs) + (isSampled ? periodMs : 0), heardMs: isSampled ? polledMs : atMs };
  });
  // What one poll brings has no order: chance decides, as the order of addresses would. What a device stamps it sends as it came.
  const mixed = seen.map((event) => ({ event, chance: event.timeMs === event.heardMs ? random.uniform() : 0 })).toSorted((a, b) => a.event.heardMs - b.event.heardMs || a.chance - b.chance);
  return mixed.map(({ event: { heardMs: _heard, ...event } }, at) => ({ ...event, seq: at + 1 }));
}
