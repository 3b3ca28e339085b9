import { StartRefused } from '../host/data-folder.ts';
import { findProgramFiles } from '../host/program-files.ts';
import { buildProduct } from './build-product.ts';
import { connectHistory, type HistoryLine } from './history-command-connect.ts';
import { type HistoryCommand, UsageError } from './history-command-line.ts';
import { Cancelled, type Terminal } from './history-command-work.ts';
import { root } from './project-root.ts';
import { createTerminal } from './terminal.ts';

type Asked = { readonly kind: string; readonly place: HistoryCommand['place'] };

export type LineCommand<Command extends Asked> = {
  /** As it is called: `npm run NAME`. */
  readonly name: string;
  readonly usage: string;
  /** Throws a UsageError with a sentence. */
  read(argv: readonly string[]): Command;
  /** Looked at before anything is started; throws a StartRefused. */
  check?(command: Exclude<Command, { kind: 'help' }>): void;
  /** Does it; gives back the last sentence. Throws StartRefused or Cancelled. */
  work(client: HistoryLine['client'], command: Exclude<Command, { kind: 'help' }>, terminal: Terminal, signal: AbortSignal): Promise<string>;
};

/**
 * Runs a command that asks a running engine, or one started for it, and gives back the exit code: 0 done, 1 refused or failed, 2
 * the command line is wrong, 130 Ctrl+C.
 */
export async function runLineCommand<Command extends Asked>({ name, usage, read, check, work }: LineCommand<Command>): Promise<number> {
  const terminal = createTerminal();
  const cancel = new AbortController();
  process.on('SIGINT', () => cancel.abort());
  process.on('SIGTERM', () => cancel.abort());
  let line: HistoryLine | null = null;
  try {
    const command = read(process.argv.slice(2));
    if (!isWork(command)) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    check?.(command);
    if (command.place.link === null) {
      const problem = await buildProduct(terminal.say);
      if (problem !== null) throw new StartRefused(`The console could not be built:\n${problem}`);
    }
    line = await connectHistory(command.place, findProgramFiles(root, null), terminal.say);
    const sentence = await work(line.client, command, terminal, cancel.signal);
    terminal.end();
    process.stdout.write(`${sentence}\n`);
    return 0;
  } catch (error) {
    terminal.end();
    if (error instanceof UsageError) {
      terminal.say(`${error.message} See npm run ${name} -- --help.`);
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

function isWork<Command extends Asked>(command: Command): command is Command & Exclude<Command, { kind: 'help' }> {
  return command.kind !== 'help';
}
