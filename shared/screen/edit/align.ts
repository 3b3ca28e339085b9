import { translation } from './affine.ts';
import type { Box, Draft, Edited } from './draft.ts';
import { refuse } from './draft.ts';
import { mapAll } from './move.ts';
import type { Boxed } from './resize.ts';

export type AlignTo = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';

/** Moves elements so that this edge or middle of their boxes is in line: with that of all their boxes together, or of `to` where given. */
export function align(draft: Draft, boxed: readonly Boxed[], edge: AlignTo, to?: Box): Edited {
  if (boxed.length < (to === undefined ? 2 : 1)) return refuse('Select two elements or more to align.');
  const target = placeOf(to ?? unionOf(boxed.map(({ box }) => box)), edge);
  const isSideways = edge === 'left' || edge === 'centre' || edge === 'right';
  return mapAll(
    draft,
    boxed.map(({ path, box }) => {
      const by = rounded(target - placeOf(box, edge));
      return { path, map: isSideways ? translation(by, 0) : translation(0, by) };
    }),
  );
}

/** Moves elements so that the gaps between their boxes are equal; the two outermost stay. */
export function distribute(draft: Draft, boxed: readonly Boxed[], way: 'horizontal' | 'vertical'): Edited {
  if (boxed.length < 3) return refuse('Select three elements or more to distribute.');
  const start = (box: Box): number => (way === 'horizontal' ? box.x : box.y);
  const size = (box: Box): number => (way === 'horizontal' ? box.width : box.height);
  const sorted = [...boxed].sort((a, b) => start(a.box) - start(b.box) || size(a.box) - size(b.box));
  const ends = sorted.map(({ box }) => start(box) + size(box));
  const from = start((sorted[0] as Boxed).box);
  const room = (ends.at(-1) as number) - from;
  const gap = (room - sorted.reduce((sum, { box }) => sum + size(box), 0)) / (sorted.length - 1);
  let at = from;
  const placed = sorted.map(({ path, box }, index) => {
    const isOuter = index === 0 || index === sorted.length - 1;
    const by = isOuter ? 0 : rounded(at - start(box));
    at += size(box) + gap;
    return { path, map: way === 'horizontal' ? translation(by, 0) : translation(0, by) };
  });
  return mapAll(draft, placed);
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function placeOf(box: Box, edge: AlignTo): number {
  switch (edge) {
    case 'left':
      return box.x;
    case 'centre':
      return box.x + box.width / 2;
    case 'right':
      return box.x + box.width;
    case 'top':
      return box.y;
    case 'middle':
      return box.y + box.height / 2;
    case 'bottom':
      return box.y + box.height;
  }
}

export function unionOf(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
