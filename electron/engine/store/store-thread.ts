import { Worker } from 'node:worker_threads';
import type { Clock } from '../ports.ts';
import { StoreError } from './store-error.ts';
import type { StoreStatus } from './store-types.ts';
import type { RequestMessage, Requests, WorkerData, WorkerMessage } from './worker-protocol.ts';

type Pending = { readonly name: string; readonly input: unknown; resolve(output: unknown): void; reject(error: StoreError): void };
export type Opened = { readonly path: string; readonly nextSeq: number; readonly sentences: readonly string[] };

export type RequestOptions = {
  /** Buffers that move to the thread. */
  readonly transfer?: readonly ArrayBuffer[];
  /** Ends the request early: it is refused as `cancelled` at once, and the thread stops working at it. */
  readonly cancel?: AbortSignal | undefined;
};

export type StoreThread<R extends Requests> = {
  request<Name extends keyof R & string>(
    name: Name,
    input: R[Name]['input'],
    options?: RequestOptions,
  ): Promise<R[Name]['output']>;
  /** Ends the thread after what was asked before; resolves when it is gone. */
  close(): Promise<void>;
};

export type ThreadOptions = {
  readonly script: URL;
  /** What the thread is told when it begins, now or after a crash. */
  readonly data: () => WorkerData;
  readonly clock: Clock;
  readonly onLog: (sentence: string) => void;
  readonly onStatus: (status: StoreStatus) => void;
  /** The writing thread goes on in another file. */
  readonly onMoved?: (path: string) => void;
  /** A reading thread met damage in a file. */
  readonly onDamaged?: (path: string) => void;
  /** The thread ended by itself; a new one is started a second later. */
  readonly onCrash: (reason: string) => void;
  /**
   * A new thread stands in for the one that ended: decides each request that was under way, by answering true where it is
   * known to be done. The others are refused.
   */
  readonly isDone: (name: string, input: unknown, opened: Opened) => boolean;
};

const cancelled = (): StoreError => new StoreError('cancelled', 'The question was given up before it was answered.');

const restartMs = 1000;
/** The threads make short-lived garbage all the time; V8's own size would keep some 25 MB of it in each. */
const maxYoungGenerationSizeMb = 4;

/**
 * A worker thread that answers requests with promises, and is started again when it ends by itself. Rejects when the
 * thread refuses to open, with its sentence.
 */
export function startThread<R extends Requests>(options: ThreadOptions): Promise<StoreThread<R> & { readonly opened: Opened }> {
  const { clock } = options;
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let worker: Worker | null = null;
  /** Begun, but not open yet. */
  let starting: Worker | null = null;
  let isClosed = false;

  const settle = (decide: (request: Pending) => boolean): void => {
    const requests = [...pending.values()];
    pending.clear();
    for (const request of requests) {
      if (decide(request)) request.resolve(null);
      else
        request.reject(
          new StoreError(
            isClosed ? 'closed' : 'failed',
            isClosed ? 'The data store is closed.' : 'The data store stopped and is started again.',
          ),
        );
    }
  };

  const start = (onOpened: (opened: Opened) => void, onRefused: (sentence: string) => void): void => {
    const started = new Worker(options.script, { workerData: options.data(), resourceLimits: { maxYoungGenerationSizeMb } });
    starting = started;
    let failure = '';
    let hasOpened = false;
    started.on('message', (message: WorkerMessage) => {
      if ('id' in message) {
        const request = pending.get(message.id);
        pending.delete(message.id);
        if (message.ok) request?.resolve(message.output);
        else request?.reject(new StoreError(message.code, message.message));
      } else if ('opened' in message) {
        hasOpened = true;
        worker = started;
        starting = null;
        onOpened(message.opened);
      } else if ('refused' in message) failure = message.refused;
      else if ('status' in message) options.onStatus(message.status);
      else if ('moved' in message) options.onMoved?.(message.moved);
      else if ('damaged' in message) options.onDamaged?.(message.damaged);
      else options.onLog(message.log);
    });
    started.on('error', (error) => {
      failure = error instanceof Error ? error.message : String(error);
    });
    started.on('exit', () => {
      if (worker === started) worker = null;
      if (starting === started) starting = null;
      if (!hasOpened) onRefused(failure);
      else if (isClosed) settle(() => false);
      else crashed(failure);
    });
  };

  const crashed = (reason: string): void => {
    // What was asked stays undecided until a new thread has looked at the file.
    const undecided = [...pending.values()];
    pending.clear();
    options.onCrash(reason);
    const giveUp = (): void => {
      for (const request of undecided) request.reject(new StoreError('closed', 'The data store is closed.'));
    };
    const again = (): void =>
      void clock.after(restartMs, () => {
        if (isClosed) return giveUp();
        start(
          (opened) => {
            for (const sentence of opened.sentences) options.onLog(sentence);
            for (const request of undecided) {
              if (options.isDone(request.name, request.input, opened)) request.resolve(null);
              else request.reject(new StoreError('failed', 'The data store stopped before this was done.'));
            }
          },
          (sentence) => {
            if (isClosed) return giveUp();
            options.onCrash(sentence);
            again();
          },
        );
      });
    again();
  };

  const request = (name: string, input: unknown, { transfer = [], cancel }: RequestOptions = {}): Promise<unknown> => {
    if (isClosed && name !== 'close') return Promise.reject(new StoreError('closed', 'The data store is closed.'));
    if (cancel?.aborted === true) return Promise.reject(cancelled());
    const target = worker;
    if (target === null) return Promise.reject(new StoreError('failed', 'The data store stopped and is started again.'));
    return new Promise((resolve, reject) => {
      const id = nextId++;
      if (cancel === undefined) {
        pending.set(id, { name, input, resolve, reject });
        const message: RequestMessage = { id, name, nowMs: clock.monotonicMs(), input };
        return target.postMessage(message, transfer as ArrayBuffer[]);
      }
      const flag = new Int32Array(new SharedArrayBuffer(4));
      const onAbort = (): void => {
        Atomics.store(flag, 0, 1);
        pending.delete(id);
        reject(cancelled());
      };
      cancel.addEventListener('abort', onAbort, { once: true });
      const isOver = (): void => cancel.removeEventListener('abort', onAbort);
      pending.set(id, {
        name,
        input,
        resolve(output) {
          isOver();
          resolve(output);
        },
        reject(error) {
          isOver();
          reject(error);
        },
      });
      const message: RequestMessage = { id, name, nowMs: clock.monotonicMs(), input, cancel: flag };
      target.postMessage(message, transfer as ArrayBuffer[]);
    });
  };

  return new Promise((resolve, reject) => {
    start(
      (opened) =>
        resolve({
          opened,
          request: request as StoreThread<R>['request'],
          async close() {
            if (isClosed) return;
            isClosed = true;
            // One that was starting again has done nothing yet, and would hold the folder for good.
            await starting?.terminate();
            const ending = worker;
            if (ending === null) return;
            const gone = new Promise<void>((done) => ending.once('exit', () => done()));
            await request('close', null).catch(() => null);
            await gone;
          },
        }),
      (sentence) => reject(new StoreError('failed', sentence === '' ? 'The data store did not start.' : sentence)),
    );
  });
}
