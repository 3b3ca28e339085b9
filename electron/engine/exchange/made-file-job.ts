import type { ExchangeFolder, FileEnding } from './exchange-folder.ts';
import { startExchangeThread } from './exchange-thread.ts';
import type { JobWork } from './job-queue.ts';
import { fileName } from './plant-access.ts';
import type { ExchangeTask } from './worker-protocol.ts';

/** A file that is made of something brought together on the engine's thread. */
export type MadeFileRequest<Content, Format extends string> = {
  readonly title: string;
  /** Words of the file's name. */
  readonly name: string;
  readonly format: Format;
  readonly user: string;
  /** Brings it together; rejects with a JobFailed where it cannot be. */
  make(signal: AbortSignal): Promise<Content>;
};

export type MadeFileWork<Content> = {
  /** What is done first, and then, one sentence each. */
  readonly gathering: string;
  readonly writing: string;
  /** The share of the time that bringing together takes, about. */
  readonly gathered: number;
  task(path: string, content: Content): ExchangeTask;
  /** How it ended. */
  done(content: Content): string;
};

/** The work of such a file: brought together on the engine's thread, written by one of its own. */
export function madeFileJob<Content, Format extends FileEnding>({ folder, script }: { readonly folder: ExchangeFolder; readonly script: URL }, { title, name, format, user, make }: MadeFileRequest<Content, Format>, work: MadeFileWork<Content>): JobWork {
  return {
    kind: 'export',
    title,
    user,
    file: { name: fileName(name, format), ending: format },
    async run({ partPath, signal, progress }) {
      progress(0, work.gathering);
      const content = await make(signal);
      await folder.checkSpace();
      progress(work.gathered, work.writing);
      const thread = startExchangeThread(script, work.task(partPath, content), signal);
      try {
        for (let message = await thread.next(); message.t !== 'written'; message = await thread.next()) {
          if (message.t !== 'progress') throw new Error(`the exchange thread said ${message.t} in place of written`);
          progress(work.gathered + message.share * (1 - work.gathered), message.sentence);
        }
      } finally {
        await thread.end();
      }
      return work.done(content);
    },
  };
}
