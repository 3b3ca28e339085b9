import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { FirstOutGroup, TripLatch } from '#shared/model/first-out.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { startModbusDevice, type ModbusDevice } from '../simulators/modbus-device.ts';
import { createProjectFolder, startEngine, until, type EngineRig } from '../support/engine-rig.ts';

// Bursts and trip groups of a real engine on real files, SQLite and a socket: four machines in a row, read from a PLC every 20 ms.
const machines = ['P-1', 'V-1', 'K-1', 'C-1'] as const;
const files = (port: number) => ({
  'project.yaml': 'name: Row of machines\n',
  'assets/a.yaml': `assets:\n  - { id: U1, name: Unit, level: unit }\n${machines.map((id) => `  - { id: ${id}, name: Machine ${id}, parent: U1 }\n`).join('')}  - { id: X-9, name: Elsewhere, level: area, alarms: { runbook: RB-9 } }\n`,
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 20 } }\n`,
  'tags/t.yaml': `tags:\n${machines.map((id, at) => `  - { id: PT-${id}, name: Pressure of ${id}, asset: ${id}, device: PLC-1, address: 'holding:${at}', unit: bar }\n`).join('')}`,
  'alarms/a.yaml': `alarms:\n${machines.map((id) => `  - { id: PT-${id}.H, tag: PT-${id}, kind: high, limit: 50, priority: 2, message: Pressure of ${id} high }\n`).join('')}`,
  'logic/l.yaml': `connections:\n${machines.slice(1).map((id, at) => `  - { from: ${machines[at]}, to: ${id} }\n`).join('')}tripGroups:\n  - { id: ROW, name: Trip of the row, alarms: [${machines.map((id) => `PT-${id}.H`).join(', ')}] }\n`,
});
type Picture = { readonly groups: readonly FirstOutGroup[]; readonly trips: readonly TripLatch[] };

describe('first-out of a running engine', () => {
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig;
  let shown: Picture = { groups: [], trips: [] };
  const events: AlarmEvent[] = [];

  const watch = async (client: RpcClient<FirstoutContract>): Promise<void> => {
    events.length = 0;
    shown = { groups: [], trips: [] };
    client.open('firstOut.current', {}, { onItem: (item) => void (shown = item) });
    const standing = await client.call('alarms.standing', {});
    client.open('alarms.events', { afterSeq: standing.ok ? standing.value.seq : 0 }, { onItem: (item) => void events.push(...item.events) });
  };
  const move = async (machine: number, kind: 'raised' | 'returned'): Promise<AlarmEvent> => {
    const alarm = `PT-${machines[machine]}.H`;
    const before = events.length;
    device.holding[machine] = kind === 'raised' ? 80 : 10;
    await until(() => events.slice(before).some((event) => event.alarm === alarm && event.kind === kind));
    return events.find((event, at) => at >= before && event.alarm === alarm && event.kind === kind) as AlarmEvent;
  };
  const at = async (atMs: number): Promise<Picture> => {
    const answer = await rig.client.call('firstOut.at', { atMs });
    if (!answer.ok) throw new Error(answer.fault.message);
    return answer.value;
  };

  beforeEach(async () => {
    device = await startModbusDevice();
    folder = createProjectFolder(files(device.port));
    rig = await startEngine(folder);
    await watch(rig.client);
  });
  afterEach(async () => {
    await rig.stop();
    await device.stop();
    folder.remove();
  });

  it('ranks the first of a burst first, says what followed it, and gives the same picture for the moments it passed', async () => {
    const raised: AlarmEvent[] = [];
    for (const machine of [0, 1, 2, 3]) raised.push(await move(machine, 'raised'));
    await until(() => shown.groups[0]?.alarmCount === 4);
    const [group] = shown.groups;
    expect(group?.ranked[0]).toMatchObject({ alarm: 'PT-P-1.H', tag: 'PT-P-1', asset: 'P-1', timeMs: raised[0]?.timeMs });
    expect(group?.members.map(({ alarm }) => alarm)).toEqual(raised.map(({ alarm }) => alarm));
    expect(group?.members.slice(1).every(({ parent }) => parent !== null)).toBe(true);
    expect(group).toMatchObject({ id: raised[0]?.seq, startMs: raised[0]?.timeMs, lastMs: raised[3]?.timeMs, isOver: false, runbook: null });

    // As it was known after the third alarm, and before the first.
    const third = await at(raised[2]?.engineMs ?? 0);
    expect(third.groups.map(({ alarmCount }) => alarmCount)).toEqual([3]);
    expect(third.groups[0]?.id).toBe(group?.id);
    expect(third.trips[0]).toMatchObject({ group: 'ROW', isResettable: false });
    expect(await at((raised[0]?.engineMs ?? 0) - 1)).toEqual({ groups: [], trips: [] });
    const found = await rig.client.call('firstOut.in', { span: { fromMs: (raised[0]?.timeMs ?? 0) - 1000, toMs: (raised[3]?.engineMs ?? 0) + 1 }, limit: 10 });
    expect(found).toMatchObject({ ok: true, value: { isWhole: true, groups: [{ id: group?.id, alarmCount: 4 }] } });
  });

  it('latches the first alarm of a trip group until an operator resets it with all alarms returned, over a restart too', async () => {
    const first = await move(2, 'raised');
    const second = await move(1, 'raised');
    await until(() => (shown.trips[0]?.first.length ?? 0) + (shown.trips[0]?.later.length ?? 0) === 2);
    const latched = shown.trips[0];
    expect(latched).toMatchObject({ group: 'ROW', firstMs: first.timeMs, isResettable: false });
    expect(latched?.first).toContain('PT-K-1.H');
    expect(await rig.client.call('tripGroup.reset', { group: 'ROW' })).toMatchObject({ ok: false, fault: { code: 'still-active', message: expect.stringContaining('PT-V-1.H and 1 more') } });
    expect(await rig.connect('view').call('tripGroup.reset', { group: 'ROW' })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await rig.client.call('tripGroup.reset', { group: 'NONE' })).toMatchObject({ ok: false, fault: { code: 'not-found' } });

    await move(2, 'returned');
    await move(1, 'returned');
    await until(() => shown.trips[0]?.isResettable === true);
    await rig.stop();
    rig = await startEngine(folder);
    await watch(rig.client);
    await until(() => shown.trips.length === 1);
    expect(shown.trips[0]).toEqual({ ...latched, isResettable: true });

    expect(await rig.client.call('tripGroup.reset', { group: 'ROW' })).toMatchObject({ ok: true });
    await until(() => shown.trips.length === 0);
    // What it held before the reset is not forgotten.
    expect((await at(second.engineMs)).trips[0]).toEqual(latched);
    const actions = await rig.client.call('actions.in', { span: { fromMs: second.engineMs, toMs: Date.now() + 1 }, limit: 10 });
    expect(actions).toMatchObject({ ok: true, value: { actions: expect.arrayContaining([expect.objectContaining({ action: 'tripGroup.reset', subject: 'ROW', user: 'Lead', result: 'done' })]) } });
    // The next first is another one.
    await move(0, 'raised');
    await until(() => shown.trips[0]?.first[0] === 'PT-P-1.H');
  });

  it('knows the burst of before a restart again, and finds it anew by the logic of an edited project', async () => {
    for (const machine of [0, 1, 2]) await move(machine, 'raised');
    await until(() => shown.groups[0]?.alarmCount === 3);
    const id = shown.groups[0]?.id;
    await rig.stop();
    rig = await startEngine(folder);
    await watch(rig.client);
    await until(() => shown.groups[0]?.id === id);
    expect(shown.groups[0]?.alarmCount).toBe(3);
    const all = files(device.port);
    folder.write('assets/a.yaml', all['assets/a.yaml'].replace('parent: U1 }', 'parent: U1, alarms: { runbook: RB-1 } }'));
    await until(() => shown.groups[0]?.runbook === 'RB-1');
    expect(shown.groups[0]?.id).toBe(id);
  });
});
