import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { JournalFilter } from '#shared/contract/alarms.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { AlarmId, AssetId } from '#shared/model/ids.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import type { Role } from '#shared/rpc/define.ts';
import { startModbusDevice, type ModbusDevice } from '../simulators/modbus-device.ts';
import { createProjectFolder, startEngine, until, type EngineRig } from '../support/engine-rig.ts';

// Alarms from shelving to service, by several people at several consoles, on a real engine, disk and device.
const crowd = Array.from({ length: 60 }, (_, at) => AlarmId.parse(`TT-1.${at + 1}`));
const [high, trip, flow] = [AlarmId.parse('LT-1.H'), AlarmId.parse('K-1.TRIP'), AlarmId.parse('FT-1.L')];
const minute = 60_000;

const alarms = (limit = 90): string =>
  [
    'alarms:',
    `  - { id: LT-1.H, tag: LT-1, kind: high, limit: ${limit}, priority: 2, message: Brine level high, class: process, suppressIn: [cleaning], suppressWhen: '{TT-1} > 9000' }`,
    '  - { id: K-1.TRIP, tag: K-1.TRIP, kind: trip, state: 1, priority: 1, message: Compressor tripped, latching: true }',
    '  - { id: FT-1.L, tag: FT-1, kind: low, limit: 10, priority: 3, message: Feed flow low }',
    ...crowd.map((id, at) => `  - { id: ${id}, tag: TT-1, kind: high, limit: ${50 + at / 2}, priority: 4, message: Temperature step ${at + 1} }`),
    '',
  ].join('\n');
