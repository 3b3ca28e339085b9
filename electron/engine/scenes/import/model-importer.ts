import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Log } from '../../ports.ts';
import type { ImportAnswer, ModelFile } from './import-protocol.ts';
import { type ProcessOptions, runImport } from './importer-process.ts';
import { heapMb } from './limits.ts';
import { refusalSentence } from './model-refused.ts';
import { createRemembered, type Remembered } from './remembered-answers.ts';

/** Makes plain triangles of model files, each in a process of its own that a hostile file can end and nothing more. */
export type ModelImporter = {
  /** One at a time; others wait in order. The mesh lies on the disk: the engine never holds it. */
  load(file: ModelFile, signal?: AbortSignal): Promise<ImportAnswer>;
  /** Ends the process and all that wait; resolves when it is gone. */
  close(): Promise<void>;
};

export type ModelImporterOptions = ProcessOptions & {
  /** Folder of meshes made before, made when absent; null: none are kept beyond `close`. */
  readonly cacheDir: string | null;
  readonly log: Log;
  /** Of the reading thread's heap; what is given to one model where absent. */
  readonly heapMb?: number;
};

const mostWaiting = 60;
const cancelled: ImportAnswer = { ok: false, code: 'cancelled', sentence: 'Reading the model was cancelled.' };

export function createModelImporter(options: ModelImporterOptions): ModelImporter {
  const closing = new AbortController();
  const scratch = createScratch();
  const remembered = createRemembered(options.clock);
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async load(file, signal) {
      if (closing.signal.aborted || signal?.aborted === true) return cancelled;
      const before = remembered.answer(file);
      if (before !== null) return before;
      if (waiting >= mostWaiting) return { ok: false, code: 'busy', sentence: `${mostWaiting} models wait to be read. Try again in a minute.` };
      waiting += 1;
      const ends = signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal]);
      const answer = last.then(() => (ends.aborted ? cancelled : (remembered.answer(file) ?? importOne(options, file, { scratchDir: scratch.dir(), remembered }, ends))));
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
      scratch.remove();
    },
  };
}

async function importOne(options: ModelImporterOptions, file: ModelFile, { scratchDir, remembered }: { readonly scratchDir: string; readonly remembered: Remembered }, signal: AbortSignal): Promise<ImportAnswer> {
  const { cacheDir, clock, log } = options;
  const name = basename(file.path);
  const outcome = await runImport(options, { ...file, cacheDir, scratchDir, nowMs: clock.nowMs(), heapMb: options.heapMb ?? heapMb, isPatient: options.patienceMs !== undefined }, signal);
  switch (outcome.t) {
    case 'done':
      if (outcome.cacheProblem !== null) log.warn(name, outcome.cacheProblem);
      remembered.made(file, outcome.kept);
      return { ok: true, kept: outcome.kept };
    case 'cancelled':
      return cancelled;
    default: {
      const answer: ImportAnswer = { ok: false, code: 'refused', sentence: refusalSentence(name, outcome.refusal) };
      if (outcome.t === 'failed') log.error(name, 'Reading the model failed.', { reason: outcome.reason });
      if (outcome.t === 'failed' || outcome.isCostly) remembered.refused(file, answer);
      return answer;
    }
  }
}

/** A folder for meshes that can't be kept, made when first asked for and gone with the importer. */
function createScratch() {
  let dir: string | null = null;
  return {
    dir: (): string => (dir ??= mkdtempSync(join(tmpdir(), 'firstout-models-'))),
    remove(): void {
      if (dir !== null) rmSync(dir, { recursive: true, force: true });
    },
  };
}
