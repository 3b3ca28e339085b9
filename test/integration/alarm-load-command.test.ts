import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook } from '@cj-tech-master/excelts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../source-files.ts';

// `npm run alarm-load` as a person runs it: arguments in, report, JSON or file out, exit code.
let folder = '';
let log = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alarm-load-'));
  log = join(folder, 'log.csv');
  const rows = Array.from({ length: 120 }, (_none, at) => {
    const time = (second: number): string => new Date(Date.UTC(2026, 10, 28, 6) + at * 40_000 + second * 1000).toISOString();
    return `${time(0)},FIC-${at % 12},HI,P${1 + (at % 4)},U1\n${time(20)},FIC-${at % 12},HI RTN,P${1 + (at % 4)},U1\n`;
  });
  writeFileSync(log, `Time,Tag,State,Priority,Area\n${rows.join('')}yesterday,FIC-1,HI,P1,U1\n2026-11-28T09:00:00Z,FIC-1,CHANGE,P1,U1\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly said: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'electron/launch/alarm-load/load-command.ts'), ...args],
      { encoding: 'utf8' },
      (error, out, said) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, said });
      },
    );
  });

describe('npm run alarm-load', () => {
  it('prints the figures of a log, and what of it was left out', async () => {
    const { code, out } = await run(log);
    expect(code).toBe(0);
    expect(out).toContain('120 did, of 12 alarms.');
    expect(out).toContain('1 rows could not be read and are left out. Line 242 has no time that can be read.');
    expect(out).toContain('1 rows are no transition of an alarm and are left out.');
    expect(out).toMatch(/Share of priority 1 +25 +% +at most 5 +Not met/);
    expect(out).toMatch(/Fleeting alarms +12 +at most 0 +Not met/);
    expect(out).toMatch(/FIC-0\/HI +FIC-0 +1 +10 +8\.33/);
  });

  it('prints all of it as JSON', async () => {
    const { code, out } = await run(log, '--json', '--operators', '2');
    const read = JSON.parse(out) as {
      figures: { alarms: number };
      operators: number;
      priorities: number[];
      floods: unknown[];
      perInterval: { most: number[] };
    };
    expect(code).toBe(0);
    expect(read).toMatchObject({
      rows: 240,
      operators: 2,
      figures: { alarms: 120 },
      priorities: [30, 30, 30, 30],
      floods: [],
      timeForm: 'iso',
    });
    expect(read.perInterval.most.reduce((sum, count) => sum + count, 0)).toBe(120);
  });

  it('writes a workbook that another reader reads, and never over a file that is there', async () => {
    const out = join(folder, 'report.xlsx');
    expect(await run(log, '--out', out)).toMatchObject({ code: 0, out: '', said: `The report is in ${out}.\n` });
    const book = new Workbook();
    await book.xlsx.load(readFileSync(out));
    expect(book.getWorksheet('Most frequent alarms')?.getCell(2, 1).value).toBe('FIC-0/HI');
    const again = await run(log, '--out', out);
    expect(again.code).toBe(2);
    expect(again.said).toContain('is there already; it was not touched.');
  });

  it.each([
    [[], 2, 'Name the log to read.'],
    [['--operators', '0', 'log.csv'], 2, '0 is no number of operators.'],
    [['--out', 'report.doc', 'log.csv'], 2, 'A report is a .xlsx, .html or .csv file, not report.doc.'],
    [['nowhere.csv'], 1, 'There is no file nowhere.csv.'],
  ] as const)('%j ends with %d and one sentence', async (args, code, sentence) => {
    const ended = await run(...args);
    expect(ended.code).toBe(code);
    expect(ended.said).toContain(sentence);
  });

  it('refuses a file that is no alarm log', async () => {
    const prose = join(folder, 'prose.csv');
    writeFileSync(prose, 'once,upon\nthere,was\n');
    expect(await run(prose)).toEqual({
      code: 1,
      out: '',
      said: 'No columns of time and tag were found among once, upon. Name them time and tag.\n',
    });
  });
});
