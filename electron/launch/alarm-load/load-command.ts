import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { writeReportCsv } from '../../engine/exchange/formats/report-csv.ts';
import { writeReportHtml } from '../../engine/exchange/formats/report-html.ts';
import { writeReportXlsx } from '../../engine/exchange/formats/report-xlsx.ts';
import { TableRefused } from '../../engine/exchange/formats/table.ts';
import { loadJson, loadOfFile } from './load-of-file.ts';
import { reportText } from './load-text.ts';

/** `npm run alarm-load`: the figures of alarm load of a recorded alarm log, of this or another system. */
const usage = `Says how many alarms a recorded log tells of, against the targets of ISA-18.2 and EEMUA 191.

  npm run alarm-load -- FILE [--operators NUMBER] [--json | --out FILE]

FILE                alarm log as CSV: a time and a tag, mostly a state or condition and a priority, under whatever names
--operators NUMBER  the alarms are shared out to so many operators; 1 when left out
--json              all figures and lists as JSON in place of the report
--out FILE          the report as a file: .xlsx, .html or .csv; must not be there yet

Exit codes: 0 done, 1 the file cannot be used, 2 the command line is wrong.`;

const writers: Readonly<Record<string, typeof writeReportCsv>> = {
  '.xlsx': writeReportXlsx,
  '.html': writeReportHtml,
  '.csv': writeReportCsv,
};

type Command = { readonly file: string; readonly operators: number; readonly isJson: boolean; readonly out: string | null };

process.exitCode = await main();

async function main(): Promise<number> {
  const command = readCommand();
  if (typeof command === 'number') return command;
  const { file, operators, isJson, out } = command;
  try {
    const found = await loadOfFile(file, operators);
    if (out === null) process.stdout.write(isJson ? `${JSON.stringify(loadJson(found), null, 1)}\n` : reportText(found.report));
    else {
      await writers[extname(out).toLowerCase()]?.(out, found.report);
      process.stderr.write(`The report is in ${out}.\n`);
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${sentenceOf(error, file)}\n`);
    return 1;
  }
}

function readCommand(): Command | number {
  try {
    const options = {
      operators: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0)
      throw new Error(file === undefined ? 'Name the log to read.' : `“${more[0]}” is not understood here.`);
    const operators = Number(values.operators);
    if (!Number.isInteger(operators) || operators < 1 || operators > 1000)
      throw new Error(`${values.operators} is no number of operators.`);
    const out = values.out ?? null;
    if (out !== null && values.json) throw new Error('Give either --json or --out.');
    if (out !== null && writers[extname(out).toLowerCase()] === undefined)
      throw new Error(`A report is a .xlsx, .html or .csv file, not ${out}.`);
    if (out !== null && existsSync(out)) throw new Error(`${out} is there already; it was not touched.`);
    return { file, operators, isJson: values.json, out };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message.split('\n')[0] : String(error)}\n\n${usage}\n`);
    return 2;
  }
}

function sentenceOf(error: unknown, file: string): string {
  if (error instanceof TableRefused) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : file;
  if (code === 'ENOENT') return `There is no file ${path}.`;
  if (code === 'EISDIR') return `${path} is a folder; name the file in it.`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read or written by this user.`;
  if (code === 'ENOSPC') return `The disk is full, so ${path} is not whole.`;
  return `${path} could not be read: ${error instanceof Error ? error.message : String(error)}`;
}
