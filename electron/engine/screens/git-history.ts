import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import git from 'isomorphic-git';
import { maxDrawingBytes } from '#shared/contract/screens.ts';

/** A commit that changed the file. `hash` as of a drawing's text; null where the commit removed the file. */
export type CommitOfFile = {
  readonly oid: string;
  readonly author: string;
  readonly message: string;
  /** When it was made, UTC epoch ms. */
  readonly timeMs: number;
  readonly hash: string | null;
};
export type GitAnswer = { readonly commits: readonly CommitOfFile[]; readonly problem: string | null };

/** Commits listed, commits looked through for them, and bytes of packed objects that are read into memory. */
const mostListed = 200;
const mostLooked = 5000;
const mostPackBytes = 128 * 1024 * 1024;
const mostParents = 8;

type Repository = { readonly gitdir: string; readonly root: string };
type Where = { readonly gitdir: string; readonly path: string; readonly cache: object };

/**
 * Commits of the project's repository that changed one file, newest first: from HEAD along the parents that have another
 * content, as git itself simplifies history. Only reads, and needs no git on the machine. No commits and no problem where
 * the folder lies in no repository; `problem` says why the list is not all there is.
 */
export async function commitsOfFile(projectDir: string, file: string, signal?: AbortSignal): Promise<GitAnswer> {
  const found = await findRepository(projectDir);
  if (found === null) return { commits: [], problem: null };
  if ('problem' in found) return { commits: [], problem: found.problem };
  try {
    return await walk(await whereOf(found, projectDir, file), signal);
  } catch (error) {
    signal?.throwIfAborted();
    return { commits: [], problem: `The project's git repository cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}` };
  }
}

/** Whether there is a repository to ask at all. */
export const liesInRepository = async (projectDir: string): Promise<boolean> => (await findRepository(projectDir)) !== null;

/** The text a file had at a commit; null where it had none, or the commit is not there. */
export async function textAtCommit(projectDir: string, file: string, oid: string): Promise<string | null> {
  const found = await findRepository(projectDir);
  if (found === null || 'problem' in found || !/^[0-9a-f]{40}$/.test(oid)) return null;
  try {
    const where = await whereOf(found, projectDir, file);
    const blob = await blobAt(where, oid);
    return blob === null ? null : await textOf(where, blob);
  } catch {
    return null;
  }
}

async function walk(where: Where, signal: AbortSignal | undefined): Promise<GitAnswer> {
  const { gitdir } = where;
  const head = await git.resolveRef({ fs, gitdir, ref: 'HEAD' }).catch(() => null);
  if (head === null) return { commits: [], problem: null };
  const commits: CommitOfFile[] = [];
  const blobs = new Map<string, Promise<string | null>>();
  const blob = (oid: string): Promise<string | null> => {
    const known = blobs.get(oid) ?? blobAt(where, oid);
    blobs.set(oid, known);
    return known;
  };
  const seen = new Set([head]);
  const waiting = [await readCommit(where, head)];
  let looked = 0;
  let unreadable = 0;
  let isShallow = false;
  while (waiting.length > 0) {
    signal?.throwIfAborted();
    if (commits.length >= mostListed) return { commits, problem: `Only the newest ${mostListed} commits are listed.` };
    if (looked++ >= mostLooked) return { commits, problem: `Only the newest ${mostLooked} commits of the repository were looked through.` };
    // Newest first across branches, as people read a history.
    const commit = takeNewest(waiting);
    const own = await blob(commit.oid);
    const parents = (await Promise.all(commit.parents.slice(0, mostParents).map((oid) => readCommit(where, oid).catch(() => null)))).filter((parent) => parent !== null);
    isShallow ||= parents.length < Math.min(commit.parents.length, mostParents);
    let same: (typeof parents)[number] | null = null;
    for (const parent of parents) if (same === null && (await blob(parent.oid)) === own) same = parent;
    if (same === null && (own !== null || parents.length > 0)) {
      const text = own === null ? null : await textOf(where, own);
      if (own !== null && text === null) unreadable++;
      else commits.push({ oid: commit.oid, author: commit.author, message: commit.message, timeMs: commit.timeMs, hash: text === null ? null : createHash('sha256').update(text).digest('base64url') });
    }
    for (const parent of same === null ? parents : [same]) {
      if (seen.has(parent.oid)) continue;
      seen.add(parent.oid);
      waiting.push(parent);
    }
  }
  const problems = [
    ...(isShallow ? ['Earlier commits are not in this copy of the repository.'] : []),
    ...(unreadable > 0 ? [`${unreadable} commits hold no UTF-8 text of at most 4 MB there and are left out.`] : []),
  ];
  return { commits, problem: problems.length === 0 ? null : problems.join(' ') };
}

