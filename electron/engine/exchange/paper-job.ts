import type { Paper, PaperFormat } from '../reports/paper.ts';
import type { ExchangeFolder } from './exchange-folder.ts';
import type { JobWork } from './job-queue.ts';
import { madeFileJob, type MadeFileRequest } from './made-file-job.ts';

export type PaperRequest = MadeFileRequest<Paper, PaperFormat>;

/** The work of one paper: history is read for it, then its pages are set. */
export const paperJob = (place: { readonly folder: ExchangeFolder; readonly script: URL }, request: PaperRequest): JobWork =>
  madeFileJob(place, request, {
    gathering: 'What goes on the pages is being brought together.',
    writing: 'The pages are being set.',
    gathered: 0.3,
    task: (path, paper) => ({ kind: 'paper', path, format: request.format, paper }),
    done: ({ title }) => `“${title}” is ready to be read and printed.`,
  });
