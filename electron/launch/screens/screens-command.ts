import { join } from 'node:path';
import { ImportRefused } from '#shared/screen/import/import-model.ts';
import { root } from '../project-root.ts';
import { readScreensCommand, screensUsage, UsageError } from './screens-command-line.ts';
import { check, diff, diffFiles, importTo, Refused, versions } from './screens-work.ts';

/** `npm run screens`: imports, checks and compares screens of a project folder. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const command = readScreensCommand(process.argv.slice(2), join(root, 'resources', 'projects', 'demo'));
    switch (command.kind) {
      case 'help':
        say(screensUsage);
        return 0;
      case 'import':
        say(await importTo(command));
        return 0;
      case 'check':
        return (await check(command, say)) === 0 ? 0 : 1;
      case 'versions':
        await versions(command, say);
        return 0;
      case 'diff':
        await diff(command, say);
        return 0;
      default:
        await diffFiles(command, say);
        return 0;
    }
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message} See npm run screens -- --help.\n`);
      return 2;
    }
    if (!(error instanceof Refused || error instanceof ImportRefused)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
