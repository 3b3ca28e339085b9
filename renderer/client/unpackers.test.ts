import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createUnpackers } from './unpackers.ts';
import type { FromUnpacker, ToUnpacker } from './worker-protocol.ts';

/** Stands for the browser's workers, which Node has none of: what is told them stays, and answers when the test says so. */
class StandIn extends EventTarget {
  static all: StandIn[] = [];
  readonly told: ToUnpacker[] = [];
  constructor() {
    super();
    StandIn.all.push(this);
  }
  postMessage(message: ToUnpacker, transfer: Transferable[]): void {
    this.told.push(structuredClone(message, { transfer }));
  }
  answer(): void {
    this.dispatchEvent(new MessageEvent('message', { data: this.told.shift() as FromUnpacker }));
  }
}

beforeEach(() => {
  StandIn.all = [];
  vi.stubGlobal('Worker', StandIn);
});
afterEach(() => vi.unstubAllGlobals());

const large = 100_000;
const packed = (id: number) => ({ t: 'result', id, value: { $packed: 'series', bytes: new Uint8Array([id]) } });
const told = (): readonly (readonly number[])[] => StandIn.all.map((each) => each.told.map(({ message }) => (message as { id: number }).id));

it('gives large packed answers to two workers, the idlest first, and their buffers with them', () => {
  const taken: FromUnpacker[] = [];
  const unpack = createUnpackers((answer) => taken.push(answer));
  const answers = [1, 2, 3, 4, 5].map(packed);
  expect(answers.slice(0, 3).map((answer) => unpack(7, answer, large))).toEqual([true, true, true]);
  expect(answers[0]?.value.bytes.length).toBe(0);
  expect(told()).toEqual([[1, 3], [2]]);
  StandIn.all[0]?.answer();
  StandIn.all[0]?.answer();
  for (const answer of answers.slice(3)) unpack(7, answer, large);
  expect(told()).toEqual([[4, 5], [2]]);
  expect(taken.map(({ line, message }) => [line, (message as { id: number }).id])).toEqual([[7, 1], [7, 3]]);
});

it('starts no worker for what is small or did not travel packed', () => {
  const unpack = createUnpackers(() => undefined);
  expect(unpack(1, packed(1), 1000)).toBe(false);
  for (const other of [null, 'text', { t: 'item', id: 1, item: { $packed: 'series' } }, { t: 'result', id: 1, value: [] }]) expect(unpack(1, other, large)).toBe(false);
  expect(StandIn.all).toEqual([]);
});

it('tells each line that waits when a worker fails, and leaves answers to the caller from then on', () => {
  const taken: FromUnpacker[] = [];
  const unpack = createUnpackers((answer) => taken.push(answer));
  for (const [line, id] of [[1, 1], [2, 2], [3, 3]] as const) unpack(line, packed(id), large);
  StandIn.all[0]?.dispatchEvent(new Event('error'));
  expect(taken).toEqual([{ line: 1, message: null }, { line: 3, message: null }]);
  expect(unpack(4, packed(4), large)).toBe(false);
  StandIn.all[1]?.answer();
  expect(taken.length).toBe(3);
});
