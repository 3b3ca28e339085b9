import { ok, refused, type Result } from '#shared/model/fault.ts';
import { type RunbookId, runbookLimits } from '#shared/model/runbook.ts';
import type { RunbookProblem } from '#shared/runbook/runbook-problem.ts';
import { createRunbook, readRunbookText, replaceRunbook, runbookHash, type RunbookWriteFault } from './project/write-runbook.ts';
import type { Records } from './records/records.ts';
import type { RunbookLibrary } from './runbook-library.ts';

export type SavedRunbook = { readonly runbook: RunbookId; readonly file: string; /** SHA-256 of the text, hex. */ readonly hash: string; /** Warnings: a text with an error is not saved. */ readonly problems: readonly RunbookProblem[] };
export type RunbookSaveFault = RunbookWriteFault | 'not-found' | 'invalid';

/** Texts of the project's runbooks, read and saved for an editor. */
export type RunbookTexts = {
  /** The file as it is on disk; another text than the one in force where that is the last good one of a broken file. */
  read(runbook: string): Promise<Result<{ readonly file: string; readonly text: string; readonly hash: string }, 'not-found' | 'unreadable'>>;
  /** Writes over the text of this hash. A text with an error, or with the id of another runbook, is refused and nothing is written. */
  save(asked: { readonly runbook: string; readonly markdown: string; readonly basedOn: string }): Promise<Result<SavedRunbook, RunbookSaveFault>>;
  /** Writes a new runbook, in a file by its id. */
  create(markdown: string): Promise<Result<SavedRunbook, RunbookSaveFault>>;
};

/** Windows takes these for devices, whatever ending they have. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Saves texts of runbooks, one after the other. The text before and the new one are kept among the attachments of the records,
 * by the hashes that the audit line of a save names: what a procedure said on a day can be found without the project's git.
 */
export function createRunbookTexts({ dir, library, records }: { readonly dir: string; readonly library: Pick<RunbookLibrary, 'check' | 'get'>; readonly records: Pick<Records, 'attach'> }): RunbookTexts {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const keep = async (...texts: readonly string[]): Promise<Result<null, 'unwritable'>> => {
    try {
      for (const text of texts) await records.attach('text/plain', new TextEncoder().encode(text));
      return ok(null);
    } catch (error) {
      return refused('unwritable', `It was not saved, since its text could not be kept in the records: ${error instanceof Error ? error.message : String(error)}`, 'Look at the data store in the status bar; free space on its disk.');
    }
  };
  const checked = (markdown: string): Result<{ readonly runbook: RunbookId; readonly problems: readonly RunbookProblem[] }, 'invalid'> => {
    if (Buffer.byteLength(markdown) > runbookLimits.bytes) return refused('invalid', `The runbook has more than ${runbookLimits.bytes / 1024} KB and was not saved.`, 'Split it in two.');
    const { runbook, problems } = library.check(markdown);
    const errors = problems.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    if (first !== undefined || runbook === null) {
      return refused('invalid', `It was not saved. Line ${first?.line ?? 1}: ${first?.message ?? 'there is no runbook in this text'}${errors.length > 1 ? `, and ${errors.length - 1} more errors` : ''}.`, 'Mend it; until then it stays as a draft on this console.');
    }
    return ok({ runbook: runbook.id, problems });
  };

  const read: RunbookTexts['read'] = async (id) => {
    const found = library.get(id);
    if (found === null) return refused('not-found', `There is no runbook ${id} in this project.`);
    const there = await readRunbookText(dir, found.file);
    return there.ok ? ok({ file: found.file, ...there.value }) : there;
  };
  return {
    read,
    save: ({ runbook: id, markdown, basedOn }) =>
      inTurn(async () => {
        const now = checked(markdown);
        if (!now.ok) return now;
        if (now.value.runbook !== id) return refused('invalid', `It was not saved: the text has the id ${now.value.runbook}, and ${id} was opened. What names ${id} would lead nowhere.`, 'Give it back its id, or save it as a new runbook.');
        const before = await read(id);
        if (!before.ok) return before.fault.code === 'not-found' ? refused('not-found', before.fault.message, 'Save it as a new runbook.') : refused('unwritable', before.fault.message);
        if (before.value.hash !== basedOn) return refused('changed-meanwhile', `${before.value.file} was changed by someone else since it was opened, so nothing was written.`, 'Compare with what is there now.');
        const kept = await keep(before.value.text, markdown);
        if (!kept.ok) return kept;
        const written = await replaceRunbook(dir, before.value.file, markdown, basedOn);
        return written.ok ? ok({ ...now.value, file: before.value.file, hash: runbookHash(markdown) }) : written;
      }),
    create: (markdown) =>
      inTurn(async () => {
        const now = checked(markdown);
        if (!now.ok) return now;
        const id = now.value.runbook;
        const other = library.get(id);
        if (other !== null) return refused('exists', `There is a runbook ${id} already, in ${other.file}.`, 'Give it another id.');
        if (reserved.test(id) || id.endsWith('.')) return refused('invalid', `It was not saved: ${id} is no name for a file on every system.`, 'Give it another id.');
        const kept = await keep(markdown);
        if (!kept.ok) return kept;
        const written = await createRunbook(dir, id.toLowerCase(), markdown);
        return written.ok ? ok({ ...now.value, file: written.value.file, hash: runbookHash(markdown) }) : written;
      }),
  };
}
