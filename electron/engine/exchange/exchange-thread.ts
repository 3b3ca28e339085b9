import { Worker } from 'node:worker_threads';
import type { ExchangeTask, FromWorker, ToWorker } from './worker-protocol.ts';

/** Why a thread's task failed: `sentence` for people, or null and what the system or the bug said. */
export class ExchangeFailed extends Error {
  readonly sentence: string | null;
  constructor(sentence: string | null, reason: string) {
    super(sentence ?? reason);
    this.sentence = sentence;
  }
}

export type ExchangeThread = {
  say(message: ToWorker, transfer?: readonly ArrayBuffer[]): void;
  /** The next message of the thread; rejects with an ExchangeFailed when the task failed or the thread ended. */
  next(): Promise<FromWorker>;
  /** Ends it at once; what it was writing stays as it is. */
  end(): Promise<void>;
};

/** Ample for the largest row group; a hostile file ends its own thread, not the engine. */
const resourceLimits = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 32 };

/** Starts the thread for one task. Aborting ends it. */
export function startExchangeThread(script: URL, task: ExchangeTask, signal: AbortSignal): ExchangeThread {
  const worker = new Worker(script, { workerData: task, resourceLimits });
  const messages: FromWorker[] = [];
  let failure: ExchangeFailed | null = null;
  let wake = (): void => undefined;
  worker.on('message', (message: FromWorker) => {
    if (message.t === 'failed') failure ??= new ExchangeFailed(message.sentence, message.reason);
    else messages.push(message);
    wake();
  });
  worker.on('error', (error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code;
    failure ??= new ExchangeFailed(code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'The file needs more memory than is given to such work.' : null, error instanceof Error ? (error.stack ?? error.message) : String(error));
    wake();
  });
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      failure ??= new ExchangeFailed(null, 'the thread ended');
      wake();
      resolve();
    });
  });
  const end = async (): Promise<void> => {
    await worker.terminate();
    await gone;
  };
  const onAbort = (): void => void end();
  // A signal that was given already does not say so again.
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  void gone.then(() => signal.removeEventListener('abort', onAbort));
  return {
    say: (message, transfer = []) => worker.postMessage(message, transfer as ArrayBuffer[]),
    async next() {
      while (messages.length === 0 && failure === null) await new Promise<void>((resolve) => (wake = resolve));
      const message = messages.shift();
      if (message !== undefined) return message;
      throw failure ?? new ExchangeFailed(null, 'the thread ended');
    },
    end,
  };
}
