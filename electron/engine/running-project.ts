import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { DeviceConditions } from './alarms/device-conditions/device-conditions.ts';
import type { MadeAlarms } from './alarms/device-conditions/made-alarms.ts';
import { madeInPlace, standingsToGoOn, withoutStrays } from './alarms/device-conditions/strays.ts';
import { atMost, slowDiskMs } from './at-most.ts';
import { driverTypes } from './drivers/registry.ts';
import type { ServedHistory } from './history-server/served-history.ts';
import type { Historian } from './historian/historian.ts';
import { createPlantHistory } from './plant-history.ts';
import { createPlant, type Plant } from './plant.ts';
import type { Ports } from './ports.ts';
import type { LoadedProject } from './project/loaded-project.ts';
import type { ProjectDiff } from './project/project-diff.ts';
import { withSystemTags } from './system-tags.ts';
import type { Store } from './store/store.ts';
import type { TagTable } from './tags/tag-table.ts';
import type { TextTable } from './tags/text-table.ts';

export type RunningProjectOptions = {
  readonly ports: Ports;
  readonly store: Store;
  readonly served: ServedHistory;
  readonly texts: TextTable;
  readonly deviceConditions: DeviceConditions;
  readonly madeAlarms: MadeAlarms;
  readonly isStill: boolean;
  /** What is looked at with every batch, after the alarms. */
  readonly judged: (batch: SampleBatch, table: TagTable) => void;
  readonly publish: (events: readonly AlarmEvent[], standings: readonly AlarmStanding[]) => void;
};

/** Who goes over to the next revision of the plant, in this order. */
export type Followers = {
  /** At once, before a value comes in. */
  readonly plantChanged: () => void;
  /** Links of what is no more end, others begin. Waited for. */
  readonly relink: () => Promise<void>;
  readonly done: () => void;
};

/** The project that runs: its plant, its history, and how both are swapped when somebody changes a file. */
export type RunningProject = {
  /** As its files are, with the tags of the console itself. */
  saved(): LoadedProject;
  plant(): Plant;
  historian(): Historian;
  /** When the engine before this one was last known to record, UTC epoch ms; null where nothing is known. */
  readonly aliveMs: number | null;
  /** How often each screen and template changed since the start. */
  screenVersions(): Readonly<Record<string, number>>;
  /** Only saved trends, layouts, scenes, runbooks, problems or what screens draw differ: the plant runs on. */
  resave(project: LoadedProject, diff: ProjectDiff): void;
  /** Swaps the plant for one of the new project; links whose part of it is unchanged run on. Does nothing once the engine ends. */
  reload(project: LoadedProject, diff: ProjectDiff, followers: Followers): Promise<void>;
  /** The end begins: a reload that waits for the disk gives up. */
  beginClosing(): void;
  /** Ends the plant, then its history. */
  close(): Promise<void>;
};

export async function runProject(loaded: LoadedProject, options: RunningProjectOptions): Promise<RunningProject> {
  const { store, served, isStill } = options;
  const { clock, log } = options.ports;
  const screenVersions: Record<string, number> = {};
  let isClosing = false;
  let beginClosing = (): void => undefined;
  const closing = new Promise<void>((resolve) => (beginClosing = resolve));
  let project = withSystemTags(loaded);
  // Without a running plant the server is left alone, and what waits for it stays where it is.
  const serveNamed = (): void => (isStill ? undefined : served.use(project.file.historian.server));
  serveNamed();
  const history = createPlantHistory({ store: served.store, clock, log, isStill }, project);
  const openPlant = plantOpener(options, () => history.current());
  const newestMs = await store.history.newestMs();
  // A sample from the future, by a device whose clock is ahead, does not mean that we shall record until then.
  const aliveMs = newestMs === null ? null : Math.min(newestMs + 1, clock.nowMs());
  let plant = openPlant(project, { revision: 1, previous: null, restored: await store.standings(), lastSeq: await store.journal.lastSeq(), aliveMs });

  const countScreens = ({ screens, templates }: ProjectDiff): void => {
    const drawn = [...screens.changed, ...screens.added, ...screens.removed, ...[...templates.changed, ...templates.added, ...templates.removed].map((name) => `templates/${name}`)];
    for (const screen of drawn) screenVersions[screen] = (screenVersions[screen] ?? 0) + 1;
  };

  return {
    saved: () => project,
    plant: () => plant,
    historian: () => history.current(),
    aliveMs,
    screenVersions: () => screenVersions,
    resave({ trends, layouts, scenes, sceneVersions, runbooks, problems, templates, templateVersions, screenVersions: drawn }, diff) {
      project = { ...project, trends, layouts, scenes, sceneVersions, runbooks, problems, templates, templateVersions, screenVersions: drawn };
      countScreens(diff);
    },
    async reload(next, diff, followers) {
      countScreens(diff);
      // Alarms that the project did not have until now may stand in the journal: their file was broken, or they were away.
      const stored = await store.standings().catch(() => []);
      while (!plant.alarms.isSettled && !isClosing) await Promise.race([plant.alarms.settled(), closing]);
      // A disk that takes nothing must not keep the engine from its end: the next start reads the project anyway.
      if (isClosing) return;
      const before = plant;
      const standings = standingsToGoOn(stored, before.alarms);
      project = withSystemTags(next);
      serveNamed();
      const retired = history.goOver(project);
      plant = openPlant(project, { revision: before.revision + 1, previous: before, restored: standings, lastSeq: before.alarms.publishedSeq, aliveMs: null });
      followers.plantChanged();
      before.close();
      before.feeds.clear();
      await Promise.all([followers.relink(), atMost(clock, slowDiskMs, retired)]);
      log.info('project', `The project was read again: revision ${plant.revision}, ${project.tags.length} tags, ${project.problems.length} problems.`);
      followers.done();
    },
    beginClosing() {
      isClosing = true;
      beginClosing();
    },
    async close() {
      plant.close();
      await history.close();
    },
  };
}

type Beginning = {
  readonly revision: number;
  readonly previous: Plant | null;
  readonly restored: readonly AlarmStanding[];
  readonly lastSeq: number;
  readonly aliveMs: number | null;
};

/** Opens plants that alarms of devices follow; of a recording none does, and what devices made stands as it stood. */
function plantOpener({ ports, store, texts, deviceConditions, madeAlarms, isStill, judged, publish }: RunningProjectOptions, historian: () => Historian) {
  return (project: LoadedProject, { revision, previous, restored, lastSeq, aliveMs }: Beginning): Plant => {
    const opened = createPlant({
      revision,
      project,
      driverTypes,
      ports,
      texts,
      journal: store.journal,
      restored: withoutStrays(restored, project.devices, project.alarms),
      lastSeq,
      judged,
      atDevice: deviceConditions,
      record: (batch) => historian().write(batch),
      publish,
      previous: isStill ? null : previous,
      aliveMs: isStill ? null : aliveMs,
      isStill,
    });
    const hasDevice = (device: string): boolean => project.devices.some(({ id }) => id === device);
    if (isStill) {
      for (const definition of madeInPlace(madeAlarms.known(), hasDevice, project.alarms)) if (opened.alarms.currentOf(definition.id) === null) opened.alarms.know(definition);
      return opened;
    }
    deviceConditions.attach({
      alarms: opened.alarms,
      definitions: project.alarms,
      hasTag: (tag) => project.directory.has(tag),
      hasDevice,
      uncertaintyMsOf: (device) => opened.uncertaintyMsOf(device),
    });
    return opened;
  };
}
