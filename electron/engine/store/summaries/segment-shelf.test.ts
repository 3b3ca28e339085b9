import { expect, it } from 'vitest';
import { segmentMs } from './levels.ts';
import type { Segment } from './segment-codec.ts';
import { createSegmentShelf } from './segment-shelf.ts';

const segment = (): Segment => ({}) as Segment;
const mark = (...all: number[]): string => all.join();

it('gives back a segment for its own mark only', () => {
  const shelf = createSegmentShelf(10);
  const one = segment();
  shelf.keep(7, 1, 0, mark(1, 2, 3), one);
  expect(shelf.find(7, 1, 0, mark(1, 2, 3))).toBe(one);
  expect(shelf.find(7, 1, 0, mark(1, 2, 4))).toBeNull();
  expect(shelf.find(7, 1, 0, mark())).toBeNull();
  expect(shelf.find(7, 0, 0, mark(1, 2, 3))).toBeNull();
  expect(shelf.find(8, 1, 0, mark(1, 2, 3))).toBeNull();
  expect(shelf.find(7, 1, segmentMs(1), mark(1, 2, 3))).toBeNull();
});

it('takes no two for the same, far from 1970 either', () => {
  const shelf = createSegmentShelf(10_000);
  const all = [0, 1, 2].flatMap((level) => [0, 1, 2, 250_000].flatMap((key) => [-8.64e15, -segmentMs(0), 0, 1.7e12, 8.64e15].map((timeMs) => ({ key, level: level as 0 | 1 | 2, startMs: Math.floor(timeMs / segmentMs(level as 0 | 1 | 2)) * segmentMs(level as 0 | 1 | 2), segment: segment() }))));
  for (const one of all) shelf.keep(one.key, one.level, one.startMs, mark(1), one.segment);
  for (const one of all) expect(shelf.find(one.key, one.level, one.startMs, mark(1))).toBe(one.segment);
});

it('keeps as many as it may, those asked for last', () => {
  const shelf = createSegmentShelf(2);
  const [a, b, c] = [segment(), segment(), segment()];
  shelf.keep(1, 0, 0, mark(1), a);
  shelf.keep(2, 0, 0, mark(1), b);
  shelf.find(1, 0, 0, mark(1));
  shelf.keep(3, 0, 0, mark(1), c);
  expect([1, 2, 3].map((key) => shelf.find(key, 0, 0, mark(1)))).toEqual([a, null, c]);
  shelf.keep(3, 0, 0, mark(2), b);
  expect([1, 3].map((key) => shelf.find(key, 0, 0, mark(2)) ?? shelf.find(key, 0, 0, mark(1)))).toEqual([a, b]);
});
