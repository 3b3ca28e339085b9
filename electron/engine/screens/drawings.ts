import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { type DrawingFile, type DrawingKind, type DrawingProblem, type DrawingReference, type DrawingVersion, maxDrawingBytes } from '#shared/contract/screens.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { usedTemplates } from '#shared/screen/used-templates.ts';
import type { Clock, Log } from '../ports.ts';
import { collectTemplates } from '../project/read-templates.ts';
import { drawingFile, hashOf, listDrawings, readDrawing, removeDrawing, removeLeftovers, renameDrawing, writeDrawing } from '../project/write-screen.ts';
import type { DrawingVersionRow, Store } from '../store/store.ts';
import { findReferences } from './drawing-references.ts';
import type { GitAnswer } from './git-history.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);
const mostVersions = 500;
/** A text is written in moments; what is older than this was left by a kill. */
const leftoverMs = 3_600_000;

export type Saved = { readonly hash: string; readonly problems: DrawingProblem[] };
export type SaveRequest = { readonly kind: DrawingKind; readonly screen: string; readonly svg: string; readonly basedOn: string | null; readonly note: string };
type Which = { readonly kind: DrawingKind; readonly screen: string };
type Change = { readonly source: DrawingVersion['source']; readonly user: string | null; readonly note: string };

/** Drawings of one project: every change of theirs is kept as a version, whoever made it. */
export type Drawings = {
  list(): Promise<readonly DrawingFile[]>;
  read(which: Which): Promise<Result<{ readonly svg: string; readonly hash: string }, 'not-found' | 'unreadable'>>;
  /** Places in drawings that name this one. */
  references(which: Which): Promise<readonly DrawingReference[]>;
  save(request: SaveRequest, by: Pick<Change, 'source' | 'user'>): Promise<Result<Saved, 'changed-meanwhile' | 'exists' | 'invalid' | 'unwritable'>>;
  rename(which: Which & { readonly to: string; readonly basedOn: string }, user: string): Promise<Result<null, 'not-found' | 'exists' | 'changed-meanwhile' | 'unwritable'>>;
  remove(which: Which & { readonly basedOn: string; readonly note: string }, user: string): Promise<Result<null, 'not-found' | 'changed-meanwhile' | 'unwritable'>>;
  versions(which: Which, signal: AbortSignal): Promise<{ readonly versions: DrawingVersion[]; readonly problem: string | null }>;
  version(which: Which & { readonly version: string }): Promise<Result<{ readonly svg: string; readonly hash: string }, 'not-found' | 'history-unavailable'>>;
  /** Keeps what the files have that no version has: changes made by something else. Called at the start and after each change of the project. */
  look(): Promise<void>;
  /** Resolves when nothing is under way. */
  close(): Promise<void>;
};

export type DrawingsOptions = {
  readonly projectDir: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Reads the project's git repository, away from the engine's thread. */
  readonly git: { commits(file: string, signal: AbortSignal): Promise<GitAnswer>; textAt(file: string, oid: string): Promise<string | null> };
  /** A recording is looked at, never written. */
  readonly isStill: boolean;
};

/** The words of the first `<title>`; a list of hundreds of screens need not be parsed for them. */
function titleOf(text: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/.exec(text.slice(0, 20_000))?.[1] ?? '';
  return title.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: keyof typeof letters) => letters[name]).trim().slice(0, 300);
}
const letters = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" } as const;

