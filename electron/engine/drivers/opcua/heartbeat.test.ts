import * as client from 'node-opcua-client';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { beforeEach, describe, expect, test } from 'vitest';
import { DeviceDefinition } from '#shared/model/device.ts';
import { createMemoryLog, createVirtualClock, type VirtualClock } from '../../testing/virtual-ports.ts';
import type { DriverContext } from '../driver.ts';
import { createHealthBook } from '../health.ts';
import { createHeartbeat, type Heartbeat } from './heartbeat.ts';
import type { LiveSession } from './live-session.ts';
import { OpcuaOptions } from './options.ts';
import type { Publisher } from './publisher.ts';

const keepAliveMs = 1000;
const options = OpcuaOptions.parse({ endpoint: 'opc.tcp://10.0.0.5:4840', security: 'None', keepAliveMs });
let clock: VirtualClock;
let asked: { answer: (values: unknown[]) => void; refuse: (error: Error) => void }[];
let excused: number;
let losses: string[];
let publisherIsSilent: boolean;
/** Time that passed while no timer of this process could fire. */
let standStillMs: number;
let heartbeat: Heartbeat;
let details: () => Record<string, string>;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  clock = createVirtualClock();
  asked = [];
  excused = 0;
  losses = [];
  publisherIsSilent = false;
  standStillMs = 0;
  const context: DriverContext = {
    device: DeviceDefinition.parse({ id: 'PLC-1', name: 'PLC-1', driver: 'opcua' }),
    clock: { ...clock, monotonicMs: () => clock.monotonicMs() + standStillMs },
    log: createMemoryLog(),
    random: () => 0.5,
    dataDir: '',
    onSamples: () => undefined,
    onHealth: () => undefined,
    sharedDir: '',
    whenDurable: () => Promise.resolve(),
    onMissed: () => undefined,
    textIndex: () => 0,
  };
  const health = createHealthBook(context, 'OPC UA');
  details = () => health.snapshot().details;
  const session = { read: () => new Promise((answer, refuse) => asked.push({ answer, refuse })) };
  const publisher = { isSilent: () => publisherIsSilent, excuse: () => (excused += 1) } as unknown as Publisher;
  const live = { library: { ...client, OPCUACertificateManager }, session } as unknown as LiveSession;
  heartbeat = createHeartbeat(context, options, health, live, publisher, (problem, _quality, keep) => losses.push(`${problem} ${keep ? 'kept' : 'dropped'}`));
});
const answer = async (aheadMs = 0): Promise<void> => {
  asked.shift()!.answer([{ value: { value: new Date(clock.nowMs() + aheadMs) } }, { value: { value: 0 } }]);
  await settle();
};

describe('The watch over an OPC UA session', () => {
  test('asks once per keep-alive time and shows the clock and the state of the server', async () => {
    await answer(2500);
    expect(details()).toEqual({ 'server clock ahead of ours, s': '2.5', 'server state': 'running' });
    clock.advance(keepAliveMs);
    expect(asked).toHaveLength(1);
  });

  test('ends the session after twice the keep-alive time without an answer, and keeps it for taking over', () => {
    for (let look = 0; look < 9; look++) clock.advance(keepAliveMs / 4);
    expect(losses).toEqual(['opc.tcp://10.0.0.5:4840 has been silent for 2000 ms: check network and server. kept']);
    expect(clock.pending).toBe(0);
  });

  test('ends it for a silent subscription although the server answers readings', async () => {
    await answer();
    publisherIsSilent = true;
    clock.advance(keepAliveMs / 4);
    expect(losses).toHaveLength(1);
  });

  test('does not blame the server when this process itself stood still, but does when the silence goes on', () => {
    standStillMs = 10_000;
    publisherIsSilent = true;
    clock.advance(keepAliveMs / 4);
    expect(excused).toBe(1);
    expect(losses).toEqual([]);
    clock.advance(keepAliveMs / 4);
    expect(losses).toHaveLength(1);
  });

  test('drops a session the server knows no more', async () => {
    asked.shift()!.refuse(new Error('ServiceResult is BadSessionIdInvalid (0x80250000)'));
    await settle();
    expect(losses).toEqual(['opc.tcp://10.0.0.5:4840 no longer knows our session. dropped']);
  });

  test('says nothing once stopped', async () => {
    heartbeat.stop();
    publisherIsSilent = true;
    clock.advance(10 * keepAliveMs);
    await answer();
    expect(losses).toEqual([]);
  });
});
