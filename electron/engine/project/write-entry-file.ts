import { randomUUID } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ok, refused, type Result } from '#shared/model/fault.ts';

/** An entry of the project that has a file of its own, `<folder>/<id>.yaml`. The id is checked already: it is no path. */
export type EntryFile = {
  readonly folder: 'layouts' | 'trends';
  readonly id: string;
  /** What an operator calls one of them: "layout", "trend". */
  readonly noun: string;
};

/** Writes the file of an entry, aside and moved over, so that a reader sees the old or the new one whole. */
export async function writeEntryFile(dir: string, entry: EntryFile, text: string): Promise<Result<null, 'unwritable'>> {
  const { id } = entry;
  try {
    const folder = await folderOf(dir, entry, true);
    // Hidden and unlike any entry's name while it is written: the watcher and the loader pass it over.
    const aside = join(folder, `.${id}.${randomUUID()}.new`);
    try {
      const file = await open(aside, 'wx');
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      // One kept as .yml goes on under its own name.
      const name = (await exists(join(folder, `${id}.yml`))) && !(await exists(join(folder, `${id}.yaml`))) ? `${id}.yml` : `${id}.yaml`;
      await rename(aside, join(folder, name));
    } finally {
      await rm(aside, { force: true });
    }
    return ok(null);
  } catch (error) {
    return unwritable(`The ${entry.noun} ${id} could not be saved`, error);
  }
}

/** Removes the file of an entry, whichever ending it has. */
export async function removeEntryFile(dir: string, entry: EntryFile): Promise<Result<null, 'not-found' | 'unwritable'>> {
  const missing = () => refused('not-found', `There is no saved ${entry.noun} ${entry.id}.`);
  try {
    const folder = await folderOf(dir, entry, false);
    let removed = 0;
    for (const name of [`${entry.id}.yaml`, `${entry.id}.yml`]) {
      if (!(await exists(join(folder, name)))) continue;
      await rm(join(folder, name));
      removed++;
    }
    return removed > 0 ? ok(null) : missing();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return missing();
    return unwritable(`The ${entry.noun} ${entry.id} could not be removed`, error);
  }
}

async function folderOf(dir: string, { folder: name }: EntryFile, isMade: boolean): Promise<string> {
  const root = await realpath(dir);
  const folder = join(root, name);
  if (isMade) await mkdir(folder, { recursive: true });
  const real = await realpath(folder);
  if (!real.startsWith(root + sep)) throw new Error(`the folder ${name} is a link that leads out of the project`);
  return real;
}

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

function unwritable(what: string, error: unknown) {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'the project folder cannot be written' : code === 'ENOSPC' ? 'the disk is full' : message;
  return refused('unwritable', `${what}: ${why}.`, 'Check the rights and the free space of the project folder.');
}
