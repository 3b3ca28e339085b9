import type { SampleColumns } from '#shared/contract/columns.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { usesOf } from '#shared/screen/screen-uses.ts';
import { contract, type FirstoutContract } from '#shared/contract/index.ts';
import type { Directory } from '#shared/contract/project.ts';
import { contractVersion } from '#shared/contract/version.ts';
import type { AlarmStanding } from '#shared/model/alarm.ts';
import type { LinkHealth } from '#shared/model/device.ts';
import { refused } from '#shared/model/fault.ts';
import type { ProjectProblem } from '#shared/model/project.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { createMemoryChannels } from '#shared/rpc/memory-channel.ts';
import { createRpcServer, type Handlers, type StreamSource } from '#shared/rpc/server.ts';
import type { Scene } from '#shared/model/scene.ts';
import { createFakeAlarms } from './fake-alarms.ts';
import { createFakeControl } from './fake-control.ts';
import { createFakeExchange } from './fake-exchange.ts';
import { createFakeFirstOut } from './fake-first-out.ts';
import { fakeHistory } from './fake-history.ts';
import { createFakeLoad } from './fake-load.ts';
import { fakeMachine } from './fake-machine.ts';
import { createFakePast } from './fake-past.ts';
import { createFakePlant, type FakePlant } from './fake-plant.ts';
import { fakeIncidents } from './fake-incidents.ts';
import { createFakeRuns, type FakeRuns } from './fake-runbook-runs.ts';
import { fakeRunbooks } from './fake-runbooks.ts';
import { createFakeScenes } from './fake-scenes.ts';
import { createFakeScreens } from './fake-screens.ts';

export type FakeEngine = {
  readonly plant: FakePlant;
  readonly runs: FakeRuns;
  /** A new line to the engine; null while it is stopped. */
  open(): Channel | null;
  /** Ends every line and refuses new ones until `start`. */
  stop(): void;
  start(): void;
  /** Puts another directory in place: a project reload. */
  reload(directory: Directory, problems?: readonly ProjectProblem[]): void;
  /** Moves the plant to now and sends what changed. */
  tick(): void;
  raise(alarm: string): void;
  clear(alarm: string): void;
  setLink(health: LinkHealth): void;
};

export type FakeTime = { nowMs(): number; monotonicMs(): number; after(ms: number, call: () => void): () => void };

