import { type ChildProcess, fork } from 'node:child_process';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../ports.ts';
import type { FromImport, ImportTask, KeptMesh, ToImport } from './import-protocol.ts';
import { buildMs, readMs, rssLimitBytes, wallLimitMs } from './limits.ts';
import { convertIt, ModelRefused, makeSmaller, splitIt } from './model-refused.ts';

export type ImportOutcome =
  | { readonly t: 'done'; readonly kept: KeptMesh; readonly cacheProblem: string | null }
  /** `isCostly`: found only by time or memory that was spent on it. */
  | { readonly t: 'refused'; readonly refusal: ModelRefused; readonly isCostly: boolean }
  /** `reason`: for the log. */
  | { readonly t: 'failed'; readonly refusal: ModelRefused; readonly reason: string }
  | { readonly t: 'cancelled' };

export type ProcessOptions = {
  /** Program of Node that runs the script: the engine's own may be Electron. */
  readonly node: string;
  readonly script: URL;
  readonly clock: Clock;
  /** Memory of the process; what a machine of this size gives one model where absent. */
  readonly rssBytes?: number;
  /** Processor time for reading one, ms, where somebody waits for it and gives it that; what every model has where absent. */
  readonly patienceMs?: number;
};

/** Starting a process and opening a file, ms: a network drive that does not answer must not hold up the others for ever. */
const startMs = 30_000;
/** How often the engine looks at what the process has used, ms: it takes at most a gigabyte or so between two looks. */
const lookEveryMs = 100;
/** Last of what a process wrote to its errors, for the log. */
const keptText = 4000;

const tooMuchMemory = (): ModelRefused => new ModelRefused('reading it takes more memory than is given to one model', splitIt);

/** Reads one model in a process of its own, which is gone when this resolves: ended when it is done, breaks, takes too much or is not wanted any more. */
export async function runImport(options: ProcessOptions, task: ImportTask, signal: AbortSignal): Promise<ImportOutcome> {
  const { clock, rssBytes = rssLimitBytes(totalmem()) } = options;
  const { child, text } = start(options);
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    // A program that could not be started has nothing to close.
    child.once('error', () => child.pid === undefined && resolve());
  });
  let stopTimer = (): void => undefined;
  const stopLooking = clock.every(lookEveryMs, () => tell(child, { t: 'look' }));
  const outcome = await new Promise<ImportOutcome>((resolve) => {
    const refuse = (reason: string, advice: string, isCostly: boolean): void => resolve({ t: 'refused', refusal: new ModelRefused(reason, advice), isCostly });
    const fillsMemory = (): void => resolve({ t: 'refused', refusal: tooMuchMemory(), isCostly: true });
    const fail = (reason: string): void => resolve({ t: 'failed', refusal: new ModelRefused('reading it failed, and the log says how'), reason: `${reason}\n${text()}`.trim() });
    const within = (ms: number, reason: string, advice: string): void => {
      stopTimer();
      stopTimer = clock.after(ms, () => refuse(reason, advice, true));
    };
    within(startMs, `it could not be opened within ${startMs / 1000} s`, 'See whether the disk it lies on answers.');
    const budget = createBudget(options.patienceMs ?? readMs);
    child.on('message', (message: FromImport) => {
      switch (message.t) {
        case 'reading':
        case 'counted': {
          const ms = wallLimitMs(budget.take(message));
          return within(ms, `reading it takes more than ${seconds(ms)}`, makeSmaller);
        }
        case 'usage': {
          if (message.rssBytes > rssBytes) fillsMemory();
          const spent = budget.spent(message.threadMs);
          return spent === null ? undefined : refuse(spent.reason, spent.advice, true);
        }
        case 'done':
          return resolve(message);
        case 'refused':
          return refuse(message.reason, message.advice, false);
        case 'out-of-memory':
          return fillsMemory();
        default:
          return fail(message.reason);
      }
    });
    child.once('error', (error) => fail(`The process of the reader: ${error.message}`));
    child.once('close', (code, ended) => {
      // V8 ends its process where one array passes the heap's limit, and Linux where the machine's memory ends.
      if (ended !== null || code === 134) resolve({ t: 'failed', refusal: tooMuchMemory(), reason: `The process ended by itself (${ended ?? code}).\n${text()}`.trim() });
      else fail(`the process ended without an answer (exit code ${code})`);
    });
    signal.addEventListener('abort', () => resolve({ t: 'cancelled' }), { once: true });
    if (signal.aborted) resolve({ t: 'cancelled' });
    tell(child, { t: 'read', task });
  });
  stopTimer();
  stopLooking();
  child.kill('SIGKILL');
  await gone;
  return outcome;
}

function start({ node, script }: ProcessOptions): { readonly child: ChildProcess; text(): string } {
  const { NODE_OPTIONS: _options, ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  const child = fork(fileURLToPath(script), [], { execPath: node, execArgv: [], serialization: 'json', stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { MALLOC_ARENA_MAX: '2', ...env } });
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (more: string) => void (text = (text + more).slice(-keptText)));
  return { child, text: () => text };
}

/** A process that has just ended takes nothing more; what ended it is told by itself. */
function tell(child: ChildProcess, message: ToImport): void {
  if (child.connected) child.send(message, () => undefined);
}

/** Processor time of the reading thread, from its start. */
function createBudget(readingMs: number) {
  let isComputed = false;
  let counted: Extract<FromImport, { t: 'counted' }> | null = null;
  const budgetMs = (): number => (counted === null ? readingMs : counted.threadMs + buildMs(counted.triangles));
  return {
    take(message: Extract<FromImport, { t: 'reading' | 'counted' }>): number {
      if (message.t === 'counted') counted = message;
      else isComputed = message.format === 'step' || message.format === 'iges';
      return budgetMs();
    },
    /** Why it is refused where its time is spent, else null. */
    spent(threadMs: number): { readonly reason: string; readonly advice: string } | null {
      if (threadMs <= budgetMs()) return null;
      const doing = counted !== null ? 'simplifying it' : isComputed ? 'computing its surfaces' : 'reading it';
      return { reason: `${doing} takes more than ${seconds(budgetMs())} of processor time`, advice: isComputed && counted === null ? convertIt : makeSmaller };
    },
  };
}

const seconds = (ms: number): string => `${ms < 10_000 ? Number((ms / 1000).toPrecision(3)) : Math.round(ms / 1000)} s`;
