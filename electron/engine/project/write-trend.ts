import { randomUUID } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { dump } from 'js-yaml';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { TrendSet } from '#shared/model/trend-set.ts';

/** Writes `trends/<id>.yaml`, aside and moved over, so that a reader sees the old or the new one whole. The id is checked already. */
export async function writeTrend(dir: string, set: TrendSet): Promise<Result<null, 'unwritable'>> {
  const { id, ...rest } = set;
  try {
    const folder = await trendsFolder(dir, true);
    // Hidden and unlike any trend's name while it is written: the watcher and the loader pass it over.
    const aside = join(folder, `.${id}.${randomUUID()}.new`);
    try {
      const file = await open(aside, 'wx');
      try {
        await file.writeFile(dump({ id, ...rest }, { lineWidth: 120, noRefs: true, flowLevel: 2 }));
        await file.sync();
      } finally {
        await file.close();
      }
      // A trend kept as .yml goes on under its own name.
      const name = (await exists(join(folder, `${id}.yml`))) && !(await exists(join(folder, `${id}.yaml`))) ? `${id}.yml` : `${id}.yaml`;
      await rename(aside, join(folder, name));
    } finally {
      await rm(aside, { force: true });
    }
    return ok(null);
  } catch (error) {
    return unwritable(`The trend ${id} could not be saved`, error);
  }
}

/** Removes the file of a saved trend. */
export async function removeTrend(dir: string, id: TrendSet['id']): Promise<Result<null, 'not-found' | 'unwritable'>> {
  try {
    const folder = await trendsFolder(dir, false);
    let removed = 0;
    for (const name of [`${id}.yaml`, `${id}.yml`]) {
      if (!(await exists(join(folder, name)))) continue;
      await rm(join(folder, name));
      removed++;
    }
    return removed > 0 ? ok(null) : refused('not-found', `There is no saved trend ${id}.`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return refused('not-found', `There is no saved trend ${id}.`);
    return unwritable(`The trend ${id} could not be removed`, error);
  }
}

async function trendsFolder(dir: string, isMade: boolean): Promise<string> {
  const root = await realpath(dir);
  const folder = join(root, 'trends');
  if (isMade) await mkdir(folder, { recursive: true });
  const real = await realpath(folder);
  if (!real.startsWith(root + sep)) throw new Error('the folder trends is a link that leads out of the project');
  return real;
}

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

function unwritable(what: string, error: unknown) {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'the project folder cannot be written' : code === 'ENOSPC' ? 'the disk is full' : message;
  return refused('unwritable', `${what}: ${why}.`, 'Check the rights and the free space of the project folder.');
}
