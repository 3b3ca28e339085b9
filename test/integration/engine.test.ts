import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { LinkHealth } from '#shared/model/device.ts';
import { AlarmId, DeviceId, TagId } from '#shared/model/ids.ts';
import { isBad, isGood } from '#shared/model/quality.ts';
import { startModbusDevice, type ModbusDevice } from '../simulators/modbus-device.ts';
import { createProjectFolder, startEngine, until, type EngineRig } from '../support/engine-rig.ts';
import { writeTag } from '../support/write-tag.ts';

// The whole engine on real files, real SQLite and a real socket, asked through the contract as a console asks.
const level = TagId.parse('LT-201');
const levelHigh = AlarmId.parse('LT-201.H');

const files = (port: number) => ({
  'project.yaml': 'name: Brine station\n',
  'assets/a.yaml': 'assets:\n  - { id: U200, name: Brine feed, level: unit }\n  - { id: P-201, name: Feed pump, parent: U200, kind: pump }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Brine PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 1000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 50 } }\n`,
  'tags/t.yaml': [
    'tags:',
    "  - { id: LT-201, name: Brine level, asset: P-201, device: PLC-1, address: 'holding:0', unit: '%', range: [0, 100], scale: { raw: [0, 1000], eu: [0, 100] }, writable: true }",
    "  - { id: P-201.RUN, name: Runs, asset: P-201, type: bool, device: PLC-1, address: 'coil:3' }",
    "  - { id: P-201.DRY, name: Runs dry, asset: P-201, type: bool, expression: '{P-201.RUN} && {LT-201} < 5' }",
    '',
  ].join('\n'),
  'alarms/a.yaml': 'alarms:\n  - { id: LT-201.H, tag: LT-201, kind: high, limit: 90, deadband: 1, priority: 2, message: Brine level high }\n',
});

