import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workbook } from '@cj-tech-master/excelts';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JournalFilter } from '#shared/contract/alarms.ts';
import type { Job } from '#shared/contract/exchange.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { timeText } from '#electron/engine/exchange/formats/time-text.ts';
import { startModbusDevice, type ModbusDevice } from '../simulators/modbus-device.ts';
import { createProjectFolder, startEngine, until, type EngineRig } from '../support/engine-rig.ts';

// The alarm journal as a file, of a real engine, disk and device, read back by other readers than ours.
const [high, low] = [AlarmId.parse('LT-1.H'), AlarmId.parse('FT-1.L')];
const files = (port: number) => ({
  'project.yaml': 'name: Brine station\n',
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Brine feed, level: unit }\n  - { id: P-1, name: Feed pump, parent: U1 }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Brine PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 50 } }\n`,
  'tags/t.yaml': "tags:\n  - { id: LT-1, name: Level, asset: U1, device: PLC-1, address: 'holding:0' }\n  - { id: FT-1, name: Flow, asset: P-1, device: PLC-1, address: 'holding:1' }\n",
  'alarms/a.yaml': "alarms:\n  - { id: LT-1.H, tag: LT-1, kind: high, limit: 90, priority: 2, message: '=Brine level, \"high\"' }\n  - { id: FT-1.L, tag: FT-1, kind: low, limit: 10, priority: 3, message: Feed flow low }\n",
});

let device: ModbusDevice;
let folder: ReturnType<typeof createProjectFolder>;
let rig: EngineRig;
let seen: AlarmEvent[];
beforeEach(async () => {
  device = await startModbusDevice();
  device.holding[1] = 50;
  folder = createProjectFolder(files(device.port));
  rig = await startEngine(folder);
  seen = [];
  const heard = seen;
  rig.client.open('alarms.events', { afterSeq: 0 }, { onItem: ({ events }) => void heard.push(...events) });
});
afterEach(async () => {
  await rig.stop();
  await device.stop();
  folder.remove();
});

const happened = (alarm: AlarmId, kind: AlarmEvent['kind']): Promise<void> => until(() => seen.some((event) => event.alarm === alarm && event.kind === kind));

/** Both alarms raised, one shelved for a reason that a spreadsheet would take for a formula, one acknowledged. */
async function live(): Promise<void> {
  device.holding[0] = 95;
  await happened(high, 'raised');
  device.holding[1] = 3;
  await happened(low, 'raised');
  const shelved = await rig.connect('operate', 'M. Ortega').call('alarm.shelve', { alarms: [low], forMs: 3_600_000, isOneShot: false, reason: '=1+1' });
  expect(shelved).toMatchObject({ ok: true, value: { done: [low] } });
  const seq = seen.find(({ alarm, kind }) => alarm === high && kind === 'raised')?.seq ?? 0;
  await rig.client.call('alarm.acknowledge', { occurrences: [{ alarm: high, seq }], comment: 'seen, "twice"' });
  await happened(high, 'acknowledged');
  await happened(low, 'shelved');
}

async function exported(format: 'csv' | 'xlsx', filter?: JournalFilter): Promise<{ readonly job: Job; readonly bytes: Buffer }> {
  const started = await rig.client.call('journal.export', { format, ...(filter === undefined ? {} : { filter }) });
  if (!started.ok) throw new Error(started.fault.message);
  const job = await new Promise<Job>((resolve) => {
    const stream = rig.client.open('jobs.state', {}, {
      onItem({ jobs }) {
        const mine = jobs.find(({ id }) => id === started.value.job);
        if (mine === undefined || mine.state === 'waiting' || mine.state === 'running') return;
        stream.close();
        resolve(mine);
      },
    });
  });
  expect(job.state).toBe('done');
  const parts: Uint8Array[] = [];
  for (let offset = 0; offset < (job.file?.bytes ?? 0);) {
    const piece = await rig.client.call('job.read', { job: job.id, offset, length: 1_000_000 });
    if (!piece.ok) throw new Error(piece.fault.message);
    parts.push(piece.value.bytes);
    offset += piece.value.bytes.length;
  }
  return { job, bytes: Buffer.concat(parts) };
}
const rowsOf = (bytes: Buffer): readonly Record<string, string>[] => parse(bytes, { columns: true });

it('exports the whole journal as CSV, newest first, each event with its times, their uncertainty, its value and who did what why', async () => {
  await live();
  const { job, bytes } = await exported('csv');
  expect(job.sentence).toBe(`${seen.length} events exported.`);
  expect(job.file?.name).toMatch(/^alarm-journal-\d+\.csv$/);
  const rows = rowsOf(bytes);
  expect(rows.map(({ number }) => Number(number))).toEqual(seen.map(({ seq }) => seq).toReversed());
  const raised = seen.find(({ alarm, kind }) => alarm === high && kind === 'raised') as AlarmEvent;
  expect(rows.find(({ number }) => Number(number) === raised.seq)).toEqual({
    number: String(raised.seq),
    'field time': timeText(raised.timeMs),
    'uncertainty ms': raised.uncertaintyMs === undefined ? '' : String(raised.uncertaintyMs),
    judged: timeText(raised.engineMs),
    priority: '2',
    tag: 'LT-1',
    alarm: 'LT-1.H',
    message: `'=Brine level, "high"`,
    asset: 'U1',
    event: 'raised',
    from: 'normal',
    to: 'active-unacked',
    value: '95',
    quality: 'Good',
    user: '',
    comment: '',
    'hidden until': '',
  });
  const shelved = seen.find(({ kind }) => kind === 'shelved') as AlarmEvent;
  expect(rows.find(({ event }) => event === 'shelved')).toMatchObject({ user: 'M. Ortega', comment: `'=1+1`, 'hidden until': new Date(shelved.hiding?.untilMs ?? 0).toISOString(), value: shelved.value === null ? '' : String(shelved.value) });
  expect(rows.find(({ event }) => event === 'acknowledged')).toMatchObject({ user: 'Lead', comment: 'seen, "twice"' });
});

