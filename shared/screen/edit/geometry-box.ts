import { type Affine, compose, identity, mapPoint, transformMap } from './affine.ts';
import { type Box, childElements, type Draft, type ElementPath, lineOf } from './draft.ts';
import { outerMap } from './map-element.ts';
import { pathPoints } from './path-data.ts';
import { isPlaced, partBox } from './symbol-place.ts';
import type { XmlElement } from '../xml-reader.ts';

type Corner = readonly [number, number];

/**
 * The bounds of elements on the drawing as their text tells them, without measuring any letter: parts without labels,
 * words by their anchor, curves by their control points. Null where nothing of them has a place. For the middle to turn
 * around or to paste at; what is seen, a drawing on the page tells better.
 */
export function geometryBox(draft: Draft, paths: readonly ElementPath[]): Box | null {
  const corners = paths.flatMap((path) => {
    const line = lineOf(draft, path);
    const element = line?.at(-1);
    return line === null || element === undefined ? [] : cornersOf(element, outerMap(line));
  });
  return boundsOf(corners);
}

/** The bounds of one element by itself, in the coordinates of its parent. */
export const ownBox = (element: XmlElement): Box | null => boundsOf(cornersOf(element, identity));

export function boundsOf(corners: readonly Corner[]): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of corners) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return Number.isFinite(left + top + right + bottom) ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

function cornersOf(element: XmlElement, outer: Affine): readonly Corner[] {
  const map = compose(outer, transformMap(element.attributes.get('transform') ?? '') ?? identity);
  if (element.name === 'g' && !isPlaced(element)) return childElements(element).flatMap((child) => cornersOf(child, map));
  return ownCorners(element).map(([x, y]): Corner => {
    const point = mapPoint(map, x, y);
    return [point.x, point.y];
  });
}

const boxCorners = ({ x, y, width, height }: Box): readonly Corner[] => [
  [x, y],
  [x + width, y],
  [x, y + height],
  [x + width, y + height],
];

function ownCorners(element: XmlElement): readonly Corner[] {
  if (isPlaced(element)) return element.attributes.get('data-symbol') === 'tiles' ? [] : boxCorners(partBox(element));
  const number = (name: string): number => Number.parseFloat(element.attributes.get(name) ?? '0');
  const round = (rx: number, ry: number): readonly Corner[] =>
    boxCorners({ x: number('cx') - rx, y: number('cy') - ry, width: 2 * rx, height: 2 * ry });
  switch (element.name) {
    case 'rect':
      return boxCorners({ x: number('x'), y: number('y'), width: number('width'), height: number('height') });
    case 'circle':
      return round(number('r'), number('r'));
    case 'ellipse':
      return round(number('rx'), number('ry'));
    case 'line':
      return [
        [number('x1'), number('y1')],
        [number('x2'), number('y2')],
      ];
    case 'path':
      return pathPoints(element.attributes.get('d') ?? '');
    case 'polyline':
    case 'polygon':
      return pathPoints(`M${element.attributes.get('points') ?? ''}`);
    case 'text':
      return [[number('x'), number('y')]];
    default:
      return [];
  }
}
