import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TagId } from '#shared/model/ids.ts';
import type { RunAct } from '#shared/model/runbook-run.ts';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { createProjectFolder, type EngineRig, startEngine } from '../support/engine-rig.ts';
import { openRunConsole, type RunConsole } from '../support/runbook-console.ts';

// Real engines with real files and a real device.
const text = `---
id: RB-1
title: Pump stopped
version: "1.0"
severity: 2
minutes: 20
roles: [operator, lead]
---
## Isolation
:::step[Let the pressure off]{#off role=lead}
::check[Pressure is down]{expr="{PT-1} < 5" for=300ms}
:::
:::step[Start the pump]{#start}
::action[Start]{tag=P-1.CMD value=1}
::sign[Done and checked]{role=lead count=2}
:::
`;
const files = (port: number, isSimulated: boolean): Readonly<Record<string, string>> => ({
  'project.yaml': `name: Pumps\n${isSimulated ? 'simulator: { plant: harbour-works, seed: 1 }\n' : ''}`,
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit 1, level: unit }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Pump PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 50 } }\n`,
  'tags/t.yaml': `tags:
  - { id: PT-1, name: Pressure, asset: U1, device: PLC-1, address: 'holding:0', unit: bar }
  - { id: P-1.CMD, name: Start, asset: U1, type: bool, use: command, device: PLC-1, address: 'coil:0', states: { 0: Stop, 1: Start }, writable: true }