it('exports what a filter leaves, as a workbook whose times are dates and whose texts are never formulas', async () => {
  await live();
  const { job, bytes } = await exported('xlsx', { kinds: ['shelved', 'acknowledged'] });
  expect(job).toMatchObject({ title: expect.stringMatching(/^Alarm journal, filtered/), sentence: '2 events exported.' });
  const path = join(folder.projectDir, '..', 'journal.xlsx');
  writeFileSync(path, bytes);
  const book = new Workbook();
  await book.xlsx.readFile(path);
  const sheet = book.getWorksheet('Events 1');
  const cells = (row: number): readonly unknown[] => ((sheet?.getRow(row).values ?? []) as readonly unknown[]).slice(1);
  const heading = cells(1);
  expect(heading.slice(0, 4)).toEqual(['number', 'field time (UTC)', 'uncertainty ms', 'judged (UTC)']);
  const comments = [2, 3].map((row) => cells(row)[heading.indexOf('comment')]);
  expect(comments.map(String).toSorted()).toEqual(['=1+1', 'seen, "twice"']);
  const judged = cells(2)[3];
  expect(judged).toBeInstanceOf(Date);
  const newest = seen.filter(({ kind }) => kind === 'shelved' || kind === 'acknowledged').at(-1) as AlarmEvent;
  expect(Math.abs((judged as Date).getTime() - newest.engineMs)).toBeLessThanOrEqual(1);
  expect(sheet?.rowCount).toBe(3);
});

it('exports a table with a heading alone where nothing passes, and refuses who may only look', async () => {
  await live();
  const { job, bytes } = await exported('csv', { user: 'nobody' });
  expect([job.sentence, rowsOf(bytes)]).toEqual(['0 events exported.', []]);
  expect(await rig.connect('view').call('journal.export', { format: 'csv' })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
});
