import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook } from '@cj-tech-master/excelts';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterEach, describe, expect, it } from 'vitest';
import type { ExportRequest, ImportMapping, Job } from '#shared/contract/exchange.ts';
import { TagId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import { createProjectFolder, startEngine, type EngineRig } from '../support/engine-rig.ts';

// Exports, imports and jobs through the contract, on a real engine with real files, read back by other readers than ours.
const files = {
  'project.yaml': 'name: Brine station\n',
  'assets/a.yaml': 'assets:\n  - { id: U200, name: Brine feed, level: unit }\n',
  'tags/t.yaml': [
    'tags:',
    '  - { id: LT-201, name: Brine level, asset: U200 }',
    '  - { id: P-201.RUN, name: Runs, asset: U200, type: bool, states: { "0": stopped, "1": runs } }',
    '  - { id: BATCH, name: Batch, asset: U200, type: text }',
    '',
  ].join('\n'),
};
const tags = ['LT-201', 'P-201.RUN', 'BATCH'].map((id) => TagId.parse(id));
const t0 = Date.UTC(2026, 10, 20, 8);
const span = { fromMs: t0, toMs: t0 + 3_600_000 };
const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function newRig(): Promise<EngineRig & { readonly dataDir: string }> {
  const folder = createProjectFolder(files);
  undo.push(folder.remove);
  const rig = await startEngine(folder, { isOffline: true });
  undo.push(rig.stop);
  return { ...rig, dataDir: folder.dataDir };
}

function ended(rig: EngineRig, id: string): Promise<Job> {
  return new Promise((resolve) => {
    const stream = rig.client.open('jobs.state', {}, {
      onItem: ({ jobs }) => {
        const job = jobs.find((one) => one.id === id);
        if (job === undefined || job.state === 'waiting' || job.state === 'running') return;
        stream.close();
        resolve(job);
      },
    });
  });
}

async function upload(rig: EngineRig, name: string, format: 'csv' | 'parquet', bytes: Uint8Array): Promise<string> {
  const opened = await rig.client.call('import.open', { name, format, bytes: bytes.length });
  if (!opened.ok) throw new Error(opened.fault.message);
  const piece = 500_000;
  for (let offset = 0; offset < bytes.length; offset += piece) {
    const done = await rig.client.call('import.piece', { upload: opened.value.upload, offset, bytes: bytes.slice(offset, offset + piece) });
    if (!done.ok) throw new Error(done.fault.message);
  }
  return opened.value.upload;
}

async function importFile(rig: EngineRig, name: string, format: 'csv' | 'parquet', bytes: Uint8Array, mapping?: ImportMapping): Promise<Job> {
  const id = await upload(rig, name, format, bytes);
  const look = await rig.client.call('import.look', { upload: id });
  if (!look.ok) throw new Error(look.fault.message);
  const started = await rig.client.call('import.start', { upload: id, mapping: mapping ?? look.value.mapping });
  if (!started.ok) throw new Error(started.fault.message);
  return ended(rig, started.value.job);
}

async function exportFile(rig: EngineRig, request: Omit<ExportRequest, 'tags' | 'span'> & Partial<ExportRequest>): Promise<{ job: Job; bytes: Uint8Array<ArrayBuffer> }> {
  const started = await rig.client.call('export.start', { tags, span, ...request });
  if (!started.ok) throw new Error(started.fault.message);
  const job = await ended(rig, started.value.job);
  if (job.state !== 'done') return { job, bytes: new Uint8Array(0) };
  const parts: Uint8Array[] = [];
  for (let offset = 0; offset < (job.file?.bytes ?? 0); ) {
    const piece = await rig.client.call('job.read', { job: job.id, offset, length: 300_000 });
    if (!piece.ok) throw new Error(piece.fault.message);
    parts.push(piece.value.bytes);
    offset += piece.value.bytes.length;
  }
  return { job, bytes: new Uint8Array(Buffer.concat(parts)) };
}

/** All samples as they are in history, with texts as texts. */
async function history(rig: EngineRig): Promise<readonly (readonly [string, number, string | number, number])[]> {
  const directory = await rig.client.call('project.directory', {});
  if (!directory.ok) throw new Error(directory.fault.message);
  const { revision } = directory.value;
  const indices = tags.map((tag) => directory.value.tags.findIndex(({ id }) => id === tag));
  const found = await rig.client.call('history.samples', { revision, tags: indices, span: { fromMs: span.fromMs - 1, toMs: span.toMs }, limit: 1_000_000 });
  if (!found.ok) throw new Error(found.fault.message);
  const texts = await new Promise<readonly string[]>((resolve) => {
    const stream = rig.client.open('tags.texts', {}, {
      onItem: (item) => {
        stream.close();
        resolve(item.texts);
      },
    });
  });
  const { tag, timeMs, value, quality } = found.value.samples;
  return Array.from(tag, (index, row) => {
    const id = directory.value.tags[index]?.id ?? '';
    const number = value[row] as number;
    return [id, timeMs[row] as number, id === 'BATCH' && !Number.isNaN(number) ? (texts[number] ?? '') : number, quality[row] as number] as const;
  }).toSorted((a, b) => a[1] - b[1] || a[0].localeCompare(b[0]));
}

/** Values no format may bend: fractions of a millisecond, minus zero, the smallest and largest numbers, formulas, quotes, line ends. */
const hard = (): string => {
  const lines = ['time,tag,value,quality,status'];
  const iso = (ms: number): string => new Date(t0 + ms).toISOString();
  const values = ['0.1', '-0', '5e-324', '1.7976931348623157e+308', '-273.15', '123456789.123456789', 'Infinity', '1e21'];
  values.forEach((value, at) => lines.push(`${iso(at * 1000)},LT-201,${value},Good,0`));
  lines.push(`${iso(60_000).replace('Z', '0001234Z')},LT-201,1.5,UncertainLastUsableValue,1083179008`);
  lines.push(`${iso(61_000)},LT-201,,BadNoCommunication,${Q.badNoCommunication}`);
  lines.push(`${iso(62_000)},P-201.RUN,1,Good,0`, `${iso(62_000)},LT-201,7,Good,${0x00000480}`, `${iso(63_000)},P-201.RUN,0,Good,0`);
  lines.push(`${iso(64_000)},BATCH,B-7,Good,0`, `${iso(65_000)},BATCH,"'=HYPERLINK(""http://x"")",Good,0`, `${iso(66_000)},BATCH,"two\r\nlines, ""quoted""",Good,0`, `${iso(67_000)},BATCH,-5,Good,0`, `${iso(68_000)},BATCH,,BadNotConnected,${Q.badNotConnected}`);
  return `${lines.join('\r\n')}\r\n`;
};
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('exports and imports', () => {
  for (const format of ['csv', 'parquet'] as const) {
    it(`brings ${format} of any values back into another console bit for bit`, async () => {
      const first = await newRig();
      const job = await importFile(first, 'hard.csv', 'csv', bytesOf(hard()));
      expect(job).toMatchObject({ state: 'done', sentence: '18 samples imported out of 18 rows.' });
      const before = await history(first);
      expect(before).toHaveLength(18);
      expect(before.some(([, , value]) => Object.is(value, -0))).toBe(true);
      expect(before.some(([, , value]) => value === '=HYPERLINK("http://x")')).toBe(true);

      const { bytes } = await exportFile(first, { format, content: { kind: 'raw' }, layout: 'long' });
      const second = await newRig();
      expect(await importFile(second, `again.${format}`, format, bytes)).toMatchObject({ state: 'done', sentence: '18 samples imported out of 18 rows.' });
      const after = await history(second);
      expect(after).toHaveLength(before.length);
      before.forEach((sample, at) => sample.forEach((cell, column) => expect(Object.is(after[at]?.[column], cell), `${String(sample)} is ${String(after[at])}`).toBe(true)));
    });
  }

  it('writes CSV that other readers take, with no cell that a spreadsheet runs', async () => {
    const rig = await newRig();
    await importFile(rig, 'hard.csv', 'csv', bytesOf(hard()));
    const { bytes, job } = await exportFile(rig, { format: 'csv', content: { kind: 'raw' }, layout: 'long' });
    expect(job.file?.name).toMatch(/^Brine-station-2026-11-20T0800\.csv$/);
    const rows: string[][] = parse(Buffer.from(bytes), { record_delimiter: '\r\n' });
    expect(rows[0]).toEqual(['time', 'tag', 'value', 'quality', 'status']);
    expect(rows[1]).toEqual(['2026-11-20T08:00:00.000Z', 'LT-201', '0.1', 'Good', '0']);
    expect(rows.find((row) => row[3] === 'BadNoCommunication')?.[2]).toBe('');
    for (const row of rows.slice(1)) for (const cell of row) expect(/^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell))).toBe(false);
    const path = join(tmpdir(), `firstout-exchange-${process.pid}.csv`);
    writeFileSync(path, bytes);
    undo.push(() => rmSync(path));
    const python = execFileSync('python3', ['-c', 'import csv,json,sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))))', path], { encoding: 'utf8' });
    expect(JSON.parse(python)).toEqual(rows);
  });

  it('leaves texts out of an average, says so, and refuses one of texts alone', async () => {
    const rig = await newRig();
    await importFile(rig, 'hard.csv', 'csv', bytesOf(hard()));
    const content = { kind: 'interval', intervalMs: 60_000, aggregate: 'TimeAverage2' } as const;
    const { bytes, job } = await exportFile(rig, { format: 'csv', content, layout: 'long' });
    expect(job.sentence).toMatch(/ values of 2 tags exported\. TimeAverage2 has no meaning for one tag that is text: it was left out\.$/);
    expect(new Set((parse(Buffer.from(bytes)) as string[][]).slice(1).map((row) => row[1]))).toEqual(new Set(['LT-201', 'P-201.RUN']));
    const alone = await exportFile(rig, { format: 'csv', content, layout: 'long', tags: [TagId.parse('BATCH')] });
    expect(alone.job).toMatchObject({ state: 'failed', sentence: expect.stringContaining('TimeAverage2 of BATCH has no meaning, because it is text.') });
  });

  it('writes Parquet with times in UTC, names out of dictionaries and texts in a column of their own', async () => {
    const rig = await newRig();
    await importFile(rig, 'hard.csv', 'csv', bytesOf(hard()));
    const { bytes } = await exportFile(rig, { format: 'parquet', content: { kind: 'raw' }, layout: 'long' });
    const rows = await parquetReadObjects({ file: { byteLength: bytes.length, slice: (from, to) => bytes.buffer.slice(from, to) }, compressors });
    expect(rows).toHaveLength(18);
    expect(rows[0]).toMatchObject({ tag: 'LT-201', value: 0.1, text: null, quality: 'Good', status: 0n });
    expect(rows[0]?.['time']).toEqual(new Date(t0));
    expect(rows.find((row) => row['text'] === '=HYPERLINK("http://x")')).toMatchObject({ tag: 'BATCH', value: null });
  });

  it('writes workbooks with real dates and numbers, and texts that are no formulas', async () => {
    const rig = await newRig();
    await importFile(rig, 'hard.csv', 'csv', bytesOf(hard()));
    const { bytes } = await exportFile(rig, { format: 'xlsx', content: { kind: 'raw' }, layout: 'wide' });
    const book = new Workbook();
    await book.xlsx.load(Buffer.from(bytes));
    const sheet = book.getWorksheet(1);
    expect(sheet?.getRow(1).values).toEqual([undefined, 'time (UTC)', 'LT-201', 'P-201.RUN', 'BATCH', 'not good']);
    expect(sheet?.getCell(2, 1).value).toEqual(new Date(t0));
    expect(sheet?.getCell(2, 2).value).toBe(0.1);
    const all: unknown[] = [];
    sheet?.eachRow((row) => row.eachCell((cell) => void all.push(cell.value)));
    expect(all).toContain('=HYPERLINK("http://x")');
    expect(all.some((value) => typeof value === 'object' && value !== null && 'formula' in value)).toBe(false);
    // A bad value has no cell to be taken for a good one; the last column says why.
    expect(all).toContain('LT-201 BadNoCommunication');
  });

  it('writes one row an interval with an aggregate of each tag', async () => {
    const rig = await newRig();
    const rows = Array.from({ length: 600 }, (_value, at) => `${new Date(t0 + at * 1000).toISOString()},LT-201,${at % 60},Good,0`);
    await importFile(rig, 'ramp.csv', 'csv', bytesOf(`time,tag,value,quality,status\n${rows.join('\n')}\n`));
    const { bytes } = await exportFile(rig, { format: 'csv', tags: [tags[0] as TagId], span: { fromMs: t0, toMs: t0 + 600_000 }, content: { kind: 'interval', intervalMs: 60_000, aggregate: 'Maximum' }, layout: 'wide' });
    const table: string[][] = parse(Buffer.from(bytes));
    expect(table).toHaveLength(11);
    for (const [at, row] of table.slice(1).entries()) expect(row.slice(0, 2)).toEqual([new Date(t0 + at * 60_000).toISOString(), '59']);
  });

  it('takes a table of another system: semicolons, decimal commas, other names, a column a tag', async () => {
    const rig = await newRig();
    const text = `Zeit;Füllstand;P-201.RUN;Kommentar\r\n2026-11-20 08:00:00;12,5;runs;x\r\n2026-11-20 08:00:01,250;13,75;stopped;\r\n`;
    const id = await upload(rig, 'other.csv', 'csv', bytesOf(text));
    const look = await rig.client.call('import.look', { upload: id });
    expect(look).toMatchObject({ ok: true, value: { columns: ['Zeit', 'Füllstand', 'P-201.RUN', 'Kommentar'], mapping: { layout: 'wide', timeColumn: 'Zeit', timeForm: 'iso' }, unknown: ['Füllstand', 'Kommentar'] } });
    if (!look.ok) return;
    const started = await rig.client.call('import.start', { upload: id, mapping: { ...look.value.mapping, rename: { Füllstand: 'LT-201' } } });
    expect(started.ok && (await ended(rig, started.value.job))).toMatchObject({ state: 'done', sentence: '4 samples imported out of 2 rows.' });
    expect((await history(rig)).map(([tag, timeMs, value]) => [tag, timeMs - t0, value])).toEqual([
      ['LT-201', 0, 12.5],
      ['P-201.RUN', 0, 1],
      ['LT-201', 1250, 13.75],
      ['P-201.RUN', 1250, 0],
    ]);
  });

  it('counts rows with errors exactly and names the lines of the first', async () => {
    const rig = await newRig();
    const good = (at: number): string => `${new Date(t0 + at).toISOString()},LT-201,${at}`;
    const lines = ['time,tag,value', good(0), 'yesterday,LT-201,1', `${new Date(t0).toISOString()},NO-SUCH,1`, `${new Date(t0).toISOString()},LT-201,much`, good(1), `${new Date(t0).toISOString()},LT-201`, '2999-01-01,LT-201,1', `${new Date(t0).toISOString()},LT-201,`, good(2)];
    const job = await importFile(rig, 'bad.csv', 'csv', bytesOf(lines.join('\n')));
    expect(job.state).toBe('done');
    expect(job.sentence).toBe(
      '3 samples imported out of 9 rows. 6 rows had errors: line 3: “yesterday” is no time after 1970; line 4: there is no tag NO-SUCH; line 5: “much” is no value of LT-201; line 7: it has 2 cells, the heading has 3; line 8: 2999-01-01 is more than a day ahead of this machine’s clock; and more.',
    );
    expect(await history(rig)).toHaveLength(3);
  });

  it('refuses hostile files with a sentence: an endless line, NUL bytes, far too many columns, no Parquet at all', async () => {
    const rig = await newRig();
    const look = async (name: string, format: 'csv' | 'parquet', bytes: Uint8Array) => rig.client.call('import.look', { upload: await upload(rig, name, format, bytes) });
    expect(await look('nul.csv', 'csv', new Uint8Array(100_000))).toMatchObject({ ok: false, fault: { code: 'unreadable', message: expect.stringContaining('NUL') } });
    expect(await look('wide.csv', 'csv', bytesOf(`time${',x'.repeat(20_000)}\n`))).toMatchObject({ ok: false, fault: { code: 'unreadable', message: expect.stringContaining('20001 columns') } });
    expect(await look('no.parquet', 'parquet', bytesOf('time,tag,value\n'))).toMatchObject({ ok: false, fault: { code: 'unreadable' } });
    expect(await look('tiny.parquet', 'parquet', bytesOf('PAR1'))).toMatchObject({ ok: false, fault: { code: 'unreadable' } });
    const endless = bytesOf(`time,tag,value\n${new Date(t0).toISOString()},LT-201,1\n${'x'.repeat(8_000_000)}`);
    const job = await importFile(rig, 'endless.csv', 'csv', endless);
    expect(job).toMatchObject({ state: 'failed', sentence: 'The row after line 2 is longer than 1 MB, or a quotation mark in it is never closed; the file was not read on. 1 samples imported out of 1 rows.' });
    // The engine answers as before.
    expect(await rig.client.call('system.ping', {})).toMatchObject({ ok: true });
  });

  it('ends a cancelled export at once, keeps no file of it, and clears what a start before left behind', async () => {
    const rig = await newRig();
    const rows = Array.from({ length: 200_000 }, (_value, at) => `${new Date(t0 + at * 10).toISOString()},LT-201,${at}`);
    expect(await importFile(rig, 'many.csv', 'csv', bytesOf(`time,tag,value\n${rows.join('\n')}\n`))).toMatchObject({ state: 'done' });
    const started = await rig.client.call('export.start', { format: 'xlsx', tags, span, content: { kind: 'raw' }, layout: 'long' });
    if (!started.ok) throw new Error(started.fault.message);
    const waiting = await rig.client.call('export.start', { format: 'csv', tags, span, content: { kind: 'raw' }, layout: 'long' });
    if (!waiting.ok) throw new Error(waiting.fault.message);
    expect(await rig.client.call('job.remove', { job: waiting.value.job })).toMatchObject({ ok: false, fault: { code: 'still-running' } });
    expect(await rig.client.call('job.cancel', { job: waiting.value.job })).toMatchObject({ ok: true });
    expect(await rig.client.call('job.cancel', { job: started.value.job })).toMatchObject({ ok: true });
    expect(await ended(rig, started.value.job)).toMatchObject({ state: 'cancelled', file: null });
    expect(await rig.client.call('job.read', { job: started.value.job, offset: 0, length: 10 })).toMatchObject({ ok: false, fault: { code: 'not-ready' } });
    const dir = join(rig.dataDir, 'exports');
    expect(readdirSync(dir)).toEqual([]);
    const { bytes, job } = await exportFile(rig, { format: 'csv', content: { kind: 'raw' }, layout: 'long' });
    expect(Buffer.from(bytes).toString().split('\r\n')).toHaveLength(200_002);
    expect(readdirSync(dir)).toEqual([`${job.id}.csv`]);
    expect(readFileSync(join(dir, `${job.id}.csv`)).equals(Buffer.from(bytes))).toBe(true);
    writeFileSync(join(dir, 'mine.csv'), 'not the console’s');
    writeFileSync(join(dir, 'fo-abc-9.part'), 'left by a kill');
    await rig.stop();
    undo.pop();
    const again = await startEngine({ projectDir: join(rig.dataDir, '../project'), dataDir: rig.dataDir }, { isOffline: true });
    undo.push(again.stop);
    expect(readdirSync(dir)).toEqual(['mine.csv']);
    expect(existsSync(join(dir, 'mine.csv'))).toBe(true);
  });
});