`,
  'runbooks/rb-1.md': text,
});
const confirm = (step: string): RunAct => ({ kind: 'confirm', step, to: null, comment: '' });

describe.each([
  ['a plant of real devices', false],
  ['a plant of simulators', true],
])('dry runs on %s', { timeout: 60_000 }, (_, isSimulated) => {
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig;
  const consoles: RunConsole[] = [];
  const seat = (run: string): RunConsole => {
    const one = openRunConsole(run, () => Promise.resolve(rig.connect('operate', 'Anna')));
    consoles.push(one);
    return one;
  };
  const checkOf = ({ live }: RunConsole): string | undefined => live?.checks.find(({ step }) => step === 'off')?.state;
  let acts = 0;
  const dryAct = async (console: RunConsole, run: string, act: RunAct) => (await console.client()).call('runbook.dryAct', { opId: `dry-${randomUUID()}-${++acts}`.slice(0, 36), run, seenSeq: console.state?.seq ?? 0, act });

  beforeAll(async () => {
    device = await startModbusDevice();
    device.holding[0] = 40;
    folder = createProjectFolder(files(device.port, isSimulated));
    rig = await startEngine(folder);
  }, 180_000);
  afterAll(async () => {
    for (const one of consoles) one.close();
    await rig.stop();
    await device.stop();
    folder.remove();
  });

  it('go by live values only where those are of simulators; refused they leave nothing', async () => {
    const run = randomUUID();
    const anna = seat(run);
    const begun = await (await anna.client()).call('runbook.dryBegin', { run, runbook: 'RB-1', hash: null, dry: { kind: 'simulated' } });
    if (!isSimulated) {
      expect(begun).toMatchObject({ ok: false, fault: { code: 'not-simulated', message: expect.stringContaining('devices are real') } });
      expect(await rig.client.call('runbook.past', { fromMs: 0, toMs: 8.64e15, limit: 100 })).toEqual({ ok: true, value: { runs: [] } });
      return;
    }
    expect(begun).toMatchObject({ ok: true });
    await anna.until(() => checkOf(anna) === 'fail' && anna.runs.get(run) !== undefined && anna.records.length > 0);
    device.holding[0] = 1;
    await anna.until(() => checkOf(anna) === 'pass');
    // An operator goes through a lead's step.
    expect(await dryAct(anna, run, confirm('off'))).toMatchObject({ ok: true });
    await anna.until(() => anna.state?.current === 1);
    // Marked in its records and in the list, of no incident, and in no handover.
    expect(anna.runs.get(run)).toMatchObject({ dry: { kind: 'simulated' }, incident: null, alarm: null });
    expect(anna.records[0]?.event).toMatchObject({ kind: 'began', dry: { kind: 'simulated' } });
    const meant = randomUUID();
    await seat(meant).begin('RB-1');
    const draft = await rig.connect('lead').call('handover.draft', {});
    expect(draft.ok && draft.value.draft.items.filter(({ kind }) => kind === 'run').map((item) => item.id)).toEqual([`run/${meant}`]);
  });

  it('by a replayed span go by what was recorded, whatever the plant is now, and write nothing', async () => {
    // What is recorded: high, low for longer than the hold time of a run that is meant, high again.
    const meant = randomUUID();
    const watcher = seat(meant);
    device.holding[0] = 40;
    await watcher.begin('RB-1');
    await watcher.until(() => checkOf(watcher) === 'fail');
    device.holding[0] = 2;
    await watcher.until(() => checkOf(watcher) === 'pass');
    device.holding[0] = 30;
    await watcher.until(() => checkOf(watcher) === 'fail');
    const recorded = await rig.client.call('history.raw', { tag: TagId.parse('PT-1'), span: { fromMs: 0, toMs: Date.now() }, limit: 10_000 });
    if (!recorded.ok) throw new Error(recorded.fault.message);
    const { timeMs, value } = recorded.value;
    const lowAt = value.lastIndexOf(2);
    let first = lowAt;
    while (value[first - 1] === 2) first--;
    const lowMs = timeMs[first] as number;

    const run = randomUUID();
    const anna = seat(run);
    const client = await anna.client();
    const span = { fromMs: lowMs - 20, toMs: Date.now() };
    expect(await client.call('runbook.dryBegin', { run, runbook: 'RB-1', hash: null, dry: { kind: 'replayed', ...span } })).toMatchObject({ ok: true });
    await anna.until(() => anna.state !== null);
    // Before it stands anywhere nothing is known, and nothing passes.
    expect(await dryAct(anna, run, confirm('off'))).toMatchObject({ ok: false, fault: { code: 'not-met', message: expect.stringMatching(/^Not known: Pressure is down/) } });
    const move = (ms: number) => client.call('runbook.dryMove', { run, atMs: lowMs + ms });
    for (const [ms, state, sentence] of [[-1, 'fail', 'Not met: Pressure is down'], [100, 'holding', 'Not long enough: Pressure is down'], [299, 'holding', 'Not long enough: Pressure is down']] as const) {
      expect(await move(ms)).toEqual({ ok: true, value: { atMs: lowMs + ms } });
      await anna.until(() => checkOf(anna) === state);
      expect(await dryAct(anna, run, confirm('off'))).toMatchObject({ ok: false, fault: { code: 'not-met', message: expect.stringContaining(sentence) } });
    }
    await move(300);
    await anna.until(() => checkOf(anna) === 'pass');
    expect(checkOf(watcher)).toBe('fail');
    expect(await client.call('runbook.dryMove', { run, atMs: span.fromMs - 1 })).toMatchObject({ ok: false, fault: { code: 'bad-span' } });
    // Out of its span it stands nowhere: what was so at another moment counts for nothing.
    expect(await dryAct(anna, run, confirm('off'))).toMatchObject({ ok: false, fault: { code: 'not-met' } });
    await move(300);
    await anna.until(() => checkOf(anna) === 'pass');
    expect(await dryAct(anna, run, confirm('off'))).toMatchObject({ ok: true });
    await anna.until(() => anna.state?.current === 1);
    expect(anna.state?.steps[0]?.ended?.evidence).toMatchObject({ values: [{ tag: 'PT-1', value: 2, timeMs: lowMs }], trend: { toMs: lowMs + 300 } });

    // The write is ticked and never sent; the ways to a device are closed to it.
    const place = { run, step: 'start', item: 0 };
    expect(await client.call('runbook.select', place)).toMatchObject({ ok: false, fault: { code: 'dry-run' } });
    expect(await client.call('runbook.operate', { ...place, opId: randomUUID(), seenSeq: anna.state?.seq ?? 0, token: 'x', reason: '' })).toMatchObject({ ok: false });
    expect(await dryAct(anna, run, { kind: 'try', step: 'start', item: 0 })).toMatchObject({ ok: true });
    expect(await dryAct(anna, run, { kind: 'sign', step: 'start', item: 1 })).toMatchObject({ ok: true });
    expect(await dryAct(anna, run, confirm('start'))).toMatchObject({ ok: true });
    expect(await dryAct(anna, run, { kind: 'finish', comment: '' })).toMatchObject({ ok: true });
    const writes = await rig.client.call('actions.in', { span: { fromMs: 0, toMs: 8.64e15 }, limit: 1000 });
    expect(writes.ok && writes.value.actions.filter(({ action }) => action === 'tag.write')).toEqual([]);
    expect(device.coils[0]).toBe(0);
    expect(await rig.client.call('runbook.past', { fromMs: 0, toMs: 8.64e15, limit: 100 })).toMatchObject({ ok: true, value: { runs: expect.arrayContaining([expect.objectContaining({ run, end: 'finished', dry: { kind: 'replayed', ...span } })]) } });
  });

  it('are not what a run that is meant can be made of', async () => {
    const [meant] = [...(await rig.client.call('runbook.past', { fromMs: 0, toMs: 8.64e15, limit: 100 }).then((answer) => (answer.ok ? answer.value.runs : [])))].filter(({ dry }) => dry === undefined);
    const answer = await rig.connect('operate', 'Anna').call('runbook.dryAct', { opId: randomUUID(), run: meant?.run ?? '', seenSeq: 1e9, act: { kind: 'note', step: null, item: null, text: 'x' } });
    expect(answer).toMatchObject({ ok: false, fault: { code: 'not-found', message: expect.stringContaining('is no dry run') } });
  });
});
