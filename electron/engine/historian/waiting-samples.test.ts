import { expect, it } from 'vitest';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { createBlock } from './sample-blocks.ts';
import { createWaitingSamples } from './waiting-samples.ts';

const tags = Array.from({ length: 1000 }, (_, tag) => tag);

it('samples that a question saw waiting are found in a block in one look at each of its rows, however many waited', () => {
  const waiting = createWaitingSamples({ canWait: true, waitingOf: (tag, into) => into(1000 + tag, 2, 0) });
  const captured = waiting.capture(tags);
  const batch = createBatch(2);
  pushSample(batch, 7, 1007, 2, 0);
  pushSample(batch, 8, 1008, 3, 0);
  let looks = 0;
  const tag = new Proxy(batch.tag, {
    get(rows, name) {
      looks++;
      return Reflect.get(rows, name) as unknown;
    },
  });
  const block = createBlock();
  waiting.filled(block, { ...batch, tag }, 0, 2);
  expect(captured.filter((one) => one.block === block).map((one) => one.tag)).toEqual([7]);
  expect(looks).toBeLessThanOrEqual(2);
  waiting.end(captured);
  const later = createBlock();
  waiting.filled(later, { ...batch, tag }, 0, 2);
  expect(captured.filter((one) => one.block === later)).toEqual([]);
});
