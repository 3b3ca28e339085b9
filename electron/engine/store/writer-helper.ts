import { type MessagePort, Worker } from 'node:worker_threads';
import { isByTime, seriesByTime, type GrowingSeries } from '#shared/history-codec/series.ts';
import { type BuiltMinutes, minutesBuilder, type MinutesOrder } from './summaries/minutes-beside.ts';
import { maxChunkSpanMs } from './tables/chunk-writer.ts';
import { type EncodedGroup, encodeChunks } from './tables/encode-chunks.ts';
import { sharedRowsIn } from './tables/heads.ts';

/** A chunk of each series; null where one is not by time or spans more than a chunk may, or the thread ended. */
export type Encoded = readonly EncodedGroup[] | null;

/** Takes work off the writing thread, in a thread of its own, one call after the other. */
export type WriterHelper = {
  /** True where there is room for heads to be encoded. */
  readonly canEncode: boolean;
  /** Reads the samples where they are: they stay as they are until `done` is called, once, later. Their arrays are those of `sharedRowsIn`. */
  encode(heads: readonly GrowingSeries<ArrayBufferLike>[], done: (encoded: Encoded) => void): void;
  /** True where there is room for a segment to be built. */
  readonly canBuild: boolean;
  /** Builds from what is committed when it is asked; `done` is called once, later. */
  build(order: MinutesOrder, done: (built: BuiltMinutes) => void): void;
};

/** One being done and one waiting, of each kind: the thread always has work, and few samples wait in memory twice. */
const mostCalls = 2;

type Call = { readonly id: number } & ({ readonly heads: readonly { readonly memory: SharedArrayBuffer; readonly length: number }[] } | { readonly order: MinutesOrder });
type Answer = { readonly id: number; readonly answer: Encoded | BuiltMinutes };

/**
 * The thread begins with the first call and again after one that ended; `script` is the store's own, started with the role
 * helper. `onDone` follows each `done`.
 */
export function startHelper(script: string, onDone: () => void, tell: (sentence: string) => void): WriterHelper & { close(): Promise<void> } {
  const encoding = new Map<number, (encoded: Encoded) => void>();
  const building = new Map<number, (built: BuiltMinutes) => void>();
  let nextId = 1;
  let worker: Worker | null = null;
  let isClosed = false;
  const settle = (id: number, answer: Encoded | BuiltMinutes): void => {
    const [encoded, built] = [encoding.get(id), building.get(id)];
    encoding.delete(id);
    building.delete(id);
    encoded?.(answer as Encoded);
    built?.(answer as BuiltMinutes);
  };
  const giveUp = (): void => {
    const open = [...encoding.keys(), ...building.keys()];
    for (const id of open) settle(id, null);
    if (open.length > 0) onDone();
  };
  const running = (): Worker => {
    if (worker !== null) return worker;
    const started = new Worker(new URL(script), { workerData: { role: 'helper' } });
    worker = started;
    started.unref();
    started.on('message', ({ id, answer }: Answer) => {
      // Whoever waited for it may have let go of the file.
      if (isClosed) return;
      settle(id, answer);
      onDone();
    });
    started.on('error', (error) => tell(`The thread that helps to write history stopped (${error instanceof Error ? error.message : String(error)}); the writing one does its work until it is back.`));
    started.on('exit', () => {
      if (worker === started) worker = null;
      giveUp();
    });
    return started;
  };
  const send = (call: Call): void => running().postMessage(call);
  return {
    get canEncode(): boolean {
      return !isClosed && encoding.size < mostCalls;
    },
    get canBuild(): boolean {
      return !isClosed && building.size < mostCalls;
    },
    encode(heads, done) {
      const id = nextId++;
      encoding.set(id, done);
      send({ id, heads: heads.map(({ timeMs, length }) => ({ memory: timeMs.buffer as SharedArrayBuffer, length })) });
    },
    build(order, done) {
      const id = nextId++;
      building.set(id, done);
      send({ id, order });
    },
    async close() {
      isClosed = true;
      encoding.clear();
      building.clear();
      await worker?.terminate();
    },
  };
}

/** The thread itself. */
export function runHelper(port: MessagePort): void {
  const minutes = minutesBuilder();
  port.on('message', (call: Call) => {
    const answer = 'order' in call ? minutes.build(call.order) : encode(call.heads.map(({ memory, length }) => ({ ...sharedRowsIn(memory), length })));
    port.postMessage({ id: call.id, answer } satisfies Answer);
  });
}

function encode(rows: readonly GrowingSeries<ArrayBufferLike>[]): Encoded {
  const series = rows.map(seriesByTime);
  const fits = rows.every(isByTime) && series.every(({ timeMs }) => (timeMs.at(-1) as number) - (timeMs[0] as number) <= maxChunkSpanMs);
  return fits ? encodeChunks(series) : null;
}
