import { open, rename, stat } from 'node:fs/promises';
import type { Job } from '#shared/contract/exchange.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { Clock, Log } from '../ports.ts';
import { ExchangeFailed } from './exchange-thread.ts';
import { type ExchangeFolder, type FileEnding, JobFailed } from './exchange-folder.ts';

/** One job's own work: makes `partPath` where the job has a file; resolves with the sentence of its end. */
export type JobWork = {
  readonly kind: Job['kind'];
  readonly title: string;
  readonly user: string;
  /** The file it makes: the name people get, and its ending on disk. */
  readonly file: { readonly name: string; readonly ending: FileEnding } | null;
  run(context: JobContext): Promise<string>;
  /** Called once when it ended, however it ended, also when it never ran. */
  cleanUp?(): Promise<void>;
};

export type JobContext = {
  readonly id: string;
  readonly partPath: string;
  /** Aborted when the job is cancelled or the engine ends. */
  readonly signal: AbortSignal;
  /** Share done, 0 to 1, and what it is doing. */
  progress(share: number, sentence: string): void;
};

type Entry = { job: Job; readonly work: JobWork; readonly abort: AbortController; path: string | null };

export const mostJobs = 50;
export const mostWaiting = 20;

export type JobQueue = {
  /** Puts a job behind those that wait; `busy` where too many do. */
  start(work: JobWork): Result<{ readonly job: string }, 'busy'>;
  jobs(): readonly Job[];
  /** Resolves when the job has ended. */
  cancel(id: string): Promise<boolean>;
  remove(id: string): Promise<'removed' | 'not-found' | 'still-running'>;
  /** A piece of an ended job's file; shorter at its end. */
  read(id: string, offset: number, length: number): Promise<Result<Uint8Array<ArrayBuffer>, 'not-found' | 'not-ready'>>;
  /** Calls at each change; gives back how to stop. */
  onChange(call: () => void): () => void;
  /** Ends what runs; its unfinished file is removed. */
  close(): Promise<void>;
};

const isEnded = ({ state }: Job): boolean => state === 'done' || state === 'failed' || state === 'cancelled';
const words = { export: 'export', import: 'import', recording: 'recording' } as const;

