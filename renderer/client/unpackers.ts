import { isPacked } from '#shared/rpc/packed.ts';
import { collectBuffers } from './collect-buffers.ts';
import type { FromUnpacker, ToUnpacker } from './worker-protocol.ts';

/** Answers up to this many bytes are unpacked by the line's worker itself: the way there and back takes longer than they do. */
const mostUnpackedHere = 32 * 1024;
const mostUnpackers = 2;

/** `waiting`: the line of each answer it has and was not heard of since. */
type Unpacker = { readonly worker: Worker; readonly waiting: number[] };

/**
 * Workers that unpack large answers, so that live samples never wait behind them and two answers are unpacked at once. None
 * is started before the first such answer. What could not be unpacked comes back as null; where a worker itself fails, so
 * does all it had, and answers are left to the caller from then on.
 */
export function createUnpackers(taken: (answer: FromUnpacker) => void): (line: number, message: unknown, bytes: number) => boolean {
  const unpackers: Unpacker[] = [];
  let isBroken = false;

  function start(): Unpacker {
    const worker = new Worker(new URL('./unpack.worker.ts', import.meta.url), { type: 'module', name: 'unpacker' });
    const unpacker: Unpacker = { worker, waiting: [] };
    worker.addEventListener('message', ({ data }: MessageEvent<FromUnpacker>) => {
      // In the order they were given.
      unpacker.waiting.shift();
      taken(data);
    });
    worker.addEventListener('error', () => {
      isBroken = true;
      for (const line of unpacker.waiting.splice(0)) taken({ line, message: null });
    });
    unpackers.push(unpacker);
    return unpacker;
  }

  function next(): Unpacker {
    const idlest = unpackers.toSorted((a, b) => a.waiting.length - b.waiting.length)[0];
    return idlest === undefined || (idlest.waiting.length > 0 && unpackers.length < mostUnpackers) ? start() : idlest;
  }

  /** False, and nothing done, where the message is no large answer that travelled packed. */
  return (line, message, bytes) => {
    if (isBroken || bytes <= mostUnpackedHere || !isPackedResult(message)) return false;
    const unpacker = next();
    unpacker.waiting.push(line);
    unpacker.worker.postMessage({ line, message } satisfies ToUnpacker, [...collectBuffers(message, new Set())]);
    return true;
  };
}

const isPackedResult = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 't' in message && message.t === 'result' && 'value' in message && isPacked(message.value);
