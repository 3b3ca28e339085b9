import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock, Log } from '../../ports.ts';
import type { FromImport, ImportedModel, ImportTask } from './import-protocol.ts';
import { threadLimits, timeLimitMs } from './limits.ts';
import { ModelRefused, makeSmaller, refusalSentence, splitIt } from './model-refused.ts';

export type ModelFile = {
  readonly path: string;
  /** Folder that the file and all it names must lie in: the project's `scenes/models`. */
  readonly root: string;
  readonly up: 'y' | 'z' | null;
};

export type ImportAnswer =
  | { readonly ok: true; readonly model: ImportedModel }
  /** `refused`: a sentence about the model. `busy`: too many wait. `cancelled`: by the signal, or the importer closed. */
  | { readonly ok: false; readonly code: 'refused' | 'busy' | 'cancelled'; readonly sentence: string };

/** Makes plain triangles of model files, each in a thread of its own that a hostile file can end and nothing more. */
export type ModelImporter = {
  /** One at a time; others wait in order. The columns belong to the caller. */
  load(file: ModelFile, signal?: AbortSignal): Promise<ImportAnswer>;
  /** Ends the thread and all that wait; resolves when it is gone. */
  close(): Promise<void>;
};

export type ModelImporterOptions = {
  readonly script: URL;
  /** Folder of meshes made before, made when absent; null: none are kept. */
  readonly cacheDir: string | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Of the thread's heap; what is given to one model where absent. */
  readonly heapMb?: number;
};

const mostWaiting = 60;
/** Starting a thread and opening a file, ms: a network drive that does not answer must not hold up the others for ever. */
const startMs = 30_000;
const cancelled: ImportAnswer = { ok: false, code: 'cancelled', sentence: 'Reading the model was cancelled.' };

export function createModelImporter(options: ModelImporterOptions): ModelImporter {
  const closing = new AbortController();
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async load(file, signal) {
      if (closing.signal.aborted || signal?.aborted === true) return cancelled;
      if (waiting >= mostWaiting) return { ok: false, code: 'busy', sentence: `${mostWaiting} models wait to be read. Try again in a minute.` };
      waiting += 1;
      const ends = signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal]);
      const answer = last.then(() => (ends.aborted ? cancelled : importInThread(options, file, ends)));
      last = answer.catch(() => undefined);
      try {
        return await answer;
      } finally {
        waiting -= 1;
      }
    },
    async close() {
      closing.abort();
      await last;
    },
  };
}

async function importInThread({ script, cacheDir, clock, log, heapMb = threadLimits.maxOldGenerationSizeMb }: ModelImporterOptions, file: ModelFile, signal: AbortSignal): Promise<ImportAnswer> {
  const task: ImportTask = { path: file.path, root: file.root, up: file.up, cacheDir, nowMs: clock.nowMs() };
  const worker = new Worker(script, { workerData: task, resourceLimits: { ...threadLimits, maxOldGenerationSizeMb: heapMb }, stdout: true, stderr: true });
  // What decoders print is for their makers; read, so that it does not pile up.
  worker.stdout.resume();
  worker.stderr.resume();
  const name = basename(file.path);
  let stopTimer = (): void => undefined;
  const gone = new Promise<void>((resolve) => void worker.once('exit', () => resolve()));
  const answer = await new Promise<ImportAnswer>((resolve) => {
    let isAnswered = false;
    const settle = (result: ImportAnswer): void => {
      isAnswered = true;
      resolve(result);
    };
    const refuse = (refusal: ModelRefused): void => settle({ ok: false, code: 'refused', sentence: refusalSentence(name, refusal) });
    const fail = (reason: string): void => {
      if (isAnswered) return;
      log.error(name, 'Reading the model failed.', { reason });
      refuse(new ModelRefused('reading it failed, and the log says how'));
    };
    const limit = (ms: number, reason: string, advice: string): void => {
      stopTimer();
      stopTimer = clock.after(ms, () => refuse(new ModelRefused(reason, advice)));
    };
    limit(startMs, `it could not be opened within ${startMs / 1000} s`, 'See whether the disk it lies on answers.');
    worker.on('message', (message: FromImport) => {
      if (message.t === 'reading') {
        const ms = timeLimitMs(message.format, message.bytes);
        limit(ms, `reading it takes more than ${Math.round(ms / 1000)} s`, makeSmaller);
      } else if (message.t === 'done') {
        if (message.cacheProblem !== null) log.warn(name, message.cacheProblem);
        settle({ ok: true, model: message.model });
      } else if (message.t === 'refused') refuse(new ModelRefused(message.reason, message.advice));
      else fail(message.reason);
    });
    worker.on('error', (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') refuse(new ModelRefused('reading it takes more memory than is given to one model', splitIt));
      else fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
    worker.once('exit', () => fail('the thread ended without an answer'));
    signal.addEventListener('abort', () => settle(cancelled), { once: true });
    if (signal.aborted) settle(cancelled);
  });
  stopTimer();
  await worker.terminate();
  await gone;
  return answer;
}
