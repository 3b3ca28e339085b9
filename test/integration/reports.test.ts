import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { maxPieceBytes, type Job } from '#shared/contract/exchange.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { HandoverId } from '#shared/model/handover.ts';
import { AlarmId, AssetId } from '#shared/model/ids.ts';
import { IncidentId, type IncidentAddition, type IncidentCommand } from '#shared/model/incident.ts';
import { RunbookId } from '#shared/model/runbook.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { drawPicture } from '#electron/engine/reports/draw-picture.ts';
import { verifyChain } from '#electron/engine/store/records/verify-chain.ts';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { createProjectFolder, type EngineRig, startEngine } from '../support/engine-rig.ts';

// A real engine with real files and threads: on a busy machine a start takes seconds.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const runbook = (id: string, emergency: boolean): string => `---\nid: ${id}\ntitle: Lube oil lost\nversion: "1"\nseverity: 2\nminutes: 5\nemergency: ${emergency}\nroles: [operator]\n---\n## Check\n:::step[Look at the strainer]{#look}\n:::\n`;
const files = (port: number): Readonly<Record<string, string>> => ({
  'project.yaml': 'name: Lube works\n',
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit 1, level: unit }\n  - { id: K-1, name: Compressor, parent: U1 }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 50 } }\n`,
  'tags/t.yaml': "tags:\n  - { id: PT-1, name: Lube pressure, asset: K-1, device: PLC-1, address: 'holding:0', unit: bar }\n",
  'alarms/a.yaml': 'alarms:\n  - { id: PT-1.L, tag: PT-1, kind: low, limit: 10, priority: 1, message: Lube oil pressure low, onDelayMs: 0 }\n',
  'runbooks/rb-1.md': runbook('RB-1', true),
  'runbooks/rb-2.md': runbook('RB-2', false),
});
const run = promisify(execFile);
const hasPoppler = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

type Client = RpcClient<FirstoutContract>;
type Answer<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: { readonly code: string; readonly message: string } };
async function valueOf<Value>(asked: Promise<Answer<Value>>): Promise<Value> {
  const answer = await asked;
  if (!answer.ok) throw new Error(`${answer.fault.code}: ${answer.fault.message}`);
  return answer.value;
}

let device: ModbusDevice;
let folder: ReturnType<typeof createProjectFolder>;
let rig: EngineRig;
let lead: Client;
let incident: IncidentId;
beforeAll(async () => {
  device = await startModbusDevice();
  device.holding[0] = 40;
  folder = createProjectFolder(files(device.port));
  rig = await startEngine(folder);
  lead = rig.connect('lead', 'Lena');
  const raised = new Promise<void>((resolve) => {
    lead.open('alarms.events', { afterSeq: 0 }, { onItem: (item) => void (JSON.stringify(item).includes('PT-1.L') && resolve()) });
  });
  device.holding[0] = 2;
  await raised;
  incident = (await valueOf(lead.call('incident.begin', { opId: randomUUID(), origin: { kind: 'alarm', alarm: AlarmId.parse('PT-1.L') }, severity: 2, assets: [], links: [], everyMin: null }))).incident;
});
afterAll(async () => {
  await rig.stop();
  await device.stop();
  folder.remove();
});

/** The job once it has ended, and its file. */
async function fileOf(started: Promise<Answer<{ readonly job: string }>>): Promise<{ readonly job: Job; readonly bytes: Buffer }> {
  const { job: id } = await valueOf(started);
  const job = await new Promise<Job>((resolve) => {
    const stream = lead.open('jobs.state', {}, {
      onItem({ jobs }) {
        const now = jobs.find((one) => one.id === id);
        if (now === undefined || now.state === 'waiting' || now.state === 'running') return;
        stream.close();
        resolve(now);
      },
    });
  });
  expect(job).toMatchObject({ state: 'done' });
  const pieces: Uint8Array[] = [];
  for (let offset = 0; offset < (job.file?.bytes ?? 0);) {
    const { bytes } = await valueOf(lead.call('job.read', { job: id, offset, length: maxPieceBytes }));
    pieces.push(bytes);
    offset += bytes.length;
  }
  return { job, bytes: Buffer.concat(pieces) };
}
/** As another program reads it, in the order of writing. */
async function textOf(bytes: Buffer): Promise<string> {
  const path = join(folder.dataDir, `${randomUUID()}.pdf`);
  writeFileSync(path, bytes);
  return (await run('pdftotext', ['-raw', path, '-'])).stdout.replace(/\s+/g, ' ');
}
describe('reports of a running plant', () => {
  it.skipIf(!hasPoppler)('an incident that was led to its end is a PDF with its timeline, trend, picture and the head of the chain', async () => {
    const add = (act: IncidentAddition) => valueOf(lead.call('incident.add', { opId: randomUUID(), incident, seenSeq: 0, act }));
    const picture = await valueOf(lead.call('record.attach', { type: 'image/png', name: 'graphic.png', body: new Uint8Array(drawPicture([], 40, 20, 2)) }));
    await add({ kind: 'note', text: 'Strainer is full: ΔP ≥ 1.8 bar', asset: AssetId.parse('K-1'), attachments: [picture] });
    const { incident: now } = await valueOf(lead.call('incident.get', { incident }));
    const act: IncidentCommand = { kind: 'close', cause: 'A rag', actions: ['Strainer cleaned'], downtimeMin: 3, carriedOver: [] };
    await valueOf(lead.call('incident.command', { opId: randomUUID(), incident, seenSeq: now.seq, act }));

    const { job, bytes } = await fileOf(lead.call('report.incident', { incident, format: 'pdf' }));
    expect(job.file?.name).toMatch(/^INC-0001-Lube-oil-pressure-low\.pdf$/);
    const words = await textOf(bytes);
    const { report } = await valueOf(lead.call('incident.report', { incident }));
    expect(report.timeline.length).toBeGreaterThan(2);
    expect(report.timeline.map(({ text }) => text).filter((text) => !words.includes(text))).toEqual([]);
    for (const text of ['Trends around the start', 'PT-1 Lube pressure', 'L 10', 'graphic.png', 'A rag', 'Strainer cleaned']) expect(words).toContain(text);
    // What is printed serves to check the records with.
    const [, seq = '', hash = ''] = /Newest record (\d+)\s+([0-9a-f]{64})/.exec(words) ?? [];
    expect({ seq, hash, broken: verifyChain(folder.dataDir, [{ seq: Number(seq), hash }]).broken }).toMatchObject({ broken: null });
    expect(verifyChain(folder.dataDir, [{ seq: Number(seq), hash: '0'.repeat(64) }]).broken).not.toBeNull();
  });

  it('is a DOCX, too; runbooks and a handover are made the same way, each under a name of its own', async () => {
    const { bytes } = await fileOf(lead.call('report.incident', { incident, format: 'docx' }));
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect((await fileOf(lead.call('report.runbooks', { runbooks: 'emergency', format: 'pdf' }))).job.file?.name).toMatch(/^Emergency-runbooks-.*\.pdf$/);
    expect((await fileOf(lead.call('report.runbooks', { runbooks: [RunbookId.parse('RB-2')], format: 'pdf' }))).job.file?.name).toMatch(/^RB-2-Lube-oil-lost/);
    const { handover } = await valueOf(lead.call('handover.write', { opId: randomUUID(), comment: 'Quiet' }));
    expect((await fileOf(lead.call('report.handover', { handover, format: 'pdf' }))).job.file?.name).toBe(`Shift-handover-${handover}.pdf`);
  });

  it('what is not there is refused with a sentence, and so is who may only look', async () => {
    const missing = await Promise.all([
      lead.call('report.incident', { incident: IncidentId.parse('INC-9999'), format: 'pdf' }),
      lead.call('report.runbooks', { runbooks: [RunbookId.parse('RB-9')], format: 'pdf' }),
      lead.call('report.handover', { handover: HandoverId.parse('HO-9999'), format: 'pdf' }),
    ]);
    expect(missing.map((answer) => (answer.ok ? '' : answer.fault.message))).toEqual(['There is no incident INC-9999.', 'There is no runbook RB-9 in this project.', 'There is no handover HO-9999.']);
    expect(await rig.connect('view', 'Vera').call('report.incident', { incident, format: 'pdf' })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
  });
});
