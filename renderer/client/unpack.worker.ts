import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { unpackMessage } from '#shared/rpc/packed.ts';
import { collectBuffers } from './collect-buffers.ts';
import type { FromUnpacker, ToUnpacker } from './worker-protocol.ts';

/** Unpacks large answers beside the line's worker, so that live samples do not wait behind them; two at once where the machine has the cores. */
self.addEventListener('message', ({ data: { line, message } }: MessageEvent<ToUnpacker>) => {
  let answer: FromUnpacker;
  try {
    answer = { line, message: unpackMessage(message, unpackAnswer) };
  } catch {
    answer = { line, message: null };
  }
  self.postMessage(answer, { transfer: [...collectBuffers(answer.message, new Set())] });
});
