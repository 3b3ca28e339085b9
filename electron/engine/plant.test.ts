import { describe, expect, it } from 'vitest';
import { AlarmDefinition, type AlarmEvent } from '#shared/model/alarm.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { DeviceDefinition, type LinkHealth } from '#shared/model/device.ts';
import { DeviceId } from '#shared/model/ids.ts';
import { noLogic } from '#shared/model/logic.ts';
import { ProjectFile } from '#shared/model/project.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { createPlant, type Plant } from './plant.ts';
import type { LoadedProject } from './project/loaded-project.ts';
import { withSystemTags } from './system-tags.ts';
import { createTextTable } from './tags/text-table.ts';
import { createMemoryLog, createVirtualClock } from './testing/virtual-ports.ts';

const plc = DeviceId.parse('PLC-1');
const project = (limit: number, onDelayMs = 0, more: object = {}): LoadedProject => {
  const tags = [TagDefinition.parse({ id: 'PT-1', name: 'Pressure', asset: 'A', device: plc, address: 'x', ...more })];
  return withSystemTags({
    file: ProjectFile.parse({ name: 'Test' }),
    assets: [AssetDefinition.parse({ id: 'A', name: 'Asset' })],
    devices: [DeviceDefinition.parse({ id: plc, name: 'PLC', driver: 'none', groups: { default: { periodMs: 500 } } })],
    tags,
    alarms: [AlarmDefinition.parse({ id: 'PT-1.H', tag: 'PT-1', kind: 'high', limit, onDelayMs, priority: 2, message: 'Pressure high' })],
    screens: [],
    templates: [],
    trends: [],
    layouts: [],
    scenes: [],
    sceneVersions: new Map(),
    runbooks: [],
    logic: noLogic,
    alarmExpressions: new Map(),
    suppressWhen: new Map(),
    stateExpressions: new Map(),
    suppressionExpressions: new Map(),
    suppressionMembers: new Map(),
    problems: [],
    addresses: new Map(),
    deviceOptions: new Map(),
    expressions: new Map(),
    interlocks: new Map(),
    screenVersions: new Map(),
    templateVersions: new Map(),
    directory: new Map(tags.map((tag, index) => [tag.id, { index, type: tag.type }] as const)),
  });
};
const health = (state: LinkHealth['state'], lastGoodMs: number | null): LinkHealth => ({
  device: plc, state, endpoint: '', roundTripMs: null, requests: 0, errors: 0, reconnects: 0, lastGoodMs, problem: null, nextAttemptMs: null, refusedTags: [], details: {},
});

function start(limit = 10, previous: Plant | null = null, clock = createVirtualClock(), aliveMs: number | null = null, onDelayMs = 0, more: object = {}) {
  const events: AlarmEvent[] = [];
  const recorded: number[][] = [];
  const plant = createPlant({
    revision: 1,
    project: project(limit, onDelayMs, more),
    driverTypes: [],
    ports: { clock, log: createMemoryLog(), random: () => 0, paths: { projectDir: '', dataDir: '', storeWorker: new URL('file:///'), exchangeWorker: new URL('file:///'), firstOutWorker: new URL('file:///'), modelWorker: new URL('file:///'), node: '', sceneWorker: new URL('file:///') } },
    texts: createTextTable([], () => undefined),
    journal: { append: async () => undefined },
    restored: [],
    lastSeq: 0,
    record: (batch) => {
      for (let row = 0; row < batch.length; row++) recorded.push([batch.tag[row] ?? -1, batch.timeMs[row] ?? 0, batch.quality[row] ?? 0]);
    },
    publish: (more) => void events.push(...more),
    previous,
    aliveMs,
  });
  const feed = (timeMs: number, value: number, quality: number = Q.good): void => {
    const batch = createBatch(1);
    pushSample(batch, 0, timeMs, value, quality);
    plant.take(batch, Uint32Array.of(0));
  };
  const raised = async (): Promise<string[]> => {
    await plant.alarms.settled();
    return events.map((event) => `${event.alarm} ${event.kind}`);
  };
  return { plant, clock, feed, raised, recorded };
}

