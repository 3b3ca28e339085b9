import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import type { DeviceCondition } from '#shared/model/device-condition.ts';
import { Q } from '#shared/model/quality.ts';
import { coerceNodeId, type ClientSession, DataType, OPCUAClient, StatusCodes, UserTokenType } from 'node-opcua-client';
import { createDriverHarness, type DriverHarness } from '#test/contract/driver-harness.ts';
import { startOpcuaProxy, type OpcuaProxy } from '#test/simulators/opcua-proxy.ts';
import { plantUri, startOpcuaServer, type OpcuaTestServer } from '#test/simulators/opcua-server.ts';
import { freePort } from '#test/support/free-ports.ts';

const setup = {
  namespaces: [plantUri],
  users: { relief: 'secret' },
  variables: {
    Level: { dataType: 'Double', value: 50 },
    Pressure: { dataType: 'Double', value: 1 },
    Guard: { dataType: 'Boolean', value: true },
    'Guard.Normal': { dataType: 'Boolean', value: true },
  },
  conditions: {
    LevelLimits: { source: 'Tank 7', kind: 'limit', input: 'Level', limits: { highHigh: 95, high: 80, low: 20, lowLow: 5 }, severity: 700 },
    GuardOpen: { source: 'Press', kind: 'off-normal', input: 'Guard', severity: 900, message: 'Guard of the press is open' },
    Seal: { source: 'Pump 2', kind: 'hand', input: 'Pressure', severity: 450, message: 'Seal leaks' },
    Filter: { source: 'Pump 2', kind: 'hand', input: 'Pressure', severity: 150, message: 'Filter is dirty', wantsConfirm: true },
  },
} as const;
const tags = [
  { id: 'T7.LEVEL', address: `nsu=${plantUri};s=Level`, type: 'float', periodMs: 100 },
  { id: 'P2.PRESSURE', address: `nsu=${plantUri};s=Pressure`, type: 'float', periodMs: 100 },
] as const;

let pkiDir: string;
let port: number;
let server: OpcuaTestServer;
let proxy: OpcuaProxy;
let harness: DriverHarness;

const open = (): Promise<OpcuaTestServer> => startOpcuaServer({ ...setup, port, pkiDir });
const make = (options: Record<string, unknown> = {}): DriverHarness =>
  createDriverHarness({ type: opcua, options: { endpoint: `opc.tcp://127.0.0.1:${proxy.port}`, security: 'None', keepAliveMs: 200, requestTimeoutMs: 600, ...options }, tags, clock: 'real' });
/** Another client at the same server, signed in under a name of its own. */
const asRelief = async (act: (session: ClientSession) => Promise<void>): Promise<void> => {
  const client = OPCUAClient.create({ endpointMustExist: false });
  await client.connect(server.endpoint);
  const session = await client.createSession({ type: UserTokenType.UserName, userName: 'relief', password: 'secret' });
  await act(session);
  await session.close();
  await client.disconnect();
};
/** Acknowledges the condition as it stands, as any client would. */
const acknowledgeAsRelief = (source: string, name: string, comment: string): Promise<void> =>
  asRelief(async (session) => {
    const { statusCode } = await session.call({
      objectId: coerceNodeId(`ns=2;s=${source}.${name}`),
      methodId: coerceNodeId('i=9111'),
      inputArguments: [
        { dataType: DataType.ByteString, value: server.conditions.eventId(name) },
        { dataType: DataType.LocalizedText, value: { text: comment } },
      ],
    });
    expect(statusCode).toBe(StatusCodes.Good);
  });
/** What the driver said last of a condition; undefined when the last whole did not name it. */
const known = (name: string): DeviceCondition | undefined => {
  let found: DeviceCondition | undefined;
  for (const report of harness.conditions) {
    if (report.kind === 'changed' && report.condition.condition === name) found = report.condition;
    if (report.kind === 'whole') found = report.conditions.find((one) => one.condition === name);
  }
  return found;
};
const kinds = (): string[] => harness.conditions.map((report) => report.kind);
const wholes = (): number => kinds().filter((kind) => kind === 'whole').length;
const connect = async (): Promise<void> => {
  harness.driver.start();
  await harness.until(() => harness.health()?.state === 'up' && wholes() > 0, 'the link up and its conditions known');
};

beforeAll(async () => {
  pkiDir = await mkdtemp(join(tmpdir(), 'firstout-opcua-conditions-'));
  port = await freePort();
});
beforeEach(async () => {
  server = await open();
  proxy = await startOpcuaProxy(port);
});
afterEach(async () => {
  await harness.dispose();
  await proxy.close();
  await server.stop();
});
afterAll(() => rm(pkiDir, { recursive: true, force: true }));

