import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Log } from '../../ports.ts';
import type { KeptMesh } from './import-protocol.ts';
import { type ProcessOptions, runImport } from './importer-process.ts';
import { heapMb } from './limits.ts';
import { refusalSentence } from './model-refused.ts';

export type ModelFile = {
  readonly path: string;
  /** Folder that the file and all it names must lie in: the project's `scenes/models`. */
  readonly root: string;
  readonly up: 'y' | 'z' | null;
};

export type ImportAnswer =
  | { readonly ok: true; readonly kept: KeptMesh }
  /** `refused`: a sentence about the model. `busy`: too many wait. `cancelled`: by the signal, or the importer closed. */
  | { readonly ok: false; readonly code: 'refused' | 'busy' | 'cancelled'; readonly sentence: string };

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
  const costly = createCostly(options.clock);
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async load(file, signal) {
      if (closing.signal.aborted || signal?.aborted === true) return cancelled;
      if (waiting >= mostWaiting) return { ok: false, code: 'busy', sentence: `${mostWaiting} models wait to be read. Try again in a minute.` };
      waiting += 1;
      const ends = signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal]);
      const answer = last.then(() => ends.aborted ? cancelled : (costly.known(file) ?? importOne(options, file, { scratchDir: scratch.dir(), costly }, ends)));
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

async function importOne(options: ModelImporterOptions, file: ModelFile, { scratchDir, costly }: { readonly scratchDir: string; readonly costly: Costly }, signal: AbortSignal): Promise<ImportAnswer> {
  const { cacheDir, clock, log } = options;
  const name = basename(file.path);
  const outcome = await runImport(options, { ...file, cacheDir, scratchDir, nowMs: clock.nowMs(), heapMb: options.heapMb ?? heapMb }, signal);
  switch (outcome.t) {
    case 'done':
      if (outcome.cacheProblem !== null) log.warn(name, outcome.cacheProblem);
      return { ok: true, kept: outcome.kept };
    case 'cancelled':
      return cancelled;
    default: {
      const answer: ImportAnswer = { ok: false, code: 'refused', sentence: refusalSentence(name, outcome.refusal) };
      if (outcome.t === 'failed') log.error(name, 'Reading the model failed.', { reason: outcome.reason });
      if (outcome.t === 'failed' || outcome.isCostly) costly.keep(file, answer);
      return answer;
    }
  }
}

/** How long a refusal that cost much stands, ms: a file it names may have been mended meanwhile. */
const costlyMs = 10 * 60_000;
type Costly = ReturnType<typeof createCostly>;

/** Refusals that cost time or memory, by file: ten consoles that open a hostile model do not read it ten times. */
function createCostly(clock: ModelImporterOptions['clock']) {
  const answers = new Map<string, { readonly stamp: string; readonly untilMs: number; readonly answer: ImportAnswer }>();
  const keyOf = ({ path, up }: ModelFile): string => `${up} ${path}`;
  const stampOf = ({ path }: ModelFile): string => {
    try {
      const { ino, size, mtimeNs } = statSync(path, { bigint: true });
      return `${ino}:${size}:${mtimeNs}`;
    } catch {
      return '';
    }
  };
  return {
    known(file: ModelFile): ImportAnswer | null {
      const kept = answers.get(keyOf(file));
      return kept !== undefined && kept.untilMs > clock.monotonicMs() && kept.stamp === stampOf(file) ? kept.answer : null;
    },
    keep(file: ModelFile, answer: ImportAnswer): void {
      answers.set(keyOf(file), { stamp: stampOf(file), untilMs: clock.monotonicMs() + costlyMs, answer });
    },
  };
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