describe('the plant', () => {
  it('gives a device that never answered 15 s after the start before its link is an alarm', async () => {
    const { plant, clock, raised } = start();
    plant.linkChanged(health('down', null));
    clock.advance(14_999);
    expect(await raised()).toEqual([]);
    clock.advance(1);
    expect(await raised()).toEqual(['PLC-1.LINK raised']);
  });
  it('raises the alarm of a link that was up at once', async () => {
    const { plant, raised } = start();
    plant.linkChanged(health('up', 5));
    plant.linkChanged(health('down', 5));
    expect(await raised()).toEqual(['PLC-1.LINK raised']);
  });
  it('says nothing of a link that came up within that time', async () => {
    const { plant, clock, raised } = start();
    plant.linkChanged(health('down', null));
    clock.advance(5000);
    plant.linkChanged(health('up', 5000));
    clock.advance(60_000);
    expect(await raised()).toEqual([]);
  });
  it('judges a value that stands still against the limit of an edited project', async () => {
    const before = start(10);
    before.feed(1000, 8);
    expect(await before.raised()).toEqual([]);
    const after = start(5, before.plant, before.clock);
    expect(await after.raised()).toEqual(['PT-1.H raised']);
    expect(after.plant.table.value[0]).toBe(8);
  });
  it('marks in history that nobody recorded since the last engine, and where a value that stood unchanged was heard again', () => {
    const clock = createVirtualClock();
    const aliveMs = clock.nowMs() - 60_000;
    const { feed, recorded } = start(10, null, clock, aliveMs);
    expect(recorded[0]).toEqual([0, aliveMs, Q.badNoCommunication]);
    recorded.length = 0;
    feed(aliveMs - 5000, 3);
    expect(recorded).toEqual([
      [0, aliveMs - 5000, Q.good],
      [0, clock.nowMs(), Q.good],
    ]);
  });
  it('hands history every row of a tag that is recorded whole, and consoles and alarms only what changed', async () => {
    const { plant, feed, recorded, raised } = start(10, null, createVirtualClock(), null, 0, { deadband: 1, history: { record: 'all' } });
    recorded.length = 0;
    for (const [timeMs, value] of [[1000, 12], [2000, 12], [3000, 12.5], [4000, 12.5]] as const) feed(timeMs, value);
    expect(recorded.map(([, timeMs]) => timeMs)).toEqual([1000, 2000, 3000, 4000]);
    expect(plant.table.value[0]).toBe(12);
    expect(await raised()).toEqual(['PT-1.H raised']);
    const usual = start(10, null, createVirtualClock(), null, 0, { deadband: 1 });
    usual.recorded.length = 0;
    for (const [timeMs, value] of [[1000, 12], [2000, 12], [3000, 12.5], [4000, 13]] as const) usual.feed(timeMs, value);
    expect(usual.recorded.map(([, timeMs]) => timeMs)).toEqual([1000, 4000]);
  });
  it('records a value gone stale at the moment it did, and keeps its own time for the console', () => {
    const { plant, clock, feed, recorded } = start();
    const readBeforeMs = clock.nowMs() - 100;
    plant.table.heardMs.fill(0);
    feed(readBeforeMs, 3);
    clock.advance(1501);
    plant.markStale();
    // The device of this test has no driver, so its period is the group's: 500 ms.
    expect(plant.table.quality[0]).toBe(Q.uncertainLastUsable);
    expect(plant.table.timeMs[0]).toBe(readBeforeMs);
    expect(recorded.at(-1)).toEqual([0, clock.nowMs(), Q.uncertainLastUsable]);
  });
  it('raises nothing out of the silence of a device: a delay waits for the next good sample', async () => {
    const { plant, clock, feed, raised } = start(10, null, createVirtualClock(), null, 5000);
    feed(clock.nowMs(), 12);
    clock.advance(2000);
    plant.markStale();
    clock.advance(60_000);
    expect(await raised()).toEqual([]);
    feed(clock.nowMs(), 12);
    clock.advance(4990);
    expect(await raised()).toEqual([]);
    clock.advance(10);
    expect(await raised()).toEqual(['PT-1.H raised']);
  });
  it('does not begin a delay that runs anew when the project is read again, but for an alarm that is judged otherwise by now', async () => {
    const before = start(10, null, createVirtualClock(), null, 5000);
    before.feed(1000, 12);
    before.clock.advance(3000);
    const after = start(10, before.plant, before.clock, null, 5000);
    before.plant.close();
    before.clock.advance(1990);
    expect(await after.raised()).toEqual([]);
    before.clock.advance(10);
    expect(await after.raised()).toEqual(['PT-1.H raised']);
    expect(after.plant.alarms.standings()).toMatchObject([{ raisedMs: 6000 }]);
    const other = start(10, null, createVirtualClock(), null, 5000);
    other.feed(1000, 12);
    other.clock.advance(4000);
    const lower = start(9, other.plant, other.clock, null, 5000);
    other.clock.advance(4990);
    expect(await lower.raised()).toEqual([]);
    other.clock.advance(10);
    expect(await lower.raised()).toEqual(['PT-1.H raised']);
  });
});
