import { afterEach, describe, expect, it } from 'vitest';
import { isBad, isGood, isNoLink } from '#shared/model/quality.ts';
import type { TagId } from '#shared/model/ids.ts';
import { createProjectFolder, startEngine, until, type EngineRig } from '../support/engine-rig.ts';
import { startOpcuaProxy } from '../simulators/opcua-proxy.ts';
import { plantUri, startOpcuaServer, type OpcuaTestServer } from '../simulators/opcua-server.ts';
import { freePort } from '../support/free-ports.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server that keeps the history of Level and none of Flow, behind a network that can be cut, and a project on it. */
async function createPlant() {
  const port = await freePort();
  const server = await startOpcuaServer({
    port,
    historized: ['Level'],
    variables: { Level: { dataType: 'Double', value: 0 }, Flow: { dataType: 'Double', value: 0 } },
  });
  closers.push(() => server.stop());
  const proxy = await startOpcuaProxy(port);
  closers.push(() => proxy.close());
  const node = (name: string): string => `nsu=${plantUri};s=${name}`;
  const folder = createProjectFolder({
    'project.yaml': 'name: Brine\n',
    'assets/plant.yaml': 'assets:\n  - { id: U200, name: Brine feed, level: unit }\n',
    'devices/plcs.yaml': `devices:\n  - { id: PLC-1, name: Brine PLC, driver: opcua, groups: { default: { periodMs: 20 } }, options: { endpoint: 'opc.tcp://127.0.0.1:${proxy.port}', security: None, keepAliveMs: 200, requestTimeoutMs: 600 } }\n`,
    'tags/brine.yaml': [
      'tags:',
      `  - { id: LT-1, name: Level, asset: U200, device: PLC-1, address: '${node('Level')}', unit: '%' }`,
      `  - { id: FT-1, name: Flow, asset: U200, device: PLC-1, address: '${node('Flow')}', unit: m3/h }`,
    ].join('\n'),
    'alarms/brine.yaml': 'alarms:\n  - { id: LT-1.HIGH, tag: LT-1, priority: 2, type: limit, kind: high, limit: 90 }\n',
  });
  closers.push(() => folder.remove());
  return { server, proxy, folder };
}

const start = async (folder: Parameters<typeof startEngine>[0]): Promise<EngineRig> => {
  const rig = await startEngine(folder);
  closers.push(() => rig.stop());
  return rig;
};
const isUp = (rig: EngineRig): boolean => rig.engine.status().tags.bad === 0;
const filledLine = (rig: EngineRig): string | undefined => rig.log.lines.map(({ sentence }) => sentence).find((sentence) => sentence.includes('were filled in'));

async function read(rig: EngineRig, tag: string, fromMs: number) {
  const answer = await rig.client.call('history.raw', { tag: tag as TagId, span: { fromMs, toMs: Date.now() + 10_000 }, limit: 200_000 });
  if (!answer.ok) throw new Error(answer.fault.message);
  const { timeMs, value, quality } = answer.value;
  return Array.from(timeMs, (time, row) => ({ timeMs: time, value: value[row] as number, quality: quality[row] as number }));
}
/** Values one after another, each a millisecond apart at least, as their times are whole milliseconds. */
async function change(server: OpcuaTestServer, name: string, values: readonly number[]): Promise<void> {
  for (const value of values) {
    const before = Date.now();
    while (Date.now() === before) await new Promise((resolve) => setImmediate(resolve));
    server.set(name, value, { timestamp: new Date() });
  }
}

describe('After a device was away', () => {
  it('history holds what it recorded meanwhile, once, and the present knows nothing of it', async () => {
    const { server, proxy, folder } = await createPlant();
    const rig = await start(folder);
    await until(() => isUp(rig));
    const fromMs = Date.now();
    await change(server, 'Level', [1, 2, 3]);
    await change(server, 'Flow', [5]);
    await until(() => rig.engine.status().tags.bad === 0);
    await proxy.shut();
    await until(() => !isUp(rig));
    // High while nobody listened: history shows it, no alarm is raised for what is over.
    await change(server, 'Level', [50, 95, 96, 60]);
    await change(server, 'Flow', [6, 7]);
    server.forgetMessages();
    await server.forgetSessions();
    await proxy.open();
    await until(() => isUp(rig) && filledLine(rig) !== undefined);
    await change(server, 'Level', [61]);
    let level: Awaited<ReturnType<typeof read>> = [];
    while (level.at(-1)?.value !== 61) level = await read(rig, 'LT-1', fromMs);
    const values = level.filter(({ timeMs, quality }) => timeMs >= fromMs && isGood(quality)).map(({ value }) => value);
    expect(values.filter((value) => value >= 50 && value !== 61)).toEqual([50, 95, 96, 60]);
    // The mark of the loss is on record, and the value the device had then stands right behind it.
    const mark = level.findIndex(({ quality }) => isNoLink(quality));
    expect(mark).toBeGreaterThan(0);
    expect(level[mark + 1]).toMatchObject({ timeMs: level[mark]?.timeMs, value: 3 });
    const flow = await read(rig, 'FT-1', fromMs);
    const flowMark = flow.findIndex(({ quality }) => isNoLink(quality));
    expect(flow[flowMark + 1]?.timeMs).toBeGreaterThan(flow[flowMark]?.timeMs as number);
    expect(flow.some(({ value }) => value === 6)).toBe(false);
    const events = await rig.client.call('alarms.eventsIn', { span: { fromMs: fromMs - 60_000, toMs: Date.now() + 60_000 }, limit: 100 });
    expect(events.ok && events.value.events.filter(({ alarm }) => alarm === 'LT-1.HIGH')).toEqual([]);
  });

  it('the time the console itself was off is filled too', async () => {
    const { server, folder } = await createPlant();
    const first = await startEngine(folder);
    await until(() => isUp(first));
    const fromMs = Date.now();
    await change(server, 'Level', [1]);
    while ((await read(first, 'LT-1', fromMs)).at(-1)?.value !== 1) await new Promise((resolve) => setImmediate(resolve));
    await first.stop();
    await change(server, 'Level', [11, 12, 13]);
    const second = await start(folder);
    await until(() => isUp(second) && filledLine(second) !== undefined);
    const level = await read(second, 'LT-1', fromMs);
    expect(level.filter(({ quality }) => isGood(quality)).map(({ value }) => value).filter((value) => value > 10 && value < 13)).toEqual([11, 12]);
    const mark = level.findIndex(({ quality }) => isBad(quality));
    expect(level[mark + 1]).toMatchObject({ timeMs: level[mark]?.timeMs, value: 1 });
  });
});
