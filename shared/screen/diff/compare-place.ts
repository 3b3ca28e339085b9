import { compose, mapPoint, transformMap, identity, type Affine } from '../edit/affine.ts';
import { ownBox } from '../edit/geometry-box.ts';
import { pathPoints } from '../edit/path-data.ts';
import { isPlaced, partBox, turnOf } from '../edit/symbol-place.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { Unit } from './diff-units.ts';
import { moveWords } from './element-words.ts';
import type { DifferenceKind } from './screen-difference.ts';

/** One thing that differs of a pair, its sentence without the name it begins with. */
export type Finding = {
  readonly kind: DifferenceKind;
  readonly predicate: string;
  readonly by?: { readonly x: number; readonly y: number };
};

const isSame = (a: number, b: number): boolean => Math.abs(a - b) < 0.01;
const rounded = (value: number): number => Math.round(value * 100) / 100;

/**
 * Where and how large an element is, against before: in the coordinates of its group while that is the same one, so that
 * a moved group is one difference; else as seen on the drawing.
 */
export function comparePlace(before: Unit, after: Unit, isSameParent: boolean): readonly Finding[] {
  const outer = (unit: Unit): Affine => (isSameParent ? identity : unit.outer);
  if (isPlaced(after.element) || isPlaced(before.element) || after.isGroup)
    return comparePlaced(before, after, outer(before), outer(after));
  return compareShape(before.element, after.element, outer(before), outer(after));
}

function moved(x: number, y: number): readonly Finding[] {
  const by = { x: rounded(x), y: rounded(y) };
  return isSame(x, 0) && isSame(y, 0) ? [] : [{ kind: 'moved', predicate: `moved ${moveWords(x, y)}`, by }];
}

function comparePlaced(before: Unit, after: Unit, outerBefore: Affine, outerAfter: Affine): readonly Finding[] {
  const place = (element: XmlElement, outer: Affine): Affine =>
    compose(outer, transformMap(element.attributes.get('transform') ?? '') ?? identity);
  const [was, is] = [place(before.element, outerBefore), place(after.element, outerAfter)];
  const [from, to] = [mapPoint(was, 0, 0), mapPoint(is, 0, 0)];
  const findings: Finding[] = [...moved(to.x - from.x, to.y - from.y)];
  if (![is.a - was.a, is.b - was.b, is.c - was.c, is.d - was.d].every((value) => isSame(value, 0))) {
    findings.push({ kind: 'turned', predicate: 'turned or stretched by its transform' });
  }
  if (
    after.isGroup ||
    !isPlaced(before.element) ||
    before.element.attributes.get('data-symbol') !== after.element.attributes.get('data-symbol')
  )
    return findings;
  const [turnWas, turnIs] = [turnOf(before.element), turnOf(after.element)];
  if (turnWas !== turnIs && after.element.attributes.get('data-symbol') !== 'link') {
    findings.push({ kind: 'turned', predicate: `turned from ${directions[turnWas] ?? ''} to ${directions[turnIs] ?? ''}` });
  }
  const [boxWas, boxIs] = [partBox(before.element), partBox(after.element)];
  const isTurned = turnWas !== turnIs;
  if (!isTurned && !(isSame(boxWas.width, boxIs.width) && isSame(boxWas.height, boxIs.height))) findings.push(resized(boxWas, boxIs));
  return findings;
}

const directions: Readonly<Record<number, string>> = { 0: 'right', 90: 'down', 180: 'left', 270: 'up' };

type Size = { readonly width: number; readonly height: number };
const sizeText = ({ width, height }: Size): string => `${rounded(width)} × ${rounded(height)}`;
const resized = (was: Size, is: Size): Finding => ({ kind: 'resized', predicate: `is now ${sizeText(is)}, was ${sizeText(was)}` });

