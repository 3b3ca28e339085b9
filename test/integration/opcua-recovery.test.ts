import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import { isBad, isGood, Q } from '#shared/model/quality.ts';
import { createDriverHarness, type DriverHarness, type HarnessTag } from '#test/contract/driver-harness.ts';
import { startOpcuaProxy, type OpcuaProxy } from '#test/simulators/opcua-proxy.ts';
import { plantUri, startOpcuaServer, type OpcuaServerOptions, type OpcuaTestServer } from '#test/simulators/opcua-server.ts';
import { freePort } from '#test/support/free-ports.ts';

const pkiDirs: string[] = [];
const setup = {
  variables: {
    Counter: { dataType: 'UInt32', value: 0 },
    Steady: { dataType: 'Double', value: 3.5 },
  },
} as const;
let pkiDir: string;
let port: number;
let server: OpcuaTestServer;
let proxy: OpcuaProxy;
let harness: DriverHarness;
let pumping: NodeJS.Timeout | null = null;
let pumped = 0;

const open = (more: OpcuaServerOptions = {}): Promise<OpcuaTestServer> => startOpcuaServer({ ...setup, ...more, port, pkiDir });
const make = (options: Record<string, unknown> = {}, tags: readonly HarnessTag[] = defaultTags): DriverHarness =>
  createDriverHarness({
    type: opcua,
    options: { endpoint: `opc.tcp://127.0.0.1:${proxy.port}`, security: 'None', keepAliveMs: 200, requestTimeoutMs: 600, everyChange: true, ...options },
    tags,
    clock: 'real',
  });
const defaultTags: readonly HarnessTag[] = [
  { id: 'counter', address: `nsu=${plantUri};s=Counter`, type: 'int', periodMs: 20 },
  { id: 'steady', address: `nsu=${plantUri};s=Steady`, type: 'float', periodMs: 1000 },
];
/** Counts up in the server every few milliseconds, several steps at a time: more than one change per publish. */
const pump = (): void => {
  pumping = setInterval(() => {
    for (let step = 0; step < 3; step++) server.set('Counter', ++pumped);
  }, 5);
};
const stopPump = (): void => {
  if (pumping !== null) clearInterval(pumping);
  pumping = null;
};
const goodCounters = (): number[] => harness.seen('counter').filter((sample) => isGood(sample.quality)).map((sample) => sample.value);
const detail = (name: string): string | undefined => harness.health()?.details[name];
const reachTarget = async (): Promise<void> => {
  const target = pumped + 150;
  await harness.until(() => pumped >= target, 'more counts');
  stopPump();
  const last = pumped;
  await harness.until(() => harness.last('counter')!.value === last, 'the last count');
};
const everyCountOnce = (from: number): number[] => Array.from({ length: pumped - from + 1 }, (_none, index) => from + index);

beforeAll(async () => {
  pkiDir = await mkdtemp(join(tmpdir(), 'firstout-opcua-recovery-'));
  pkiDirs.push(pkiDir);
  port = await freePort();
  server = await open();
});
beforeEach(async () => {
  pumped = 0;
  server.set('Counter', 0);
  server.set('Steady', 3.5);
  proxy = await startOpcuaProxy(port);
});
afterEach(async () => {
  stopPump();
  await harness.dispose();
  await proxy.close();
});
afterAll(async () => {
  await server.stop();
  for (const dir of pkiDirs) await rm(dir, { recursive: true, force: true });
});

const connect = async (): Promise<void> => {
  harness.driver.start();
  await harness.until(() => harness.health()?.state === 'up' && isGood(harness.last('steady')?.quality ?? Q.bad) && isGood(harness.last('counter')?.quality ?? Q.bad), 'the link up');
};

