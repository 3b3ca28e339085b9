import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import type { RunAct, RunRecord } from '#shared/model/runbook-run.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import { foldRun } from '#shared/runbook-run/apply-record.ts';
import type { RunState } from '#shared/runbook-run/run-state.ts';
import { verifyChain } from '#electron/engine/store/records/verify-chain.ts';
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { type HeadlessProcess, startHeadless } from '#electron/host/headless-process.ts';
import { writeHostOptions } from '#electron/host/host-options.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { createProjectFolder, until } from '../support/engine-rig.ts';
import { openRunConsole, type RunConsole } from '../support/runbook-console.ts';
import { sourceFlags } from '../support/source-flags.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';
import { fileURLToPath } from 'node:url';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const seed = 20_261_129;
const steps = 18;
/** Every step asks for a reading, every third for the signatures of two people. */
const text = `---\nid: RB-1\ntitle: Round\nversion: "1"\nseverity: 3\nminutes: 20\nroles: [operator, lead]\n---\n## Round\n${Array.from({ length: steps }, (_none, at) => `:::step[Point ${at}]{#point-${at}}\n::reading[Gauge ${at}]{unit=bar min=0 max=10}\n${at % 3 === 2 ? '::sign[Seen]{role=operator count=2}\n' : ''}:::\n`).join('')}`;
const writing = `---\nid: RB-2\ntitle: Stop\nversion: "1"\nseverity: 3\nminutes: 20\nroles: [operator]\n---\n## Hazards\n:::step[Stop it]{#stop}\n::action[Stop]{tag=P-1.CMD value=1}\n:::\n`;
const files = (port: number): Readonly<Record<string, string>> => ({
  'project.yaml': 'name: Rounds\n',
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit 1, level: unit }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Pump PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 2000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 50 } }\n`,
  'tags/t.yaml': "tags:\n  - { id: P-1.CMD, name: Stop, asset: U1, type: bool, device: PLC-1, address: 'coil:0', writable: true, write: { feedbackTimeoutMs: 1000 } }\n",
  'runbooks/rb-1.md': text,
  'runbooks/rb-2.md': writing,
});

let device: ModbusDevice;
let folder: ReturnType<typeof createProjectFolder>;
let host: HeadlessProcess;
let consoles: RunConsole[];
const startHost = (): Promise<HeadlessProcess> =>
  startHeadless(
    process.execPath,
    [...sourceFlags, fileURLToPath(programUrl('electron/host/headless.ts')), ...writeHostOptions({ projectDir: folder.projectDir, dataDir: folder.dataDir, version: 'test', consoleDir: null, hasLinks: true, host: '127.0.0.1', port: 0 })],
    () => undefined,
  );
/** A line of a role's link over a port; null when nobody answers there. */
function kill({ pid }: HeadlessProcess): void {
  // 0 would be the group of this very process.
  if (pid === undefined) throw new Error('the engine has ended already');
  process.kill(pid, 'SIGKILL');
}

async function dial(port: number, role: 'operate' | 'lead'): Promise<RpcClient<FirstoutContract> | null> {
  const token = (JSON.parse(readFileSync(join(folder.dataDir, 'access.json'), 'utf8')) as Record<string, string>)[role] ?? '';
  const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, { origin: 'app://console' });
  try {
    await once(socket, 'open');
  } catch {
    return null;
  }
  return createRpcClient<FirstoutContract>(createSocketChannel(socket), { version: contractVersion, token, unpack: unpackAnswer });
}

beforeAll(async () => {
  device = await startModbusDevice();
  folder = createProjectFolder(files(device.port));
  host = await startHost();
});
beforeEach(() => void (consoles = []));
afterEach(() => {
  device.resume();
  for (const one of consoles) one.close();
});
afterAll(async () => {
  await host.stop();
  await device.stop();
  folder.remove();
});

/** What a person at a console would do next; null where it is somebody else's turn. */
function nextAct(state: RunState, user: string, value: number): RunAct | null {
  const step = state.steps[state.current];
  if (step === undefined) return null;
  const [reading, signatures] = step.items;
  if (reading?.kind === 'reading' && reading.value === null) return { kind: 'reading', step: step.plan.id, item: 0, value };
  if (signatures?.kind === 'sign' && signatures.signatures.length < 2) return signatures.signatures.some((one) => one.user === user) ? null : { kind: 'sign', step: step.plan.id, item: 1 };
  return { kind: 'confirm', step: step.plan.id, to: null, comment: '' };
}

/** Goes through the run as fast as it can, beside whoever else does. */
async function goThrough(console: RunConsole, random: () => number): Promise<void> {
  const ready = await (await console.client()).ready;
  const user = ready.ok ? ready.value.user : '';
  for (;;) {
    let act: RunAct | null = null;
    await console.until(() => {
      const { state } = console;
      act = state === null ? null : nextAct(state, user, Math.round(random() * 100) / 10);
      return act !== null || (state !== null && state.current === steps);
    });
    if (act === null) return;
    const seen = console.state?.seq ?? 0;
    const answer = await console.act(act);
    if (answer.ok) {
      await console.until(() => (console.state?.seq ?? 0) >= answer.value.seq);
      continue;
    }
    expect(['changed-meanwhile', 'already-signed', 'not-open', 'not-met']).toContain(answer.fault.code);
    // A line lost between a record and the news of it: what the console does not know yet was done by somebody.
    await console.until(() => (console.state?.seq ?? 0) > seen);
  }
}

/** All records of the run as the engine has them, asked over a line that nobody cuts. */
async function kept(run: string): Promise<readonly RunRecord[]> {
  const line = await dial(host.port, 'lead');
  const all: RunRecord[] = [];
  let afterSeq = 0;
  for (let hasMore = true; hasMore; ) {
    const answer = await line?.call('runbook.records', { run, afterSeq, limit: 1000, untilMs: 8.64e15 });
    if (answer?.ok !== true) throw new Error(answer?.fault.message ?? 'no line');
    for (const record of answer.value.records) all.push(record);
    ({ hasMore, reachSeq: afterSeq } = answer.value);
  }
  line?.close();
  return all;
}

/** Nothing lost, nothing doubled: what the engine keeps, what each console saw, and what each was told. */
async function expectWhole(run: string, [anna, lea]: readonly [RunConsole, RunConsole]): Promise<void> {
  const records = await kept(run);
  for (const one of [anna, lea]) {
    await one.until(() => one.records.length >= records.length);
    expect(one.records).toEqual(records);
  }
  const ops = records.flatMap(({ op, event }) => (op === null || event.kind === 'began' ? [] : [op]));
  expect(new Set(ops).size).toBe(ops.length);
  const done = [...anna.done, ...lea.done];
  expect(ops.toSorted((a, b) => a.localeCompare(b))).toEqual(done.map(([op]) => op).toSorted((a, b) => a.localeCompare(b)));
  for (const [op, seq] of done) expect(records.find((record) => record.seq === seq)?.op).toBe(op);
  const ended = records.flatMap(({ event }) => (event.kind === 'step-ended' ? [event.step] : []));
  expect(ended).toEqual(Array.from({ length: steps }, (_none, at) => `point-${at}`));
  expect(foldRun(run, records)).toMatchObject({ current: steps, strange: 0 });
  expect(verifyChain(folder.dataDir)).toMatchObject({ broken: null, badAttachments: [] });
}

describe('Two people on one run', () => {
  it('lose and double no step while the network is cut again and again', async () => {
    const random = createSeededRandom(seed);
    const limits = new Map<number, number>();
    const passed = new Map<number, number>();
    const proxy = await startCuttingProxy(host.port, (bytes, _from, connection) => {
      if (!limits.has(connection)) limits.set(connection, 2000 + random() * 9000);
      const sum = (passed.get(connection) ?? 0) + bytes.length;
      passed.set(connection, sum);
      return sum > (limits.get(connection) ?? 0);
    });
    const run = randomUUID();
    const anna = openRunConsole(run, () => dial(proxy.port, 'operate'));
    const lea = openRunConsole(run, () => dial(proxy.port, 'lead'));
    consoles.push(anna, lea);
    try {
      // Both at once: one of them begins it, the other finds it begun.
      const begun = await Promise.all([anna.begin('RB-1'), lea.begin('RB-1')]);
      expect(begun.map(({ ok }) => ok)).toEqual([true, true]);
      await Promise.all([goThrough(anna, random), goThrough(lea, random)]);
      await expectWhole(run, [anna, lea]);
      expect(proxy.cuts).toBeGreaterThan(3);
    } finally {
      for (const one of consoles) one.close();
      await proxy.close();
    }
  });

  it('lose and double no step while the engine is killed (kill -9) and started again', async () => {
    const random = createSeededRandom(seed + 1);
    const run = randomUUID();
    const anna = openRunConsole(run, () => dial(host.port, 'operate'));
    const lea = openRunConsole(run, () => dial(host.port, 'lead'));
    consoles.push(anna, lea);
    expect(await anna.begin('RB-1')).toMatchObject({ ok: true });
    const going = Promise.all([goThrough(anna, random), goThrough(lea, random)]);
    let kills = 0;
    for (const point of [4, 11]) {
      // In the middle of whatever is under way then: an act asked for, on its way to the disk, or just answered.
      await anna.until(() => (anna.state?.current ?? 0) >= point);
      const gone = new Promise((resolve) => host.onExit(resolve));
      kill(host);
      await gone;
      kills++;
      host = await startHost();
    }
    await going;
    await expectWhole(run, [anna, lea]);
    expect(kills).toBe(2);
    expect(anna.lines).toBeGreaterThan(kills);
  });
});

describe('A write of a run', () => {
  it('goes out once, however the engine is killed under it, and its end is found after the start', async () => {
    const run = randomUUID();
    const anna = openRunConsole(run, () => dial(host.port, 'operate'));
    consoles.push(anna);
    expect(await anna.begin('RB-2')).toMatchObject({ ok: true });
    const place = { run, step: 'stop', item: 0 };
    const select = async () => (await anna.client()).call('runbook.select', place);
    let selected = await select();
    // The device is being connected to: until its value is known nothing can be written.
    while (!selected.ok || selected.value.token === null) selected = await select();
    await anna.until(() => anna.state !== null);
    const asked = { ...place, opId: randomUUID(), seenSeq: anna.state?.seq ?? 0, token: selected.value.token, reason: '' };
    const writes = (): number => device.requests.filter(({ functionCode }) => functionCode === 5).length;
    device.hang();
    const lost = (await anna.client()).call('runbook.operate', asked);
    await until(() => writes() === 1);
    const gone = new Promise((resolve) => host.onExit(resolve));
    kill(host);
    await gone;
    expect(await lost).toMatchObject({ ok: false, fault: { code: 'disconnected' } });
    device.resume();
    host = await startHost();
    await anna.until(() => anna.records.some(({ event }) => event.kind === 'action-ended'));
    const again = await (await anna.client()).call('runbook.operate', asked);
    const records = await kept(run);
    expect(records.map(({ event }) => event.kind)).toEqual(['began', 'action-begun', 'action-ended']);
    const ended = records[2]?.event;
    expect(again.ok && ended?.kind === 'action-ended' && again.value.outcome === ended.outcome).toBe(true);
    // The twin of the device tells: what it shows now is what was found.
    expect(ended).toMatchObject({ outcome: device.coils[0] === 1 ? 'confirmed' : 'refused' });
    expect(writes()).toBe(1);
  });
});
