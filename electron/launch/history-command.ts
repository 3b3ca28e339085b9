import { StartRefused } from '../host/data-folder.ts';
import { findProgramFiles } from '../host/program-files.ts';
import { buildProduct } from './build-product.ts';
import { connectHistory, type HistoryLine } from './history-command-connect.ts';
import { historyUsage, readHistoryCommand, UsageError } from './history-command-line.ts';
import { Cancelled, runHistory } from './history-command-work.ts';
import { root } from './project-root.ts';
import { createTerminal } from './terminal.ts';

/** `npm run history`: exports, imports, recordings and what time is recorded. */
const terminal = createTerminal();
const cancel = new AbortController();
process.on('SIGINT', () => cancel.abort());
process.on('SIGTERM', () => cancel.abort());
process.exitCode = await main();

async function main(): Promise<number> {
  let line: HistoryLine | null = null;
  try {
    const command = readHistoryCommand(process.argv.slice(2));
    if (command.kind === 'help') {
      process.stdout.write(`${historyUsage}\n`);
      return 0;
    }
    if (command.place.link === null) {
      const problem = await buildProduct(terminal.say);
      if (problem !== null) throw new StartRefused(`The console could not be built:\n${problem}`);
    }
    line = await connectHistory(command.place, findProgramFiles(root, null), terminal.say);
    const sentence = await runHistory(line.client, command, terminal, cancel.signal);
    terminal.end();
    process.stdout.write(`${sentence}\n`);
    return 0;
  } catch (error) {
    terminal.end();
    if (error instanceof UsageError) {
      terminal.say(`${error.message} See npm run history -- --help.`);
      return 2;
    }
    if (error instanceof Cancelled || cancel.signal.aborted) {
      terminal.say(error instanceof Cancelled ? error.message : 'Cancelled.');
      return 130;
    }
    if (!(error instanceof StartRefused)) throw error;
    terminal.say(error.message);
    return 1;
  } finally {
    await line?.close();
  }
}
