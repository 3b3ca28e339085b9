import { afterEach, describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { LinkHealth } from '#shared/model/device.ts';
import { DeviceId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { createProjectFolder } from '../../test/support/engine-rig.ts';
import { modbus } from './drivers/modbus/modbus.ts';
import type { AnyDriverType } from './drivers/driver.ts';
import { createPlant, type Plant } from './plant.ts';
import { loadProject } from './project/load-project.ts';
import { withSystemTags } from './system-tags.ts';
import { createTextTable } from './tags/text-table.ts';
import { createMemoryLog, createVirtualClock } from './testing/virtual-ports.ts';

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});
const driverTypes: readonly AnyDriverType[] = [modbus];

/** One revision after another of a plant with one polled device, on a clock that stands still. */
async function startRevisions() {
  const folder = createProjectFolder({
    'project.yaml': 'name: Test\n',
    'assets/a.yaml': 'assets:\n  - { id: A, name: Works, level: unit }\n',
    'devices/d.yaml': 'devices:\n  - { id: MOD, name: Polled, driver: modbus, options: { host: 127.0.0.1 }, groups: { default: { periodMs: 500 } } }\n',
    'tags/t.yaml': 'tags:\n  - { id: PT, name: Pressure, asset: A, device: MOD, address: "holding:0:float32" }\n',
    'alarms/a.yaml': 'alarms:\n  - { id: PT.BAD, tag: PT, kind: bad-quality, priority: 3, message: Pressure not known }\n',
  });
  folders.push(folder);
  const project = withSystemTags(await loadProject(folder.projectDir, { driverTypes }));
  expect(project.problems).toEqual([]);
  const clock = createVirtualClock();
  const events: AlarmEvent[] = [];
  const open = (previous: Plant | null): Plant =>
    createPlant({
      revision: (previous?.revision ?? 0) + 1,
      project,
      driverTypes,
      ports: { clock, log: createMemoryLog(), random: () => 0, paths: { projectDir: '', dataDir: '', storeWorker: new URL('file:///'), exchangeWorker: new URL('file:///'), firstOutWorker: new URL('file:///'), modelWorker: new URL('file:///'), node: '', sceneWorker: new URL('file:///') } },
      texts: createTextTable([], () => undefined),
      journal: { append: async () => undefined },
      restored: previous?.alarms.standings() ?? [],
      lastSeq: previous?.alarms.publishedSeq ?? 0,
      record: () => undefined,
      publish: (more) => void events.push(...more),
      previous,
      aliveMs: null,
    });
  let plant = open(null);
  return {
    clock,
    events,
    get plant() {
      return plant;
    },
    async reload() {
      await plant.alarms.settled();
      const before = plant;
      plant = open(before);
      before.close();
    },
    feed(value: number, quality: number = Q.good) {
      const batch = createBatch(1);
      pushSample(batch, project.directory.get('PT')?.index ?? -1, clock.nowMs(), value, quality);
      plant.take(batch, null);
    },
    async told() {
      await plant.alarms.settled();
      return events.map(({ alarm, kind }) => `${alarm} ${kind}`);
    },
  };
}
const health = (state: LinkHealth['state'], lastGoodMs: number | null): LinkHealth => ({
  device: DeviceId.parse('MOD'), state, endpoint: '', roundTripMs: null, requests: 0, errors: 0, reconnects: 0, lastGoodMs, problem: null, nextAttemptMs: null, refusedTags: [], details: {},
});

describe('a project that is read again', () => {
  it('raises nothing of a device that is still starting, and 15 s later does, with a time', async () => {
    const rig = await startRevisions();
    rig.plant.linkChanged(health('down', null));
    rig.clock.advance(5000);
    await rig.reload();
    rig.plant.linkChanged(health('down', null));
    expect(await rig.told()).toEqual([]);
    rig.clock.advance(15_000);
    expect((await rig.told()).toSorted()).toEqual(['MOD.LINK raised', 'PT.BAD raised']);
    for (const { timeMs } of rig.events) expect(timeMs).toBeGreaterThan(0);
  });
  it('goes on with what stood: a value that was bad is an alarm once, and a link that is lost later one at once', async () => {
    const rig = await startRevisions();
    rig.plant.linkChanged(health('up', 1));
    rig.feed(4);
    rig.feed(Number.NaN, Q.badSensorFailure);
    await rig.reload();
    expect(await rig.told()).toEqual(['PT.BAD raised']);
    rig.plant.linkChanged(health('down', 5));
    expect(await rig.told()).toEqual(['PT.BAD raised', 'MOD.LINK raised']);
    await rig.reload();
    rig.clock.advance(60_000);
    expect(await rig.told()).toEqual(['PT.BAD raised', 'MOD.LINK raised']);
  });
  it('raises what turns bad after it at once', async () => {
    const rig = await startRevisions();
    rig.feed(4);
    await rig.reload();
    rig.feed(Number.NaN, Q.badSensorFailure);
    expect(await rig.told()).toEqual(['PT.BAD raised']);
  });
});
