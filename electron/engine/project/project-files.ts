import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { DraftProblem } from './draft-problem.ts';

export const maxFileBytes = 64 * 1024 * 1024;
const maxFiles = 5000;
const maxFolderDepth = 8;

/** The folders of a project and what belongs into each. */
export const listFolders = ['assets', 'devices', 'tags', 'alarms'] as const;
export type ListFolder = (typeof listFolders)[number];
export type ProjectFolder = ListFolder | 'logic' | 'screens' | 'templates' | 'trends' | 'layouts' | 'scenes' | 'runbooks';
/** Their files are named by themselves, so folders in them would say nothing. */
const flatFolders: ReadonlySet<ProjectFolder> = new Set(['screens', 'templates', 'trends', 'layouts', 'scenes']);
export type ProjectFiles = Readonly<Record<ProjectFolder, readonly string[]>>;

/**
 * The files of a project, sorted by path so that the order of entries never depends on the file system.
 * Hidden files and editors' backups are passed over; a link that leads out of the project folder is refused.
 */
export async function findProjectFiles(dir: string, problems: DraftProblem[]): Promise<ProjectFiles> {
  const root = await realpath(dir);
  const found: Record<ProjectFolder, string[]> = { assets: [], devices: [], tags: [], alarms: [], logic: [], screens: [], templates: [], trends: [], layouts: [], scenes: [], runbooks: [] };
  let count = 0;

  const visit = async (folder: ProjectFolder, below: string, depth: number): Promise<void> => {
    let names: string[];
    try {
      names = await readdir(join(dir, below));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') problems.push(unreadable(below, error));
      return;
    }
    for (const name of names.toSorted()) {
      if (name.startsWith('.') || name.endsWith('~')) continue;
      const file = `${below}/${name}`;
      const kind = await kindOf(root, dir, file, problems);
      if (kind === 'folder' && !flatFolders.has(folder)) {
        if (depth < maxFolderDepth) await visit(folder, file, depth + 1);
        else
          problems.push({
            file,
            at: null,
            message: `the folder is nested more than ${maxFolderDepth} deep and is not read`,
            severity: 'error',
          });
      } else if (kind === 'file' && endingOf(folder).test(name)) {
        count++;
        if (count <= maxFiles) found[folder].push(file);
      }
    }
  };
  for (const folder of [...listFolders, 'logic', 'screens', 'templates', 'trends', 'layouts', 'scenes', 'runbooks'] as const) await visit(folder, folder, 0);
  if (count > maxFiles) {
    problems.push({
      file: 'project.yaml',
      at: null,
      message: `the project has ${count} files; only the first ${maxFiles} are read`,
      severity: 'error',
    });
  }
  return found;
}

const endingOf = (folder: ProjectFolder): RegExp => (folder === 'screens' || folder === 'templates' ? /\.svg$/ : folder === 'runbooks' ? /\.md$/ : /\.ya?ml$/);

async function kindOf(root: string, dir: string, file: string, problems: DraftProblem[]): Promise<'file' | 'folder' | 'none'> {
  try {
    const path = join(dir, file);
    let stats: Stats = await lstat(path);
    if (stats.isSymbolicLink()) {
      const target = await realpath(path);
      if (target !== root && !target.startsWith(root + sep)) {
        problems.push({ file, at: null, message: 'the link leads out of the project folder and is not followed', severity: 'error' });
        return 'none';
      }
      stats = await stat(path);
    }
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'none';
  } catch (error) {
    problems.push(unreadable(file, error));
    return 'none';
  }
}

/** Changes whenever the file does; compared to pass over files that did not. Null when there is no such file. */
export async function fileStamp(path: string): Promise<string | null> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return `${ino}:${size}:${mtimeNs}:${ctimeNs}`;
  } catch {
    return null;
  }
}

/** The text of a file below the project folder, or the problem with it. */
export async function readText(dir: string, file: string, maxBytes = maxFileBytes): Promise<string | DraftProblem> {
  try {
    const path = join(dir, file);
    const { size } = await stat(path);
    if (size > maxBytes) return tooLarge(file, size, maxBytes);
    const bytes = await readFile(path);
    if (bytes.length > maxBytes) return tooLarge(file, bytes.length, maxBytes);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return { file, at: null, message: 'the file is not UTF-8 text; save it as UTF-8', severity: 'error' };
    return unreadable(file, error);
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const tooLarge = (file: string, bytes: number, maxBytes: number): DraftProblem => ({
  file,
  at: null,
  message: `the file has ${megabytes(bytes)}, at most ${megabytes(maxBytes)} are read; split it into several files`,
  severity: 'error',
});

function unreadable(file: string, error: unknown): DraftProblem {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const why = code === 'EACCES' || code === 'EPERM' ? 'access is denied' : code === 'ENOENT' ? 'it does not exist' : code;
  return { file, at: null, message: `the file cannot be read: ${why}`, severity: 'error' };
}
