import { type Affine, compose, identity, scaling, translation } from './affine.ts';
import { type Box, type Draft, type Edited, elementAt, type ElementPath, refuse } from './draft.ts';
import { mapAll } from './move.ts';
import { allowedStretch, isPlaced } from './symbol-place.ts';
import type { XmlElement } from '../xml-reader.ts';

export type Boxed = { readonly path: ElementPath; readonly box: Box };
type Stretch = { readonly x: number; readonly y: number };

/**
 * Gives an element the place and size of `to` where it fills `from` now, both as seen on the drawing, of parts without
 * their labels. Symbols take their sizes within what they may have; round ones, with one size for both ways, follow the
 * side moved further. The edge that stands still in both boxes stays. What has no size of its own, as a value or words,
 * is moved only.
 */
export function resize(draft: Draft, path: ElementPath, from: Box, to: Box): Edited {
  const element = elementAt(draft, path);
  if (element === null) return refuse('The element is not there any more; select it again.');
  if (!isBox(from) || !isBox(to)) return refuse('The new size is not a number or below zero; drag the handle again.');
  return mapAll(draft, [{ path, map: fitted(element, from, to) }]);
}

/** Gives all the elements the width, the height or both of the first one; each keeps its middle. */
export function matchSize(draft: Draft, boxed: readonly Boxed[], which: 'width' | 'height' | 'both'): Edited {
  const [first, ...others] = boxed;
  if (first === undefined || others.length === 0) return refuse('Select two elements or more: the first one gives its size to the others.');
  const maps = others.flatMap(({ path, box }) => {
    const element = elementAt(draft, path);
    if (element === null || !isBox(box)) return [];
    const width = which === 'height' ? box.width : first.box.width;
    const height = which === 'width' ? box.height : first.box.height;
    const to = { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
    return [{ path, map: fitted(element, box, to) }];
  });
  return mapAll(draft, [{ path: first.path, map: identity }, ...maps]);
}

const isBox = ({ x, y, width, height }: Box): boolean => [x, y, width, height].every(Number.isFinite) && width >= 0 && height >= 0;

function fitted(element: XmlElement, from: Box, to: Box): Affine {
  const by: Stretch = { x: from.width > 0 ? to.width / from.width : 1, y: from.height > 0 ? to.height / from.height : 1 };
  const allowed = isPlaced(element) ? allowedStretch(element, by) : by;
  const x = shiftOf(from.x, from.width, to.x, to.width, allowed.x);
  const y = shiftOf(from.y, from.height, to.y, to.height, allowed.y);
  return compose(translation(x, y), scaling(allowed.x, allowed.y));
}

/** What follows the stretch along one axis: the edge that did not move stays, with both moved the middle goes where it goes. */
function shiftOf(start: number, size: number, toStart: number, toSize: number, factor: number): number {
  if (Math.abs(toStart - start) < 1e-6) return start - start * factor;
  if (Math.abs(toStart + toSize - start - size) < 1e-6) return start + size - (start + size) * factor;
  return toStart + toSize / 2 - (start + size / 2) * factor;
}
