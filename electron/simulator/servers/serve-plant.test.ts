import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttributeIds,
  ClientMonitoredItem,
  ClientSubscription,
  DataType,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  TimestampsToReturn,
  type ClientSession,
  type DataValue,
} from 'node-opcua-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Plant } from '../plant/plant.ts';
import { addressText, readPlantProject } from '../plant/plant-project.ts';
import { servePlant, type PlantServers } from './serve-plant.ts';

const project = readPlantProject(new URL('../../../resources/projects/demo', import.meta.url).pathname);

/** A Modbus client of a few lines, so that the server is not judged by our own driver. */
class Probe {
  readonly socket: Socket;
  #buffer = Buffer.alloc(0);
  #waiting: ((pdu: Buffer) => void)[] = [];
  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setNoDelay(true);
    this.socket.on('error', () => undefined);
    this.socket.on('data', (data) => {
      this.#buffer = Buffer.concat([this.#buffer, data]);
      while (this.#buffer.length >= 6 && this.#buffer.length >= 6 + this.#buffer.readUInt16BE(4)) {
        const end = 6 + this.#buffer.readUInt16BE(4);
        this.#waiting.shift()?.(this.#buffer.subarray(7, end));
        this.#buffer = this.#buffer.subarray(end);
      }
    });
  }
  ask(unit: number, ...pdu: number[]): Promise<Buffer> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.socket.write(Buffer.from([0, this.#waiting.length, 0, 0, 0, pdu.length + 1, unit, ...pdu]));
    });
  }
  read(unit: number, code: number, start: number, count: number): Promise<Buffer> {
    return this.ask(unit, code, start >> 8, start & 255, count >> 8, count & 255);
  }
}

