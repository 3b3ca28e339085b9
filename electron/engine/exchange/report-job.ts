import type { ReportFormat } from '#shared/contract/alarm-load.ts';
import type { Report } from './formats/report.ts';
import type { ExchangeFolder } from './exchange-folder.ts';
import { startExchangeThread } from './exchange-thread.ts';
import type { JobWork } from './job-queue.ts';
import { fileName } from './plant-access.ts';

export type ReportRequest = {
  readonly title: string;
  /** Words of the file's name. */
  readonly name: string;
  readonly format: ReportFormat;
  readonly user: string;
  /** Brings the report together; rejects with a JobFailed where it cannot be. */
  make(signal: AbortSignal): Promise<Report>;
};

/** The work of one report: made on the engine's thread, written as a file on one of its own. */
export function reportJob(
  { folder, script }: { readonly folder: ExchangeFolder; readonly script: URL },
  { title, name, format, user, make }: ReportRequest,
): JobWork {
  return {
    kind: 'export',
    title,
    user,
    file: { name: fileName(name, format), ending: format },
    async run({ partPath, signal, progress }) {
      progress(0, 'The figures are being brought together.');
      const report = await make(signal);
      await folder.checkSpace();
      progress(0.5, 'The file is being written.');
      const thread = startExchangeThread(script, { kind: 'report', path: partPath, format, report }, signal);
      try {
        const message = await thread.next();
        if (message.t !== 'written') throw new Error(`the exchange thread said ${message.t} in place of written`);
      } finally {
        await thread.end();
      }
      return `${report.sections.reduce((sum, { rows }) => sum + rows.length, 0)} rows in ${report.sections.length} tables written.`;
    },
  };
}
