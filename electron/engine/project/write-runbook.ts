import { createHash, randomUUID } from 'node:crypto';
import { realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { runbookLimits } from '#shared/model/runbook.ts';
import { folderOf, isInside, moveNew, namesIn, syncFolder, unwritable, writeWhole } from './place-file.ts';
import { readText } from './project-files.ts';

export type RunbookText = { readonly text: string; readonly hash: string };
export type RunbookWriteFault = 'changed-meanwhile' | 'exists' | 'unwritable';

const folder = 'runbooks';

/** SHA-256 of the text in UTF-8, hex, as the loader tells two texts of a runbook apart. */
export const runbookHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The text of a runbook's file as it is on disk, `file` below the project folder: it may have an error that keeps it out of use. */
export async function readRunbookText(dir: string, file: string): Promise<Result<RunbookText, 'not-found' | 'unreadable'>> {
  if (!file.startsWith(`${folder}/`) || !(await isInside(dir, file))) return refused('not-found', `There is no file ${file} in the project.`);
  const text = await readText(dir, file, runbookLimits.bytes);
  return typeof text === 'string' ? ok({ text, hash: runbookHash(text) }) : refused('unreadable', `${file}: ${text.message}.`);
}

/**
 * Writes a text over the runbook that is there, whole or not at all: aside, synced, moved into place. `basedOn` is the hash of
 * the text it replaces; where another one is there by now nothing is written. Call it for one file at a time.
 */
export async function replaceRunbook(dir: string, file: string, text: string, basedOn: string): Promise<Result<null, RunbookWriteFault>> {
  const changed = () => refused('changed-meanwhile', `${file} was changed by someone else since it was opened, so nothing was written.`, 'Compare with what is there now.');
  try {
    const target = await realpath(join(dir, file));
    if (!(await isInside(dir, file))) return changed();
    const aside = join(dirname(target), `.${randomUUID()}.new`);
    try {
      await writeWhole(aside, text);
      const there = await readRunbookText(dir, file);
      if (!there.ok || there.value.hash !== basedOn) return changed();
      await rename(aside, target);
      await syncFolder(dirname(target));
    } finally {
      await rm(aside, { force: true });
    }
    return ok(null);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? changed() : unwritable(`${file} could not be saved`, error);
  }
}

/** Writes a runbook that is not there yet, as `runbooks/<name>.md`; never over another file, in other capitals neither. */
export async function createRunbook(dir: string, name: string, text: string): Promise<Result<{ readonly file: string }, RunbookWriteFault>> {
  const file = `${folder}/${name}.md`;
  const taken = () => refused('exists', `There is a file ${file} already.`, 'Give the runbook another id.');
  try {
    const path = await folderOf(dir, folder, true);
    if ((await namesIn(path)).some((one) => one.toLowerCase() === `${name}.md`.toLowerCase())) return taken();
    const aside = join(path, `.${randomUUID()}.new`);
    try {
      await writeWhole(aside, text);
      await moveNew(aside, join(path, `${name}.md`));
      await syncFolder(path);
    } finally {
      await rm(aside, { force: true });
    }
    return ok({ file });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? taken() : unwritable(`${file} could not be saved`, error);
  }
}