describe('Alarms an OPC UA server judges itself', () => {
  test('are taken in with what stood before we came, what comes, and what goes', async () => {
    server.set('Level', 85);
    harness = make();
    await connect();
    expect(known('LevelLimits')).toMatchObject({ source: 'Tank 7', tag: 'T7.LEVEL', limit: 'High', severity: 700, isActive: true, isAcked: false, hiddenBy: null, quality: Q.good });
    expect(known('LevelLimits')!.message).toBe('Tank 7 is High at 85.000');
    expect(known('Seal')).toBeUndefined();
    // Events come with the values: a small controller keeps few subscriptions.
    expect(server.subscriptions).toBe(1);

    const at = new Date(Date.UTC(2026, 10, 28, 12, 0, 0, 250));
    server.conditions.raise('Seal', { at });
    await harness.until(() => known('Seal')?.isActive === true, 'the seal alarm');
    expect(known('Seal')).toMatchObject({ source: 'Pump 2', tag: 'P2.PRESSURE', timeMs: at.getTime(), turnedMs: at.getTime(), isAcked: false });
    server.conditions.clear('Seal');
    await harness.until(() => known('Seal')!.isActive === false, 'the return');
    expect(known('Seal')!.isAcked).toBe(false);
  });

  test('are acknowledged there, with who did it; the state comes back as an event', async () => {
    harness = make();
    await connect();
    server.conditions.raise('Seal');
    await harness.until(() => known('Seal')?.isActive === true, 'the seal alarm');
    expect(await harness.driver.actOnCondition!('acknowledge', known('Seal')!.key, 'ana: closing the valve')).toEqual({ ok: true, value: null });
    await harness.until(() => known('Seal')!.isAcked, 'the acknowledgement');
    expect(server.conditions.state('Seal')).toMatchObject({ isAcked: true });
    expect(server.conditions.comments).toEqual(['ana: closing the valve']);
    expect(known('Seal')).toMatchObject({ comment: 'ana: closing the valve', isActive: true });
    const again = await harness.driver.actOnCondition!('acknowledge', known('Seal')!.key, 'ana');
    expect(again).toMatchObject({ ok: false, fault: { code: 'rejected-by-device', message: 'PLC-1 already has it acknowledged.' } });
  });

  test('that somebody else acknowledges there are acknowledged here, with the name', async () => {
    harness = make();
    await connect();
    server.conditions.raise('Seal');
    await harness.until(() => known('Seal')?.isActive === true, 'the seal alarm');
    await acknowledgeAsRelief('Pump 2', 'Seal', 'on my way');
    await harness.until(() => known('Seal')!.isAcked, 'the acknowledgement');
    expect(known('Seal')).toMatchObject({ user: 'relief', comment: 'on my way' });
  });

  test('that come again while they are acknowledged refuse it: the newer state is looked at first', async () => {
    harness = make();
    await connect();
    server.conditions.raise('Seal');
    await harness.until(() => known('Seal')?.isActive === true, 'the seal alarm');
    const { key } = known('Seal')!;
    // The server is a step ahead of what we were told.
    server.conditions.raise('Seal', { severity: 800 });
    const answer = await harness.driver.actOnCondition!('acknowledge', key, 'ana');
    // Either its event was here already, or the server knows the old one no longer: never is the newer one acknowledged unseen.
    if (answer.ok) expect(known('Seal')!.severity).toBe(800);
    else expect(answer.fault.message).toBe('PLC-1 has a newer state of it: look at that first.');
  });

  test('are confirmed where they want it, and reset where they latch', async () => {
    harness = make();
    await connect();
    server.conditions.raise('Filter');
    server.conditions.clear('Filter');
    await harness.until(() => known('Filter')?.isActive === false, 'the return');
    expect(known('Filter')).toMatchObject({ isAcked: false, isLatching: true });
    await harness.driver.actOnCondition!('acknowledge', known('Filter')!.key, 'ana');
    await harness.until(() => known('Filter')!.isAcked, 'the acknowledgement');
    expect(known('Filter')!.isLatching).toBe(true);
    expect(await harness.driver.actOnCondition!('reset', known('Filter')!.key, 'ana: cleaned')).toMatchObject({ ok: true });
    await harness.until(() => !known('Filter')!.isLatching, 'the confirmation');
    expect(known('Filter')!.comment).toBe('ana: cleaned');

    server.conditions.raise('Seal');
    server.conditions.latch('Seal');
    await harness.until(() => known('Seal')?.isLatching === true, 'the latch');
    const early = await harness.driver.actOnCondition!('reset', known('Seal')!.key, '');
    expect(early).toMatchObject({ ok: false, fault: { message: 'PLC-1 cannot do that in the state the condition is in.' } });
    server.conditions.clear('Seal');
    await harness.until(() => !known('Seal')!.isActive, 'the return');
    expect(await harness.driver.actOnCondition!('acknowledge', known('Seal')!.key, '')).toMatchObject({ ok: true });
    await harness.until(() => known('Seal')!.isAcked && !known('Seal')!.isActive, 'gone and acknowledged');
    expect(await harness.driver.actOnCondition!('reset', known('Seal')!.key, '')).toMatchObject({ ok: true });
    await harness.until(() => !known('Seal')!.isLatching, 'the reset');
  });

  test('keep an earlier occurrence that nobody acknowledged: it is acknowledged with the rest', async () => {
    harness = make();
    await connect();
    server.conditions.raise('Seal');
    await harness.until(() => known('Seal')?.isActive === true, 'the seal alarm');
    server.conditions.clearIntoBranch('Seal');
    await harness.until(() => known('Seal')!.isActive === false, 'the return');
    expect(server.conditions.state('Seal')).toEqual({ isActive: false, isAcked: true, branches: 1 });
    expect(known('Seal')).toMatchObject({ isAcked: false, message: 'Seal leaks' });
    server.conditions.raise('Seal');
    await harness.until(() => known('Seal')!.isActive, 'the alarm again');
    expect(await harness.driver.actOnCondition!('acknowledge', known('Seal')!.key, 'ana')).toMatchObject({ ok: true });
    await harness.until(() => known('Seal')!.isAcked, 'both acknowledged');
    expect(server.conditions.state('Seal')).toEqual({ isActive: true, isAcked: true, branches: 0 });
  });

  test.each([
    ['suppressed', (is: boolean) => server.conditions.suppress('Seal', is)],
    ['out-of-service', (is: boolean) => server.conditions.takeOutOfService('Seal', is)],
    ['shelved', (is: boolean) => server.conditions.shelve('Seal', is)],
  ] as const)('that are %s there say so, and say when that ends', async (hiddenBy, hide) => {
    harness = make();
    await connect();
    server.conditions.raise('Seal');
    hide(true);
    await harness.until(() => known('Seal')?.hiddenBy === hiddenBy, `the alarm ${hiddenBy}`);
    expect(known('Seal')!.isActive).toBe(true);
    hide(false);
    await harness.until(() => known('Seal')!.hiddenBy === null, 'the end of it');
  });

  test('that are switched off there say so', async () => {
    harness = make();
    await connect();
    server.conditions.raise('Seal');
    await harness.until(() => known('Seal')?.isActive === true, 'the seal alarm');
    server.conditions.enable('Seal', false);
    await harness.until(() => known('Seal')!.hiddenBy === 'disabled', 'the alarm switched off');
    expect(known('Seal')).toMatchObject({ isActive: false, message: 'Seal leaks' });
    server.conditions.enable('Seal', true);
    await harness.until(() => known('Seal')!.hiddenBy === null && known('Seal')!.isActive, 'the alarm back');
  });
});