describe('the engine', () => {
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig;
  const values = new Map<string, { value: number; quality: number; timeMs: number }>();
  const events: AlarmEvent[] = [];
  let links: ReadonlyMap<string, LinkHealth>;

  /** Opens what a window opens, and keeps what it hears. */
  const watch = async (): Promise<void> => {
    const directory = await rig.client.call('project.directory', {});
    if (!directory.ok) throw new Error(directory.fault.message);
    const { tags, revision } = directory.value;
    values.clear();
    rig.client.open('tags.values', { revision, tags: tags.map((_tag, index) => index) }, {
      onItem: (item) =>
        item.tag.forEach((index, row) => values.set(tags[index]?.id ?? '', { value: item.value[row] ?? 0, quality: item.quality[row] ?? 0, timeMs: item.timeMs[row] ?? 0 })),
    });
    const standing = await rig.client.call('alarms.standing', {});
    rig.client.open('alarms.events', { afterSeq: standing.ok ? standing.value.seq : 0 }, { onItem: (item) => void events.push(...item.events) });
    const known = new Map<string, LinkHealth>();
    links = known;
    rig.client.open('devices.health', {}, { onItem: (item) => item.links.forEach((link) => known.set(link.device, link)) });
  };
  const good = (tag: string): number | undefined => {
    const now = values.get(tag);
    return now !== undefined && isGood(now.quality) ? now.value : undefined;
  };

  beforeEach(async () => {
    events.length = 0;
    device = await startModbusDevice();
    folder = createProjectFolder(files(device.port));
    rig = await startEngine(folder);
    await watch();
  });
  afterEach(async () => {
    await rig.stop();
    await device.stop();
    folder.remove();
  });

  it('brings a value from the register to the console, scaled, and calculates with it', async () => {
    device.holding[0] = 425;
    device.coils[3] = 1;
    await until(() => good('LT-201') === 42.5 && good('P-201.RUN') === 1 && good('P-201.DRY') === 0);
    device.holding[0] = 31;
    await until(() => good('P-201.DRY') === 1);
  });

  it('writes a value to the device in its own units, refuses what does not fit, and writes both down', async () => {
    await until(() => good('LT-201') === 0);
    expect(await writeTag(rig.client, level, 55.5)).toMatchObject({ ok: true, value: { outcome: 'confirmed', answered: true } });
    expect(device.holding[0]).toBe(555);
    await until(() => good('LT-201') === 55.5);
    expect(await writeTag(rig.client, level, 101)).toMatchObject({ ok: false, fault: { code: 'check-not-met' } });
    expect(await writeTag(rig.client, TagId.parse('P-201.RUN'), 1)).toMatchObject({ ok: false, fault: { code: 'not-writable' } });
    expect(await writeTag(rig.connect('view'), level, 1)).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(device.holding[0]).toBe(555);
  });

  it('raises an alarm, takes an acknowledgement, and remembers both over a restart', async () => {
    device.holding[0] = 950;
    await until(() => events.length > 0);
    expect(events[0]).toMatchObject({ alarm: levelHigh, kind: 'raised', value: 95 });
    const raised = events[0] as AlarmEvent;
    expect(await rig.client.call('alarm.acknowledge', { occurrences: [{ alarm: levelHigh, seq: raised.seq }], comment: 'on it' })).toMatchObject({ ok: true, value: { done: [levelHigh] } });
    await rig.stop();
    rig = await startEngine(folder);
    const standing = await rig.client.call('alarms.standing', {});
    expect(standing).toMatchObject({ ok: true, value: { seq: raised.seq + 1, standings: [{ alarm: levelHigh, state: 'active-acked', acknowledgedBy: 'Lead' }] } });
    const journal = await rig.client.call('alarms.journal', { beforeSeq: null, limit: 10 });
    expect(journal.ok && journal.value.events.map((event) => event.kind)).toEqual(['acknowledged', 'raised']);
    events.length = 0;
    await watch();
    device.holding[0] = 100;
    await until(() => events.length > 0);
    expect(events[0]).toMatchObject({ seq: raised.seq + 2, kind: 'returned', to: 'normal' });
  });

  it('shows a lost link as bad values and an alarm, keeps the alarms behind it, and heals', async () => {
    device.holding[0] = 950;
    await until(() => events.some((event) => event.alarm === levelHigh));
    device.hang();
    await until(() => isBad(values.get('LT-201')?.quality ?? 0) && isBad(values.get('P-201.DRY')?.quality ?? 0) && good('PLC-1.LINK') === 0);
    await until(() => events.some((event) => event.alarm === 'PLC-1.LINK' && event.kind === 'raised'));
    expect(links.get('PLC-1')).toMatchObject({ state: 'down' });
    expect(events.filter((event) => event.alarm === levelHigh)).toHaveLength(1);
    device.resume();
    await until(() => good('LT-201') === 95 && good('PLC-1.LINK') === 1);
    await until(() => events.some((event) => event.alarm === 'PLC-1.LINK' && event.kind === 'returned'));
    expect(events.filter((event) => event.alarm === levelHigh)).toHaveLength(1);
  });

  it('records what it saw and gives it back by columns', async () => {
    await until(() => good('LT-201') === 0);
    for (const raw of [100, 200, 300]) {
      device.holding[0] = raw;
      await until(() => good('LT-201') === raw / 10);
    }
    const now = values.get('LT-201')?.timeMs ?? 0;
    const raw = await rig.client.call('history.raw', { tag: level, span: { fromMs: now - 60_000, toMs: now + 1000 }, limit: 1000 });
    if (!raw.ok) throw new Error(raw.fault.message);
    expect([...raw.value.value].filter((value) => !Number.isNaN(value))).toEqual([0, 10, 20, 30]);
    const columns = await rig.client.call('history.decimated', { tags: [level], span: { fromMs: now - 60_000, toMs: now + 1000 }, width: 100 });
    if (!columns.ok) throw new Error(columns.fault.message);
    const max = columns.value.pens[0]?.max ?? new Float64Array();
    expect(Math.max(...[...max].filter((value) => !Number.isNaN(value)))).toBe(30);
  });

  it('shows the time it was not running as a gap in history', async () => {
    device.holding[0] = 420;
    await until(() => good('LT-201') === 42);
    const beforeMs = values.get('LT-201')?.timeMs ?? 0;
    await rig.stop();
    rig = await startEngine(folder);
    await watch();
    await until(() => good('LT-201') === 42);
    const afterMs = values.get('LT-201')?.timeMs ?? 0;
    const raw = await rig.client.call('history.raw', { tag: level, span: { fromMs: beforeMs, toMs: afterMs }, limit: 100 });
    if (!raw.ok) throw new Error(raw.fault.message);
    const at = [...raw.value.quality].findIndex((quality) => isBad(quality));
    expect(at).toBeGreaterThan(0);
    expect(raw.value.timeMs[at]).toBeLessThan(afterMs);
    expect(raw.value.value[raw.value.value.length - 1]).toBe(42);
  });

  it('takes an edited project while it runs: the new limit counts, the link is not touched, a mistake is named', async () => {
    device.holding[0] = 500;
    await until(() => good('LT-201') === 50);
    const before = device.accepted;
    let state = { revision: 0, problems: [] as readonly { file: string; line: number | null; message: string }[] };
    rig.client.open('project.state', {}, { onItem: (item) => (state = item) });
    folder.write('alarms/a.yaml', 'alarms:\n  - { id: LT-201.H, tag: LT-201, kind: high, limit: 40, priority: 2, message: Brine level high }\n');
    await until(() => state.revision === 2);
    await watch();
    // The value stood still, so the limit is judged with the value taken over, not only with the next change.
    await until(() => events.some((event) => event.alarm === levelHigh && event.kind === 'raised'));
    expect(device.accepted).toBe(before);
    folder.write('alarms/a.yaml', 'alarms:\n  - { id: LT-201.H, tag: LT-201, kind: high, limit: forty, priority: 2, message: Brine level high }\n');
    await until(() => state.problems.length > 0);
    expect(state.problems[0]).toMatchObject({ file: 'alarms/a.yaml', line: 2 });
    expect(good('LT-201')).toBe(50);
    expect((await rig.client.call('alarms.standing', {})).ok).toBe(true);
  });

  it('tells a console that knows numbers from beyond the journal’s end of every event from now on', async () => {
    const heard: AlarmEvent[] = [];
    rig.client.open('alarms.events', { afterSeq: 1000 }, { onItem: (item) => void heard.push(...item.events) });
    device.holding[0] = 950;
    await until(() => heard.length > 0);
    expect(heard[0]).toMatchObject({ alarm: levelHigh, kind: 'raised' });
  });

  it('gives back an alarm as it stood when its file, broken at the start, is mended', async () => {
    device.holding[0] = 950;
    await until(() => events.some((event) => event.kind === 'raised'));
    device.holding[0] = 100;
    await until(() => events.some((event) => event.kind === 'returned'));
    const whole = files(device.port)['alarms/a.yaml'];
    await rig.stop();
    folder.write('alarms/a.yaml', 'alarms: [');
    rig = await startEngine(folder);
    const standings = async () => {
      const answer = await rig.client.call('alarms.standing', {});
      return answer.ok ? answer.value.standings.map((one) => [one.alarm, one.state]) : [];
    };
    expect(await standings()).toEqual([]);
    let revision = 1;
    rig.client.open('project.state', {}, { onItem: (item) => (revision = item.revision) });
    folder.write('alarms/a.yaml', whole);
    await until(() => revision === 2);
    expect(await standings()).toEqual([[levelHigh, 'returned-unacked']]);
  });

  it('refuses to browse a Modbus device and an unknown device with a sentence', async () => {
    await until(() => good('LT-201') === 0);
    expect(await rig.client.call('device.browse', { device: DeviceId.parse('PLC-1'), address: '' })).toMatchObject({ ok: false, fault: { code: 'not-supported' } });
    expect(await rig.client.call('device.browse', { device: DeviceId.parse('PLC-9'), address: '' })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });
});
