import type { ReportFormat } from '#shared/contract/alarm-load.ts';
import type { Report } from './formats/report.ts';
import type { ExchangeFolder } from './exchange-folder.ts';
import type { JobWork } from './job-queue.ts';
import { madeFileJob, type MadeFileRequest } from './made-file-job.ts';

export type ReportRequest = MadeFileRequest<Report, ReportFormat>;

/** The work of one report of figures. */
export const reportJob = (place: { readonly folder: ExchangeFolder; readonly script: URL }, request: ReportRequest): JobWork =>
  madeFileJob(place, request, {
    gathering: 'The figures are being brought together.',
    writing: 'The file is being written.',
    gathered: 0.5,
    task: (path, report) => ({ kind: 'report', path, format: request.format, report }),
    done: ({ sections }) => `${sections.reduce((sum, { rows }) => sum + rows.length, 0)} rows in ${sections.length} tables written.`,
  });