describe('When the link to such a server is lost', () => {
  test('that is said, and a refresh settles what happened meanwhile, on the session taken over', async () => {
    harness = make();
    await connect();
    server.conditions.raise('Seal');
    server.conditions.raise('Filter');
    await harness.until(() => known('Filter')?.isActive === true && known('Seal')?.isActive === true, 'two alarms');
    proxy.cut();
    await harness.until(() => kinds().includes('lost'), 'the loss');
    expect(harness.conditions.find(({ kind }) => kind === 'lost')).toEqual({ kind: 'lost', quality: Q.badNotConnected });
    server.conditions.clear('Seal');
    server.conditions.forget('Filter');
    const before = wholes();
    await harness.until(() => wholes() > before, 'the refresh');
    expect(harness.health()!.details['last connection']).toBe('the earlier session was taken over');
    expect(known('Seal')).toMatchObject({ isActive: false, isAcked: false });
    expect(known('Filter')).toBeUndefined();
    // The event of the outage itself was not lost either.
    expect(harness.conditions.some((report) => report.kind === 'changed' && report.condition.condition === 'Seal' && !report.condition.isActive)).toBe(true);
  });

  test('a server that restarted is asked for everything, and knows the conditions by the same keys', async () => {
    server.set('Level', 99);
    harness = make();
    await connect();
    const { key } = known('LevelLimits')!;
    await server.stop();
    await harness.until(() => harness.health()!.state === 'down', 'the loss noticed');
    server = await startOpcuaServer({ ...setup, namespaces: ['urn:another', plantUri], port, pkiDir });
    server.set('Level', 85);
    const before = wholes();
    await harness.until(() => wholes() > before, 'the refresh');
    expect(known('LevelLimits')).toMatchObject({ key, isActive: true, tag: 'T7.LEVEL' });
  });

  test('an acknowledge is refused, never kept for later', async () => {
    harness = make();
    await connect();
    server.conditions.raise('Seal');
    await harness.until(() => known('Seal')?.isActive === true, 'the seal alarm');
    proxy.cut();
    await harness.until(() => harness.health()!.state === 'down', 'the loss noticed');
    const answer = await harness.driver.actOnCondition!('acknowledge', known('Seal')!.key, 'ana');
    expect(answer).toMatchObject({ ok: false, fault: { code: 'not-connected' } });
    const before = wholes();
    await harness.until(() => wholes() > before, 'the refresh');
    expect(server.conditions.state('Seal').isAcked).toBe(false);
  });
});