describe('An OPC UA link', () => {
  test('gives every change between two publishes, in order and once', async () => {
    harness = make({ publishingIntervalMs: 200 });
    await connect();
    pump();
    await reachTarget();
    expect(goodCounters()).toEqual(everyCountOnce(0));
    // One message carried many changes of the tag: they did not all fall into publishes of their own.
    const deliveries = new Set(harness.seen('counter').map((sample) => sample.atMs.toFixed(0)));
    expect(deliveries.size).toBeLessThan(pumped / 5);
  });

  test('that is cut while values change takes its session over and loses no change, none twice', async () => {
    harness = make();
    await connect();
    pump();
    await harness.until(() => harness.last('counter')!.value > 60, 'some counts');
    proxy.cut();
    await harness.until(() => harness.health()!.state === 'down', 'the loss noticed');
    expect(isBad(harness.last('steady')!.quality)).toBe(true);
    await harness.until(() => harness.health()!.state === 'up', 'the link up again');
    await reachTarget();
    await harness.until(() => isGood(harness.last('steady')!.quality), 'the unchanged value good again');
    expect(goodCounters()).toEqual(everyCountOnce(0));
    expect(detail('last connection')).toBe('the earlier session was taken over');
    expect(harness.last('steady')!.value).toBe(3.5);
    // Known to be good from the return on, not from before the loss.
    const steady = harness.seen('steady');
    expect(steady.at(-1)!.timeMs).toBeGreaterThan(steady.at(-2)!.timeMs);
    expect(server.sessions).toBe(1);
  });

  test('that goes silent without a closed socket does the same', async () => {
    harness = make();
    await connect();
    pump();
    await harness.until(() => harness.last('counter')!.value > 60, 'some counts');
    proxy.blackhole();
    await harness.until(() => harness.health()!.state === 'down', 'the silence noticed');
    expect(harness.last('steady')!.quality).toBe(Q.badTimeout);
    expect(harness.health()!.problem).toMatch(/has been silent for 400 ms/);
    proxy.heal();
    await harness.until(() => harness.health()!.state === 'up', 'the link up again');
    await reachTarget();
    expect(goodCounters()).toEqual(everyCountOnce(0));
    expect(detail('last connection')).toBe('the earlier session was taken over');
    await harness.until(() => server.sessions === 1, 'one session in the server');
  });

  test('whose server no longer has what was missed says so and reads everything, so that no value stands wrong', async () => {
    harness = make();
    await connect();
    pump();
    await harness.until(() => harness.last('counter')!.value > 60, 'some counts');
    proxy.blackhole();
    // Published into the hole, never seen, and unchanged ever after.
    server.set('Steady', 8.25);
    await harness.until(() => harness.health()!.state === 'down', 'the silence noticed');
    server.forgetMessages();
    proxy.heal();
    await harness.until(() => harness.last('steady')!.value === 8.25, 'the value of the lost message', 20_000);
    await harness.until(() => Number(detail('messages lost on the way')) > 0, 'the loss in the health report');
    expect(harness.seen('steady').filter(({ quality }) => isGood(quality)).map(({ value }) => value)).toEqual([3.5, 8.25]);
    expect(detail('last connection')).toBe('the earlier session was taken over');
    expect(harness.log.lines.some(({ level, sentence }) => level === 'warn' && sentence.includes('their samples are lost'))).toBe(true);
  });

  test('that is cut ten times in a row still loses no change', async () => {
    harness = make({ reconnectMaxMs: 500 });
    await connect();
    pump();
    for (let cut = 0; cut < 10; cut++) {
      const before = pumped;
      await harness.until(() => harness.last('counter')!.value > before + 30, 'some counts');
      proxy.cut();
      await harness.until(() => harness.health()!.state === 'down', 'the loss noticed');
      await harness.until(() => harness.health()!.state === 'up', 'the link up again');
    }
    await reachTarget();
    expect(goodCounters()).toEqual(everyCountOnce(0));
    expect(harness.health()!.reconnects).toBe(10);
    expect(server.sessions).toBe(1);
  }, 180_000);

  test('whose server forgot the session makes a new one and reads everything', async () => {
    harness = make();
    await connect();
    await server.forgetSessions();
    await harness.until(() => harness.health()!.state === 'down', 'the loss noticed');
    await harness.until(() => harness.health()!.state === 'up' && isGood(harness.last('steady')!.quality) && isGood(harness.last('counter')!.quality), 'all good again');
    expect(detail('last connection')).toBe('a new session was made');
    server.set('Counter', 77);
    await harness.until(() => harness.last('counter')!.value === 77, 'a change on the new session');
    expect(server.sessions).toBe(1);
  });

  test('whose server restarts comes back with fresh values', async () => {
    harness = make();
    await connect();
    await server.stop();
    await harness.until(() => isBad(harness.last('steady')!.quality) && isBad(harness.last('counter')!.quality), 'bad tags');
    server = await open({ variables: { Counter: { dataType: 'UInt32', value: 5 }, Steady: { dataType: 'Double', value: 9 } } });
    await harness.until(() => harness.last('steady')!.value === 9 && harness.last('counter')!.value === 5, 'fresh values', 40_000);
    expect(detail('last connection')).toBe('a new session was made');
  }, 180_000);

  test('never binds a tag to another node when the server numbers its namespaces anew', async () => {
    const tags: readonly HarnessTag[] = [
      ...defaultTags,
      { id: 'byIndex', address: 'ns=2;s=Steady', type: 'float', periodMs: 100 },
      { id: 'other', address: 'nsu=urn:firstout:test:other;s=Steady', type: 'float', periodMs: 100 },
    ];
    harness = make({}, tags);
    await connect();
    await harness.until(() => isGood(harness.last('byIndex')?.quality ?? Q.bad), 'the tag by index');
    expect(harness.last('other')!.quality).toBe(Q.badNodeIdUnknown);
    expect(harness.health()!.refusedTags).toEqual([{ tag: 'other', reason: "the server has no namespace 'urn:firstout:test:other'" }]);
    await server.stop();
    server = await open({ namespaces: ['urn:firstout:test:other', plantUri], variables: { Counter: { dataType: 'UInt32', value: 1 }, Steady: { dataType: 'Double', value: 21 } } });
    await harness.until(() => harness.last('byIndex')!.value === 21 && harness.last('steady')!.value === 21, 'the moved tags', 40_000);
    await server.stop();
    server = await open();
  }, 180_000);

  test('tells when the queue of the server was too short', async () => {
    harness = make({ queueSize: 3, publishingIntervalMs: 200 });
    await connect();
    for (let step = 0; step < 50; step++) server.set('Counter', ++pumped);
    await harness.until(() => harness.last('counter')!.value === pumped, 'the last count');
    await harness.until(() => detail('server queue overflows') !== undefined, 'the overflow in the health report');
    expect(Number(detail('server queue overflows'))).toBeGreaterThan(0);
    expect(harness.last('counter')!.quality).toBe(Q.good);
  });

  test('to a server that takes the connection and says nothing ends in a sentence, and leaves no socket', async () => {
    proxy.blackhole();
    harness = make({ connectTimeoutMs: 300 });
    harness.driver.start();
    await harness.until(() => harness.health()?.state === 'down', 'the failure');
    expect(harness.health()!.problem).toBe(`opc.tcp://127.0.0.1:${proxy.port} did not answer in time: check network and server.`);
    proxy.heal();
    await harness.until(() => harness.health()!.state === 'up', 'the link up');
    await harness.until(() => proxy.connections === 1 && server.sessions === 1, 'the abandoned sockets closed');
  });

  test('disposed in the middle of connecting leaves no socket and no session, and says nothing more', async () => {
    proxy.blackhole();
    harness = make();
    harness.driver.start();
    await harness.until(() => proxy.connections > 0, 'the connection under way');
    await harness.driver.dispose();
    const said = harness.reports.length;
    proxy.heal();
    await harness.until(() => proxy.connections === 0 && server.sessions === 0, 'nothing left');
    expect(harness.reports).toHaveLength(said);
    expect(harness.seen('counter')).toEqual([]);
  });

  test('to a port nobody listens on ends in a sentence', async () => {
    await proxy.shut();
    harness = make();
    harness.driver.start();
    await harness.until(() => harness.health()?.state === 'down', 'the failure');
    expect(harness.health()!.problem).toBe(`Nothing answers at opc.tcp://127.0.0.1:${proxy.port}: check that the server runs and that the port is right.`);
    expect(harness.seen('steady').map(({ quality }) => quality)).toEqual([Q.badNotConnected]);
  });
});