/** An engine of the real contract with made-up values, in the page or a test. Never part of the product. */
export function createFakeEngine(first: Directory, time: FakeTime, begin: { readonly scenes?: readonly Scene[] } = {}): FakeEngine {
  let directory = first;
  let plant = createFakePlant(directory);
  let problems: readonly ProjectProblem[] = [];
  let isRunning = true;
  const engineId = `fake-${time.nowMs()}`;
  const startedMs = time.nowMs();
  const links = new Map<string, LinkHealth>();
  const values = new Set<(changed: readonly number[]) => void>();
  const slow = new Set<() => void>();
  const ends = new Set<Channel>();
  plant.step(time.nowMs());
  for (const device of directory.devices) links.set(device.id, healthy(device.id, device.driver, time.nowMs()));

  const pick = (indices: readonly number[]): SampleColumns => ({
    tag: Uint32Array.from(indices),
    timeMs: Float64Array.from(indices, (i) => plant.timeMs[i] ?? NaN),
    value: Float64Array.from(indices, (i) => plant.value[i] ?? NaN),
    quality: Uint32Array.from(indices, (i) => plant.quality[i] ?? 0),
  });
  const follow = <Item>(set: Set<() => void>, notify: () => void, make: () => Item): StreamSource<Item> => {
    let isDue = true;
    const told = (): void => {
      isDue = true;
      notify();
    };
    set.add(told);
    return {
      take() {
        if (!isDue) return null;
        isDue = false;
        return make();
      },
      close: () => void set.delete(told),
    };
  };
  const followTags = (tags: readonly number[], notify: () => void, withFirst: boolean) => {
    const asked = new Set(tags);
    let due = new Set(withFirst ? tags : []);
    const told = (changed: readonly number[]): void => {
      for (const index of changed) if (asked.has(index)) due.add(index);
      if (due.size > 0) notify();
    };
    values.add(told);
    return {
      take() {
        if (due.size === 0) return null;
        const columns = pick([...due]);
        due = new Set();
        return columns;
      },
      close: () => void values.delete(told),
    };
  };
  const fakeAlarms = createFakeAlarms({ directory: () => directory, plant: () => plant, nowMs: time.nowMs });
  const history = fakeHistory(() => directory);
  const machine = fakeMachine(startedMs - 240_000);
  const past = createFakePast({ directory: () => directory, journal: () => plant.journal, nowMs: time.nowMs });
  past.record(pick(directory.tags.map((_tag, index) => index)));

  const screens = createFakeScreens({ screens: () => directory.screens.map(({ id }) => id), text: (screen) => history.screen(screen), templates: () => history.templates(), nowMs: time.nowMs });
  const scenes = createFakeScenes(begin.scenes ?? []);
  const runs = createFakeRuns(time.nowMs);
  const noPaper = () => refused('not-found', 'The fake engine makes no papers.');
  const handlers: Handlers<FirstoutContract> = {
    ...fakeRunbooks(),
    ...runs.handlers,
    'report.incident': noPaper,
    'report.runbooks': noPaper,
    'report.handover': noPaper,
    ...fakeIncidents(time.nowMs),
    'project.directory': () => ({ ok: true, value: directory }),
    'project.state': (_params, { notify }) => follow(slow, notify, () => ({ revision: directory.revision, problems: [...problems], screenVersions: {}, trends: [...directory.trends], layouts: [], sceneVersions: scenes.versions(), runbookVersions: {} })),
    'project.screen': ({ screen }) => {
      const svg = screens.svg(screen);
      return svg === null ? refused('not-found', `There is no screen ${screen}.`) : { ok: true, value: { svg, templates: history.templates() } };
    },
    'project.document': ({ path }) => refused('not-found', `The project has no document ${path}.`),
    'project.templates': () => ({
      ok: true,
      value: {
        templates: Object.entries(history.templates()).map(([name, svg]) => {
          const read = parseScreen(svg);
          const parameters = read.ok ? Object.entries(read.screen.parameters).map(([parameter, sample]) => ({ name: parameter, sample })) : [];
          return { name, title: read.ok && read.screen.title !== '' ? read.screen.title : name, parameters, isReadable: read.ok, version: String(svg.length) };
        }),
      },
    }),
    'project.uses': ({ tags, assets }) => ({
      ok: true,
      value: {
        uses: directory.screens.flatMap((screen) => {
          const read = parseScreen(screens.svg(screen.id) ?? '', { templates: new Map(Object.entries(history.templates())) });
          if (!read.ok) return [];
          const uses = usesOf(read.screen);
          const found = { screen, tags: tags.filter((id) => uses.tags.has(id)), assets: assets.filter((id) => uses.assets.has(id)) };
          return found.tags.length + found.assets.length === 0 ? [] : [found];
        }),
      },
    }),
    'project.screens': () => ({ ok: true, value: { screens: [...directory.screens] } }),
    'tags.values': ({ tags }, { notify }) => followTags(tags, notify, true),
    'tags.samples': ({ tags }, { notify }) => {
      const source = followTags(tags, notify, false);
      return {
        take() {
          const samples = source.take();
          return samples === null ? null : { samples, lost: 0 };
        },
        close: source.close,
      };
    },
    'tags.texts': (_params, { notify }) => {
      const source = follow(new Set(), notify, () => ({ from: 0, texts: ['ready'] }));
      return source;
    },
    'expression.check': () => ({ ok: true, value: { resultType: 'number', inputs: [] } }),
    ...screens.handlers,
    ...scenes.handlers,
    ...fakeAlarms.handlers,
    ...past.handlers,
    ...createFakeFirstOut({
      directory: () => directory,
      journal: () => plant.journal,
      standings: () => plant.standings,
      nowMs: time.nowMs,
      onAlarms: fakeAlarms.onAlarms,
    }),
    ...createFakeControl({ directory: () => directory, plant: () => plant, nowMs: time.nowMs, follow: (notify, make) => follow(new Set(), notify, make) }),
    ...createFakeExchange({ directory: () => directory, time }),
    ...createFakeLoad({ directory: () => directory, journal: () => plant.journal, nowMs: time.nowMs, follow: (notify, make) => follow(slow, notify, make) }),
    'history.raw': (...asked) => machine.raw(asked[0]) ?? history['history.raw'](...asked),
    'history.interpolated': (input) => machine.interpolated(input) ?? history.interpolated(input),
    'history.decimated': history['history.decimated'],
    'devices.health': (_params, { notify }) => follow(slow, notify, () => ({ links: [...links.values()] })),
    'devices.drivers': () => ({ ok: true, value: { drivers: [] } }),
    'device.browse': ({ address }) => ({
      ok: true,
      value: {
        entries: Array.from({ length: address.length > 8 ? 0 : 4 }, (_, i) => ({
          address: `${address}/${i}`,
          name: `Node ${i + 1}`,
          kind: i === 0 ? ('value' as const) : ('folder' as const),
          dataType: i === 0 ? 'Double' : null,
          hasChildren: i !== 0,
        })),
      },
    }),
    'device.certificates': () => ({ ok: true, value: { rejected: [] } }),
    'device.trustCertificate': () => ({ ok: true, value: {} }),
    'system.ping': () => ({ ok: true, value: null }),
    'system.status': (_params, { notify }) =>
      follow(slow, notify, () => ({
        version: '0.1.0',
        engineId,
        startedMs,
        nowMs: time.nowMs(),
        samplesPerS: directory.tags.length * 2,
        tags: { total: directory.tags.length, bad: plant.quality.filter((q) => q >>> 31 === 1).length, stale: 0, uncertain: 0 },
        historian: { state: 'ok', sentence: 'Recording.', queuedRows: 0, lostSamples: 0, bytes: 0 },
        alarms: { standing: plant.standings.size, unacknowledged: 0, last10Min: 0 },
        droppedForClients: 0,
        clients: ends.size,
        cpuPct: 1,
        memoryMb: 80,
      })),
  };
  const server = createRpcServer({
    contract,
    version: contractVersion,
    handlers,
    onBug: (_name, error) => {
      throw error;
    },
    after: time.after,
    monotonicMs: time.monotonicMs,
  });
  const sendSlow = (): void => {
    for (const call of slow) call();
  };
  const move = (alarm: string, kind: 'raised' | 'returned', to: (standing: AlarmStanding | undefined) => 'active-unacked' | 'returned-unacked' | 'normal'): void => {
    plant.transition(alarm, kind, to(plant.standings.get(alarm)), time.nowMs());
    fakeAlarms.tell();
  };

  return {
    runs,
    get plant() {
      return plant;
    },
    open() {
      if (!isRunning) return null;
      const [mine, theirs] = createMemoryChannels();
      ends.add(theirs);
      theirs.onClose(() => ends.delete(theirs));
      server.accept(theirs, (token) => ({ id: token, user: 'Console 2', role: token === 'view' ? 'view' : 'engineer' }));
      return mine;
    },
    stop() {
      isRunning = false;
      for (const end of [...ends]) end.close();
    },
    start() {
      isRunning = true;
    },
    reload(next, found = []) {
      directory = { ...next, revision: directory.revision + 1 };
      problems = found;
      plant = createFakePlant(directory);
      plant.step(time.nowMs());
      sendSlow();
    },
    tick() {
      const changed = plant.step(time.nowMs());
      past.record(pick(changed));
      for (const call of values) call(changed);
      sendSlow();
    },
    raise: (alarm) => move(alarm, 'raised', () => 'active-unacked'),
    clear: (alarm) => move(alarm, 'returned', (standing) => (standing?.state === 'active-acked' ? 'normal' : 'returned-unacked')),
    setLink(health) {
      links.set(health.device, health);
      sendSlow();
    },
  };
}

export function healthy(device: string, driver: string, nowMs: number): LinkHealth {
  return {
    device: device as LinkHealth['device'],
    state: 'up',
    endpoint: driver === 'opcua' ? 'OPC UA opc.tcp://plc:4840' : 'Modbus TCP plc:502',
    roundTripMs: 12,
    requests: 4200,
    errors: 0,
    reconnects: 0,
    lastGoodMs: nowMs,
    problem: null,
    nextAttemptMs: null,
    refusedTags: [],
    details: { 'Blocks per scan': '3' },
  };
}
