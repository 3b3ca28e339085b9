import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coerceNodeId, DataType, OPCUAClient, UserTokenType } from 'node-opcua-client';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { isBad, Q } from '#shared/model/quality.ts';
import { createProjectFolder, startEngine, type EngineRig } from '../support/engine-rig.ts';
import { startOpcuaProxy, type OpcuaProxy } from '../simulators/opcua-proxy.ts';
import { plantUri, startOpcuaServer, type OpcuaTestServer } from '../simulators/opcua-server.ts';
import { freePort } from '../support/free-ports.ts';

// A real server that judges its own alarms, the real engine, and consoles at it.
const setup = {
  namespaces: [plantUri],
  users: { relief: 'secret' },
  variables: { Pressure: { dataType: 'Double', value: 1 } },
  conditions: {
    Seal: { source: 'Pump2', kind: 'hand', input: 'Pressure', severity: 850, message: 'Seal leaks' },
    Filter: { source: 'Pump2', kind: 'hand', input: 'Pressure', severity: 150, message: 'Filter is dirty' },
  },
} as const;
const sealId = AlarmId.parse('PLC-1:Pump2.Seal');
const filterId = AlarmId.parse('PUMP-2.FILTER');
const projectOf = (port: number, options = ''): Record<string, string> => ({
  'project.yaml': 'name: Alarms of devices\n',
  'assets/a.yaml': 'assets:\n  - { id: P2, name: Pump 2, level: unit }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Pump PLC\n    driver: opcua\n    options: { endpoint: 'opc.tcp://127.0.0.1:${port}', security: None, keepAliveMs: 200, requestTimeoutMs: 1000${options} }\n`,
  'tags/t.yaml': `tags:\n  - { id: P2.PRESSURE, name: Pressure, asset: P2, device: PLC-1, address: 'nsu=${plantUri};s=Pressure', unit: bar }\n`,
  'alarms/a.yaml': 'alarms:\n  - { id: PUMP-2.FILTER, tag: P2.PRESSURE, kind: condition, device: PLC-1, source: Pump2, condition: Filter, priority: 3, message: Clean the filter of pump 2 }\n',
});

let pkiDir: string;
let port: number;
let server: OpcuaTestServer;
let proxy: OpcuaProxy;
let folder: ReturnType<typeof createProjectFolder>;
let rig: EngineRig;

/** Standings and journal as the console has them by now. */
const standings = async (): Promise<readonly AlarmStanding[]> => {
  const answer = await rig.client.call('alarms.standing', {});
  return answer.ok ? answer.value.standings : [];
};
const standing = async (alarm: string): Promise<AlarmStanding | undefined> => (await standings()).find((one) => one.alarm === alarm);
const journal = async (): Promise<readonly AlarmEvent[]> => {
  const answer = await rig.client.call('alarms.journal', { beforeSeq: null, limit: 1000 });
  if (!answer.ok) throw new Error(answer.fault.message);
  return answer.value.events.toReversed();
};
const ofDevice = async (): Promise<readonly string[]> =>
  (await journal()).filter(({ alarm }) => alarm === sealId || alarm === filterId).map(({ alarm, kind, user }) => `${alarm} ${kind}${user === undefined ? '' : ` by ${user}`}`);