function compareShape(before: XmlElement, after: XmlElement, outerBefore: Affine, outerAfter: Affine): readonly Finding[] {
  const [was, is] = [cornersOf(before, outerBefore), cornersOf(after, outerAfter)];
  const [first, firstNow] = [was[0], is[0]];
  if (first === undefined || firstNow === undefined) return [];
  const [dx, dy] = [firstNow[0] - first[0], firstNow[1] - first[1]];
  const isShifted =
    was.length === is.length && was.every(([x, y], at) => isSame((is[at]?.[0] ?? NaN) - x, dx) && isSame((is[at]?.[1] ?? NaN) - y, dy));
  if (isShifted) return [...moved(dx, dy), ...turnedBy(before, after)];
  if (after.name === 'text') return [...moved(dx, dy), { kind: 'reshaped', predicate: 'has its parts elsewhere' }];
  if (after.name === 'path' || after.name.startsWith('poly') || after.name === 'line' || after.name !== before.name) {
    return [{ kind: 'reshaped', predicate: lineWords(is.length, was.length) }];
  }
  const [boxWas, boxIs] = [ownBox(before), ownBox(after)];
  if (boxWas === null || boxIs === null) return [];
  const middle = (box: { x: number; y: number; width: number; height: number }): readonly [number, number] => [
    box.x + box.width / 2,
    box.y + box.height / 2,
  ];
  const [[x, y], [toX, toY]] = [middle(boxWas), middle(boxIs)];
  const isResized = !(isSame(boxWas.width, boxIs.width) && isSame(boxWas.height, boxIs.height));
  return [...(isResized ? [resized(boxWas, boxIs)] : moved(toX - x, toY - y)), ...turnedBy(before, after)];
}

const lineWords = (now: number, before: number): string =>
  now === before
    ? 'runs another way'
    : now > before
      ? `runs another way, with ${now - before} more points`
      : `runs another way, with ${before - now} points less`;

/** A shape's `rotate`, which its corners before it do not show. */
function turnedBy(before: XmlElement, after: XmlElement): readonly Finding[] {
  const angle = (element: XmlElement): number => {
    const map = transformMap(element.attributes.get('transform') ?? '') ?? identity;
    return rounded((Math.atan2(map.b, map.a) * 180) / Math.PI);
  };
  const by = angle(after) - angle(before);
  return isSame(by, 0) ? [] : [{ kind: 'turned', predicate: `turned by ${rounded(((by % 360) + 360) % 360)}°` }];
}

/** The points that make a shape, where its transform puts its middle; letters are not measured. */
function cornersOf(element: XmlElement, outer: Affine): readonly (readonly [number, number])[] {
  const own = transformMap(element.attributes.get('transform') ?? '') ?? identity;
  const points = ownPoints(element);
  const first = points[0];
  if (first === undefined) return [];
  // Of a turned shape the turn is a difference of its own: its points are shifted with its middle, not turned.
  const box = pointsMiddle(points);
  const to = mapPoint(compose(outer, own), box[0], box[1]);
  const from = mapPoint(outer, box[0], box[1]);
  return points.map(([x, y]) => {
    const point = mapPoint(outer, x, y);
    return [point.x + to.x - from.x, point.y + to.y - from.y] as const;
  });
}

function pointsMiddle(points: readonly (readonly [number, number])[]): readonly [number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  return [(left + right) / 2, (top + bottom) / 2];
}

function ownPoints(element: XmlElement): readonly (readonly [number, number])[] {
  const { attributes, name } = element;
  if (name === 'path') return pathPoints(attributes.get('d') ?? '');
  if (name === 'polyline' || name === 'polygon') return pathPoints(`M${attributes.get('points') ?? ''}`);
  const number = (key: string): number => Number.parseFloat(attributes.get(key) ?? '0');
  if (name === 'line')
    return [
      [number('x1'), number('y1')],
      [number('x2'), number('y2')],
    ];
  if (name === 'text') return [[number('x'), number('y')]];
  const [x, y, width, height] =
    name === 'rect'
      ? [number('x'), number('y'), number('width'), number('height')]
      : (([rx, ry]) => [number('cx') - (rx as number), number('cy') - (ry as number), 2 * (rx as number), 2 * (ry as number)])(
          name === 'circle' ? [number('r'), number('r')] : [number('rx'), number('ry')],
        );
  return [
    [x as number, y as number],
    [(x as number) + (width as number), (y as number) + (height as number)],
  ];
}
