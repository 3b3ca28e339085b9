import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyChain } from '#electron/engine/store/records/verify-chain.ts';
import { defaultDataDir } from '#electron/host/data-folder.ts';
import { root } from '../project-root.ts';
import { readNoted, reportLines } from './report-lines.ts';

/** `npm run records`: checks the chain of records of a plant. Ends with 1 when it does not hold. */
const usage = `npm run records -- verify [--data FOLDER | --project FOLDER] [--head NUMBER:HASH]... [--json]
Walks the chain of records and computes every hash anew, also while the plant runs. --head: a number and hash noted
elsewhere, as the handover and reports show them; whether the end of the chain was cut off can be told by these alone.`;

process.exitCode = main();

function main(): number {
  let options: { readonly dataDir: string; readonly heads: readonly string[]; readonly json: boolean };
  try {
    const { values, positionals } = parseArgs({
      args: process.argv.slice(2),
      allowPositionals: true,
      options: { data: { type: 'string' }, project: { type: 'string' }, head: { type: 'string', multiple: true }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    if (positionals.length !== 1 || positionals[0] !== 'verify') throw new Error(`What can be done with records is to verify them.`);
    const projectDir = resolve(values.project ?? join(root, 'resources', 'projects', 'demo'));
    options = { dataDir: resolve(values.data ?? defaultDataDir(projectDir)), heads: values.head ?? [], json: values.json === true };
  } catch (error) {
    process.stderr.write(`${(error as Error).message.split('\n')[0]} See npm run records -- --help.\n`);
    return 2;
  }
  try {
    const report = verifyChain(options.dataDir, options.heads.map(readNoted));
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : `${reportLines(report).join('\n')}\n`);
    return report.broken === null && report.badAttachments.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
}
