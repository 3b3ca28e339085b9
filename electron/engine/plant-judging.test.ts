import { afterEach, describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { createProjectFolder } from '../../test/support/engine-rig.ts';
import { modbus } from './drivers/modbus/modbus.ts';
import { opcua } from './drivers/opcua/opcua.ts';
import type { AnyDriverType } from './drivers/driver.ts';
import { createPlant } from './plant.ts';
import { loadProject } from './project/load-project.ts';
import { withSystemTags } from './system-tags.ts';
import { createTextTable } from './tags/text-table.ts';
import { createMemoryLog, createVirtualClock } from './testing/virtual-ports.ts';

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

/** A plant of a project folder on a clock that stands still; `feed` hands over samples of its tags as their driver would. */
async function startPlant(tags: string, alarms: string) {
  const folder = createProjectFolder({
    'project.yaml': 'name: Test\n',
    'assets/a.yaml': 'assets:\n  - { id: A, name: Works, level: unit }\n',
    'devices/d.yaml':
      'devices:\n  - { id: MOD, name: Polled, driver: modbus, options: { host: 127.0.0.1 }, groups: { default: { periodMs: 500 } } }\n' +
      '  - { id: OPC, name: Recorder, driver: opcua, options: { endpoint: "opc.tcp://127.0.0.1:4840", security: None }, clock: { accuracyMs: 1 } }\n',
    'tags/t.yaml': `tags:\n${tags}`,
    'alarms/a.yaml': `alarms:\n${alarms}`,
  });
  folders.push(folder);
  const driverTypes: readonly AnyDriverType[] = [modbus, opcua];
  const project = withSystemTags(await loadProject(folder.projectDir, { driverTypes }));
  expect(project.problems).toEqual([]);
  const clock = createVirtualClock();
  const events: AlarmEvent[] = [];
  const plant = createPlant({
    revision: 1,
    project,
    driverTypes,
    ports: { clock, log: createMemoryLog(), random: () => 0, paths: { projectDir: '', dataDir: '', storeWorker: new URL('file:///'), exchangeWorker: new URL('file:///'), firstOutWorker: new URL('file:///'), modelWorker: new URL('file:///'), node: '', sceneWorker: new URL('file:///') } },
    texts: createTextTable([], () => undefined),
    journal: { append: async () => undefined },
    restored: [],
    lastSeq: 0,
    record: () => undefined,
    publish: (more) => void events.push(...more),
    previous: null,
    aliveMs: null,
  });
  return {
    plant,
    clock,
    feed(...rows: readonly (readonly [tag: string, value: number, quality?: number])[]): void {
      const batch = createBatch(rows.length);
      for (const [tag, value, quality = Q.good] of rows) pushSample(batch, project.directory.get(tag)?.index ?? -1, clock.nowMs(), value, quality);
      plant.take(batch, null);
    },
    async told(): Promise<readonly AlarmEvent[]> {
      await plant.alarms.settled();
      return events;
    },
  };
}
const words = ({ alarm, kind }: AlarmEvent): string => `${alarm} ${kind}`;

describe('alarms in a plant', () => {
  it('see a signal and what is calculated from it change together, not one after the other', async () => {
    const { feed, told } = await startPlant(
      '  - { id: PT, name: Pressure, asset: A, device: MOD, address: "holding:0:float32" }\n  - { id: TWICE, name: Twice, asset: A, expression: "{PT} * 2" }\n',
      '  - { id: TWICE.D, tag: TWICE, kind: deviation, reference: PT, high: 10, priority: 2, message: Off }\n' +
        '  - { id: PT.E, tag: PT, kind: expression, expression: "{TWICE} > {PT} + 10", priority: 2, message: Off }\n',
    );
    feed(['PT', 9]);
    feed(['PT', 1]);
    feed(['PT', 9.9]);
    expect(await told()).toEqual([]);
    feed(['PT', 11]);
    expect((await told()).map(words)).toEqual(['TWICE.D raised', 'PT.E raised']);
  });

  it('of a frozen value that is polled: heard again and again unchanged it is frozen, silent it is not', async () => {
    const tag = '  - { id: DT, name: Density, asset: A, device: MOD, address: "holding:0:float32" }\n';
    const alarm = '  - { id: DT.F, tag: DT, kind: frozen, withinMs: 10000, priority: 3, message: Frozen }\n';
    const alive = await startPlant(tag, alarm);
    const dead = await startPlant(tag, alarm);
    dead.feed(['DT', 1.2]);
    for (let at = 0; at <= 12_000; at += 500) {
      alive.feed(['DT', 1.2]);
      alive.clock.advance(500);
      alive.plant.markStale();
      dead.clock.advance(500);
      dead.plant.markStale();
    }
    expect((await alive.told()).map(words)).toEqual(['DT.F raised']);
    expect(await dead.told()).toEqual([]);
  });

  it('carry how far their time may be off: a polled value a period, a stamped state the clock of its device, one found after an outage as long as that lasted', async () => {
    const { feed, clock, told } = await startPlant(
      '  - { id: PT, name: Pressure, asset: A, device: MOD, address: "holding:0:float32" }\n  - { id: K.TRIP, name: Trip, asset: A, type: bool, device: OPC, address: "ns=1;s=Trip" }\n',
      '  - { id: PT.H, tag: PT, kind: high, limit: 10, priority: 2, message: High }\n  - { id: K.TRIP, tag: K.TRIP, kind: trip, state: 1, priority: 1, message: Tripped }\n',
    );
    feed(['PT', 5], ['K.TRIP', 0]);
    feed(['PT', 11], ['K.TRIP', 1]);
    feed(['PT', Number.NaN, Q.badNotConnected]);
    clock.advance(30_000);
    feed(['PT', 5]);
    expect((await told()).map((event) => `${words(event)} ${event.uncertaintyMs}`)).toEqual(['PT.H raised 500', 'K.TRIP raised 1', 'PT.H returned 30000']);
  });

  it('of quality wait for a device that starts, and say at once when it was there and goes', async () => {
    const { feed, clock, told } = await startPlant(
      '  - { id: PT, name: Pressure, asset: A, device: MOD, address: "holding:0:float32" }\n  - { id: TT, name: Temperature, asset: A, device: MOD, address: "holding:2:float32" }\n',
      ['PT', 'TT'].map((tag) => `  - { id: ${tag}.C, tag: ${tag}, kind: communication, priority: 3, message: Lost }\n`).join(''),
    );
    feed(['PT', Number.NaN, Q.badNotConnected], ['TT', 20]);
    feed(['TT', Number.NaN, Q.badTimeout]);
    expect((await told()).map(words)).toEqual(['TT.C raised']);
    clock.advance(15_000);
    expect((await told()).map(words)).toEqual(['TT.C raised', 'PT.C raised']);
  });
});
