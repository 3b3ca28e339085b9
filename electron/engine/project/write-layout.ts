import { randomUUID } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Document, isCollection, isPair, visit } from 'yaml';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { Layout } from '#shared/model/layout.ts';

/** Writes `layouts/<id>.yaml`, aside and moved over, so that a reader sees the old or the new one whole. The id is checked already. */
export async function writeLayout(dir: string, layout: Layout): Promise<Result<null, 'unwritable'>> {
  const { id, ...rest } = layout;
  try {
    const folder = await layoutsFolder(dir, true);
    // Hidden and unlike any layout's name while it is written: the watcher and the loader pass it over.
    const aside = join(folder, `.${id}.${randomUUID()}.new`);
    try {
      const file = await open(aside, 'wx');
      try {
        await file.writeFile(layoutText({ id, ...rest }));
        await file.sync();
      } finally {
        await file.close();
      }
      // A layout kept as .yml goes on under its own name.
      const name = (await exists(join(folder, `${id}.yml`))) && !(await exists(join(folder, `${id}.yaml`))) ? `${id}.yml` : `${id}.yaml`;
      await rename(aside, join(folder, name));
    } finally {
      await rm(aside, { force: true });
    }
    return ok(null);
  } catch (error) {
    return unwritable(`The layout ${id} could not be saved`, error);
  }
}

/** Removes the file of a layout. */
export async function removeLayout(dir: string, id: Layout['id']): Promise<Result<null, 'not-found' | 'unwritable'>> {
  try {
    const folder = await layoutsFolder(dir, false);
    let removed = 0;
    for (const name of [`${id}.yaml`, `${id}.yml`]) {
      if (!(await exists(join(folder, name)))) continue;
      await rm(join(folder, name));
      removed++;
    }
    return removed > 0 ? ok(null) : refused('not-found', `There is no layout ${id}.`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return refused('not-found', `There is no layout ${id}.`);
    return unwritable(`The layout ${id} could not be removed`, error);
  }
}

/** What holds only plain values stands on one line, everything else on lines of its own: a change is a line in git. */
function layoutText(layout: Layout): string {
  const document = new Document(JSON.parse(JSON.stringify(layout)));
  visit(document, {
    Collection(_key, node) {
      node.flow = !node.items.some((item) => isCollection(isPair(item) ? item.value : item));
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: true });
}

async function layoutsFolder(dir: string, isMade: boolean): Promise<string> {
  const root = await realpath(dir);
  const folder = join(root, 'layouts');
  if (isMade) await mkdir(folder, { recursive: true });
  const real = await realpath(folder);
  if (!real.startsWith(root + sep)) throw new Error('the folder layouts is a link that leads out of the project');
  return real;
}

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

function unwritable(what: string, error: unknown) {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'the project folder cannot be written' : code === 'ENOSPC' ? 'the disk is full' : message;
  return refused('unwritable', `${what}: ${why}.`, 'Check the rights and the free space of the project folder.');
}