/** Runs jobs one after another and keeps the last fifty with their files; a file has its name only when it is whole and on disk. */
export function createJobQueue(folder: ExchangeFolder, clock: Clock, log: Log): JobQueue {
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  let running: Promise<void> | null = null;
  let isClosed = false;
  const changed = (): void => {
    for (const call of listeners) call();
  };
  const update = (entry: Entry, next: Partial<Job>): void => {
    entry.job = { ...entry.job, ...next };
    changed();
  };
  const forget = async (entry: Entry): Promise<void> => {
    entries.delete(entry.job.id);
    changed();
    if (entry.path !== null) await folder.remove(entry.job.id, entry.work.file?.ending ?? 'part');
  };

  /** Says that a job has ended only when all it had is given up: whoever reads of the end finds nothing left behind. */
  const run = async (entry: Entry): Promise<void> => {
    update(entry, { state: 'running', startedMs: clock.nowMs(), sentence: 'It begins.' });
    const end = await endOf(entry);
    await cleanUp(entry);
    update(entry, end);
  };
  const endOf = async (entry: Entry): Promise<Partial<Job>> => {
    const { work, abort } = entry;
    const { id } = entry.job;
    const { signal } = abort;
    const startedMs = clock.monotonicMs();
    const progress = (share: number, sentence: string): void => {
      if (isEnded(entry.job)) return;
      const elapsedMs = clock.monotonicMs() - startedMs;
      const known = Math.min(1, Math.max(0, share));
      update(entry, { progress: known, leftMs: known > 0.001 ? (elapsedMs / known) * (1 - known) : null, sentence });
    };
    try {
      const sentence = await work.run({ id, partPath: folder.pathOf(id, 'part'), signal, progress });
      if (signal.aborted) throw new JobFailed('It was cancelled.');
      if (work.file === null) return { state: 'done', progress: 1, leftMs: 0, sentence };
      const path = folder.pathOf(id, work.file.ending);
      await rename(folder.pathOf(id, 'part'), path);
      const { size: bytes } = await stat(path);
      entry.path = path;
      return { state: 'done', progress: 1, leftMs: 0, sentence, file: { name: work.file.name, bytes } };
    } catch (error) {
      await folder.remove(id, 'part').catch((failure: unknown) => log.warn('exchange', `The unfinished file of ${id} could not be removed: ${String(failure)}`));
      const isCancelled = signal.aborted;
      return { state: isCancelled ? 'cancelled' : 'failed', leftMs: null, sentence: isCancelled ? `The ${words[work.kind]} was cancelled.` : whyFailed(work, error) };
    }
  };
  const cleanUp = (entry: Entry): Promise<void> =>
    (entry.work.cleanUp?.() ?? Promise.resolve()).catch((error: unknown) => log.warn('exchange', `What ${entry.job.title} left could not be removed: ${String(error)}`));
  const whyFailed = (work: JobWork, error: unknown): string => {
    if (error instanceof JobFailed) return error.message;
    if (error instanceof ExchangeFailed && error.sentence !== null) return error.sentence;
    const reason = error instanceof Error ? error.message : String(error);
    const code = (error as NodeJS.ErrnoException).code ?? reason;
    if (code === 'ENOSPC' || code === 'EDQUOT') return `The data disk is full, so the ${words[work.kind]} was ended and its file removed. Free space on it, or choose less.`;
    if (error instanceof Error && error.name === 'StoreError') return `The ${words[work.kind]} was ended: ${reason}`;
    log.error('exchange', `The ${words[work.kind]} “${work.title}” met an unexpected error: ${error instanceof Error ? (error.stack ?? reason) : reason}`);
    return `The ${words[work.kind]} met an unexpected error, which is in the engine’s log. Try again.`;
  };
  const next = (): void => {
    if (running !== null || isClosed) return;
    const entry = [...entries.values()].find(({ job, abort }) => job.state === 'waiting' && !abort.signal.aborted);
    if (entry === undefined) return;
    running = run(entry).then(() => {
      running = null;
      next();
    });
  };

  return {
    start(work) {
      const waiting = [...entries.values()].filter(({ job }) => job.state === 'waiting').length;
      if (isClosed || waiting >= mostWaiting) return refused('busy', `${waiting} jobs wait already, so this one was not taken.`, 'Wait until some have ended, or cancel one.');
      const id = folder.newId();
      const job: Job = { id, kind: work.kind, title: work.title, user: work.user, state: 'waiting', progress: null, leftMs: null, startedMs: clock.nowMs(), sentence: 'It waits for the jobs before it.', file: null };
      entries.set(id, { job, work, abort: new AbortController(), path: null });
      // Entries are in the order of their start: the oldest that has ended makes room.
      const oldest = entries.size > mostJobs ? [...entries.values()].find((entry) => isEnded(entry.job)) : undefined;
      if (oldest !== undefined) void forget(oldest).catch((error: unknown) => log.warn('exchange', `The file of ${oldest.job.title} could not be removed: ${String(error)}`));
      changed();
      next();
      return ok({ job: id });
    },
    jobs: () => [...entries.values()].map(({ job }) => job),
    async cancel(id) {
      const entry = entries.get(id);
      if (entry === undefined) return false;
      if (entry.job.state === 'waiting' && !entry.abort.signal.aborted) {
        // From here on it is not begun any more.
        entry.abort.abort();
        await cleanUp(entry);
        update(entry, { state: 'cancelled', sentence: `The ${words[entry.work.kind]} was cancelled before it began.` });
      } else if (entry.job.state === 'running') {
        entry.abort.abort();
        await running;
      }
      return true;
    },
    async remove(id) {
      const entry = entries.get(id);
      if (entry === undefined) return 'not-found';
      if (!isEnded(entry.job)) return 'still-running';
      await forget(entry);
      return 'removed';
    },
    async read(id, offset, length) {
      const entry = entries.get(id);
      if (entry === undefined) return refused('not-found', 'There is no such job any more.');
      if (entry.path === null) return refused('not-ready', `“${entry.job.title}” has no file to read: ${entry.job.sentence}`);
      const file = await open(entry.path, 'r');
      try {
        const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset);
        return ok(buffer.slice(0, bytesRead));
      } finally {
        await file.close();
      }
    },
    onChange(call) {
      listeners.add(call);
      return () => void listeners.delete(call);
    },
    async close() {
      isClosed = true;
      for (const { abort } of entries.values()) abort.abort();
      await running;
    },
  };
}
