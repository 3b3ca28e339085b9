import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { createTagTable } from './tag-table.ts';
import { createSampleFeed, createValueFeed } from './value-feed.ts';

const tags = Array.from({ length: 8 }, (_, at) => TagDefinition.parse({ id: `T${at}`, name: 'n', asset: 'A' }));

it('a reader that replays every item always ends at the values of the table, each change once', () => {
  const step = fc.oneof(fc.record({ tag: fc.nat(7), value: fc.integer({ min: -50, max: 50 }) }), fc.constant('take' as const));
  fc.assert(
    fc.property(fc.array(step), fc.uniqueArray(fc.nat(7)), (steps, wanted) => {
      const table = createTagTable(tags, new Float64Array(8));
      const feed = createValueFeed(table, wanted);
      const seen = new Map<number, number>();
      const take = (): void => {
        const item = feed.take();
        if (item === null) return;
        expect(new Set(item.tag).size).toBe(item.tag.length);
        item.tag.forEach((tag, row) => seen.set(tag, item.value[row] as number));
      };
      take();
      expect(new Set(seen.keys())).toEqual(new Set(wanted));
      let time = 0;
      for (const one of steps) {
        if (one === 'take') take();
        else {
          const batch = createBatch(1);
          pushSample(batch, one.tag, time++, one.value, 0);
          feed.mark(table.apply(batch, null, time, 0));
        }
      }
      take();
      for (const tag of wanted) expect(seen.get(tag)).toEqual(table.value[tag]);
      expect(feed.take()).toBeNull();
    }),
  );
});

it('a sample feed gives every sample in order and counts what a stalled reader made it leave out', () => {
  let dropped = 0;
  const feed = createSampleFeed(8, [3], (count) => (dropped += count));
  const batch = createBatch(1000);
  for (let row = 0; row < 1000; row++) pushSample(batch, row % 2 === 0 ? 3 : 4, row, row, 0);
  feed.mark(batch);
  const first = feed.take();
  expect([...(first?.samples.timeMs ?? [])]).toEqual(Array.from({ length: 500 }, (_, at) => at * 2));
  for (let round = 0; round < 401; round++) feed.mark(batch);
  const second = feed.take();
  expect(second?.samples.tag.length).toBe(200_000);
  expect(second?.lost).toBe(500);
  expect(dropped).toBe(500);
  expect(feed.take()).toBeNull();
});
