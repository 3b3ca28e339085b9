import { type MessagePort, Worker } from 'node:worker_threads';
import { sortedSeries, type GrowingSeries } from '#shared/history-codec/series.ts';
import type { HistorySeries } from './store-types.ts';
import { maxChunkSpanMs } from './tables/chunk-writer.ts';
import { type EncodedGroup, encodeChunks } from './tables/encode-chunks.ts';

/** Series by time and their chunks, in the order they were given; null where one spans more than a chunk may, or the thread ended. */
export type Encoded = { readonly series: readonly HistorySeries[]; readonly groups: readonly EncodedGroup[] } | null;

/** Encodes chunks in a thread of its own, one call after the other. */
export type ChunkEncoder = {
  /** True where there is room for another call. */
  readonly hasRoom: boolean;
  /** Takes a copy of the samples; `done` is called once, later. */
  encode(heads: readonly GrowingSeries[], done: (encoded: Encoded) => void): void;
};

/** One being encoded and one waiting: the thread always has work, and few samples wait in memory twice. */
const mostCalls = 2;

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
      const copies = heads.map(({ timeMs, value, quality, length }) => ({ length, timeMs: timeMs.slice(0, length), value: value.slice(0, length), quality: quality.slice(0, length) }));
      calls.set(id, done);
      running().postMessage({ id, heads: copies }, copies.flatMap(({ timeMs, value, quality }) => [timeMs.buffer, value.buffer, quality.buffer]));
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
  port.on('message', ({ id, heads }: { readonly id: number; readonly heads: readonly GrowingSeries[] }) => {
    const series = heads.map(sortedSeries);
    const fits = series.every(({ timeMs }) => timeMs.length > 0 && (timeMs.at(-1) as number) - (timeMs[0] as number) <= maxChunkSpanMs);
    const answer: Answer = { id, encoded: fits ? { series, groups: encodeChunks(series) } : null };
    port.postMessage(answer, series.flatMap(({ timeMs, value, quality }) => [timeMs.buffer, value.buffer, quality.buffer]));
  });
}
