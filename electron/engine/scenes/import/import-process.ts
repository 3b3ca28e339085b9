import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { setPriority } from 'node:os';
import type { FromImport, FromThread, ImportTask, ToImport } from './import-protocol.ts';

/**
 * Reads the one model the engine asks for in a thread of `script`, tells what has been used of the machine whenever the
 * engine looks, and ends as soon as the engine is gone, however busy the thread is.
 */
export function serveImport(script: URL): void {
  giveWay();
  const say = (message: FromImport): void => void (process.connected && process.send?.(message));
  let thread: Worker | null = null;
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message: ToImport) => {
    if (message.t === 'read') thread = read(script, message.task, say);
    else void threadMs(thread).then((ms) => say({ t: 'usage', threadMs: ms, rssBytes: process.memoryUsage.rss() }));
  });
}

function read(script: URL, task: ImportTask, say: (message: FromImport) => void): Worker {
  const thread = new Worker(script, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: task.heapMb, maxYoungGenerationSizeMb: 64 } });
  let isAnswered = false;
  thread.on('message', (message: FromThread) => {
    isAnswered = message.t !== 'reading' && message.t !== 'counted';
    say(message);
  });
  thread.on('error', (error: unknown) => {
    const isFull = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    say(isFull ? { t: 'out-of-memory' } : { t: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  });
  thread.once('exit', () => {
    if (!isAnswered) say({ t: 'failed', reason: 'the thread ended without an answer' });
  });
  return thread;
}

/** Answered from outside, however busy the thread is, in WebAssembly, too. */
async function threadMs(thread: Worker | null): Promise<number> {
  try {
    const { user, system } = (await thread?.cpuUsage()) ?? { user: 0, system: 0 };
    return (user + system) / 1000;
  } catch {
    // It has just ended, and says so itself.
    return 0;
  }
}

/** A third of the processor beside one who wants all of it. */
const niceness = 5;

/** The plant goes first: the engine gets the processor before us, and where the machine's memory ends, Linux ends us before it. */
function giveWay(): void {
  try {
    setPriority(niceness);
    if (process.platform === 'linux') writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Then the limits on processor time and memory have to do.
  }
}
