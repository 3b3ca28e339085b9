import type { Layered } from './layers.ts';

/** How much room a node takes around its origin, through which its pipes run. */
export type Room = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

const gap = 22;
const grid = 2;

/**
 * The height of every node and stop: in its column below one another with a gap, as near as that allows to the neighbours
 * its pipes come from, so that pipes run straight. Heights are on a grid; the smallest top is 0.
 */
export function placeHeights(layered: Layered, roomOf: (id: string) => Room): ReadonlyMap<string, number> {
  const column = new Map<string, number>();
  layered.columns.forEach((ids, at) => ids.forEach((id) => column.set(id, at)));
  const near = new Map<string, { readonly before: string[]; readonly behind: string[] }>();
  const of = (id: string) => {
    const known = near.get(id) ?? { before: [], behind: [] };
    near.set(id, known);
    return known;
  };
  for (const { stops } of layered.ways) {
    for (let at = 1; at < stops.length; at++) {
      const [one, other] = [stops[at - 1] as string, stops[at] as string];
      const [left, right] = (column.get(one) ?? 0) < (column.get(other) ?? 0) ? [one, other] : [other, one];
      of(left).behind.push(right);
      of(right).before.push(left);
    }
  }
  const heights = new Map<string, number>();
  const settle = (ids: readonly string[], side: 'before' | 'behind'): void => {
    const wished = ids.map((id) => {
      const known = of(id)[side].flatMap((one) => heights.get(one) ?? []);
      return known.length === 0 ? (heights.get(id) ?? NaN) : median(known);
    });
    stack(ids, wished, roomOf).forEach((height, at) => heights.set(ids[at] as string, height));
  };
  for (const ids of layered.columns) settle(ids, 'before');
  for (let sweep = 0; sweep < 3; sweep++) {
    for (const ids of [...layered.columns].reverse()) settle(ids, 'behind');
    for (const ids of layered.columns) settle(ids, 'before');
  }
  const top = Math.min(...[...heights].map(([id, height]) => height - roomOf(id).top));
  return new Map([...heights].map(([id, height]) => [id, Math.round((height - top) / grid) * grid]));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * Heights as near to the wished ones as the gaps allow, in the sense of least squares: pooling of adjacent violators
 * (Ayer and others 1955; from memory). NaN wishes nothing.
 */
function stack(ids: readonly string[], wished: readonly number[], roomOf: (id: string) => Room): readonly number[] {
  const offsets: number[] = [];
  let offset = 0;
  ids.forEach((id, at) => {
    if (at > 0) offset += roomOf(ids[at - 1] as string).bottom + gap + roomOf(id).top;
    offsets.push(offset);
  });
  type Block = { sum: number; weight: number; count: number };
  const blocks: Block[] = [];
  wished.forEach((wish, at) => {
    const free = Number.isNaN(wish);
    blocks.push({ sum: free ? 0 : wish - (offsets[at] as number), weight: free ? 0 : 1, count: 1 });
    for (;;) {
      const [one, other] = [blocks.at(-2), blocks.at(-1)];
      if (one === undefined || other === undefined) return;
      const fits = one.weight > 0 && other.weight > 0 && one.sum / one.weight <= other.sum / other.weight;
      if (fits) return;
      blocks.splice(-2, 2, { sum: one.sum + other.sum, weight: one.weight + other.weight, count: one.count + other.count });
    }
  });
  const heights: number[] = [];
  for (const { sum, weight, count } of blocks) {
    const level = weight === 0 ? 0 : sum / weight;
    for (let n = 0; n < count; n++) heights.push(level + (offsets[heights.length] as number));
  }
  return heights;
}
