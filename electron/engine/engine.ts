import { join } from 'node:path';
import { contract, type FirstoutContract } from '#shared/contract/index.ts';
import type { SystemStatus } from '#shared/contract/system.ts';
import { contractVersion } from '#shared/contract/version.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { LinkHealth } from '#shared/model/device.ts';
import type { RecordingFacts } from '#shared/model/history.ts';
import type { DeviceId } from '#shared/model/ids.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { createRpcServer, type RpcServer } from '#shared/rpc/server.ts';
import type { Session } from '#shared/rpc/wire.ts';
import { createDeviceConditions } from './alarms/device-conditions/device-conditions.ts';
import { madeAlarmsFact, openMadeAlarms } from './alarms/device-conditions/made-alarms.ts';
import { madeInPlace, standingsToGoOn, withoutStrays } from './alarms/device-conditions/strays.ts';
import { createAuditTrail } from './audit-trail.ts';
import { createBackfill } from './backfill/backfill.ts';
import { wireControl } from './control-wiring.ts';
import { createDeviceLinks } from './drivers/device-links.ts';
import { driverTypes } from './drivers/registry.ts';
import { createExchange } from './exchange/exchange.ts';
import { createFirstOut } from './first-out-wiring.ts';
import type { EngineParts } from './handlers/engine-parts.ts';
import { createHandlers } from './handlers/handlers.ts';
import { createHistorian, type Historian } from './historian/historian.ts';
import { serveHistory, withServerStatus } from './history-server/served-history.ts';
import { wireIncidents } from './incident-wiring.ts';
import { createListeners } from './listeners.ts';
import { createPlant, type Plant } from './plant.ts';
import type { Ports } from './ports.ts';
import type { LoadedProject } from './project/loaded-project.ts';
import type { ProjectDiff } from './project/project-diff.ts';
import { watchProject } from './project/watch-project.ts';
import { openRecords } from './records/records.ts';
import type { RunbookService } from './runbooks/run-service.ts';
import { createRunbookLibrary } from './runbook-library.ts';
import { wireRunbooks } from './runbooks-wiring.ts';
import { createModelImporter } from './scenes/import/model-importer.ts';
import { createThreadedSceneWork } from './scenes/scene-thread.ts';
import { createScenes } from './scenes/scenes.ts';
import { createDrawings } from './screens/drawings.ts';
import { createStatusMeter } from './status-meter.ts';
import { openStore } from './store/store.ts';
import { linkTagOf, withSystemTags } from './system-tags.ts';
import { createTextTable } from './tags/text-table.ts';

export type Engine = {
  /** Serves one console over a channel until it closes. */
  connect(channel: Channel, authenticate: (token: string) => Session | null): void;
  status(): SystemStatus;
  /** Stops links, writes what is pending and closes the store. Nothing runs afterwards. */
  close(): Promise<void>;
};

export type EngineOptions = {
  readonly version: string;
  /** Shows this recording, which the folders hold unpacked: no links, no alarms judged, nothing recorded, commands refused. */
  readonly recording?: RecordingFacts;
  /** Opens the folders for their history alone: no links, no alarms judged, nothing recorded but what is imported. */
  readonly isOffline?: boolean;
};

const staleEveryMs = 250;
const statusEveryMs = 1000;
const textRetryMs = 1000;
/** Longest wait for a disk that does not take what is pending, ms, before a reload or the end goes on without it. */
const slowDiskMs = 2000;

