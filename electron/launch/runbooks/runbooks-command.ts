import { join } from 'node:path';
import { root } from '../project-root.ts';
import { readRunbooksCommand, runbooksUsage, UsageError } from './runbooks-command-line.ts';
import { check, find, list, print, Refused } from './runbooks-work.ts';

/** `npm run runbooks`: checks, lists, finds and prints runbooks of a project folder. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const command = readRunbooksCommand(process.argv.slice(2), join(root, 'resources', 'projects', 'demo'));
    switch (command.kind) {
      case 'help':
        say(runbooksUsage);
        return 0;
      case 'check':
        return (await check(command.projectDir, say)) === 0 ? 0 : 1;
      case 'list':
        await list(command.projectDir, say);
        return 0;
      case 'find':
        await find(command.projectDir, command.words, say);
        return 0;
      default:
        await print(command.projectDir, command.runbooks, say);
        return 0;
    }
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message} See npm run runbooks -- --help.\n`);
      return 2;
    }
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
