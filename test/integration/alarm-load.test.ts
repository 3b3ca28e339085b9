import { Workbook } from '@cj-tech-master/excelts';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import type { Job } from '#shared/contract/exchange.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { createProjectFolder, type EngineRig, startEngine } from '../support/engine-rig.ts';

// Alarm load through the contract, on a real engine over a real journal; reports read back by other readers than ours.
const startMs = Date.UTC(2026, 10, 20, 8);
const span = { fromMs: startMs, toMs: startMs + 3_600_000 };
const files = {
  'project.yaml': 'name: Brine <station>\nalarms:\n  load:\n    targets:\n      per-hour: { good: 20, source: Alarm philosophy AP-7 }\n',
  'assets/a.yaml': 'assets:\n  - { id: U200, name: Brine feed, level: area }\n',
  'tags/t.yaml': 'tags:\n  - { id: LT-201, name: Brine level, asset: U200 }\n',
  'alarms/a.yaml': 'alarms:\n  - { id: LT-201.HI, tag: LT-201, kind: high, limit: 5, priority: 2, message: "=Brine <level> high" }\n',
};
const undo: (() => void | Promise<void>)[] = [];
let rig: EngineRig;

beforeEach(async () => {
  const folder = createProjectFolder(files);
  undo.push(folder.remove);
  const store = await openTestStore(folder.dataDir, createVirtualClock(), createMemoryLog());
  const events: AlarmEvent[] = [];
  for (let at = 0; at < 14; at++) {
    const atMs = startMs + at * 20_000;
    const add = (kind: AlarmEvent['kind'], from: AlarmEvent['from'], to: AlarmEvent['to'], ms: number): void => {
      events.push({
        seq: events.length + 1,
        alarm: 'LT-201.HI',
        kind,
        from,
        to,
        timeMs: ms,
        engineMs: ms,
        value: 6,
        quality: 0,
      } as AlarmEvent);
    };
    add('raised', 'normal', 'active-unacked', atMs);
    add('acknowledged', 'active-unacked', 'active-acked', atMs + 5000);
    add('returned', 'active-acked', 'normal', atMs + 10_000);
  }
  await store.journal.append(events, []);
  await store.close();
  rig = await startEngine(folder, { isOffline: true });
  undo.push(rig.stop);
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const ended = (id: string): Promise<Job> =>
  new Promise((resolve) => {
    const stream = rig.client.open(
      'jobs.state',
      {},
      {
        onItem: ({ jobs }) => {
          const job = jobs.find((one) => one.id === id);
          if (job === undefined || job.state === 'waiting' || job.state === 'running') return;
          stream.close();
          resolve(job);
        },
      },
    );
  });

async function report(format: 'xlsx' | 'html' | 'csv'): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const started = await rig.client.call('loadReport.start', { span, format });
  if (!started.ok) throw new Error(started.fault.message);
  const job = await ended(started.value.job);
  if (job.file === null) throw new Error(job.sentence);
  const piece = await rig.client.call('job.read', { job: job.id, offset: 0, length: 1024 * 1024 });
  if (!piece.ok) throw new Error(piece.fault.message);
  expect(piece.value.bytes).toHaveLength(job.file.bytes);
  return { name: job.file.name, bytes: piece.value.bytes };
}

describe('alarm load', () => {
  it('of times no calendar has is refused, and no bug in the log', async () => {
    const refused = { ok: false, fault: { code: 'too-large' } };
    for (const far of [1e300, -1e300, 8.7e15]) {
      for (const asked of [{ window: 'shift' as const, atMs: far }, { fromMs: far, toMs: far + Math.abs(far) / 1000 }]) {
        expect(await rig.client.call('loadReport.start', { span: asked, format: 'csv' })).toMatchObject(refused);
        expect(await rig.client.call('alarms.load', { span: asked })).toMatchObject(refused);
      }
    }
    expect(rig.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('is asked for a span, and measured against the targets of the project', async () => {
    const answer = await rig.client.call('alarms.load', { span });
    if (!answer.ok) throw new Error(answer.fault.message);
    const { figures, lists, measures, chart, areas } = answer.value;
    expect(figures).toMatchObject({
      alarms: 14,
      chattering: 1,
      fleeting: { alarms: 1, times: 14 },
      flood: { count: 1, bins: 1 },
      acknowledge: { count: 14, longestMs: 5000 },
    });
    expect(lists.frequent).toMatchObject([{ alarm: 'LT-201.HI', raised: 14, chatters: 1 }]);
    expect([...chart.most]).toEqual([14, 0, 0, 0, 0, 0]);
    expect(areas).toEqual([{ asset: 'U200', name: 'Brine feed', alarms: 14 }]);
    expect(measures.find(({ id }) => id === 'per-hour')).toMatchObject({ value: 14, verdict: 'met', source: 'Alarm philosophy AP-7' });
    expect(measures.find(({ id }) => id === 'time-in-flood')).toMatchObject({ verdict: 'missed' });
  });

  it('as it runs comes at once, with every window', async () => {
    const first = await new Promise<number>((resolve) => {
      const stream = rig.client.open(
        'alarms.loadNow',
        {},
        {
          onItem: ({ windows }) => {
            stream.close();
            resolve(windows.length);
          },
        },
      );
    });
    expect(first).toBe(6);
  });

  it('is saved as a workbook with a sheet a table, texts that are no formulas and times that are dates', async () => {
    const { name, bytes } = await report('xlsx');
    expect(name).toBe('Alarm-load-Brine-station-2026-11-20.xlsx');
    const book = new Workbook();
    await book.xlsx.load(Buffer.from(bytes));
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual([
      'Report',
      'Figures and targets',
      'Priorities',
      'Most frequent alarms',
      'Chattering alarms',
      'Fleeting alarms',
      'Stale alarms',
      'Floods',
      'Areas',
      'Other figures',
      'Alarms in 10 minutes',
    ]);
    expect(book.getWorksheet('Most frequent alarms')?.getCell(2, 3).value).toBe('=Brine <level> high');
    expect(book.getWorksheet('Floods')?.getCell(2, 1).value).toEqual(new Date(startMs));
    const targets = book.getWorksheet('Figures and targets');
    const sources: unknown[] = [];
    targets?.eachRow((row) => void sources.push(row.getCell(6).value));
    expect(sources).toContain('Alarm philosophy AP-7');
  });

  it('is saved as a page that is read and printed, with nothing in it that runs or is fetched', async () => {
    const text = new TextDecoder().decode((await report('html')).bytes);
    expect(text).toContain('<h1>Alarm load of Brine &lt;station&gt;</h1>');
    expect(text).toContain('=Brine &lt;level&gt; high');
    expect(text).toContain('class="over"');
    // What the chart shows is no hundred pages of rows as well.
    expect(text).not.toContain('<h2>Alarms in 10 minutes</h2>');
    expect(text).not.toMatch(/<script|<link|<img|src=|href=/);
  });

  it('is saved as CSV, one table below the other, with no cell a spreadsheet takes for a formula', async () => {
    const rows = parse(Buffer.from((await report('csv')).bytes), { bom: true, relax_column_count: true }) as string[][];
    expect(rows.find(([alarm]) => alarm === 'LT-201.HI')?.slice(0, 6)).toEqual([
      'LT-201.HI',
      'LT-201',
      "'=Brine <level> high",
      '2',
      '14',
      '100',
    ]);
    expect(rows).toContainEqual(['Figures and targets']);
  });
});
