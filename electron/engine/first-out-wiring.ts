import { guidanceOf } from '#shared/model/alarm-guidance.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import { driverTypes } from './drivers/registry.ts';
import { createFirstOutService, type FirstOutService, isStanding } from './first-out/first-out-service.ts';
import { sourceClocks } from './first-out/source-clocks.ts';
import type { Plant } from './plant.ts';
import type { Ports } from './ports.ts';
import type { Store } from './store/store.ts';

/** First-out over the plant of the moment: what it may ask of alarms and project, which a reload replaces. */
export function createFirstOut(ports: Ports, store: Store, plant: () => Plant, isStill: boolean): FirstOutService {
  let known: { readonly revision: number; readonly alarms: ReadonlyMap<string, AlarmDefinition>; readonly assets: ReadonlyMap<string, AssetDefinition> } | null = null;
  const lookUp = () => {
    const { revision, project } = plant();
    known = known?.revision === revision ? known : { revision, alarms: new Map(project.alarms.map((one) => [one.id, one])), assets: new Map(project.assets.map((one) => [one.id, one])) };
    return known;
  };
  return createFirstOutService({
    clock: ports.clock,
    log: ports.log,
    worker: ports.paths.firstOutWorker,
    store,
    project: () => plant().project,
    clocks: () => sourceClocks(plant().project.tags, plant().project.devices, (driver) => driverTypes.some(({ name, timesFromDevice }) => name === driver && timesFromDevice === true)),
    isActive(alarm) {
      const standing = plant().alarms.standingOf(alarm);
      return standing !== null && isStanding(standing);
    },
    broughtAlong: (alarm) => plant().alarms.standingOf(alarm)?.definition ?? null,
    publishedSeq: () => plant().alarms.publishedSeq,
    writtenToMs: () => plant().alarms.writtenToMs,
    runbookOf(alarm) {
      const { alarms, assets } = lookUp();
      const definition = alarms.get(alarm);
      if (definition === undefined) return null;
      const { project } = plant();
      const tag = project.directory.get(definition.tag);
      return guidanceOf(definition, assets, definition.asset ?? (tag === undefined ? undefined : project.tags[tag.index]?.asset)).runbook ?? null;
    },
    isStill,
  });
}
