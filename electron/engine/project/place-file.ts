import { link, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Fault, refused } from '#shared/model/fault.ts';

/** Names in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Whether a path below the project's folder leads to something in it, whatever links are on the way. */
export async function isInside(dir: string, file: string): Promise<boolean> {
  try {
    return (await realpath(join(dir, file))).startsWith((await realpath(dir)) + sep);
  } catch {
    return false;
  }
}

/** The real path of a folder of the project, which is made first where asked for. Throws where it leads out of the project. */
export async function folderOf(dir: string, name: string, isMade: boolean): Promise<string> {
  const root = await realpath(dir);
  const folder = join(root, name);
  if (isMade) await mkdir(folder, { recursive: true });
  const real = await realpath(folder);
  if (!real.startsWith(root + sep)) throw new Error(`the folder ${name} is a link that leads out of the project`);
  return real;
}

/** Writes a new file and sees it on disk; fails where there is one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Moves a file to a name that must be free: a second name for it fails where one is there, which a plain move would not. */
export async function moveNew(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // File systems of memory sticks know no second names.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    if (await stat(to).then(() => true, () => false)) throw Object.assign(new Error('it exists'), { code: 'EEXIST' });
    return rename(from, to);
  }
  await rm(from);
}

/** The name is on disk too, where folders can be synced. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // Windows has no such call; its file system writes names through its own log.
  }
}

/** What keeps a file from being written, in words. */
export function unwritable(what: string, error: unknown): { readonly ok: false; readonly fault: Fault<'unwritable'> } {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'the project folder cannot be written' : code === 'ENOSPC' ? 'the disk is full' : message;
  return refused('unwritable', `${what}: ${why}.`, 'Check the rights and the free space of the project folder.');
}
