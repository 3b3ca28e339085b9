import type { FirstoutContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { StartRefused } from '../host/data-folder.ts';
import { findProgramFiles } from '../host/program-files.ts';
import { buildProduct } from './build-product.ts';
import { connectHistory, type HistoryLine } from './history-command-connect.ts';
import { UsageError } from './history-command-line.ts';
import { Cancelled, fetchFile, refuseExisting, take } from './history-command-work.ts';
import { root } from './project-root.ts';
import { readReportCommand, type ReportCommand, reportUsage } from './report-command-line.ts';
import { createTerminal } from './terminal.ts';

/** `npm run report`: reports of incidents, runbooks and handovers as PDF or DOCX. */
const terminal = createTerminal();
const cancel = new AbortController();
process.on('SIGINT', () => cancel.abort());
process.on('SIGTERM', () => cancel.abort());
process.exitCode = await main();

async function main(): Promise<number> {
  let line: HistoryLine | null = null;
  try {
    const command = readReportCommand(process.argv.slice(2));
    if (command.kind === 'help') {
      process.stdout.write(`${reportUsage}\n`);
      return 0;
    }
    refuseExisting(command.out);
    if (command.place.link === null) {
      const problem = await buildProduct(terminal.say);
      if (problem !== null) throw new StartRefused(`The console could not be built:\n${problem}`);
    }
    line = await connectHistory(command.place, findProgramFiles(root, null), terminal.say);
    const { job } = await start(line.client, command);
    const sentence = await fetchFile(line.client, job, command.out, terminal, cancel.signal);
    terminal.end();
    process.stdout.write(`${sentence}\n`);
    return 0;
  } catch (error) {
    terminal.end();
    if (error instanceof UsageError) {
      terminal.say(`${error.message} See npm run report -- --help.`);
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

async function start(client: RpcClient<FirstoutContract>, command: Exclude<ReportCommand, { kind: 'help' }>): Promise<{ readonly job: string }> {
  const { format } = command;
  if (command.kind === 'incident') return take(await client.call('report.incident', { incident: command.incident, format }));
  if (command.kind === 'runbooks') return take(await client.call('report.runbooks', { runbooks: command.runbooks === 'emergency' ? 'emergency' : [...command.runbooks], format }));
  return take(await client.call('report.handover', { ...(command.handover === null ? {} : { handover: command.handover }), format }));
}
