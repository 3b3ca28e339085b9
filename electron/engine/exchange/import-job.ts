import type { ImportMapping } from '#shared/contract/exchange.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { Clock } from '../ports.ts';
import type { ImportBatch, ImportCounts, ImportTag } from './formats/sample-reader.ts';
import { JobFailed } from './exchange-folder.ts';
import { ExchangeFailed, startExchangeThread } from './exchange-thread.ts';
import type { JobContext, JobWork } from './job-queue.ts';
import { counted, type PlantFacts } from './plant-access.ts';
import type { TableUpload, Uploads } from './uploads.ts';

/** A sample further ahead than this is not taken: the clock it was written by was wrong. */
const aheadMs = 86_400_000;

export type ImportParts = {
  readonly clock: Clock;
  readonly uploads: Uploads;
  readonly script: URL;
  facts(): PlantFacts;
  textIndex(text: string): number;
};

/** The work of one import: late samples out of a file, written past the policies, durable before the next are read. */
export function importJob(parts: ImportParts, upload: TableUpload, mapping: ImportMapping, user: string): JobWork {
  return {
    kind: 'import',
    title: upload.name,
    user,
    file: null,
    async run({ signal, progress }: JobContext) {
      const tags: ImportTag[] = parts.facts().tags.map(({ id, type, states }) => ({ id, type, states: states ?? null }));
      const thread = startExchangeThread(parts.script, { kind: 'read', path: upload.path, format: upload.format, mapping, tags, latestMs: parts.clock.nowMs() + aheadMs }, signal);
      let written = 0;
      try {
        const write = createWriter(parts, tags);
        for (;;) {
          const message = await thread.next();
          if (message.t === 'batch') {
            await write(message.batch);
            written += message.batch.tag.length;
            progress(message.share, `${counted(written)} samples imported.`);
            thread.say({ t: 'go-on' });
          } else if (message.t === 'read') {
            if (message.problem !== null || message.counts.samples === 0) throw new JobFailed(ending(message.counts, message.problem));
            return ending(message.counts, null);
          } else throw new Error(`the exchange thread said ${message.t}`);
        }
      } catch (error) {
        // What came before is recorded and stays: people must know how much that is.
        if (written > 0 && error instanceof ExchangeFailed && error.sentence !== null) throw new JobFailed(`${error.sentence} ${counted(written)} samples before that were imported.`);
        throw error;
      } finally {
        await thread.end();
      }
    },
    cleanUp: () => parts.uploads.remove(upload.id),
  };
}

/** Puts a batch under the indices and texts of the project that runs now. */
function createWriter(parts: ImportParts, tags: readonly ImportTag[]): (batch: ImportBatch) => Promise<void> {
  let revision = Number.NaN;
  let indices = new Uint32Array(0);
  return async ({ tag, timeMs, value, quality, texts }) => {
    const facts = parts.facts();
    if (facts.revision !== revision) {
      indices = Uint32Array.from(tags, ({ id }) => {
        const index = facts.indexOf(id);
        if (index === undefined) throw new JobFailed(`The project was edited meanwhile and has no tag ${id} any more; the import was ended.`);
        return index;
      });
      ({ revision } = facts);
    }
    const textNumbers = texts.map((text) => parts.textIndex(text));
    for (let row = 0; row < tag.length; row++) {
      const at = tag[row] as number;
      const number = value[row] as number;
      if (tags[at]?.type === 'text' && !Number.isNaN(number)) value[row] = textNumbers[number] ?? Number.NaN;
      tag[row] = indices[at] as number;
    }
    const batch: SampleBatch = { length: tag.length, tag, timeMs, value, quality };
    await facts.historian.writeAll(batch);
  };
}

/** How an import ended, in a sentence or a few: what came in, what did not and why. */
export function ending({ rows, samples, wrongRows, wrong, leftOut }: ImportCounts, problem: string | null): string {
  const parts = [`${counted(samples)} samples imported out of ${counted(rows)} rows.`];
  if (problem !== null) parts.unshift(problem);
  if (leftOut > 0) parts.push(`${counted(leftOut)} rows were left out as asked.`);
  if (wrongRows > 0) parts.push(`${counted(wrongRows)} rows had errors: ${wrong.join('; ')}${wrongRows > wrong.length ? '; and more' : ''}.`);
  return parts.join(' ');
}
