import { type MessagePort, Worker } from 'node:worker_threads';
import { isByTime, seriesByTime, type GrowingSeries } from '#shared/history-codec/series.ts';
import { maxChunkSpanMs } from './tables/chunk-writer.ts';
import { type EncodedGroup, encodeChunks } from './tables/encode-chunks.ts';
import { sharedRowsIn } from './tables/heads.ts';

/** A chunk of each series; null where one is not by time or spans more than a chunk may, or the thread ended. */
export type Encoded = readonly EncodedGroup[] | null;

/** Encodes chunks in a thread of its own, one call after the other. */
export type ChunkEncoder = {
  /** True where there is room for another call. */
  readonly hasRoom: boolean;
  /** Reads the samples where they are: they stay as they are until `done` is called, once, later. Their arrays are those of `sharedRowsIn`. */
  encode(heads: readonly GrowingSeries<ArrayBufferLike>[], done: (encoded: Encoded) => void): void;
};

/** One being encoded and one waiting: the thread always has work, and few samples wait in memory twice. */
const mostCalls = 2;

type Call = { readonly id: number; readonly heads: readonly { readonly memory: SharedArrayBuffer; readonly length: number }[] };
type Answer = { readonly id: number; readonly encoded: Encoded };

/**
 * The thread begins with the first call and again after one that ended; `script` is the store's own, started with the role
 * encoder. `onDone` follows each `done`.
 */
export function startEncoder(script: string, onDone: () => void, tell: (sentence: string) => void): ChunkEncoder & { close(): void } {
  const calls = new Map<number, (encoded: Encoded) => void>();
  let nextId = 1;
  let worker: Worker | null = null;
  let isClosed = false;
  const giveUp = (): void => {
    const open = [...calls.values()];
    calls.clear();
    for (const done of open) done(null);
    if (open.length > 0) onDone();
  };
  const running = (): Worker => {
    if (worker !== null) return worker;
    const started = new Worker(new URL(script), { workerData: { role: 'encoder' } });
    worker = started;
    started.unref();
    started.on('message', ({ id, encoded }: Answer) => {
      const done = calls.get(id);
      calls.delete(id);
      done?.(encoded);
      onDone();
    });
    started.on('error', (error) => tell(`The thread that encodes history stopped (${error instanceof Error ? error.message : String(error)}); the writing one does its work until it is back.`));
    started.on('exit', () => {
      if (worker === started) worker = null;
      giveUp();
    });
    return started;
  };
  return {
    get hasRoom(): boolean {
      return !isClosed && calls.size < mostCalls;
    },
    encode(heads, done) {
      const id = nextId++;
      calls.set(id, done);
      const call: Call = { id, heads: heads.map(({ timeMs, length }) => ({ memory: timeMs.buffer as SharedArrayBuffer, length })) };
      running().postMessage(call);
    },
    close() {
      isClosed = true;
      calls.clear();
      void worker?.terminate();
    },
  };
}

/** The thread itself. */
export function runEncoder(port: MessagePort): void {
  port.on('message', ({ id, heads }: Call) => {
    const rows = heads.map(({ memory, length }) => ({ ...sharedRowsIn(memory), length }));
    const series = rows.map(seriesByTime);
    const fits = rows.every(isByTime) && series.every(({ timeMs }) => (timeMs.at(-1) as number) - (timeMs[0] as number) <= maxChunkSpanMs);
    port.postMessage({ id, encoded: fits ? encodeChunks(series) : null } satisfies Answer);
  });
}