const reaches = async (what: string, claim: () => Promise<boolean>): Promise<void> => {
  const endMs = performance.now() + 50_000;
  while (!(await claim())) {
    if (performance.now() > endMs) throw new Error(`50 s passed without: ${what}; standing: ${JSON.stringify(await standings())}; health: ${JSON.stringify(rig.engine.status())}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const linkUp = (): Promise<void> => reaches('the link up and its conditions known', async () => server.conditions.refreshes > 0 && (await standing('PLC-1.LINK')) === undefined);
const acknowledge = async (alarm: AlarmId, user: string, comment = '') => {
  const seq = (await standing(alarm))!.seq;
  const answer = await rig.connect('operate', user).call('alarm.acknowledge', { occurrences: [{ alarm, seq }], comment });
  if (!answer.ok) throw new Error(answer.fault.message);
  return answer.value;
};

beforeAll(async () => {
  pkiDir = await mkdtemp(join(tmpdir(), 'firstout-opcua-alarms-'));
  port = await freePort();
});
beforeEach(async () => {
  server = await startOpcuaServer({ ...setup, port, pkiDir });
  proxy = await startOpcuaProxy(port);
  folder = createProjectFolder(projectOf(proxy.port));
  rig = await startEngine(folder);
});
afterEach(async () => {
  await rig.stop();
  await proxy.close();
  await server.stop();
  folder.remove();
});
afterAll(() => rm(pkiDir, { recursive: true, force: true }));

describe('An alarm of a device', () => {
  test('reaches consoles and journal with its definition, its time at the device and how far that may be off', async () => {
    await linkUp();
    const at = new Date(Date.now() - 40);
    server.conditions.raise('Seal', { at });
    await reaches('the alarm', async () => (await standing(sealId)) !== undefined);
    expect(await standing(sealId)).toMatchObject({
      state: 'active-unacked',
      raisedMs: at.getTime(),
      definition: { kind: 'condition', device: 'PLC-1', tag: 'P2.PRESSURE', priority: 1, message: 'Seal leaks', source: 'Pump2', condition: 'Seal' },
    });
    // The clock of the device is trusted to 50 ms where the project says nothing.
    expect((await standing(sealId))!.uncertaintyMs).toBeGreaterThanOrEqual(50);
    expect((await journal()).find(({ alarm }) => alarm === sealId)).toMatchObject({ kind: 'raised', timeMs: at.getTime() });
  });

  test('that the project names is the project’s', async () => {
    await linkUp();
    server.conditions.raise('Filter');
    await reaches('the alarm', async () => (await standing(filterId)) !== undefined);
    expect((await standing(filterId))!.definition).toBeUndefined();
    expect((await standings()).map(({ alarm }) => alarm)).toEqual([filterId]);
  });

  test('is acknowledged at its device by an operator here, and the journal names him', async () => {
    await linkUp();
    server.conditions.raise('Seal');
    await reaches('the alarm', async () => (await standing(sealId)) !== undefined);
    expect(await acknowledge(sealId, 'ana', 'closing the valve')).toEqual({ done: [sealId], refused: [] });
    expect(server.conditions.state('Seal').isAcked).toBe(true);
    expect(server.conditions.comments).toEqual(['ana: closing the valve']);
    // Done means: the journal has it.
    expect((await journal()).at(-1)).toMatchObject({ alarm: sealId, kind: 'acknowledged', user: 'ana', comment: 'closing the valve' });
    expect(await standing(sealId)).toMatchObject({ state: 'active-acked', acknowledgedBy: 'ana' });
  });

  test('that another client acknowledges at its device is acknowledged here, in that name', async () => {
    await linkUp();
    server.conditions.raise('Seal');
    await reaches('the alarm', async () => (await standing(sealId)) !== undefined);
    const client = OPCUAClient.create({ endpointMustExist: false });
    await client.connect(server.endpoint);
    const session = await client.createSession({ type: UserTokenType.UserName, userName: 'relief', password: 'secret' });
    await session.call({
      objectId: coerceNodeId('ns=2;s=Pump2.Seal'),
      methodId: coerceNodeId('i=9111'),
      inputArguments: [
        { dataType: DataType.ByteString, value: server.conditions.eventId('Seal') },
        { dataType: DataType.LocalizedText, value: { text: 'seen' } },
      ],
    });
    await session.close();
    await client.disconnect();
    await reaches('the acknowledgement', async () => (await standing(sealId))!.state === 'active-acked');
    expect(await standing(sealId)).toMatchObject({ acknowledgedBy: 'relief' });
    expect((await acknowledge(sealId, 'ana')).refused).toEqual([{ alarm: sealId, reason: 'Already acknowledged by relief.' }]);
  });

  test('acknowledged by two operators at once is acknowledged once, and the other is told', async () => {
    await linkUp();
    server.conditions.raise('Seal');
    await reaches('the alarm', async () => (await standing(sealId)) !== undefined);
    const [first, second] = await Promise.all([acknowledge(sealId, 'ana'), acknowledge(sealId, 'ben')]);
    expect([...first.done, ...second.done]).toEqual([sealId]);
    expect([...first.refused, ...second.refused]).toEqual([{ alarm: sealId, reason: expect.stringMatching(/^(ana|ben) is handling this alarm at this moment\.$|^Already acknowledged by (ana|ben)\.$/) }]);
    expect((await ofDevice()).filter((line) => line.includes('acknowledged'))).toHaveLength(1);
  });

  test('stands while the link is down, of bad quality, cannot be acknowledged, and is settled when the link is back', async () => {
    await linkUp();
    server.conditions.raise('Seal');
    server.conditions.raise('Filter');
    await reaches('both alarms', async () => (await standings()).length === 2);
    await proxy.shut();
    await reaches('the loss', async () => isBad((await standing(sealId))!.quality));
    expect(await standing(sealId)).toMatchObject({ state: 'active-unacked', quality: Q.badNotConnected });
    expect((await acknowledge(sealId, 'ana')).refused[0]!.reason).toMatch(/^Pump PLC is not connected/);
    server.conditions.clear('Seal');
    server.conditions.forget('Filter');
    await proxy.open();
    await reaches('what happened meanwhile', async () => (await standing(sealId))?.state === 'returned-unacked' && (await standing(filterId)) === undefined);
    expect((await standing(sealId))!.quality).toBe(Q.good);
    expect((await journal()).findLast(({ alarm }) => alarm === filterId)).toMatchObject({ kind: 'acknowledged', comment: 'PLC-1 no longer reports it.' });
  });

  test('is remembered over a restart of the engine, and no line of the journal is written twice', async () => {
    await linkUp();
    server.conditions.raise('Seal');
    await reaches('the alarm', async () => (await standing(sealId)) !== undefined);
    await acknowledge(sealId, 'ana');
    const before = await ofDevice();
    await rig.stop();
    const refreshes = server.conditions.refreshes;
    rig = await startEngine(folder);
    expect(await standing(sealId)).toMatchObject({ state: 'active-acked', acknowledgedBy: 'ana', definition: { message: 'Seal leaks' } });
    await reaches('the refresh', async () => server.conditions.refreshes > refreshes && (await standing(sealId))!.quality === Q.good);
    expect(await ofDevice()).toEqual(before);
  });

  test('that is over can still be read about in the journal, after a restart too', async () => {
    await linkUp();
    server.conditions.raise('Seal');
    await reaches('the alarm', async () => (await standing(sealId)) !== undefined);
    server.conditions.clear('Seal');
    await reaches('the return', async () => (await standing(sealId))!.state === 'returned-unacked');
    await acknowledge(sealId, 'ana');
    await rig.stop();
    rig = await startEngine(folder);
    const answer = await rig.client.call('alarms.journal', { beforeSeq: null, limit: 10, filter: { text: 'seal leaks' } });
    expect(answer).toMatchObject({ ok: true, value: { events: [{ alarm: sealId }, { alarm: sealId }, { alarm: sealId }], definitions: [{ id: sealId, message: 'Seal leaks', priority: 1 }] } });
  });

  test('goes on over an edit of the project, under the project’s name once it has one', async () => {
    await linkUp();
    server.conditions.raise('Seal');
    await reaches('the alarm', async () => (await standing(sealId)) !== undefined);
    folder.write('alarms/b.yaml', 'alarms:\n  - { id: PUMP-2.SEAL, tag: P2.PRESSURE, kind: condition, device: PLC-1, source: Pump2, condition: Seal, priority: 2, message: Seal of pump 2 leaks }\n');
    await reaches('the alarm under its new name', async () => (await standing('PUMP-2.SEAL')) !== undefined);
    expect((await standings()).map(({ alarm }) => alarm)).toEqual(['PUMP-2.SEAL']);
    expect((await acknowledge(AlarmId.parse('PUMP-2.SEAL'), 'ana')).done).toEqual(['PUMP-2.SEAL']);
    expect(server.conditions.state('Seal').isAcked).toBe(true);
  });

  test('shelved here stays shelved whatever the device does, and stands where the device has it when that ends', async () => {
    await linkUp();
    server.conditions.raise('Seal');
    await reaches('the alarm', async () => (await standing(sealId)) !== undefined);
    const lead = rig.connect('lead', 'lee');
    await lead.call('alarm.shelve', { alarms: [sealId], forMs: 600_000, isOneShot: false, reason: 'known' });
    server.conditions.clear('Seal');
    await reaches('the return behind the shelf', async () => (await standing(sealId))!.isConditionTrue === false);
    expect((await standing(sealId))!.state).toBe('shelved');
    await lead.call('alarm.unshelve', { alarms: [sealId] });
    // Nobody acknowledged it at the device: it waits for that.
    await reaches('the alarm as the device has it', async () => (await standing(sealId))?.state === 'returned-unacked');
  });
});
