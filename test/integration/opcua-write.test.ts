import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import { createDriverHarness, type DriverHarness } from '#test/contract/driver-harness.ts';
import { plantUri, startOpcuaServer, type OpcuaTestServer } from '#test/simulators/opcua-server.ts';
import { type BlackHole, startBlackHole } from '#test/support/black-hole.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let pkiDir: string;
let server: OpcuaTestServer;
let line: BlackHole;
let harness: DriverHarness;

beforeEach(async () => {
  pkiDir = await mkdtemp(join(tmpdir(), 'firstout-opcua-write-'));
  server = await startOpcuaServer({ pkiDir, variables: { Steady: { dataType: 'Double', value: 3.5 }, Other: { dataType: 'Double', value: 1 } } });
  line = await startBlackHole(server.port);
});
afterEach(async () => {
  await harness.dispose();
  await line.close();
  await server.stop();
  await rm(pkiDir, { recursive: true, force: true });
});

describe('an OPC UA write', () => {
  // Whether the link is given up by the watch over silence before the write's own time is over, or after it.
  test.each([
    ['after the link was given up', { keepAliveMs: 200, requestTimeoutMs: 2000 }],
    ['while the link still stands', { keepAliveMs: 5000, requestTimeoutMs: 500 }],
  ])('into a dark line is in doubt and does not arrive when the line is back, %s', async (_when, options) => {
    harness = createDriverHarness({
      type: opcua,
      options: { endpoint: `opc.tcp://127.0.0.1:${line.port}`, security: 'None', ...options },
      tags: [
        { id: 'steady', address: `nsu=${plantUri};s=Steady`, type: 'float', periodMs: 50, writable: true },
        { id: 'other', address: `nsu=${plantUri};s=Other`, type: 'float', periodMs: 50 },
      ],
      clock: 'real',
    });
    harness.driver.start();
    await harness.until(() => harness.last('steady')?.value === 3.5, 'the first value');
    expect(await harness.driver.write(harness.index('steady'), 4.5)).toEqual({ ok: true, value: null });
    expect(server.get('Steady')).toBe(4.5);
    line.darken();
    expect(await harness.driver.write(harness.index('steady'), 9.5)).toMatchObject({ ok: false, fault: { code: 'timeout' } });
    // The reset is on its way when the answer comes.
    await harness.until(() => line.pending === 0, 'the connection reset');
    line.heal();
    server.set('Other', 2);
    await harness.until(() => harness.last('other')?.value === 2, 'values again');
    expect(server.get('Steady')).toBe(4.5);
  });
  test('whose time is over is not sent', async () => {
    harness = createDriverHarness({ type: opcua, options: { endpoint: `opc.tcp://127.0.0.1:${line.port}`, security: 'None' }, tags: [{ id: 'steady', address: `nsu=${plantUri};s=Steady`, type: 'float', periodMs: 50, writable: true }], clock: 'real' });
    harness.driver.start();
    await harness.until(() => harness.last('steady')?.value === 3.5, 'the first value');
    expect(await harness.driver.write(harness.index('steady'), 9.5, harness.clock.monotonicMs())).toMatchObject({ ok: false, fault: { code: 'not-connected' } });
    expect(server.get('Steady')).toBe(3.5);
  });
});