describe('A server of alarms', () => {
  test('that says its queue was full, or that a refresh is due, is asked for everything again', async () => {
    harness = make();
    await connect();
    for (const [type, count] of [
      ['EventQueueOverflowEventType', 2],
      ['RefreshRequiredEventType', 3],
    ] as const) {
      server.conditions.forget('Seal');
      server.conditions.event(type, {});
      await harness.until(() => wholes() === count, 'another whole');
    }
    await harness.until(() => harness.health()!.details['event queue overflows'] === '1', 'the overflow in the health report');
    expect(harness.log.lines.some(({ level, sentence }) => level === 'warn' && /dropped events because its queue was full/.test(sentence))).toBe(true);
  });

  test('that says a thing twice changes nothing by it', async () => {
    harness = make();
    await connect();
    server.conditions.raise('Seal');
    await harness.until(() => known('Seal')?.isActive === true, 'the seal alarm');
    const first = known('Seal');
    const count = harness.conditions.length;
    server.conditions.repeat('Seal');
    await harness.until(() => harness.conditions.length > count, 'the repetition');
    expect(known('Seal')).toEqual(first);
  });

  test('that is busy with a refresh is asked again, and one that has none is left with its events', async () => {
    server.conditions.refuseRefresh(StatusCodes.BadRefreshInProgress);
    harness = make();
    harness.driver.start();
    await harness.until(() => server.conditions.refreshes >= 2, 'a second try');
    expect(wholes()).toBe(0);
    await server.forgetSessions();
    server.conditions.refuseRefresh(StatusCodes.BadMethodInvalid);
    const asked = server.conditions.refreshes;
    await harness.until(() => server.conditions.refreshes >= asked + 3, 'three tries');
    server.conditions.raise('Seal');
    await harness.until(() => known('Seal')?.isActive === true, 'the seal alarm');
    await harness.until(() => harness.health()!.details['condition refresh'] === 'the server has none (BadMethodInvalid)', 'the word about it');
    const tries = server.conditions.refreshes;
    // One may have been on its way when the server changed its mind.
    expect(tries - asked).toBeLessThanOrEqual(4);
    const count = harness.conditions.length;
    server.conditions.repeat('Seal');
    await harness.until(() => harness.conditions.length > count, 'another event');
    expect(server.conditions.refreshes).toBe(tries);
  });

  test('without conditions is left alone quietly, though it has events', async () => {
    const plain = await startOpcuaServer({ namespaces: [plantUri], variables: setup.variables });
    harness = make({ endpoint: plain.endpoint });
    harness.driver.start();
    await harness.until(() => harness.health()?.details['server state'] === 'running', 'the link up');
    expect(harness.health()!.details).not.toHaveProperty('conditions');
    expect(harness.health()!.details).not.toHaveProperty('condition refresh');
    expect(harness.log.lines.filter(({ level, about }) => level !== 'info' && about === 'PLC-1')).toEqual([]);
    await harness.dispose();
    await plain.stop();
  });

  test('with more conditions than are kept counts the others and says so', async () => {
    server.conditions.raise('Seal');
    server.conditions.raise('Filter');
    harness = make({ conditions: { most: 1 } });
    await connect();
    await harness.until(() => harness.health()!.details['conditions left out'] === '1, more than 1', 'the word about it');
  });

  test('is not asked where the project says so, and what stood of it is over', async () => {
    server.conditions.raise('Seal');
    harness = make({ conditions: { enabled: false } });
    await connect();
    expect(harness.conditions).toEqual([expect.objectContaining({ kind: 'whole', conditions: [] })]);
    expect(server.conditions.refreshes).toBe(0);
  });

  test('without events is left alone quietly', async () => {
    harness = make({ conditions: { notifier: `nsu=${plantUri};s=Level` } });
    await connect();
    expect(harness.conditions).toEqual([expect.objectContaining({ kind: 'whole', conditions: [] })]);
    expect(harness.log.lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  test('gives the events of one object only, where the project names it', async () => {
    server.conditions.raise('Seal');
    harness = make({ conditions: { notifier: `nsu=${plantUri};s=Pump 2.Object` } });
    harness.driver.start();
    await harness.until(() => known('Seal')?.isActive === true, 'what stood before');
    server.set('Level', 85);
    server.conditions.raise('Filter');
    await harness.until(() => known('Filter')?.isActive === true, 'an alarm of the pump');
    expect(known('LevelLimits')).toBeUndefined();
  });
});