describe('The served plant', () => {
  let plant: Plant;
  let servers: PlantServers;
  let dataDir: string;
  const run = (seconds: number): void => {
    for (let i = 0; i < seconds * 20; i++) plant.step();
    servers.publish();
  };

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'plant-test-'));
    plant = new Plant(project, { seed: 1, startMs: 1_800_000_000_000, warmUpS: 120 });
    servers = await servePlant(project, plant, { portBase: 0, dataDir });
  });
  afterAll(async () => {
    await servers.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('gives every device a port of its own', () => {
    expect(Object.keys(servers.ports).toSorted()).toEqual(project.devices.map((device) => device.id as string).toSorted());
    expect(new Set(Object.values(servers.ports)).size).toBe(project.devices.length);
  });

  it('shows measurements over Modbus as scaled integers, floats in both word orders, bits and text', async () => {
    const plc11 = new Probe(servers.ports['PLC-11'] ?? 0);
    const level = await plc11.read(1, 4, 0, 1);
    expect((level.readInt16BE(2) / 27_648) * 100).toBeCloseTo(plant.io.signals.get('LT-1011'), 1);
    const lot = await plc11.read(1, 3, 700, 8);
    expect(lot.subarray(2).toString('latin1').replaceAll('\0', '')).toBe('HB-2026-0418');
    plc11.socket.destroy();
    const plc21 = new Probe(servers.ports['PLC-21'] ?? 0);
    const tank = await plc21.read(1, 4, 100, 2);
    expect(tank.readFloatBE(2)).toBeCloseTo(plant.io.signals.get('LT-2012'), 3);
    plc21.socket.destroy();
    const plc41 = new Probe(servers.ports['PLC-41'] ?? 0);
    const steam = await plc41.read(1, 4, 100, 2);
    expect(Buffer.from([steam[4] ?? 0, steam[5] ?? 0, steam[2] ?? 0, steam[3] ?? 0]).readFloatBE(0)).toBeCloseTo(
      plant.io.signals.get('PT-4011'),
      3,
    );
    const flame = await plc41.read(1, 2, 0, 1);
    expect(flame[2]).toBe(1);
    plc41.socket.destroy();
  });

  it('refuses over Modbus what it does not have: address, function, unit, value, a write to a measurement', async () => {
    const probe = new Probe(servers.ports['PLC-21'] ?? 0);
    expect([...(await probe.read(1, 4, 9000, 1))]).toEqual([0x84, 2]);
    expect([...(await probe.read(1, 3, 0, 126))]).toEqual([0x83, 3]);
    expect([...(await probe.ask(1, 99, 0, 0, 0, 1))]).toEqual([0xe3, 1]);
    expect([...(await probe.read(77, 4, 100, 1))]).toEqual([0x84, 11]);
    expect([...(await probe.ask(1, 5, 0, 0, 0x12, 0x34))]).toEqual([0x85, 3]);
    expect([...(await probe.ask(1, 6, 0, 99, 0, 1))]).toEqual([0x86, 2]);
    probe.socket.destroy();
  });

  it('answers pipelined requests in order, and requests cut anywhere', async () => {
    const probe = new Probe(servers.ports['PLC-21'] ?? 0);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => probe.read(1, 4, 100, 2 + i * 2)));
    expect(answers.map((pdu) => pdu[1])).toEqual(Array.from({ length: 20 }, (_, i) => 4 + i * 4));
    probe.socket.destroy();
  });

  it('acts on writes over Modbus: mode, then setpoint as a low-word-first float', async () => {
    const probe = new Probe(servers.ports['PLC-21'] ?? 0);
    const mode = project.tags.find((tag) => tag.id === 'FIC-2011.MODE');
    const offset = Number(/holding:(\d+)/.exec(addressText(mode))?.[1]);
    expect((await probe.ask(1, 6, offset >> 8, offset & 255, 0, 1))[0]).toBe(6);
    const sp = Number(/holding:(\d+)/.exec(addressText(project.tags.find((tag) => tag.id === 'FIC-2011.SP')))?.[1]);
    const float = Buffer.alloc(4);
    float.writeFloatBE(30);
    expect((await probe.ask(1, 16, sp >> 8, sp & 255, 0, 2, 4, float[2] ?? 0, float[3] ?? 0, float[0] ?? 0, float[1] ?? 0))[0]).toBe(16);
    run(30);
    expect(plant.evaporationPlc.feed.mode).toBe(1);
    expect(plant.io.signals.get('FT-2011')).toBeGreaterThan(28);
    expect(plant.io.signals.get('FT-2011')).toBeLessThan(32);
    probe.socket.destroy();
  });

  it('closes and refuses, or hangs, when a link fault asks for it, and comes back on the same port', async () => {
    const port = servers.ports['PLC-41'] ?? 0;
    const probe = new Probe(port);
    await probe.read(1, 4, 100, 2);
    const closed = new Promise((resolve) => probe.socket.once('close', resolve));
    plant.startScenario(8);
    await closed;
    const refused = await new Promise<string | undefined>((resolve) =>
      connect(port, '127.0.0.1').once('error', (error: NodeJS.ErrnoException) => resolve(error.code)),
    );
    expect(refused).toBe('ECONNREFUSED');
    plant.startScenario(9);
    await new Promise<void>((resolve) => {
      const again = (): void => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.destroy();
          resolve();
        });
        socket.once('error', () => setImmediate(again));
      };
      again();
    });
    const hung = new Probe(port);
    let hasAnswer = false;
    void hung.read(1, 4, 100, 2).then(() => {
      hasAnswer = true;
    });
    const dropped = new Promise((resolve) => hung.socket.once('close', resolve));
    await new Promise((resolve) => hung.socket.once('connect', resolve));
    // Another device answers meanwhile: the hung one had its chance.
    const other = new Probe(servers.ports['PLC-21'] ?? 0);
    for (let i = 0; i < 20; i++) await other.read(1, 4, 100, 2);
    other.socket.destroy();
    expect(hasAnswer).toBe(false);
    plant.startScenario(0);
    await dropped;
    const healed = new Probe(port);
    expect((await healed.read(1, 4, 100, 2)).length).toBe(6);
    healed.socket.destroy();
  });

  it('says in one sentence which port is in use', async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const place = project.devices.findIndex((device) => device.driver === 'modbus');
    await expect(servePlant(project, plant, { portBase: port - place, dataDir })).rejects.toThrow(`PLC-11 on ${port} is in use`);
    await new Promise((resolve) => other.close(resolve));
  });

  describe('over OPC UA', () => {
    let client: OPCUAClient;
    let session: ClientSession;
    const node = async (tag: string): Promise<string> => {
      const text = addressText(project.tags.find((t) => t.id === tag));
      const [, uri, rest] = /^nsu=(.+?);(s=.+)$/.exec(text) ?? [];
      const namespaces = await session.readNamespaceArray();
      return `ns=${namespaces.indexOf(uri ?? '')};${rest}`;
    };
    const value = async (tag: string): Promise<DataValue> => session.read({ nodeId: await node(tag), attributeId: AttributeIds.Value });

    beforeAll(async () => {
      client = OPCUAClient.create({
        endpointMustExist: false,
        securityMode: MessageSecurityMode.None,
        securityPolicy: SecurityPolicy.None,
        connectionStrategy: { maxRetry: 0 },
      });
      await client.connect(`opc.tcp://127.0.0.1:${servers.ports['PLC-22']}`);
      session = await client.createSession();
    });
    afterAll(async () => {
      await session.close();
      await client.disconnect();
    });

    it('shows values with the source time of the plant, booleans and counters with types of their own', async () => {
      const pressure = await value('PT-2312');
      expect(pressure.value.dataType).toBe(DataType.Double);
      expect(pressure.value.value).toBeCloseTo(plant.io.signals.get('PT-2312'), 6);
      expect(pressure.sourceTimestamp?.getTime()).toBe(Math.floor(plant.io.signals.timeMs[plant.io.signals.slot('PT-2312')] ?? 0));
      expect((await value('K-201.RUN')).value).toMatchObject({ dataType: DataType.Boolean, value: true });
      expect((await value('K-201.HRS')).value).toMatchObject({ dataType: DataType.Int32, value: 21_406 });
    });

    it('loses no change between publishes and keeps each millisecond, whatever the sampling interval asked for', async () => {
      const subscription = ClientSubscription.create(session, {
        requestedPublishingInterval: 100,
        requestedLifetimeCount: 1000,
        requestedMaxKeepAliveCount: 10,
        maxNotificationsPerPublish: 0,
        publishingEnabled: true,
        priority: 1,
      });
      const times: number[] = [];
      const item = ClientMonitoredItem.create(
        subscription,
        { nodeId: await node('P-231B.RUN'), attributeId: AttributeIds.Value },
        { samplingInterval: 1000, queueSize: 100, discardOldest: false },
        TimestampsToReturn.Both,
      );
      const done = new Promise<void>((resolve) => {
        item.on('changed', (dataValue: DataValue) => {
          times.push(dataValue.sourceTimestamp?.getTime() ?? 0);
          if (times.length === 11) resolve();
        });
      });
      await new Promise<void>((resolve) => item.once('changed', () => resolve()));
      const motor = plant.world.motors.get('P-231B');
      const sent: number[] = [];
      for (let i = 0; i < 5; i++) {
        motor.start(plant.world.simMs + 1);
        sent.push(Math.floor(plant.stamp(plant.world.simMs + 23)));
        motor.stop(plant.world.simMs + 30);
        sent.push(Math.floor(plant.stamp(plant.world.simMs + 52)));
        run(1);
      }
      await done;
      expect(times.slice(1)).toEqual(sent);
      await subscription.terminate();
    });

    it('acts on writes, and refuses what is not writable or not a number', async () => {
      const write = async (tag: string, dataType: DataType, v: unknown): Promise<string> =>
        (await session.write({ nodeId: await node(tag), attributeId: AttributeIds.Value, value: { value: { dataType, value: v } } })).name;
      expect(await write('SIM.SCENARIO', DataType.Int32, 4)).toBe('Good');
      run(1);
      expect(plant.scenarioId).toBe(4);
      expect((await value('SIM.ACTIVE')).value.value).toBe(true);
      expect(await write('SIM.SCENARIO', DataType.Int32, 0)).toBe('Good');
      run(1);
      expect(plant.scenarioId).toBe(0);
      expect(await write('PT-2312', DataType.Double, 1)).toBe('BadNotWritable');
      expect(await write('SIC-2301.SP', DataType.Double, Number.NaN)).toBe('BadOutOfRange');
      // In cascade the output is the plant's own: what was written is taken back with the next publish.
      const before = plant.io.signals.get('SIC-2301.OUT');
      expect(await write('SIC-2301.OUT', DataType.Double, 3)).toBe('Good');
      run(1);
      expect((await value('SIC-2301.OUT')).value.value).toBeCloseTo(before, -1);
    });

    it('serves a fresh plant after a reset, on the same nodes, and a device that hung answers again', async () => {
      plant.startScenario(9);
      const hung = new Probe(servers.ports['PLC-41'] ?? 0);
      await new Promise((resolve) => hung.socket.once('connect', resolve));
      const dropped = new Promise((resolve) => hung.socket.once('close', resolve));
      plant = new Plant(project, { seed: 2, startMs: 1_900_000_000_000, warmUpS: 10 });
      servers.serve(plant);
      await dropped;
      const healed = new Probe(servers.ports['PLC-41'] ?? 0);
      expect((await healed.read(1, 4, 100, 2)).length).toBe(6);
      healed.socket.destroy();
      expect((await value('PT-2312')).value.value).toBeCloseTo(plant.io.signals.get('PT-2312'), 6);
      expect((await value('PT-2312')).sourceTimestamp?.getTime()).toBe(1_900_000_000_000);
    });
  });
});
