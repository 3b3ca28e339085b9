import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import { isGood } from '#shared/model/quality.ts';
import { createDriverHarness, type DriverHarness } from '#test/contract/driver-harness.ts';
import { plantUri, startOpcuaServer, type OpcuaTestServer } from '#test/simulators/opcua-server.ts';

// What comes and goes between two readings of a slow tag. Values are set one right after the other: no pulse is shorter.
const pulses = 500;
let server: OpcuaTestServer;
let harness: DriverHarness;
const make = (isAlarmed: boolean, options: Record<string, unknown> = {}): DriverHarness =>
  createDriverHarness({
    type: opcua,
    options: { endpoint: server.endpoint, security: 'None', ...options },
    tags: [{ id: 'trip', address: `nsu=${plantUri};s=Trip`, type: 'bool', periodMs: 60_000, isAlarmed }],
    clock: 'real',
  });
const connect = (): Promise<void> => {
  harness.driver.start();
  return harness.until(() => isGood(harness.last('trip')?.quality ?? 0x8000_0000), 'the first value');
};
const detail = (name: string): string | undefined => harness.health()?.details[name];

beforeAll(async () => {
  server = await startOpcuaServer({ namespaces: [plantUri], variables: { Trip: { dataType: 'Boolean', value: false } }, onlyUnsecured: true });
});
afterEach(() => harness.dispose());
afterAll(() => server.stop());

describe('A tag with an alarm', () => {
  test('is told every pulse, however slow the project reads it', async () => {
    harness = make(true);
    await connect();
    const before = harness.seen('trip').length;
    for (let pulse = 0; pulse < pulses; pulse++) {
      server.set('Trip', true);
      server.set('Trip', false);
    }
    await harness.until(() => harness.seen('trip').length >= before + 2 * pulses, 'every edge');
    expect(harness.seen('trip').slice(before).map(({ value }) => value)).toEqual(Array.from({ length: 2 * pulses }, (_none, at) => (at % 2 === 0 ? 1 : 0)));
    await harness.until(() => detail('alarmed tags') === 'the server tells every change', 'the word about it');
    expect(detail('server queue overflows')).toBeUndefined();
  });

  test('whose queue in the server was too short says that an alarm may have been missed', async () => {
    harness = make(true, { queueSize: 4 });
    await connect();
    for (let pulse = 0; pulse < pulses; pulse++) {
      server.set('Trip', true);
      server.set('Trip', false);
    }
    await harness.until(() => Number(detail('overflows of alarmed tags')) > 0, 'the overflow in the health report');
    expect(harness.log.lines.filter(({ level, sentence }) => level === 'warn' && sentence === 'PLC-1 dropped values of trip because its queue was full: an alarm that came and went meanwhile may have been missed.')).toHaveLength(1);
    expect(harness.missed.length).toBeGreaterThan(0);
  });

  test('is read at its period where the project wants that, and so is one without an alarm', async () => {
    harness = make(false);
    await connect();
    await harness.until(() => detail('subscriptions') !== undefined, 'the health report');
    expect(detail('subscriptions')).toMatch(/^1 tags each 60000 ms: sampled each 60000 ms/);
    expect(detail('alarmed tags')).toBeUndefined();
  });
});
