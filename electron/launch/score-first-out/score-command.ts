import { parseArgs } from 'node:util';
import { TableRefused } from '../../engine/exchange/formats/table.ts';
import { scoreFile } from './score-file.ts';

/** `npm run score:first-out`: what failed first in a recorded alarm log or time series, as JSON on stdout. */
const usage = `Says what failed first in a recording: an alarm log or a time series.

  npm run score:first-out -- FILE [--baseline FILE] [--project FOLDER]

FILE              alarm log (CSV: time, tag, state, priority) or time series (CSV: first column seconds or ISO time, one column
                  per tag; or numbers between spaces)
--baseline FILE   the same plant in normal operation: bands are learnt from it, or which alarms are everyday ones
--project FOLDER  what is known of the plant: assets, connections, interlocks

Prints [{ "start": t, "ranked": [{ "tag", "time", "score", "why": [] }], "undecided": [[tag, tag]] }], times as the file has them.
Exit codes: 0 done, 1 the file cannot be used, 2 the command line is wrong.`;

process.exitCode = await main();

async function main(): Promise<number> {
  const command = readCommand();
  if (typeof command === 'number') return command;
  try {
    const { bursts, notes } = await scoreFile(command);
    for (const note of notes) process.stderr.write(`${note}\n`);
    process.stdout.write(`${JSON.stringify(bursts, null, 1)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${sentenceOf(error, command.file)}\n`);
    return 1;
  }
}

function readCommand(): { readonly file: string; readonly baseline: string | null; readonly project: string | null } | number {
  try {
    const options = { baseline: { type: 'string' }, project: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Error(file === undefined ? 'Name the file to score.' : `“${more[0]}” is not understood here.`);
    return { file, baseline: values.baseline ?? null, project: values.project ?? null };
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
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read by this user.`;
  return `${path} could not be scored: ${error instanceof Error ? error.message : String(error)}`;
}
