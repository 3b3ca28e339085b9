import { type PartEntry, type PartKey } from '../part-entry.ts';
import { partCatalogue } from '../part-catalogue.ts';
import type { XmlElement } from '../xml-reader.ts';
import { type Affine, stretch, swapsAxes } from './affine.ts';
import type { Box } from './draft.ts';
import { numberLike, plainNumber } from './plain-number.ts';
import type { AttributeChanges } from './write-xml.ts';

type Attributes = Pick<XmlElement, 'attributes'>;

/** Whether an element is placed by its transform and drawn by the console: a symbol, a live part or a template. */
export const isPlaced = (element: XmlElement): boolean => element.attributes.has('data-symbol') || element.attributes.has('data-template');

export const partOf = (element: Attributes): PartEntry | undefined => partCatalogue.get(element.attributes.get('data-symbol') ?? '');

type NumberKey = Extract<PartKey, { readonly kind: 'number' }>;

/** The size keys of a part with what they are now; those that find their own size have that of the part's box. */
function sizesOf(element: Attributes, part: PartEntry): readonly { readonly key: NumberKey; readonly value: number }[] {
  return part.sizeKeys.flatMap((name) => {
    const key = part.keys.find((one): one is PartKey & NumberKey => one.name === name && one.kind === 'number');
    if (key === undefined) return [];
    const written = Number(element.attributes.get(`data-${name}`) ?? NaN);
    const own = key.own ?? (name === 'height' ? part.box.height : part.box.width);
    return [{ key, value: written >= key.min && written <= key.max ? written : own }];
  });
}

const isLying = (element: Attributes): boolean => element.attributes.get('data-orient') === 'horizontal';

/** Which way a size key runs: along x, along y, or both at once. */
function axisOf(element: Attributes, name: string): 'x' | 'y' | 'both' {
  if (name === 'width') return 'x';
  if (name === 'height') return 'y';
  if (name === 'length') return isLying(element) ? 'x' : 'y';
  if (name === 'thickness') return isLying(element) ? 'y' : 'x';
  return 'both';
}

/** The bounds of a part around its origin at its present size, without labels and marks; of a part nobody knows, a small square. */
export function partBox(element: Attributes): Box {
  const part = partOf(element);
  if (part === undefined) return { x: -12, y: -12, width: 24, height: 24 };
  let [x, y] = [1, 1];
  for (const { key, value } of sizesOf(element, part)) {
    const own = key.own ?? (key.name === 'height' ? part.box.height : part.box.width);
    const axis = axisOf(element, key.name);
    const by = value / own;
    if (axis !== 'y') x *= by;
    if (axis !== 'x') y *= by;
  }
  const { box } = part;
  if (isLying(element) && part.sizeKeys.includes('length')) return lyingBox(element, part);
  const turn = turnOf(element);
  const sized = { x: box.x * x, y: box.y * y, width: box.width * x, height: box.height * y };
  if (element.attributes.get('data-symbol') === 'link' && element.attributes.get('data-flip') === 'x') return { ...sized, x: -sized.width };
  // Valves lie along their line; everything round or upright keeps its bounds when its flow is turned.
  return part.group === 'Valves' && (turn === 90 || turn === 270)
    ? { x: sized.y, y: sized.x, width: sized.height, height: sized.width }
    : sized;
}

function lyingBox(element: Attributes, part: PartEntry): Box {
  const size = (name: string): number => sizesOf(element, part).find(({ key }) => key.name === name)?.value ?? 0;
  return { x: part.box.x, y: part.box.y, width: size('length'), height: size('thickness') };
}

type Stretch = { readonly x: number; readonly y: number };

/** What grows one way and the other at once follows the side that was moved further. */
const strongest = ({ x, y }: Stretch): number => (Math.abs(x - 1) >= Math.abs(y - 1) ? x : y);

/** New values of the size keys of a part stretched by `by`, held within what it takes. */
function stretchedSizes(element: XmlElement, by: Stretch) {
  const part = partOf(element);
  if (part === undefined) return [];
  return sizesOf(element, part).map(({ key, value }) => {
    const axis = axisOf(element, key.name);
    const factor = axis === 'x' ? by.x : axis === 'y' ? by.y : strongest(by);
    const next = Math.min(key.max, Math.max(key.min, Math.abs(value * factor)));
    return { name: key.name, axis, value, next };
  });
}

/** How far a part can follow a stretch: 1 along an axis where it has no size, and no further than its limits. */
export function allowedStretch(element: XmlElement, by: Stretch): Stretch {
  let { x, y } = { x: 1, y: 1 };
  for (const { axis, value, next } of stretchedSizes(element, by)) {
    if (axis !== 'y') x = next / value;
    if (axis !== 'x') y = next / value;
  }
  return { x, y };
}

/** The attributes that give a part its sizes stretched by `by`; those that hold keep their text. */
export function stretchedPart(element: XmlElement, by: Stretch): AttributeChanges {
  const changes: Record<string, string | null> = {};
  for (const { name, value, next } of stretchedSizes(element, by)) {
    if (Math.abs(next - value) > 1e-9) changes[`data-${name}`] = numberLike(element.attributes.get(`data-${name}`) ?? '', next);
  }
  return changes;
}

export const turnOf = (element: Attributes): number => {
  const turn = Number(element.attributes.get('data-turn') ?? (element.attributes.get('data-flip') === 'x' ? 180 : 0));
  return turn === 90 || turn === 180 || turn === 270 ? turn : 0;
};

/** How a part stands after a map that keeps the axes: where its flow goes, or which way its bar lies. Its lettering stays upright. */
export function turnedPart(element: XmlElement, map: Affine): AttributeChanges {
  const part = partOf(element);
  const takes = (name: string): boolean => part?.keys.some((key) => key.name === name) ?? false;
  const flipped = element.attributes.get('data-flip');
  if (takes('turn')) {
    const turn = turnOf(element);
    const [x, y] = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ][turn / 90] as [number, number];
    const by = stretch(map);
    const [toX, toY] = [(map.a * x) / (by.x || 1) + (map.c * y) / (by.y || 1), (map.b * x) / (by.x || 1) + (map.d * y) / (by.y || 1)];
    const next = Math.abs(toX) > 0.5 ? (toX > 0 ? 0 : 180) : toY > 0 ? 90 : 270;
    if (next === turn) return {};
    return { 'data-turn': next === 0 ? null : plainNumber(next), ...(flipped === undefined ? {} : { 'data-flip': null }) };
  }
  if (takes('orient') && swapsAxes(map)) return { 'data-orient': isLying(element) ? null : 'horizontal' };
  if (takes('flip') && !swapsAxes(map) && map.a < 0) return { 'data-flip': flipped === 'x' ? null : 'x' };
  return {};
}