/** The engine: one project, its devices, tags, alarms and history. The only place where its modules meet. */
export async function createEngine(ports: Ports, options: EngineOptions): Promise<Engine> {
  const { clock, log, paths } = ports;
  const recording = options.recording ?? null;
  const isStill = recording !== null || options.isOffline === true;
  const onBug = (where: string) => (error: unknown) => log.error(where, `Unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const projectChanged = createListeners<[]>(onBug('project'));
  const textAdded = createListeners<[]>(onBug('texts'));
  const healthChanged = createListeners<[LinkHealth]>(onBug('devices'));
  const statusChanged = createListeners<[]>(onBug('status'));
  const alarmsPublished = createListeners<[readonly AlarmEvent[], readonly AlarmStanding[]]>(onBug('alarms'));

  const store = await openStore({ dataDir: paths.dataDir, workerScript: paths.storeWorker, clock, log });
  let isClosing = false;
  let beginClosing = (): void => undefined;
  const closing = new Promise<void>((resolve) => (beginClosing = resolve));
  // History refers to texts by number: one that could not be written is written again until it is.
  const keepText = (index: number, text: string): void => {
    store.texts.add(index, text).catch(() => {
      if (!isClosing) clock.after(textRetryMs, () => keepText(index, text));
    });
  };
  const texts = createTextTable(await store.texts.all(), (index, text) => {
    keepText(index, text);
    textAdded.call();
  });
  const records = await openRecords({ store, clock, log, isStill });
  const served = serveHistory({ store, texts, clock, random: ports.random, log, dataDir: paths.dataDir });
  const meter = createStatusMeter(clock, options.version);
  const screenVersions: Record<string, number> = {};

  const links = createDeviceLinks({
    clock,
    log,
    random: ports.random,
    dataDir: paths.dataDir,
    textIndex: (text) => texts.indexOf(text),
    onSamples: (batch, indexOf) => plant.take(batch, indexOf),
    whenDurable: () => historian.settled(),
    onMissed: (device, sinceMs) => backfill.missed(device, sinceMs),
    onConditions: (device, report) => deviceConditions.take(device, report),
    onHealth: (health) => {
      plant.linkChanged(health);
      backfill.linkChanged(health);
      healthChanged.call(health);
    },
  });

  const madeAlarms = await openMadeAlarms(store.meta, clock, log);
  const deviceConditions = createDeviceConditions({ clock, log, linkTagOf, madeAlarms, actAtDevice: (device, ...deed) => links.actOnCondition(device as DeviceId, ...deed) });

  // Edits made while the engine starts wait for it.
  let started: () => void = () => undefined;
  let reloads = new Promise<void>((resolve) => (started = resolve));
  const sceneWork = createThreadedSceneWork({ script: paths.sceneWorker, log });
  const watch = await watchProject(paths.projectDir, {
    driverTypes,
    sceneWork,
    clock,
    log,
    onChange: (project, diff) => {
      reloads = reloads.then(() => (diff.isPlantSame ? resave(project, diff) : reload(project, diff))).catch(onBug('project'));
    },
  });

  const openHistorian = (project: LoadedProject, lostBefore: number): Historian =>
    createHistorian({
      store: served.store,
      clock,
      log,
      tagIds: project.tags.map((tag) => tag.id),
      // What nobody runs is not tidied either: a recording of last year would be dropped for its age.
      policies: isStill ? [] : project.tags.map((tag) => tag.history),
      isStepped: (tag) => project.tags[tag]?.type !== 'float' || project.tags[tag].use === 'sp',
      ...(isStill ? {} : { retentionDays: project.file.historian.retentionDays, summaryDays: project.file.historian.summaryDays, maxMb: project.file.historian.maxMb }),
      lostBefore,
    });
  let runbooks: RunbookService | null = null;
  const openPlant = (project: LoadedProject, revision: number, previous: Plant | null, restored: readonly AlarmStanding[], lastSeq: number, aliveMs: number | null): Plant => {
    const opened = createPlant({
      revision,
      project,
      driverTypes,
      ports,
      texts,
      journal: store.journal,
      restored: withoutStrays(restored, project.devices, project.alarms),
      lastSeq,
      judged: (batch, table) => runbooks?.judge(batch, table),
      atDevice: deviceConditions,
      record: (batch) => historian.write(batch),
      publish: (events, standings) => {
        meter.raised(events);
        alarmsPublished.call(events, standings);
      },
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

  const readAliveMs = async (): Promise<number | null> => {
    const newestMs = await store.history.newestMs();
    // A sample from the future, by a device whose clock is ahead, does not mean that we shall record until then.
    return newestMs === null ? null : Math.min(newestMs + 1, clock.nowMs());
  };
  let project = withSystemTags(watch.project);
  // Without a running plant the server is left alone, and what waits for it stays where it is.
  if (!isStill) served.use(project.file.historian.server);
  let historian = openHistorian(project, 0);
  /** Historians of earlier revisions whose last samples are not on disk yet. */
  const retiring = new Set<Historian>();
  const retire = async (old: Historian): Promise<void> => {
    retiring.add(old);
    await old.flush();
    await old.close();
    retiring.delete(old);
  };
  const atMost = async (ms: number, work: Promise<void>): Promise<void> => {
    let cancel = (): void => undefined;
    await Promise.race([work, new Promise<void>((resolve) => (cancel = clock.after(ms, resolve)))]);
    cancel();
  };
  const aliveMs = await readAliveMs();
  let plant = openPlant(project, 1, null, await store.standings(), await store.journal.lastSeq(), aliveMs);
  const backfill = createBackfill({
    clock,
    log,
    meta: store.meta,
    aliveMs,
    tagsOf: (device) => links.tagsOf(device as DeviceId).filter((tag) => project.tags[tag]?.history?.record !== 'never'),
    read: (device) => (query) => links.backfill(device as DeviceId, query),
    scales: () => plant.table,
    history: () => historian,
  });
  for (const problem of project.problems) log.warn(problem.file, `${problem.file}${problem.line === null ? '' : `:${problem.line}`}: ${problem.message}`);
  plant.storageChanged(store.status().state);
  store.onStatus((status) => plant.storageChanged(status.state));
  const control = await wireControl(ports, store, () => plant, links, texts);
  const running = await wireRunbooks({ ports, records, control, texts, plant: () => plant, runbookOf: (id) => project.runbooks.find(({ runbook }) => runbook.id === id) ?? null, isStill });
  runbooks = running;
  const incidents = await wireIncidents({ ports, store, records, texts, plant: () => plant, runbooks: running, isStill });
  // Consoles are served before the first link is opened: loading protocol libraries and making keys takes seconds.
  clock.after(0, () => {
    if (!isClosing) reloads = reloads.then(() => (isStill ? undefined : links.run(plant.devicePlans))).catch(onBug('devices'));
    if (!isStill && !isClosing) control.start();
    if (!isClosing) running.start();
    started();
  });

  const countScreens = ({ screens, templates }: ProjectDiff): void => {
    const drawn = [...screens.changed, ...screens.added, ...screens.removed, ...[...templates.changed, ...templates.added, ...templates.removed].map((name) => `templates/${name}`)];
    for (const screen of drawn) screenVersions[screen] = (screenVersions[screen] ?? 0) + 1;
  };

  /** Only saved trends, layouts, scenes, problems or what screens draw differ: consoles are told, the plant runs on. */
  const resave = ({ trends, layouts, scenes, sceneVersions, runbooks: written, problems, templates, templateVersions, screenVersions: drawn }: LoadedProject, diff: ProjectDiff): void => {
    project = { ...project, trends, layouts, scenes, sceneVersions, runbooks: written, problems, templates, templateVersions, screenVersions: drawn };
    countScreens(diff);
    projectChanged.call();
  };

  /** Swaps the plant for one of the new project; links whose part of it is unchanged run on. */
  const reload = async (next: LoadedProject, diff: ProjectDiff): Promise<void> => {
    countScreens(diff);
    // Alarms that the project did not have until now may stand in the journal: their file was broken, or they were away.
    const stored = await store.standings().catch(() => []);
    while (!plant.alarms.isSettled && !isClosing) await Promise.race([plant.alarms.settled(), closing]);
    // A disk that takes nothing must not keep the engine from its end: the next start reads the project anyway.
    if (isClosing) return;
    const before = plant;
    const oldHistorian = historian;
    const standings = standingsToGoOn(stored, before.alarms);
    project = withSystemTags(next);
    if (!isStill) served.use(project.file.historian.server);
    historian = openHistorian(project, oldHistorian.status().lostSamples);
    plant = openPlant(project, before.revision + 1, before, standings, before.alarms.publishedSeq, null);
    // At once: checks that pass are seen by the values that come in from here on.
    running.projectChanged();
    before.close();
    before.feeds.clear();
    backfill.plantChanged();
    await Promise.all([isStill ? undefined : links.run(plant.devicePlans), atMost(slowDiskMs, retire(oldHistorian))]);
    log.info('project', `The project was read again: revision ${plant.revision}, ${project.tags.length} tags, ${project.problems.length} problems.`);
    firstOut.projectChanged();
    control.projectChanged();
    projectChanged.call();
  };

  const status = (): SystemStatus => {
    const standings = plant.alarms.standings();
    const history = withServerStatus(historian.status(), served.status());
    return meter.read({
      samples: plant.samples,
      tags: { total: plant.table.size, ...plant.table.counts },
      historian: history,
      alarms: { standing: standings.length, unacknowledged: standings.filter((one) => one.state.endsWith('unacked')).length },
      clients: server.clients,
    });
  };

  const firstOut = createFirstOut(ports, store, () => plant, isStill);
  alarmsPublished.add((events) => firstOut.take(events));
  const exchange = await createExchange({
    clock,
    log,
    paths,
    worker: paths.exchangeWorker,
    store,
    keptFacts: [madeAlarmsFact],
    texts,
    facts: () => ({ revision: plant.revision, name: project.file.name, tags: plant.project.tags, tripGroups: plant.project.logic.tripGroups, indexOf: (tag) => plant.project.directory.get(tag)?.index, historian }),
  });
  const drawings = createDrawings({ projectDir: paths.projectDir, store, clock, log, git: exchange, isStill });
  void drawings.look();
  projectChanged.add(() => void drawings.look());
  const scenes = createScenes({
    projectDir: paths.projectDir,
    project: () => project,
    hasAsset: (id) => plant.project.assets.some((asset) => asset.id === id),
    models: createModelImporter({ node: paths.node, script: paths.modelWorker, cacheDir: join(paths.dataDir, 'models'), clock, log }),
    work: sceneWork,
  });
  const parts: EngineParts = {
    clock,
    log,
    projectDir: paths.projectDir,
    driverTypes,
    plant: () => plant,
    links,
    control,
    texts,
    store,
    records,
    runbookLibrary: createRunbookLibrary(() => ({ ...plant.project, runbooks: project.runbooks, scenes: project.scenes, trends: project.trends }), paths.projectDir),
    runbooks: running,
    incidents,
    exchange,
    drawings,
    scenes,
    firstOut,
    recording,
    historian: () => historian,
    status,
    screenVersions: () => screenVersions,
    saved: () => project,
    countDropped: (count) => meter.dropped(count),
    projectChanged,
    textAdded,
    healthChanged,
    statusChanged,
    alarmsPublished,
  };
  const server: RpcServer = createRpcServer<FirstoutContract>({
    contract,
    version: contractVersion,
    handlers: createHandlers(parts),
    onBug: (name, error) => onBug(name)(error),
    // A recording stays as it was made: what is asked of it is not an action on the plant.
    ...(recording === null ? createAuditTrail(store, clock, log) : {}),
    after: (ms, call) => clock.after(ms, call),
    monotonicMs: () => clock.monotonicMs(),
  });
  const timers = [
    clock.every(staleEveryMs, () => {
      if (!isStill) plant.markStale();
    }),
    clock.every(statusEveryMs, () => {
      meter.tick(plant.samples);
      statusChanged.call();
    }),
  ];

  return {
    connect: (channel, authenticate) => server.accept(channel, authenticate),
    status,
    async close() {
      isClosing = true;
      beginClosing();
      for (const cancel of timers) cancel();
      server.close();
      await exchange.close();
      await firstOut.close();
      await atMost(slowDiskMs, incidents.close());
      await atMost(slowDiskMs, running.close());
      await atMost(slowDiskMs, control.close());
      await watch.close();
      await drawings.close();
      await scenes.close();
      await sceneWork.close();
      started();
      await reloads;
      await links.dispose();
      await backfill.close();
      await atMost(slowDiskMs, Promise.all([plant.alarms.settled(), madeAlarms.close()]).then(() => undefined));
      plant.close();
      await Promise.all([historian, ...retiring].map((one) => one.close()));
      await served.close();
      await store.close();
    },
  };
}
