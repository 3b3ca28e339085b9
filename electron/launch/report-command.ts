import type { FirstoutContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { fetchFile, refuseExisting, take } from './history-command-work.ts';
import { runLineCommand } from './line-command.ts';
import { readReportCommand, type ReportCommand, reportUsage } from './report-command-line.ts';

type Asked = Exclude<ReportCommand, { kind: 'help' }>;

/** `npm run report`: reports of incidents, runbooks and handovers as PDF or DOCX. */
process.exitCode = await runLineCommand({
  name: 'report',
  usage: reportUsage,
  read: readReportCommand,
  check: ({ out }) => refuseExisting(out),
  work: async (client, command, terminal, signal) => fetchFile(client, (await start(client, command)).job, command.out, terminal, signal),
});

async function start(client: RpcClient<FirstoutContract>, command: Asked): Promise<{ readonly job: string }> {
  const { format } = command;
  if (command.kind === 'incident') return take(await client.call('report.incident', { incident: command.incident, format }));
  if (command.kind === 'runbooks') return take(await client.call('report.runbooks', { runbooks: command.runbooks === 'emergency' ? 'emergency' : [...command.runbooks], format }));
  return take(await client.call('report.handover', { ...(command.handover === null ? {} : { handover: command.handover }), format }));
}
