import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WriteSelection } from '#shared/contract/control.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { ControlState } from '#shared/model/control.ts';
import { AssetId, TagId } from '#shared/model/ids.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { createProjectFolder, type EngineRig, startEngine, until } from '../support/engine-rig.ts';
import { writeTag } from '../support/write-tag.ts';

// Real engines with real files: on a busy machine a start takes seconds.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const tagsFile = (speedRule: string): string => `tags:
  - { id: SIC.SP, name: Speed setpoint, asset: K-1, use: sp, device: PLC-1, address: 'holding:0', unit: rpm, decimals: 0, range: [0, 10000], writable: true,
      write: ${speedRule} }
  - { id: K-1.MODE, name: Mode, asset: K-1, type: enum, use: mode, device: PLC-1, address: 'holding:1', states: { 0: Man, 1: Auto, 2: Cascade }, writable: true }
  - { id: K-1.CMD, name: Start, asset: K-1, type: bool, use: command, device: PLC-1, address: 'coil:0', states: { 0: Stop, 1: Start }, writable: true,
      write: { feedback: K-1.RUN, feedbackTimeoutMs: 1000, role: lead, reasonRequired: true, momentary: true } }
  - { id: K-1.RUN, name: Running, asset: K-1, type: bool, use: run, device: PLC-1, address: 'coil:1' }
  - { id: K-1.RESET, name: Reset, asset: K-1, type: bool, use: command, device: PLC-1, address: 'coil:2', writable: true, write: { momentary: true } }
  - { id: PT-1, name: Oil pressure, asset: K-1, device: PLC-1, address: 'holding:2', unit: bar, range: [0, 100], scale: { raw: [0, 1000], eu: [0, 100] } }
  - { id: LT-2.SP, name: Level setpoint, asset: T-2, device: PLC-1, address: 'holding:3', unit: '%', range: [0, 100], scale: { raw: [0, 1000], eu: [0, 100] }, writable: true }
`;
const speedRule = "{ min: 6000, max: 9200, maxStep: 500, interlock: '{PT-1} > 1.2', interlockText: Oil pressure is above 1.2 bar, consequence: The evaporator pressure falls., feedbackTimeoutMs: 800 }";
const plant = (port: number, authority: 'off' | 'areas', rule = speedRule): Readonly<Record<string, string>> => ({
  'project.yaml': `name: Compressor\ncontrol: { authority: ${authority} }\n`,
  'assets/a.yaml': 'assets:\n  - { id: HW, name: Works, level: site }\n  - { id: U1, name: Unit 1, level: unit, parent: HW }\n  - { id: U2, name: Unit 2, level: unit, parent: HW }\n  - { id: K-1, name: Compressor, parent: U1 }\n  - { id: T-2, name: Tank, parent: U2 }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Compressor PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 50 } }\n`,
  'tags/t.yaml': tagsFile(rule),
});
const speed = TagId.parse('SIC.SP');
const level = TagId.parse('LT-2.SP');
type Client = RpcClient<FirstoutContract>;

let device: ModbusDevice;
let folder: ReturnType<typeof createProjectFolder>;
let rig: EngineRig;
/** What the device was told, in order: function, address, value. */
const ledger = (): readonly (readonly number[])[] => device.requests.filter(({ functionCode }) => functionCode > 4).map(({ functionCode, start, count }) => [functionCode, start, count]);