export function createDrawings({ projectDir, store, clock, log, git, isStill }: DrawingsOptions): Drawings {
  const titles = new Map<string, { readonly stamp: string; readonly title: string; readonly hash: string }>();
  /** Stamps of files whose text is known to be kept. */
  const keptStamps = new Map<string, string>();
  // One change at a time: what is looked at between a write and its version would be kept twice.
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  const keep = async ({ kind, screen }: Which, text: string, change: Change): Promise<void> => {
    const body = new Uint8Array(await deflate(text));
    await store.drawings.keep({ kind, name: screen, timeMs: clock.nowMs(), ...change, text: { hash: hashOf(text), bytes: Buffer.byteLength(text), body } });
  };
  /** Keeps a text unless it is the newest version already. */
  const keepSeen = async (which: Which, text: string, newest: DrawingVersionRow | undefined): Promise<void> => {
    if (newest !== undefined && newest.hash === hashOf(text) && newest.source !== 'removed' && newest.source !== 'renamed') return;
    await keep(which, text, { source: 'file', user: null, note: '' });
  };
  const newestOf = async ({ kind, screen }: Which): Promise<DrawingVersionRow | undefined> => (await store.drawings.of(kind, screen, 1))[0];
  const kept = async (work: Promise<void>, what: string): Promise<DrawingProblem[]> => {
    try {
      await work;
      return [];
    } catch (error) {
      const message = `${what}, but its version could not be kept: ${error instanceof Error ? error.message : String(error)}`;
      log.warn('screens', message);
      return [{ line: null, message }];
    }
  };
  const textOfVersion = async (hash: string): Promise<string | null> => {
    const found = await store.drawings.text(hash);
    if (found === null) return null;
    const text = (await inflate(found.body, { maxOutputLength: maxDrawingBytes })).toString('utf8');
    // A disk may have damaged it since.
    return hashOf(text) === hash ? text : null;
  };

  /** Texts of the templates a drawing uses, as they are on disk. */
  const templatesOf = (svg: string): Promise<ReadonlyMap<string, string>> =>
    collectTemplates(usedTemplates(svg), async (name) => {
      const read = await readDrawing(projectDir, 'template', name);
      return read.ok ? read.value.text : null;
    });

  let hasTidied = false;
  const lookOnce = async (): Promise<void> => {
    // What another console may be writing now is left alone.
    if (!hasTidied) await removeLeftovers(projectDir, clock.nowMs() - leftoverMs);
    hasTidied = true;
    const newest = new Map((await store.drawings.newest()).map((row) => [`${row.kind}/${row.name}`, row]));
    const there = await listDrawings(projectDir);
    for (const { kind, name, stamp } of there) {
      if (isClosed) return;
      const key = `${kind}/${name}`;
      if (keptStamps.get(key) === stamp) continue;
      const read = await readDrawing(projectDir, kind, name);
      if (!read.ok) continue;
      await keepSeen({ kind, screen: name }, read.value.text, newest.get(key));
      keptStamps.set(key, stamp);
    }
    const names = new Set(there.map(({ kind, name }) => `${kind}/${name}`));
    // Where all of a kind are gone the folder is: a share that is away for a while is no decision of anybody.
    const kinds = new Set<string>(there.map(({ kind }) => kind));
    for (const [key, row] of newest) {
      if (names.has(key) || !kinds.has(row.kind) || row.source === 'removed' || row.source === 'renamed' || isClosed) continue;
      const text = await textOfVersion(row.hash);
      if (text !== null) await keep({ kind: row.kind as DrawingKind, screen: row.name }, text, { source: 'removed', user: null, note: 'The file was removed.' });
      keptStamps.delete(key);
    }
  };

  const save = async ({ kind, screen, svg, basedOn, note }: SaveRequest, by: Pick<Change, 'source' | 'user'>): Promise<Result<Saved, 'changed-meanwhile' | 'exists' | 'invalid' | 'unwritable'>> => {
    if (Buffer.byteLength(svg) > maxDrawingBytes) return refused('invalid', `The ${kind} ${screen} has more than ${maxDrawingBytes / 1024 / 1024} MB and was not saved.`, 'Simplify its paths, or split it into several screens.');
    const parsed = parseScreen(svg, { templates: await templatesOf(svg), ...(kind === 'template' ? { self: screen } : {}) });
    if (!parsed.ok) {
      const { line, message } = parsed.problem;
      return refused('invalid', `The ${kind} ${screen} was not saved. ${line === null ? '' : `Line ${line}: `}${message}`);
    }
    const before = basedOn === null ? null : await readDrawing(projectDir, kind, screen);
    const problems: DrawingProblem[] = parsed.screen.problems.map((problem) => ({ ...problem }));
    // What was edited by hand a moment ago, and nobody has seen yet, is not lost by being written over.
    if (before?.ok === true && before.value.hash === basedOn) problems.push(...(await kept(newestOf({ kind, screen }).then((row) => keepSeen({ kind, screen }, before.value.text, row)), 'The text before was read')));
    const written = await writeDrawing(projectDir, kind, screen, svg, basedOn);
    if (!written.ok) return written;
    problems.push(...(await kept(keep({ kind, screen }, svg, { ...by, note }), `The ${kind} ${screen} is saved`)));
    return ok({ hash: hashOf(svg), problems });
  };

  return {
    async list() {
      const files: DrawingFile[] = [];
      for (const { kind, name, bytes, changedMs, stamp } of await listDrawings(projectDir)) {
        const file = drawingFile(kind, name);
        let known = titles.get(file);
        if (known?.stamp !== stamp) {
          const read = await readDrawing(projectDir, kind, name);
          known = { stamp, hash: read.ok ? read.value.hash : '', title: (read.ok ? titleOf(read.value.text) : '') || name };
          titles.set(file, known);
        }
        files.push({ kind, screen: name, title: known.title, hash: known.hash, bytes, changedMs });
      }
      return files;
    },
    async read({ kind, screen }) {
      const read = await readDrawing(projectDir, kind, screen);
      return read.ok ? ok({ svg: read.value.text, hash: read.value.hash }) : read;
    },
    references: ({ kind, screen }) => findReferences(projectDir, kind, screen),
    save: (request, by) => inTurn(() => save(request, by)),
    rename: ({ kind, screen, to, basedOn }, user) =>
      inTurn(async () => {
        const before = await readDrawing(projectDir, kind, screen);
        const renamed = await renameDrawing(projectDir, kind, screen, to, basedOn);
        if (!renamed.ok || !before.ok) return renamed;
        const { text } = before.value;
        await kept(keep({ kind, screen }, text, { source: 'renamed', user, note: `Renamed to ${to}.` }), `${screen} is renamed`);
        await kept(keep({ kind, screen: to }, text, { source: 'console', user, note: `Renamed from ${screen}.` }), `${screen} is renamed`);
        return ok(null);
      }),
    remove: ({ kind, screen, basedOn, note }, user) =>
      inTurn(async () => {
        const before = await readDrawing(projectDir, kind, screen);
        if (before.ok && before.value.hash === basedOn) {
          // The text is kept first: a drawing whose version cannot be kept is not removed.
          try {
            await keep({ kind, screen }, before.value.text, { source: 'removed', user, note });
          } catch (error) {
            return refused('unwritable', `The ${kind} ${screen} was not removed, since its text could not be kept: ${error instanceof Error ? error.message : String(error)}`);
          }
        }
        const removed = await removeDrawing(projectDir, kind, screen, basedOn);
        if (!removed.ok && before.ok && before.value.hash === basedOn) await kept(keep({ kind, screen }, before.value.text, { source: 'file', user: null, note: 'It was not removed after all.' }), `${screen} is still there`);
        return removed;
      }),
    async versions({ kind, screen }, signal) {
      const [rows, { commits, problem }] = await Promise.all([store.drawings.of(kind, screen, mostVersions), git.commits(drawingFile(kind, screen), signal)]);
      const own = rows.map(({ seq, source, timeMs, user, note, hash }): DrawingVersion => ({ id: String(seq), source: source as DrawingVersion['source'], timeMs, user, note, hash }));
      const committed = commits.map(({ oid, author, message, timeMs, hash }): DrawingVersion => ({ id: `git:${oid}`, source: 'git', timeMs, user: author, note: message, hash }));
      return { versions: [...own, ...committed].toSorted((a, b) => b.timeMs - a.timeMs), problem };
    },
    async version({ kind, screen, version }) {
      const unknown = () => refused('not-found', `There is no such version of the ${kind} ${screen} any more.`);
      if (version.startsWith('git:')) {
        const text = await git.textAt(drawingFile(kind, screen), version.slice('git:'.length));
        return text === null ? unknown() : ok({ svg: text, hash: hashOf(text) });
      }
      if (!/^\d{1,15}$/.test(version)) return unknown();
      const row = await store.drawings.one(kind, screen, Number(version));
      if (row === null) return unknown();
      const text = await textOfVersion(row.hash);
      return text === null ? refused('history-unavailable', `The text of this version of the ${kind} ${screen} is damaged or gone.`, 'Choose another version.') : ok({ svg: text, hash: row.hash });
    },
    look: () => (isStill || isClosed ? Promise.resolve() : inTurn(lookOnce).catch((error: unknown) => log.warn('screens', `Changes of drawings could not be kept as versions: ${error instanceof Error ? error.message : String(error)}`))),
    async close() {
      isClosed = true;
      await last;
    },
  };
}