const files = (port: number) => ({
  'project.yaml': 'name: Brine station\nalarms: { maxShelveMin: 240 }\n',
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Brine feed, level: unit }\n  - { id: P-1, name: Feed pump, parent: U1 }\n  - { id: K-1, name: Compressor, level: unit }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Brine PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 50 } }\n`,
  'tags/t.yaml': [
    'tags:',
    "  - { id: LT-1, name: Level, asset: U1, device: PLC-1, address: 'holding:0' }",
    "  - { id: FT-1, name: Flow, asset: P-1, device: PLC-1, address: 'holding:1' }",
    "  - { id: TT-1, name: Temperature, asset: K-1, device: PLC-1, address: 'holding:2' }",
    "  - { id: MODE, name: Mode, asset: U1, type: int, device: PLC-1, address: 'holding:3' }",
    "  - { id: P-1.RUN, name: Runs, asset: P-1, type: bool, device: PLC-1, address: 'coil:0' }",
    "  - { id: K-1.TRIP, name: Tripped, asset: K-1, type: bool, device: PLC-1, address: 'coil:1' }",
    '',
  ].join('\n'),
  'logic/l.yaml': "classes:\n  - { id: process, name: Process, maxShelveMin: 30 }\nstates:\n  - { id: cleaning, name: Cleaning, when: '{MODE} == 2' }\nsuppressions:\n  - { id: stop, name: Feed pump stands still, when: '!{P-1.RUN}', alarms: [FT-1.L] }\n",
  'alarms/a.yaml': alarms(),
});

describe('the life of alarms, at several consoles', () => {
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig;
  let standings: Map<string, AlarmStanding>;
  let events: AlarmEvent[];
  let items: { readonly events: readonly AlarmEvent[]; readonly standings: readonly AlarmStanding[] }[];

  const value = async <Value>(asked: Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: { readonly message: string } }>): Promise<Value> => {
    const answer = await asked;
    if (!answer.ok) throw new Error(answer.fault.message);
    return answer.value;
  };
  /** Follows the alarms as a console does. */
  const watch = async (): Promise<void> => {
    const now = await value(rig.client.call('alarms.standing', {}));
    const map = new Map<string, AlarmStanding>(now.standings.map((one) => [one.alarm, one]));
    standings = map;
    events = [];
    items = [];
    const [heard, told] = [events, items];
    rig.client.open('alarms.events', { afterSeq: now.seq }, {
      onItem(item) {
        heard.push(...item.events);
        told.push(item);
        for (const one of item.standings) map.set(one.alarm, one);
      },
    });
  };
  const state = (alarm: string): string => standings.get(alarm)?.state ?? 'normal';
  const as = (user: string, role: Role = 'operate'): RpcClient<FirstoutContract> => rig.connect(role, user);
  const restart = async (): Promise<void> => {
    await rig.stop();
    rig = await startEngine(folder);
    await watch();
  };

  beforeEach(async () => {
    device = await startModbusDevice();
    device.holding.set([50, 50, 20]);
    device.coils.set([1, 0]);
    folder = createProjectFolder(files(device.port));
    rig = await startEngine(folder);
    await watch();
  });
  afterEach(async () => {
    await rig.stop();
    await device.stop();
    folder.remove();
  });

  it('of several who acknowledge the same at once one wins each alarm, the others are told who, and the journal has it once', async () => {
    const people = ['Anna', 'Ben', 'Carl', 'Dora'];
    const consoles = people.map((user) => as(user));
    for (let round = 0; round < 5; round++) {
      device.holding[2] = 100;
      await until(() => crowd.every((alarm) => state(alarm) === 'active-unacked'));
      const occurrences = crowd.map((alarm) => ({ alarm, seq: standings.get(alarm)?.seq ?? 0 }));
      const from = events.length;
      // Each begins at another alarm, so that they meet in the middle.
      const answers = await Promise.all(
        consoles.map((line, at) => value(line.call('alarm.acknowledge', { occurrences: [...occurrences.slice(at * 15), ...occurrences.slice(0, at * 15)], comment: `by ${people[at]}` }))),
      );
      const winners = new Map<string, string>();
      answers.forEach(({ done }, at) => {
        for (const alarm of done) {
          expect(winners.has(alarm), `${alarm} was acknowledged twice`).toBe(false);
          winners.set(alarm, people[at] ?? '');
        }
      });
      expect(winners.size).toBe(crowd.length);
      for (const { refused } of answers) for (const { alarm, reason } of refused) expect(reason).toBe(`Already acknowledged by ${winners.get(alarm)}.`);
      expect(answers.flatMap(({ refused }) => refused)).toHaveLength(3 * crowd.length);
      await until(() => crowd.every((alarm) => state(alarm) === 'active-acked'));
      const lines = events.slice(from).filter(({ kind }) => kind === 'acknowledged');
      expect(lines).toHaveLength(crowd.length);
      for (const { alarm, user, comment, uncertaintyMs } of lines) expect([user, comment, uncertaintyMs]).toEqual([winners.get(alarm), `by ${winners.get(alarm)}`, 0]);
      for (const alarm of crowd) expect(standings.get(alarm)?.acknowledgedBy).toBe(winners.get(alarm));
      device.holding[2] = 20;
      await until(() => crowd.every((alarm) => state(alarm) === 'normal'));
    }
  });

  it('lets each role do what it may, and refuses the rest with a sentence', async () => {
    const [guest, anna, lea] = [as('Guest', 'view'), as('Anna'), as('Lea', 'lead')];
    const shelve = (line: RpcClient<FirstoutContract>, alarm: AlarmId, forMs = 10 * minute) => line.call('alarm.shelve', { alarms: [alarm], forMs, isOneShot: false, reason: 'Test' });
    expect(await shelve(guest, high)).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await anna.call('alarm.removeFromService', { alarms: [high], reason: 'Test' })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect((await value(shelve(anna, trip))).refused).toEqual([{ alarm: trip, reason: 'Only a lead may shelve an alarm of priority 1.' }]);
    // The limit of its class, then that of the project.
    expect((await value(shelve(anna, high, 31 * minute))).refused).toEqual([{ alarm: high, reason: 'This alarm may be shelved for 30 minutes at most.' }]);
    expect((await value(shelve(anna, flow, 241 * minute))).refused).toEqual([{ alarm: flow, reason: 'This alarm may be shelved for 4 hours at most.' }]);
    expect((await value(shelve(lea, trip))).done).toEqual([trip]);
    expect((await value(lea.call('alarm.removeFromService', { alarms: [high], reason: 'Transmitter replaced' }))).done).toEqual([high]);
    expect(await shelve(anna, high, 10)).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
    expect(await anna.call('alarm.shelve', { alarms: [high], forMs: minute, isOneShot: false, reason: '  ' })).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
    await until(() => state(trip) === 'shelved' && state(high) === 'out-of-service');
    // How an action ended is written down after its answer.
    const written = async () => (await value(rig.client.call('actions.in', { span: { fromMs: 0, toMs: 4e12 }, limit: 100 }))).actions.find(({ user, action }) => user === 'Lea' && action === 'alarm.removeFromService');
    let line = await written();
    while (line?.result === null) line = await written();
    expect(line).toMatchObject({ role: 'lead', subject: 'LT-1.H', result: 'done' });
  });

  it('keeps a shelf and who answers for it over a restart and an edit of the project, and the past knows both', async () => {
    await value(as('Anna').call('alarm.shelve', { alarms: [high], forMs: 20 * minute, isOneShot: false, reason: 'Sensor is being cleaned' }));
    const [shelvedMs, untilMs] = [events[0]?.engineMs ?? 0, events[0]?.hiding?.untilMs];
    expect(untilMs).toBe((events[0]?.timeMs ?? 0) + 20 * minute);
    device.holding[0] = 95;
    // No line of the journal, yet every console knows that it would be active.
    await until(() => standings.get(high)?.isConditionTrue === true);
    expect(items.some((item) => item.events.length === 0 && item.standings.some(({ alarm }) => alarm === high))).toBe(true);
    expect(events).toHaveLength(1);
    // Not even one that took its snapshot before and follows from there: no number tells it that something changed.
    const late: AlarmStanding[] = [];
    as('Ben').open('alarms.events', { afterSeq: 1 }, { onItem: (item) => void late.push(...item.standings) });
    await until(() => late.length > 0);
    expect(late).toMatchObject([{ alarm: high, state: 'shelved', isConditionTrue: true }]);

    await restart();
    expect(standings.get(high)).toMatchObject({ state: 'shelved', isConditionTrue: true, value: 95, hiding: { by: 'Anna', reason: 'Sensor is being cleaned', isOneShot: false } });
    await value(as('Max').call('alarm.takeOver', { alarms: [high], comment: 'Late shift' }));
    let revision = 0;
    rig.client.open('project.state', {}, { onItem: (item) => (revision = item.revision) });
    folder.write('alarms/a.yaml', alarms(80));
    await until(() => revision === 2);
    await watch();
    expect(standings.get(high)).toMatchObject({ state: 'shelved', hiding: { by: 'Max', reason: 'Sensor is being cleaned' } });

    const past = async (atMs: number) => (await value(rig.client.call('alarms.standingAt', { atMs }))).standings.find(({ alarm }) => alarm === high);
    expect(await past(shelvedMs - 1)).toBeUndefined();
    expect(await past(shelvedMs)).toMatchObject({ state: 'shelved', hiding: { by: 'Anna', untilMs } });
    expect(await past(Date.now() + minute)).toMatchObject({ state: 'shelved', hiding: { by: 'Max', untilMs } });

    await value(as('Max').call('alarm.unshelve', { alarms: [high] }));
    await until(() => state(high) === 'active-unacked');
    expect(events.at(-1)).toMatchObject({ kind: 'unshelved', user: 'Max', value: 95 });
    expect((await past(Date.now() + minute))?.hiding).toBeUndefined();
  });

  it('suppresses by the design of the project, says why, and shows the alarm when that ends or its data turn bad', async () => {
    device.holding[1] = 5;
    await until(() => state(flow) === 'active-unacked');
    device.coils[0] = 0;
    await until(() => state(flow) === 'suppressed');
    expect(standings.get(flow)).toMatchObject({ isConditionTrue: true, hiding: { by: null, reason: 'Feed pump stands still', untilMs: null } });
    await restart();
    expect(state(flow)).toBe('suppressed');
    await device.stop();
    // The link is lost: nobody knows whether the pump still stands.
    await until(() => state(flow) === 'active-unacked');
    await device.start();
    await until(() => state(flow) === 'suppressed');
    device.coils[0] = 1;
    await until(() => state(flow) === 'active-unacked');
    // A state of the plant, and an expression of the alarm's own.
    device.holding[3] = 2;
    await until(() => state(high) === 'suppressed');
    expect(standings.get(high)?.hiding?.reason).toBe('Plant state: Cleaning');
    device.holding[2] = 9001;
    await until(() => standings.get(high)?.hiding?.reason === '{TT-1} > 9000; Plant state: Cleaning');
    device.holding[3] = 0;
    await until(() => standings.get(high)?.hiding?.reason === '{TT-1} > 9000');
    device.holding[2] = 20;
    await until(() => state(high) === 'normal');
  });

  it('finds lines of the journal by asset, priority, kind, user, text and span', async () => {
    device.holding.set([95, 5, 100]);
    await until(() => crowd.every((alarm) => state(alarm) === 'active-unacked') && state(high) === 'active-unacked' && state(flow) === 'active-unacked');
    await value(as('Anna').call('alarm.acknowledge', { occurrences: [{ alarm: flow, seq: standings.get(flow)?.seq ?? 0 }], comment: 'Valve XV-7 is shut' }));
    const find = async (filter: JournalFilter) => (await value(rig.client.call('alarms.journal', { beforeSeq: null, limit: 100, filter }))).events.map(({ alarm, kind }) => `${alarm} ${kind}`);
    expect(await find({ assets: [AssetId.parse('U1')] })).toEqual(expect.arrayContaining(['FT-1.L acknowledged', 'FT-1.L raised', 'LT-1.H raised']));
    expect(await find({ assets: [AssetId.parse('U1')] })).toHaveLength(3);
    expect(await find({ assets: [AssetId.parse('P-1')], kinds: ['raised'] })).toEqual(['FT-1.L raised']);
    expect(await find({ priorities: [2] })).toEqual(['LT-1.H raised']);
    expect(await find({ priorities: [4] })).toHaveLength(crowd.length);
    expect(await find({ user: 'anna' })).toEqual(['FT-1.L acknowledged']);
    expect(await find({ text: 'xv-7' })).toEqual(['FT-1.L acknowledged']);
    expect(await find({ text: 'FEED FLOW' })).toEqual(['FT-1.L acknowledged', 'FT-1.L raised']);
    expect(await find({ text: 'temperature', alarms: [high, crowd[0] as AlarmId] })).toEqual(['TT-1.1 raised']);
    expect(await find({ span: { fromMs: 0, toMs: 1 } })).toEqual([]);
    expect(await find({})).toHaveLength(crowd.length + 3);
    const asking = new AbortController();
    const given = rig.client.call('alarms.journal', { beforeSeq: null, limit: 100, filter: { text: 'x' } }, { signal: asking.signal });
    asking.abort();
    expect(await given).toMatchObject({ ok: false, fault: { code: 'cancelled' } });
  });

  it('refuses everything that touches an alarm in a recording', async () => {
    device.holding[0] = 95;
    await until(() => state(high) === 'active-unacked');
    await value(rig.client.call('alarm.shelve', { alarms: [flow], forMs: minute, isOneShot: false, reason: 'Test' }));
    const journal = (await value(rig.client.call('alarms.journal', { beforeSeq: null, limit: 10 }))).events;
    await rig.stop();
    rig = await startEngine(folder, { recording: { title: 'Shift', plant: 'Brine station', fromMs: 0, toMs: 1, madeMs: 2, madeBy: 'Lead' } });
    const occurrences = [{ alarm: high, seq: 1 }];
    const asked = [
      rig.client.call('alarm.acknowledge', { occurrences, comment: '' }),
      rig.client.call('alarm.reset', { occurrences }),
      rig.client.call('alarm.shelve', { alarms: [high], forMs: minute, isOneShot: false, reason: 'Test' }),
      rig.client.call('alarm.unshelve', { alarms: [flow] }),
      rig.client.call('alarm.takeOver', { alarms: [flow], comment: '' }),
      rig.client.call('alarm.removeFromService', { alarms: [high], reason: 'Test' }),
      rig.client.call('alarm.returnToService', { alarms: [high] }),
    ];
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect((await value(rig.client.call('alarms.standing', {}))).standings.map(({ alarm }) => alarm).sort()).toEqual([flow, high]);
    expect((await value(rig.client.call('alarms.journal', { beforeSeq: null, limit: 10 }))).events).toEqual(journal);
  });
});