function follow(client: Client): { readonly now: () => ControlState | null; readonly close: () => void } {
  let state: ControlState | null = null;
  const stream = client.open('control.state', {}, { onItem: (item) => void (state = item) });
  return { now: () => state, close: stream.close };
}
async function select(client: Client, tag: TagId, value: number | string): Promise<WriteSelection> {
  const answer = await client.call('control.select', { tag, value });
  if (!answer.ok) throw new Error(answer.fault.message);
  return answer.value;
}
/** Selects again and again until the engine's answer is as claimed: what it checks follows the plant. */
async function selectUntil(client: Client, tag: TagId, value: number, claim: (selection: WriteSelection) => boolean): Promise<WriteSelection> {
  for (;;) {
    const now = await select(client, tag, value);
    if (claim(now)) return now;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const operate = (client: Client, { token }: Pick<WriteSelection, 'token'>, reason = '') => client.call('control.operate', { token: token ?? '', reason });
const unmet = ({ checks }: WriteSelection): readonly string[] => checks.filter(({ isMet }) => !isMet).map(({ kind }) => kind);
const lastWrite = async (tag: TagId) => {
  const answer = await rig.client.call('control.history', { tag, limit: 1 });
  return answer.ok ? answer.value.writes[0] : undefined;
};
/** Resolves when the newest write to a tag has ended so: the line of its end follows the answer. */
async function written(tag: TagId, result: RegExp): Promise<void> {
  while (!result.test((await lastWrite(tag))?.result ?? '')) await new Promise((resolve) => setTimeout(resolve, 5));
}
async function start(authority: 'off' | 'areas'): Promise<void> {
  folder = createProjectFolder(plant(device.port, authority));
  rig = await startEngine(folder);
  await selectUntil(rig.client, speed, 8300, (now) => !unmet(now).includes('link') && now.now.value === 8400);
  await selectUntil(rig.client, level, 51, (now) => !unmet(now).includes('quality'));
}

beforeEach(async () => {
  device = await startModbusDevice();
  device.holding.set([8400, 1, 30, 500]);
});
afterEach(async () => {
  await rig?.stop();
  await device?.stop();
  folder?.remove();
});

describe('a write, on a plant where every console may write', () => {
  beforeEach(() => start('off'));

  it('is selected with all that there is to know, goes out once, and is confirmed by what the device then shows', async () => {
    const selection = await select(rig.client, speed, 8150);
    expect(selection).toMatchObject({
      tag: speed,
      device: 'PLC-1',
      now: { value: 8400, text: '8\u2009400' },
      next: '8\u2009150',
      unit: 'rpm',
      limits: { min: 6000, max: 9200 },
      consequences: ['The evaporator pressure falls.'],
      feedback: speed,
      reasonRequired: false,
    });
    expect(selection.checks.map(({ sentence }) => sentence)).toEqual([
      'The new value is a number this tag takes.',
      'Inside the limits 6\u2009000 to 9\u2009200 rpm.',
      'A step of 250 rpm, at most 500 rpm at once.',
      'Lead may write this (role engineer).',
      'PLC-1 answers.',
      'The present value is good.',
      'Interlock met: Oil pressure is above 1.2 bar.',
    ]);
    expect(ledger()).toEqual([]);
    const answer = await operate(rig.client, selection, 'Test run');
    expect(answer).toMatchObject({ ok: true, value: { outcome: 'confirmed', answered: true, feedback: '8\u2009150 rpm' } });
    expect(ledger()).toEqual([[6, 0, 8150]]);
    expect(await lastWrite(speed)).toMatchObject({ user: 'Lead', role: 'engineer', place: 'this engine', before: '8\u2009400 rpm', after: '8\u2009150 rpm', reason: 'Test run', result: 'done' });
    // A token is good for one write.
    expect(await operate(rig.client, selection)).toMatchObject({ ok: false, fault: { code: 'no-selection' } });
    expect(ledger()).toHaveLength(1);
  });

  it('is refused with the check that is not met, in the dialog and at the engine, and nothing reaches the device', async () => {
    expect(unmet(await select(rig.client, speed, 9300))).toEqual(['limits', 'step']);
    expect(unmet(await select(rig.client, speed, 7800))).toEqual(['step']);
    expect(unmet(await select(rig.client, speed, 8350.5))).toEqual([]);
    expect(unmet(await select(rig.client, TagId.parse('K-1.MODE'), 3))).toEqual(['value']);
    expect(unmet(await select(rig.connect('operate', 'Op'), TagId.parse('K-1.CMD'), 1))).toEqual(['role']);
    expect(await rig.client.call('control.select', { tag: TagId.parse('PT-1'), value: 5 })).toMatchObject({ ok: false, fault: { code: 'not-writable' } });
    expect(await rig.client.call('control.select', { tag: TagId.parse('NO'), value: 5 })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    for (const token of ['', 'x', '00000000-0000-4000-8000-000000000000']) expect(await operate(rig.client, { token })).toMatchObject({ ok: false, fault: { code: 'no-selection' } });
    expect(ledger()).toEqual([]);
  });

  it('is stopped by its interlock, although it was met when the value was selected', async () => {
    const selection = await select(rig.client, speed, 8300);
    expect(selection.token).not.toBeNull();
    device.holding[2] = 11;
    const now = await selectUntil(rig.client, speed, 8300, (one) => unmet(one).includes('interlock'));
    expect(now.checks.at(-1)?.sentence).toBe('Interlock not met; required: Oil pressure is above 1.2 bar.');
    expect(await operate(rig.client, selection)).toMatchObject({ ok: false, fault: { code: 'check-not-met', message: 'Interlock not met; required: Oil pressure is above 1.2 bar.' } });
    // An interlock that reads a value outside its range is not known, and that is not met.
    device.holding[2] = 5000;
    const unknown = await selectUntil(rig.client, speed, 8300, ({ checks }) => checks.some(({ sentence }) => sentence.startsWith('Interlock not known')));
    expect(unknown.token).toBeNull();
    expect(ledger()).toEqual([]);
    await written(speed, /^check-not-met: Interlock not met/);
  });

  it('is void when another value was written to the tag since it was shown, and for another session', async () => {
    const other = rig.connect('operate', 'Op');
    const [mine, stale] = [await select(rig.client, speed, 8300), await select(other, speed, 8200)];
    expect(await operate(other, mine)).toMatchObject({ ok: false, fault: { code: 'no-selection', message: 'Another session selected this.' } });
    expect(await operate(rig.client, mine)).toMatchObject({ ok: false, fault: { code: 'no-selection' } });
    expect(await writeTag(rig.client, speed, 8350)).toMatchObject({ ok: true });
    expect(await operate(other, stale)).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    expect(ledger()).toEqual([[6, 0, 8350]]);
  });

  it('needs the role and the reason its rule asks for, and is judged by the tag that shows its effect', async () => {
    const command = TagId.parse('K-1.CMD');
    const selection = await select(rig.connect('lead', 'Lena'), command, 1);
    expect([selection.reasonRequired, selection.feedback]).toEqual([true, 'K-1.RUN']);
    const lead = rig.connect('lead', 'Lena');
    const again = await select(lead, command, 1);
    expect(await operate(lead, again, '  ')).toMatchObject({ ok: false, fault: { code: 'reason-missing' } });
    expect(ledger()).toEqual([]);
    // The motor starts when it is told to.
    device.misbehave((request) => {
      if (request.functionCode === 5 && request.start === 0) device.coils[1] = 1;
      return null;
    });
    expect(await writeTag(lead, command, 1, 'Batch 12')).toMatchObject({ ok: true, value: { outcome: 'confirmed', feedback: 'On' } });
    expect(ledger()).toEqual([[5, 0, 0xff00]]);
  });

  it('is told as unconfirmed when the device shows another value, marked at the tag on every console, and the mark goes when the feedback agrees', async () => {
    const watch = follow(rig.connect('view', 'Onlooker'));
    // The controller clamps what it takes.
    device.misbehave((request) => {
      if (request.functionCode === 6) device.holding[0] = 8200;
      return null;
    });
    const answer = await writeTag(rig.client, speed, 8000);
    expect(answer).toMatchObject({ ok: true, value: { outcome: 'unconfirmed', answered: true, feedback: '8\u2009200 rpm', sentence: 'PLC-1 took 8\u2009000 rpm for SIC.SP; SIC.SP shows 8\u2009200 rpm.' } });
    await until(() => watch.now()?.marks.length === 1);
    expect(watch.now()?.marks[0]).toMatchObject({ tag: speed, kind: 'unconfirmed', wanted: '8\u2009000 rpm', user: 'Lead' });
    await written(speed, /^unconfirmed: /);
    device.misbehave(null);
    device.holding[0] = 8000;
    await until(() => watch.now()?.marks.length === 0);
    await written(speed, /^done late/);
  });

  it('is told as unconfirmed when the device took it and has not been read since, and is found done once it is', async () => {
    // It stops right behind its answer.
    let isDead = false;
    device.misbehave((request) => {
      isDead ||= request.functionCode === 6;
      return null;
    });
    device.ignore(() => isDead);
    const answer = await writeTag(rig.client, speed, 8100);
    expect(answer).toMatchObject({ ok: true, value: { outcome: 'unconfirmed', answered: true, sentence: 'PLC-1 took 8\u2009100 rpm for SIC.SP; SIC.SP was not read since.' } });
    await written(speed, /^unconfirmed: /);
    device.misbehave(null);
    device.ignore(null);
    await written(speed, /^done late/);
  });

  it('is told as failed with the words of the device, marked, and the mark is kept over a restart until somebody puts it away', async () => {
    device.unknownFunctions.add(6);
    expect(await writeTag(rig.client, speed, 8300)).toMatchObject({ ok: false, fault: { code: 'rejected-by-device' } });
    await written(speed, /^failed: /);
    await rig.stop();
    rig = await startEngine(folder);
    const watch = follow(rig.client);
    await until(() => watch.now()?.marks.length === 1);
    const mark = watch.now()?.marks[0];
    expect(mark).toMatchObject({ tag: speed, kind: 'failed' });
    expect(await rig.connect('view', 'Onlooker').call('control.dismiss', { tag: speed, seq: mark?.seq ?? 0 })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await rig.client.call('control.dismiss', { tag: speed, seq: (mark?.seq ?? 0) + 1 })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect(await rig.client.call('control.dismiss', { tag: speed, seq: mark?.seq ?? 0 })).toMatchObject({ ok: true });
    await until(() => watch.now()?.marks.length === 0);
    await written(speed, /^failed: /);
  });

  it('of a push button counts as done when the device takes it: it takes it back by itself', async () => {
    const reset = TagId.parse('K-1.RESET');
    device.misbehave((request) => {
      if (request.functionCode === 5) device.coils[2] = 0;
      return null;
    });
    expect(await writeTag(rig.client, reset, 1)).toMatchObject({ ok: true, value: { outcome: 'confirmed', feedback: null } });
  });

  it('is void when the project changes the tag between showing and writing', async () => {
    const selection = await select(rig.client, speed, 8300);
    folder.write('tags/t.yaml', tagsFile(speedRule.replace('9200', '8200')));
    // Another session looks: one keeps 16 selections.
    const now = await selectUntil(rig.connect('operate', 'Op'), speed, 8300, ({ limits }) => limits.max === 8200);
    expect(unmet(now)).toEqual(['limits']);
    expect(await operate(rig.client, selection)).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile', message: 'SIC.SP was changed in the project since it was shown.' } });
    // A rule that cannot be kept takes the tag out of reach instead of opening it.
    folder.write('tags/t.yaml', tagsFile(speedRule.replace('{PT-1} > 1.2', '{PT-9} > 1.2')));
    let answer = await rig.client.call('control.select', { tag: speed, value: 8300 });
    while (answer.ok) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      answer = await rig.client.call('control.select', { tag: speed, value: 8300 });
    }
    expect(answer).toMatchObject({ ok: false, fault: { code: 'not-writable' } });
    expect(ledger()).toEqual([]);
  });

  it('of a thousand values beyond what may be written puts none on the device', async () => {
    const values: readonly unknown[] = [Number.NaN, Infinity, -Infinity, -0, 1e308, -1e308, '8300', '', null, true, [], {}, 5999.999, 9200.001, 65_536, -1, 2 ** 53, Number.MIN_VALUE];
    const mode = TagId.parse('K-1.MODE');
    const refusals: unknown[] = [];
    for (const value of values) {
      for (const tag of [speed, mode, level]) {
        if (tag === level && (Object.is(value, -0) || value === Number.MIN_VALUE)) continue;
        if (tag === mode && (Object.is(value, -0))) continue;
        const answer = await rig.client.call('control.select', { tag, value: value as number });
        refusals.push(answer.ok ? answer.value.token : null);
      }
    }
    for (let round = 0; round < 1000; round++) {
      const value = round % 2 === 0 ? 9200 + (round + 1) * 0.7 : 6000 - (round + 1) * 0.7;
      const answer = await rig.client.call('control.select', { tag: speed, value });
      refusals.push(answer.ok ? answer.value.token : null);
    }
    expect(refusals.filter((token) => token !== null)).toEqual([]);
    expect(ledger()).toEqual([]);
  });

  it('is not made while the link is down, and says so', async () => {
    const selection = await select(rig.client, speed, 8300);
    await device.stop();
    const now = await selectUntil(rig.client, speed, 8300, ({ token }) => token === null);
    expect(unmet(now)).toEqual(expect.arrayContaining(['quality']));
    expect(await operate(rig.client, selection)).toMatchObject({ ok: false });
    await device.start();
    await selectUntil(rig.client, speed, 8300, ({ token }) => token !== null);
    expect(ledger()).toEqual([]);
  });
});

describe('a write, where one console at a time has control', () => {
  beforeEach(() => start('areas'));
  const unit1 = AssetId.parse('U1');

  it('is refused to who does not hold the area, names the holder, and is void once the area changed hands', async () => {
    const [anna, ben, lena] = [rig.connect('operate', 'Anna'), rig.connect('operate', 'Ben'), rig.connect('lead', 'Lena')];
    const [seenByAnna, seenByBen] = [follow(anna), follow(ben)];
    follow(lena);
    expect((await select(anna, speed, 8300)).checks.find(({ kind }) => kind === 'authority')).toEqual({ kind: 'authority', isMet: false, sentence: 'Nobody has control of Unit 1; take it first.', takeArea: 'U1' });
    expect(await anna.call('control.take', { area: unit1 })).toMatchObject({ ok: true });
    const selection = await select(anna, speed, 8300);
    expect(selection.checks.find(({ kind }) => kind === 'authority')?.sentence).toBe('This console has control of Unit 1.');
    expect((await select(ben, speed, 8300)).checks.find(({ kind }) => kind === 'authority')?.sentence).toBe('Unit 1 is held by Anna at this engine.');
    expect(await ben.call('control.take', { area: unit1 })).toMatchObject({ ok: false, fault: { code: 'held' } });
    expect(await ben.call('control.force', { area: unit1, reason: 'x' })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    // The other unit is nobody's yet: control is by area.
    expect(await ben.call('control.take', { area: AssetId.parse('U2') })).toMatchObject({ ok: true });
    expect(await writeTag(ben, level, 51)).toMatchObject({ ok: true, value: { outcome: 'confirmed' } });

    expect(await ben.call('control.ask', { area: unit1 })).toMatchObject({ ok: true });
    await until(() => seenByAnna.now()?.areas.find(({ area }) => area === 'U1')?.asker?.user === 'Ben');
    expect(await anna.call('control.give', { area: unit1 })).toMatchObject({ ok: true });
    await until(() => seenByBen.now()?.areas.find(({ area }) => area === 'U1')?.holder?.isOwn === true);
    expect(await operate(anna, selection)).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    const bens = await select(ben, speed, 8250);
    expect(await lena.call('control.force', { area: unit1, reason: 'Ben left the room' })).toMatchObject({ ok: true });
    // Back with the same console the old number is void all the same.
    expect(await lena.call('control.release', { area: unit1 })).toMatchObject({ ok: true });
    expect(await ben.call('control.take', { area: unit1 })).toMatchObject({ ok: true });
    expect(await operate(ben, bens)).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    expect(ledger()).toEqual([[6, 3, 510]]);
    expect(await writeTag(ben, speed, 8250)).toMatchObject({ ok: true });
    // Who took what from whom, and why, stands in the audit log.
    const actions = await rig.client.call('actions.in', { span: { fromMs: 0, toMs: Date.now() + 1000 }, limit: 100 });
    expect(actions.ok && actions.value.actions.filter(({ action }) => action === 'control.force')).toMatchObject([
      { user: 'Ben', subject: 'U1', result: expect.stringMatching(/^forbidden: /) },
      { user: 'Lena', subject: 'U1', result: 'done' },
    ]);
  });

  it('is free again after the engine was started anew', async () => {
    const anna = rig.connect('operate', 'Anna');
    follow(anna);
    await anna.call('control.take', { area: unit1 });
    const selection = await select(anna, speed, 8300);
    await rig.stop();
    rig = await startEngine(folder);
    const ben = rig.connect('operate', 'Ben');
    const seen = follow(ben);
    await until(() => seen.now() !== null);
    expect(seen.now()?.areas.map(({ area, holder }) => [area, holder])).toEqual([['U1', null], ['U2', null]]);
    expect(await operate(ben, selection)).toMatchObject({ ok: false, fault: { code: 'no-selection' } });
    expect(ledger()).toEqual([]);
  });
});
