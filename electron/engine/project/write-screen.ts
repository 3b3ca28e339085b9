import { createHash, randomUUID } from 'node:crypto';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DrawingKind, maxDrawingBytes } from '#shared/contract/screens.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { folderOf, isInside, moveNew, namesIn, syncFolder, unwritable, writeWhole } from './place-file.ts';
import { readText } from './project-files.ts';
import { isScreenName } from './read-screen.ts';

const folders = { screen: 'screens', template: 'templates' } as const;
const words = { screen: 'screen', template: 'template' } as const;

export type DrawingText = { readonly text: string; readonly hash: string };
/** One drawing on disk; `stamp` changes whenever the file does. */
export type DrawingOnDisk = { readonly kind: DrawingKind; readonly name: string; readonly bytes: number; readonly changedMs: number; readonly stamp: string };

/** Path of a drawing below the project folder, with forward slashes. */
export const drawingFile = (kind: DrawingKind, name: string): string => `${folders[kind]}/${name}.svg`;

/** SHA-256 of the text in UTF-8, base64url. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Drawings whose names a screen may have, screens first, by name. A folder that is not there holds none; rejects where one cannot be read. */
export async function listDrawings(dir: string): Promise<readonly DrawingOnDisk[]> {
  const found: DrawingOnDisk[] = [];
  for (const kind of ['screen', 'template'] as const) {
    for (const file of (await namesIn(join(dir, folders[kind]))).toSorted()) {
      if (!file.endsWith('.svg')) continue;
      const name = file.slice(0, -'.svg'.length);
      if (!isScreenName(name) || !(await isInside(dir, drawingFile(kind, name)))) continue;
      try {
        const { ino, size, mtimeMs, mtimeNs, ctimeNs } = await stat(join(dir, folders[kind], file), { bigint: true });
        found.push({ kind, name, bytes: Number(size), changedMs: Number(mtimeMs), stamp: `${ino}:${size}:${mtimeNs}:${ctimeNs}` });
      } catch (error) {
        // Gone between two calls: it is not there.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }
  return found;
}

/** The text of a drawing as it is on disk, at most 4 MB of UTF-8. */
export async function readDrawing(dir: string, kind: DrawingKind, name: string): Promise<Result<DrawingText, 'not-found' | 'unreadable'>> {
  const file = drawingFile(kind, name);
  if (!isScreenName(name) || !(await isInside(dir, file))) return missing(kind, name);
  const text = await readText(dir, file, maxDrawingBytes);
  if (typeof text !== 'string') return refused('unreadable', `${file}: ${text.message}.`);
  return ok({ text, hash: hashOf(text) });
}

/**
 * Writes a drawing aside, syncs it and moves it into place, so that a reader and the next start see the old or the new text
 * whole. `basedOn` is the hash of the text that is replaced, null where none may be there: otherwise nothing is written.
 */
export async function writeDrawing(dir: string, kind: DrawingKind, name: string, text: string, basedOn: string | null): Promise<Result<null, 'changed-meanwhile' | 'exists' | 'unwritable'>> {
  const what = `The ${words[kind]} ${name}`;
  try {
    const folder = await folderOf(dir, folders[kind], true);
    if (basedOn === null) {
      const taken = (await namesIn(folder)).find((file) => file.toLowerCase() === `${name}.svg`.toLowerCase());
      if (taken !== undefined) return exists(kind, taken.slice(0, -'.svg'.length));
    }
    // Where the entry is a link to a file of the project, that file is replaced, not the link.
    const target = basedOn === null ? join(folder, `${name}.svg`) : await realpath(join(folder, `${name}.svg`));
    const aside = join(dirname(target), `.${randomUUID()}.new`);
    try {
      await writeWhole(aside, text);
      if (basedOn !== null) {
        const there = await readDrawing(dir, kind, name);
        if (!there.ok || there.value.hash !== basedOn) return changedMeanwhile(kind, name);
        await rename(aside, target);
      } else await moveNew(aside, target);
      await syncFolder(dirname(target));
    } finally {
      await rm(aside, { force: true });
    }
    return ok(null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return exists(kind, name);
    if (code === 'ENOENT' && basedOn !== null) return changedMeanwhile(kind, name);
    return unwritable(`${what} could not be saved`, error);
  }
}

/** Removes the file of a drawing that still has the text of this hash. */
export async function removeDrawing(dir: string, kind: DrawingKind, name: string, basedOn: string): Promise<Result<null, 'not-found' | 'changed-meanwhile' | 'unwritable'>> {
  const there = await readDrawing(dir, kind, name);
  if (!there.ok) return there.fault.code === 'not-found' ? missing(kind, name) : unwritable(`The ${words[kind]} ${name} could not be removed`, new Error(there.fault.message));
  if (there.value.hash !== basedOn) return changedMeanwhile(kind, name);
  try {
    const folder = await folderOf(dir, folders[kind], false);
    await rm(join(folder, `${name}.svg`));
    await syncFolder(folder);
    return ok(null);
  } catch (error) {
    return unwritable(`The ${words[kind]} ${name} could not be removed`, error);
  }
}

/** Gives a drawing another name; never over one that is there. */
export async function renameDrawing(dir: string, kind: DrawingKind, name: string, to: string, basedOn: string): Promise<Result<null, 'not-found' | 'exists' | 'changed-meanwhile' | 'unwritable'>> {
  const there = await readDrawing(dir, kind, name);
  if (!there.ok) return there.fault.code === 'not-found' ? missing(kind, name) : unwritable(`The ${words[kind]} ${name} could not be renamed`, new Error(there.fault.message));
  if (there.value.hash !== basedOn) return changedMeanwhile(kind, name);
  try {
    const folder = await folderOf(dir, folders[kind], false);
    // Another spelling of its own name is no other file.
    const taken = (await namesIn(folder)).find((file) => file !== `${name}.svg` && file.toLowerCase() === `${to}.svg`.toLowerCase());
    if (taken !== undefined || name === to) return exists(kind, taken?.slice(0, -'.svg'.length) ?? to);
    const isSpelling = name.toLowerCase() === to.toLowerCase();
    if (isSpelling) await rename(join(folder, `${name}.svg`), join(folder, `${to}.svg`));
    else await moveNew(join(folder, `${name}.svg`), join(folder, `${to}.svg`));
    await syncFolder(folder);
    return ok(null);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return exists(kind, to);
    return unwritable(`The ${words[kind]} ${name} could not be renamed`, error);
  }
}

/** Removes what a kill left of texts that were being written before a time, UTC epoch ms: hidden files of our own that nobody reads. */
export async function removeLeftovers(dir: string, beforeMs: number): Promise<void> {
  for (const folder of Object.values(folders)) {
    for (const name of await namesIn(join(dir, folder))) {
      if (!/^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.new$/.test(name) || !(await isInside(dir, `${folder}/${name}`))) continue;
      const path = join(dir, folder, name);
      const changedMs = await stat(path).then(({ mtimeMs }) => mtimeMs, () => Infinity);
      if (changedMs < beforeMs) await rm(path, { force: true });
    }
  }
}

const missing = (kind: DrawingKind, name: string) => refused('not-found', `There is no ${words[kind]} ${name}.`);
const exists = (kind: DrawingKind, name: string) => refused('exists', `There is a ${words[kind]} ${name} already.`, 'Choose another name.');
const changedMeanwhile = (kind: DrawingKind, name: string) =>
  refused('changed-meanwhile', `The ${words[kind]} ${name} was changed by someone else since it was opened, so nothing was written.`, 'Compare with what is there now, or save under another name.');