type Read = { readonly oid: string; readonly author: string; readonly message: string; readonly timeMs: number; readonly parents: readonly string[] };

async function readCommit({ gitdir, cache }: Where, oid: string): Promise<Read> {
  const { commit } = await git.readCommit({ fs, gitdir, oid, cache });
  const message = commit.message.trim().slice(0, 500);
  return { oid, author: commit.author.name.slice(0, 200), message, timeMs: commit.committer.timestamp * 1000, parents: commit.parent };
}

function takeNewest(waiting: Read[]): Read {
  let newest = 0;
  for (const [at, { timeMs }] of waiting.entries()) if (timeMs > (waiting[newest] as Read).timeMs) newest = at;
  return waiting.splice(newest, 1)[0] as Read;
}

/** Name of the file's content at a commit; null where it is not there. */
async function blobAt({ gitdir, path, cache }: Where, oid: string): Promise<string | null> {
  let tree = oid;
  const parts = path.split('/');
  for (const [at, part] of parts.entries()) {
    const entry = (await git.readTree({ fs, gitdir, oid: tree, cache })).tree.find((one) => one.path === part);
    if (entry === undefined || entry.type !== (at === parts.length - 1 ? 'blob' : 'tree')) return null;
    tree = entry.oid;
  }
  return tree;
}

async function textOf({ gitdir, cache }: Where, oid: string): Promise<string | null> {
  const { blob } = await git.readBlob({ fs, gitdir, oid, cache });
  if (blob.length > maxDrawingBytes) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(blob);
  } catch {
    return null;
  }
}

async function findRepository(projectDir: string): Promise<Repository | { readonly problem: string } | null> {
  let root = await realpath(projectDir).catch(() => null);
  while (root !== null) {
    const gitdir = join(root, '.git');
    const kind = await stat(gitdir).then((found) => (found.isDirectory() ? 'folder' : 'file'), () => null);
    if (kind !== null) return kind === 'folder' ? checked(gitdir, root) : linked(gitdir, root);
    const above = dirname(root);
    root = above === root ? null : above;
  }
  return null;
}

/** A `.git` file leads to the folder: of a submodule, or of a further working tree, whose objects are elsewhere. */
async function linked(file: string, root: string): Promise<Repository | { readonly problem: string }> {
  const path = /^gitdir: (.+)$/m.exec(await readFile(file, 'utf8').catch(() => ''))?.[1]?.trim();
  if (path === undefined) return { problem: 'The file .git above the project leads to no repository.' };
  const gitdir = resolve(root, path);
  const isWorktree = await stat(join(gitdir, 'commondir')).then(() => true, () => false);
  return isWorktree ? { problem: 'The project lies in a further working tree of a git repository; its commits are not listed.' } : checked(gitdir, root);
}

async function checked(gitdir: string, root: string): Promise<Repository | { readonly problem: string }> {
  const packs = join(gitdir, 'objects', 'pack');
  let bytes = 0;
  for (const name of await readdir(packs).catch(() => [])) bytes += (await stat(join(packs, name)).catch(() => null))?.size ?? 0;
  if (bytes <= mostPackBytes) return { gitdir, root };
  return { problem: `The project's git repository has ${Math.round(bytes / 1024 / 1024)} MB of packed objects; commits are listed up to ${mostPackBytes / 1024 / 1024} MB.` };
}

async function whereOf({ gitdir, root }: Repository, projectDir: string, file: string): Promise<Where> {
  const below = relative(root, await realpath(projectDir)).split(sep).filter((part) => part !== '');
  return { gitdir, path: [...below, ...file.split('/')].join('/'), cache: {} };
}
