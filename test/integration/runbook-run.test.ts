import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyChain } from '#electron/engine/store/records/verify-chain.ts';
import { TagId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import { stepStateOf } from '#shared/runbook-run/run-state.ts';
import { foldRun } from '#shared/runbook-run/apply-record.ts';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { createProjectFolder, type EngineRig, startEngine, until } from '../support/engine-rig.ts';
import { openRunConsole, type RunConsole } from '../support/runbook-console.ts';

// Real engines with real files: on a busy machine a start takes seconds.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const runbook = (version: string): string => `---
id: RB-1
title: Pump stopped
version: "${version}"
severity: 2
minutes: 20
roles: [operator, lead]
---
## Isolation
:::step[Let the pressure off]{#off}
::value{tag=PT-1}
::check[Pressure is down]{expr="{PT-1} < 5" for=300ms}
:::
:::step[Look at the filter]{#look}
::reading[Filter dp]{unit=bar min=0 max=2}
::photo[The filter]{required=true}
::branch[It is blocked]{when="{DP-1} > 1" to=change}
:::
:::step[Note it]{#note}
:::
:::step[Change the filter]{#change role=lead}
::sign[Done and checked]{role=operator count=2}
:::
:::step[Start the pump]{#start}
::action[Start]{tag=P-1.CMD value=1}
::check[It runs]{expr="{P-1.RUN}"}
:::
`;
const files = (port: number): Readonly<Record<string, string>> => ({
  'project.yaml': 'name: Pumps\n',
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit 1, level: unit }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Pump PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 1000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 50 } }\n`,
  'tags/t.yaml': `tags:
  - { id: PT-1, name: Pressure, asset: U1, device: PLC-1, address: 'holding:0', unit: bar }
  - { id: DP-1, name: Filter dp, asset: U1, device: PLC-1, address: 'holding:1', unit: bar }
  - { id: P-1.CMD, name: Start, asset: U1, type: bool, use: command, device: PLC-1, address: 'coil:0', states: { 0: Stop, 1: Start }, writable: true, write: { feedback: P-1.RUN, feedbackTimeoutMs: 2000 } }
  - { id: P-1.RUN, name: Running, asset: U1, type: bool, use: run, device: PLC-1, address: 'coil:1' }
`,
  'runbooks/rb-1.md': runbook('1.0'),
  // A tag that the project does not have.
  'runbooks/rb-2.md': runbook('1.0').replace('id: RB-1', 'id: RB-2').replaceAll('PT-1', 'PT-9'),
});
const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);

let device: ModbusDevice;
let folder: ReturnType<typeof createProjectFolder>;
let rig: EngineRig;
let consoles: RunConsole[];
const seat = (run: string, role: 'view' | 'operate' | 'lead' = 'operate', user = 'Anna'): RunConsole => {
  const one = openRunConsole(run, () => Promise.resolve(rig.connect(role, user)));
  consoles.push(one);
  return one;
};
const stateOf = ({ state }: RunConsole, id: string): string | undefined => (state === null ? undefined : stepStateOf(state, state.steps.findIndex(({ plan }) => plan.id === id)));
const checkOf = ({ live }: RunConsole, step: string): string | undefined => live?.checks.find((one) => one.step === step)?.state;

beforeAll(async () => {
  device = await startModbusDevice();
  folder = createProjectFolder(files(device.port));
  rig = await startEngine(folder);
});
beforeEach(() => {
  device.holding.set([40, 0]);
  consoles = [];
});
afterEach(() => {
  device.resume();
  for (const one of consoles) one.close();
});
afterAll(async () => {
  await rig.stop();
  await device.stop();
  folder.remove();
});

/** A run begun, with values coming in. */
async function begun(console: RunConsole): Promise<number> {
  const answer = await console.begin('RB-1');
  if (!answer.ok) throw new Error(answer.fault.message);
  expect(answer.value.isAgain).toBe(false);
  await console.until(() => checkOf(console, 'off') === 'fail');
  return answer.value.number;
}
async function toLook(console: RunConsole): Promise<void> {
  device.holding[0] = 1;
  await console.until(() => checkOf(console, 'off') === 'pass');
  expect(await console.act({ kind: 'confirm', step: 'off', to: null, comment: '' })).toMatchObject({ ok: true });
}

describe('A run of a runbook', () => {
  it('goes by the data: a check passes after its hold time, regresses, and is unknown while nothing is heard', async () => {
    const run = randomUUID();
    const anna = seat(run);
    await begun(anna);
    const confirm = { kind: 'confirm', step: 'off', to: null, comment: '' } as const;
    expect(await anna.act(confirm)).toMatchObject({ ok: false, fault: { code: 'not-met', message: 'Not met: Pressure is down.' } });
    await toLook(anna);
    await anna.until(() => stateOf(anna, 'off') === 'passed');
    const ended = anna.state?.steps[0]?.ended;
    expect(ended?.evidence.values).toMatchObject([{ tag: 'PT-1', value: 1, quality: Q.good }]);
    expect(ended?.evidence.trend.tags).toEqual(['PT-1']);
    const written = anna.records.flatMap(({ event }) => (event.kind === 'check-changed' && event.step === 'off' ? [event.state] : []));
    // What was between may pass between two looks of a slow machine: what it came to is written in any case.
    expect(written.at(-1)).toBe('pass');
    device.holding[0] = 30;
    await anna.until(() => stateOf(anna, 'off') === 'regressed');
    device.holding[0] = 1;
    await anna.until(() => stateOf(anna, 'off') === 'passed');
    device.hang();
    await anna.until(() => checkOf(anna, 'off') === 'unknown');
    expect(anna.live?.checks.find(({ step }) => step === 'off')?.why).toMatch(/^PT-1: /);
    expect(stateOf(anna, 'off')).toBe('passed');
  });

  it('never passes on data that went old within the hold time', async () => {
    const run = randomUUID();
    const anna = seat(run);
    await begun(anna);
    device.hang();
    await anna.until(() => checkOf(anna, 'off') === 'unknown');
    expect(await anna.act({ kind: 'confirm', step: 'off', to: null, comment: '' })).toMatchObject({ ok: false, fault: { code: 'not-met' } });
    expect(await anna.act({ kind: 'decide', step: 'off', item: 1, isMet: true, reason: 'Gauge at the pump shows 0' })).toMatchObject({ ok: true });
    expect(await anna.act({ kind: 'confirm', step: 'off', to: null, comment: '' })).toMatchObject({ ok: true });
    await anna.until(() => stateOf(anna, 'off') === 'passed');
  });

  it('is led through by several people: readings, a photo, a suggested branch, two signatures, a write the guarded way', async () => {
    const run = randomUUID();
    const [anna, lea, viewer] = [seat(run), seat(run, 'lead', 'Lea'), seat(run, 'view', 'Vic')];
    await begun(anna);
    device.holding[1] = 2;
    await toLook(anna);
    await lea.until(() => stateOf(lea, 'look') !== 'pending' && lea.live?.suggested.includes('change') === true);
    expect(lea.live?.people.map(({ user }) => user).toSorted((a, b) => a.localeCompare(b))).toEqual(['Anna', 'Lea', 'Vic']);
    expect(await viewer.act({ kind: 'note', step: null, item: null, text: 'x' })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await anna.act({ kind: 'reading', step: 'look', item: 0, value: 1.8 })).toMatchObject({ ok: true });
    const client = await anna.client();
    expect(await client.call('runbook.photo', { opId: randomUUID(), run, step: 'look', item: 1, caption: '', picture: Uint8Array.of(60, 115, 118, 103) })).toMatchObject({ ok: false, fault: { code: 'bad-picture' } });
    const photo = { opId: randomUUID(), run, step: 'look', item: 1, caption: 'Filter', picture };
    const kept = await client.call('runbook.photo', photo);
    if (!kept.ok) throw new Error(kept.fault.message);
    expect(await client.call('runbook.photo', photo)).toMatchObject({ ok: true, value: { seq: kept.value.seq, isAgain: true } });
    const shown = await (await viewer.client()).call('runbook.attachment', { hash: kept.value.hash });
    expect(shown.ok ? [shown.value.type, [...shown.value.body]] : shown.fault).toEqual(['image/png', [...picture]]);
    await lea.until(() => lea.state?.steps[1]?.items[1]?.kind === 'photo' && lea.state.steps[1].items[1].photos.length === 1);
    expect(await lea.act({ kind: 'confirm', step: 'look', to: 'change', comment: '' })).toMatchObject({ ok: true });
    await anna.until(() => stateOf(anna, 'change') === 'sign-off');
    expect([stateOf(anna, 'note'), anna.state?.steps[1]?.ended?.suggested]).toEqual(['skipped', ['change']]);
    const signed = await Promise.all([anna, lea].map((one) => one.act({ kind: 'sign', step: 'change', item: 0 })));
    expect(signed.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await lea.act({ kind: 'confirm', step: 'change', to: null, comment: '' })).toMatchObject({ ok: true });

    const place = { run, step: 'start', item: 0 };
    const selected = await client.call('runbook.select', place);
    if (!selected.ok || selected.value.token === null) throw new Error(JSON.stringify(selected));
    const asked = { ...place, opId: randomUUID(), seenSeq: anna.state?.seq ?? 0, token: selected.value.token, reason: '' };
    const writing = client.call('runbook.operate', asked);
    await until(() => device.coils[0] === 1);
    device.coils[1] = 1;
    expect(await writing).toMatchObject({ ok: true, value: { outcome: 'confirmed' } });
    expect(await client.call('runbook.operate', asked)).toMatchObject({ ok: true, value: { outcome: 'confirmed' } });
    expect(device.requests.filter(({ functionCode }) => functionCode === 5)).toHaveLength(1);
    expect(await rig.client.call('control.history', { tag: TagId.parse('P-1.CMD'), limit: 5 })).toMatchObject({ ok: true, value: { writes: [{ user: 'Anna', result: 'done' }] } });
    await anna.until(() => checkOf(anna, 'start') === 'pass');
    expect(await anna.act({ kind: 'confirm', step: 'start', to: null, comment: '' })).toMatchObject({ ok: true });
    expect(await anna.act({ kind: 'finish', comment: '' })).toMatchObject({ ok: true });
    await viewer.until(() => viewer.runs.get(run)?.status === 'finished');
    // The list of runs and each console's own view of one come on lines of their own.
    for (const one of [viewer, anna]) await one.until(() => one.state?.status === 'finished');
    expect(viewer.state).toEqual(anna.state);
    expect(viewer.runs.get(run)).toMatchObject({ done: 5, steps: 5, regressed: [], step: null, end: 'finished', endedBy: 'Anna' });
  });

  it('is not begun of a runbook with an error, of none, or of another text than was shown', async () => {
    const begin = (runbook: string, hash: string | null = null) => rig.client.call('runbook.begin', { run: randomUUID(), runbook, hash, incident: null, alarm: null, asset: null, reason: '' });
    expect(await begin('RB-9')).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect(await begin('RB-1', '0'.repeat(64))).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    expect(await begin('RB-2')).toMatchObject({ ok: false, fault: { code: 'not-sound' } });
  });

  it('goes on while the project is read again: a check whose tag is gone is unknown, and judged again when it is back', async () => {
    const run = randomUUID();
    const anna = seat(run);
    await begun(anna);
    const tags = files(device.port)['tags/t.yaml'] ?? '';
    folder.write('tags/t.yaml', tags.replace('id: PT-1,', 'id: PT-7,'));
    await anna.until(() => checkOf(anna, 'off') === 'unknown');
    expect(anna.live?.checks.find(({ step }) => step === 'off')?.why).toBe('The project has not all the tags of it any more.');
    expect(await anna.act({ kind: 'confirm', step: 'off', to: null, comment: '' })).toMatchObject({ ok: false, fault: { code: 'not-met' } });
    folder.write('tags/t.yaml', tags);
    device.holding[0] = 1;
    await anna.until(() => checkOf(anna, 'off') === 'pass');
    expect(await anna.act({ kind: 'confirm', step: 'off', to: null, comment: '' })).toMatchObject({ ok: true });
  });

  it('goes on at the exact step after the engine was started again, with the runbook it began with', async () => {
    const run = randomUUID();
    const anna = seat(run);
    const number = await begun(anna);
    await toLook(anna);
    await anna.act({ kind: 'reading', step: 'look', item: 0, value: 1.8 });
    await anna.until(() => anna.state?.steps[1]?.items[0]?.kind === 'reading' && anna.state.steps[1].items[0].value === 1.8);
    const before = anna.state;
    anna.close();
    await rig.stop();
    folder.write('runbooks/rb-1.md', runbook('2.0').replace('Look at the filter', 'Look at something else'));
    rig = await startEngine(folder);
    const ben = seat(run, 'operate', 'Ben');
    await ben.until(() => ben.state !== null && ben.state.current === 1 && checkOf(ben, 'off') === 'pass');
    expect(ben.state?.plan).toEqual(before?.plan);
    expect(ben.state?.steps[1]?.items[0]).toMatchObject({ value: 1.8, by: 'Anna' });
    expect(await ben.begin('RB-1')).toMatchObject({ ok: true, value: { number, isAgain: true } });
    const client = await ben.client();
    const text = await client.call('runbook.attachment', { hash: before?.plan.hash ?? '' });
    // What records say and name is whole: texts and photos are what their hashes say.
    const chain = verifyChain(folder.dataDir);
    expect(chain).toMatchObject({ broken: null, badAttachments: [] });
    expect(chain.attachments).toBeGreaterThanOrEqual(1);
    expect(text.ok ? new TextDecoder().decode(text.value.body) : text.fault).toBe(runbook('1.0'));
    // As it was at any time is what its records up to then add up to.
    const record = ben.records.find(({ event }) => event.kind === 'step-ended');
    const then = await client.call('runbook.records', { run, afterSeq: 0, limit: 1000, untilMs: record?.timeMs ?? 0 });
    expect(then.ok && foldRun(run, then.value.records)?.current).toBe(1);
    expect(await client.call('runbook.past', { fromMs: 0, toMs: Date.now(), limit: 100 })).toMatchObject({ ok: true, value: { runs: expect.arrayContaining([expect.objectContaining({ run, number, endedMs: null })]) } });
  });
});
