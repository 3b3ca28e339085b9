import type { Paper, PaperFormat } from '../reports/paper.ts';
import type { ExchangeFolder } from './exchange-folder.ts';
import { startExchangeThread } from './exchange-thread.ts';
import type { JobWork } from './job-queue.ts';
import { fileName } from './plant-access.ts';

export type PaperRequest = {
  readonly title: string;
  /** Words of the file's name. */
  readonly name: string;
  readonly format: PaperFormat;
  readonly user: string;
  /** Brings it together; rejects with a JobFailed where it cannot be. */
  make(signal: AbortSignal): Promise<Paper>;
};

/** The share of the time that bringing together takes, about: history is read. */
const made = 0.3;

/** The work of one paper: brought together on the engine's thread, its pages set on one of its own. */
export function paperJob({ folder, script }: { readonly folder: ExchangeFolder; readonly script: URL }, { title, name, format, user, make }: PaperRequest): JobWork {
  return {
    kind: 'export',
    title,
    user,
    file: { name: fileName(name, format), ending: format },
    async run({ partPath, signal, progress }) {
      progress(0, 'What goes on the pages is being brought together.');
      const paper = await make(signal);
      await folder.checkSpace();
      const thread = startExchangeThread(script, { kind: 'paper', path: partPath, format, paper }, signal);
      try {
        for (let message = await thread.next(); message.t !== 'written'; message = await thread.next()) {
          if (message.t !== 'progress') throw new Error(`the exchange thread said ${message.t} in place of written`);
          progress(made + message.share * (1 - made), message.sentence);
        }
      } finally {
        await thread.end();
      }
      return `“${paper.title}” is ready to be read and printed.`;
    },
  };
}
