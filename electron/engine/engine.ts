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
import { atMost, slowDiskMs } from './at-most.ts';
import { createAuditTrail } from './audit-trail.ts';
import { createBackfill } from './backfill/backfill.ts';
import { wireControl } from './control-wiring.ts';
import { createDeviceLinks } from './drivers/device-links.ts';
import { driverTypes } from './drivers/registry.ts';
import { createExchange } from './exchange/exchange.ts';
import { createFirstOut } from './first-out-wiring.ts';
import type { EngineParts } from './handlers/engine-parts.ts';
import { createHandlers } from './handlers/handlers.ts';
import { serveHistory, withServerStatus } from './history-server/served-history.ts';
import { wireIncidents } from './incident-wiring.ts';
import { openTexts } from './kept-texts.ts';
import { createListeners } from './listeners.ts';
import type { Ports } from './ports.ts';
import type { LoadedProject } from './project/loaded-project.ts';
import type { ProjectDiff } from './project/project-diff.ts';
import { watchProject } from './project/watch-project.ts';
import { openRecords } from './records/records.ts';
import type { RunbookService } from './runbooks/run-service.ts';
import { createRunbookLibrary } from './runbook-library.ts';
import { wireRunbooks } from './runbooks-wiring.ts';
import { type Followers, runProject } from './running-project.ts';
import { createModelImporter } from './scenes/import/model-importer.ts';
import { createThreadedSceneWork } from './scenes/scene-thread.ts';
import { createScenes } from './scenes/scenes.ts';
import { createDrawings } from './screens/drawings.ts';
import { createStatusMeter } from './status-meter.ts';
import { openStore } from './store/store.ts';
import { linkTagOf } from './system-tags.ts';

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
  const { texts, close: closeTexts } = await openTexts(store, clock, () => textAdded.call());
  const records = await openRecords({ store, clock, log, isStill });
  const served = serveHistory({ store, texts, clock, random: ports.random, log, dataDir: paths.dataDir });
  const meter = createStatusMeter(clock, options.version);

  const links = createDeviceLinks({
    clock,
    log,
    random: ports.random,
    dataDir: paths.dataDir,
    textIndex: (text) => texts.indexOf(text),
    onSamples: (batch, indexOf) => running.plant().take(batch, indexOf),
    whenDurable: () => running.historian().settled(),
    onMissed: (device, sinceMs) => backfill.missed(device, sinceMs),
    onConditions: (device, report) => deviceConditions.take(device, report),
    onHealth: (health) => {
      running.plant().linkChanged(health);
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
      reloads = reloads.then(() => (diff.isPlantSame ? resave(project, diff) : running.reload(project, diff, followers))).catch(onBug('project'));
    },
  });

  let runbooks: RunbookService | null = null;
  const running = await runProject(watch.project, {
    ports,
    store,
    served,
    texts,
    deviceConditions,
    madeAlarms,
    isStill,
    judged: (batch, table) => runbooks?.judge(batch, table),
    publish: (events, standings) => {
      meter.raised(events);
      alarmsPublished.call(events, standings);
    },
  });
  const { plant, historian } = running;
  const backfill = createBackfill({
    clock,
    log,
    meta: store.meta,
    aliveMs: running.aliveMs,
    tagsOf: (device) => links.tagsOf(device as DeviceId).filter((tag) => running.saved().tags[tag]?.history?.record !== 'never'),
    read: (device) => (query) => links.backfill(device as DeviceId, query),
    scales: () => plant().table,
    history: historian,
  });
  for (const problem of running.saved().problems) log.warn(problem.file, `${problem.file}${problem.line === null ? '' : `:${problem.line}`}: ${problem.message}`);
  plant().storageChanged(store.status().state);
  store.onStatus((status) => plant().storageChanged(status.state));
  const control = await wireControl(ports, store, plant, links, texts);
  const runs = await wireRunbooks({ ports, records, control, texts, plant, runbookOf: (id) => running.saved().runbooks.find(({ runbook }) => runbook.id === id) ?? null, historian, isStill });
  runbooks = runs;
  const incidents = await wireIncidents({ ports, store, records, texts, plant, runbooks: runs, isStill });
  // Consoles are served before the first link is opened: loading protocol libraries and making keys takes seconds.
  clock.after(0, () => {
    if (!isClosing) reloads = reloads.then(() => (isStill ? undefined : links.run(plant().devicePlans))).catch(onBug('devices'));
    if (!isStill && !isClosing) control.start();
    if (!isClosing) runs.start();
    started();
  });

  const resave = (project: LoadedProject, diff: ProjectDiff): void => {
    running.resave(project, diff);
    projectChanged.call();
  };
  const followers: Followers = {
    // At once: checks that pass are seen by the values that come in from here on.
    plantChanged: () => runs.projectChanged(),
    relink: async () => {
      backfill.plantChanged();
      if (!isStill) await links.run(plant().devicePlans);
    },
    done: () => {
      firstOut.projectChanged();
      control.projectChanged();
      projectChanged.call();
    },
  };

  const status = (): SystemStatus => {
    const standings = plant().alarms.standings();
    const history = withServerStatus(historian().status(), served.status());
    return meter.read({
      samples: plant().samples,
      tags: { total: plant().table.size, ...plant().table.counts },
      historian: history,
      alarms: { standing: standings.length, unacknowledged: standings.filter((one) => one.state.endsWith('unacked')).length },
      clients: server.clients,
    });
  };

  const firstOut = createFirstOut(ports, store, plant, isStill);
  alarmsPublished.add((events) => firstOut.take(events));
  const exchange = await createExchange({
    clock,
    log,
    paths,
    worker: paths.exchangeWorker,
    store,
    keptFacts: [madeAlarmsFact],
    texts,
    facts: () => {
      const { revision, project } = plant();
      return { revision, name: running.saved().file.name, tags: project.tags, tripGroups: project.logic.tripGroups, indexOf: (tag) => project.directory.get(tag)?.index, historian: historian() };
    },
  });
  const drawings = createDrawings({ projectDir: paths.projectDir, store, clock, log, git: exchange, isStill });
  void drawings.look();
  projectChanged.add(() => void drawings.look());
  const scenes = createScenes({
    projectDir: paths.projectDir,
    project: running.saved,
    hasAsset: (id) => plant().project.assets.some((asset) => asset.id === id),
    models: createModelImporter({ node: paths.node, script: paths.modelWorker, cacheDir: join(paths.dataDir, 'models'), clock, log }),
    work: sceneWork,
  });
  const parts: EngineParts = {
    clock,
    log,
    projectDir: paths.projectDir,
    driverTypes,
    plant,
    links,
    control,
    texts,
    store,
    records,
    runbookLibrary: createRunbookLibrary(() => {
      const { runbooks: written, scenes: drawn, trends } = running.saved();
      return { ...plant().project, runbooks: written, scenes: drawn, trends };
    }, paths.projectDir),
    runbooks: runs,
    incidents,
    exchange,
    drawings,
    scenes,
    firstOut,
    recording,
    historian,
    status,
    screenVersions: running.screenVersions,
    saved: running.saved,
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
      if (!isStill) plant().markStale();
    }),
    clock.every(statusEveryMs, () => {
      meter.tick(plant().samples);
      statusChanged.call();
    }),
  ];

  return {
    connect: (channel, authenticate) => server.accept(channel, authenticate),
    status,
    async close() {
      isClosing = true;
      closeTexts();
      running.beginClosing();
      for (const cancel of timers) cancel();
      server.close();
      await exchange.close();
      await firstOut.close();
      await atMost(clock, slowDiskMs, incidents.close());
      await atMost(clock, slowDiskMs, runs.close());
      await atMost(clock, slowDiskMs, control.close());
      await watch.close();
      await drawings.close();
      await scenes.close();
      await sceneWork.close();
      started();
      await reloads;
      await links.dispose();
      await backfill.close();
      await atMost(clock, slowDiskMs, Promise.all([plant().alarms.settled(), madeAlarms.close()]));
      await running.close();
      await served.close();
      await store.close();
    },
  };
}
