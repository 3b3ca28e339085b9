import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import type { DeviceCondition } from '#shared/model/device-condition.ts';
import { Q } from '#shared/model/quality.ts';
import { createDriverHarness, type DriverHarness } from '#test/contract/driver-harness.ts';
import { startOpcuaProxy, type OpcuaProxy } from '#test/simulators/opcua-proxy.ts';
import { freePort, plantUri, startOpcuaServer, type OpcuaTestServer } from '#test/simulators/opcua-server.ts';

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
    expect(known('LevelLimits')).toMatchObject({ source: 'Tank 7', tag: 'T7.LEVEL', severity: 700, isActive: true, isAcked: false, hiddenBy: null, quality: Q.good });
    expect(known('LevelLimits')!.message).toBe('Tank 7 is High at 85.000');
    expect(known('Seal')).toBeUndefined();

    const at = new Date(Date.UTC(2026, 10, 28, 12, 0, 0, 250));
    server.conditions.raise('Seal', { at });
    await harness.until(() => known('Seal')?.isActive === true, 'the seal alarm');
    expect(known('Seal')).toMatchObject({ source: 'Pump 2', tag: 'P2.PRESSURE', timeMs: at.getTime(), turnedMs: at.getTime(), isAcked: false });
    server.conditions.clear('Seal');
    await harness.until(() => known('Seal')!.isActive === false, 'the return');
    expect(known('Seal')!.isAcked).toBe(false);
  });
});
