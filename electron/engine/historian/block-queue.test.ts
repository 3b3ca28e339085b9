import { expect, it, onTestFinished } from 'vitest';
import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import { type HistoryColumns, StoreError } from '../store/store.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { createBlockQueue } from './block-queue.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const one = (value: number): SampleBatch => {
  const batch = createBatch(1);
  pushSample(batch, 0, 1000, value, 0);
  return batch;
};

it('blocks that were refused together are recorded in the order they came, so that of equal times the newer one counts', async () => {
  const clock = createVirtualClock();
  let isFull = true;
  let seq = 0;
  const recorded: number[] = [];
  const history = {
    keys: () => Promise.resolve(Uint32Array.of(1)),
    append: ({ value }: HistoryColumns) => {
      if (!isFull) recorded.push(value[0] as number);
      return { seq: ++seq, committed: isFull ? Promise.reject(new StoreError('full', 'The data disk is full.')) : Promise.resolve() };
    },
  };
  const queue = createBlockQueue(history, clock, createMemoryLog(), ['T']);
  onTestFinished(() => queue.close());
  await turn();
  for (const value of [1, 2]) {
    queue.write(one(value));
    clock.advance(150);
  }
  await turn();
  isFull = false;
  clock.advance(1000);
  await turn();
  expect(recorded).toEqual([1, 2]);
});

it('each block says whether another waits behind it, so that the store puts off what can wait', async () => {
  const said: boolean[] = [];
  const held: (() => void)[] = [];
  const history = {
    keys: () => Promise.resolve(Uint32Array.of(1)),
    append: (_: HistoryColumns, isMoreWaiting = false) => {
      said.push(isMoreWaiting);
      return { seq: said.length, committed: new Promise<void>((resolve) => held.push(resolve)) };
    },
  };
  const queue = createBlockQueue(history, createVirtualClock(), createMemoryLog(), ['T']);
  onTestFinished(() => queue.close());
  await turn();
  const flushed = [1, 2, 3, 4].map((value) => {
    queue.write(one(value));
    return queue.flush();
  });
  // Two are under way at once, the others wait for the first to be on disk.
  expect(said).toEqual([false, false]);
  for (const done of held.splice(0)) done();
  await turn();
  for (const done of held.splice(0)) done();
  await Promise.all(flushed);
  expect(said).toEqual([false, false, true, false]);
});
