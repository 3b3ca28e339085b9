import type { XmlElement } from '../xml-reader.ts';
import {
  type Affine,
  compose,
  identity,
  invert,
  isTranslation,
  keepsAxes,
  mapPoint,
  stretch,
  swapsAxes,
  transformMap,
  transformParts,
} from './affine.ts';
import { childElements } from './draft.ts';
import { mapPath, mapPoints } from './path-data.ts';
import { numberLike, plainNumber } from './plain-number.ts';
import { isPlaced, stretchedPart, turnedPart } from './symbol-place.ts';
import type { AttributeChanges } from './write-xml.ts';

/** What an element and those inside it need to be written anew. */
export type Rewrite = { readonly element: XmlElement; readonly changes: AttributeChanges };

/**
 * The attributes that put an element, and what is in it, where `map` takes it, in the coordinates of its parent. Plain numbers wherever they
 * can say it: the points of a shape, the transform and sizes of a symbol; only else another function before its transform.
 */
export function mapElement(element: XmlElement, map: Affine): readonly Rewrite[] {
  const merged = new Map<XmlElement, AttributeChanges>();
  for (const { element: one, changes } of mapParts(element, map)) merged.set(one, { ...merged.get(one), ...changes });
  return [...merged].map(([one, changes]) => ({ element: one, changes }));
}

/** The same, an element perhaps several times. */
function mapParts(element: XmlElement, map: Affine): readonly Rewrite[] {
  if (element.name === 'tspan') return mapTextPart(element, map);
  const transform = element.attributes.get('transform') ?? '';
  if (isPlaced(element)) return mapPlaced(element, transform, map);
  if (element.name === 'g') return mapGroup(element, transform, map);
  if (transform.trim() === '') return mapShape(element, map) ?? [prefixed(element, transform, map)];
  const center = soleRotation(transform);
  if (center !== null && isTranslation(map)) {
    const shape = mapShape(element, map);
    if (shape !== null) {
      const [angle, x, y] = center;
      const text = `rotate(${plainNumber(angle, 4)} ${plainNumber(x + map.e)} ${plainNumber(y + map.f)})`;
      return [...shape, { element, changes: { transform: text } }];
    }
  }
  return [prefixed(element, transform, map)];
}

function mapPlaced(element: XmlElement, transform: string, map: Affine): readonly Rewrite[] {
  const place = transformMap(transform);
  if (isTranslation(map) || place === null || !isTranslation(place) || !keepsAxes(map)) return [prefixed(element, transform, map)];
  const origin = mapPoint(map, place.e, place.f);
  const by = stretch(map);
  return [
    {
      element,
      changes: {
        ...stretchedPart(element, swapsAxes(map) ? { x: by.y, y: by.x } : by),
        ...turnedPart(element, map),
        transform: movedTo(transform, origin.x, origin.y),
      },
    },
  ];
}

function mapGroup(element: XmlElement, transform: string, map: Affine): readonly Rewrite[] {
  const place = transformMap(transform);
  if (isTranslation(map) || place === null || !keepsAxes(map)) return [prefixed(element, transform, map)];
  const back = invert(place);
  if (back === null) return [prefixed(element, transform, map)];
  const inner = compose(back, compose(map, place));
  if (!keepsAxes(inner)) return [prefixed(element, transform, map)];
  return [...pivotOf(element, inner), ...childElements(element).flatMap((child) => mapParts(child, inner))];
}

/** The point a bound turn leaves where it is goes with the shape: it counts in the shape's own coordinates. */
function pivotOf(element: XmlElement, map: Affine): readonly Rewrite[] {
  const text = element.attributes.get('data-pivot');
  const pivot = text === undefined ? null : mapPoints(text, map);
  return pivot === null ? [] : [{ element, changes: { 'data-pivot': pivot } }];
}

const numberOf = (element: XmlElement, name: string): number => Number.parseFloat(element.attributes.get(name) ?? '0');

/** A plain shape with its own numbers changed; null where they cannot say it. */
function mapShape(element: XmlElement, map: Affine): readonly Rewrite[] | null {
  const mapped = mapNumbers(element, map);
  return mapped === null ? null : [...mapped, ...pivotOf(element, map)];
}

function mapNumbers(element: XmlElement, map: Affine): readonly Rewrite[] | null {
  if (!keepsAxes(map))
    return element.name === 'polyline' || element.name === 'polygon' || element.name === 'line' ? mapLinear(element, map) : null;
  const by = stretch(map);
  const [alongX, alongY] = swapsAxes(map) ? [by.y, by.x] : [by.x, by.y];
  const write = (values: Readonly<Record<string, number>>): AttributeChanges =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const old = element.attributes.get(name) ?? '';
        return [name, old === '' && Math.abs(value) < 1e-9 ? null : numberLike(old, value)];
      }),
    );
  const swap = (x: number, y: number): readonly [number, number] => (swapsAxes(map) ? [y * alongX, x * alongY] : [x * alongX, y * alongY]);
  switch (element.name) {
    case 'rect': {
      const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => numberOf(element, name)) as [
        number,
        number,
        number,
        number,
      ];
      const one = mapPoint(map, x, y);
      const other = mapPoint(map, x + width, y + height);
      const [rx, ry] = swap(numberOf(element, 'rx'), numberOf(element, 'ry'));
      const round = element.attributes.has('rx') === element.attributes.has('ry') ? { rx, ry } : {};
      const box = {
        x: Math.min(one.x, other.x),
        y: Math.min(one.y, other.y),
        width: Math.abs(one.x - other.x),
        height: Math.abs(one.y - other.y),
      };
      return [{ element, changes: write(element.attributes.has('rx') ? { ...box, ...round } : box) }];
    }
    case 'circle': {
      const middle = mapPoint(map, numberOf(element, 'cx'), numberOf(element, 'cy'));
      return [{ element, changes: write({ cx: middle.x, cy: middle.y, r: numberOf(element, 'r') * Math.min(alongX, alongY) }) }];
    }
    case 'ellipse': {
      const middle = mapPoint(map, numberOf(element, 'cx'), numberOf(element, 'cy'));
      const [rx, ry] = swap(numberOf(element, 'rx'), numberOf(element, 'ry'));
      return [{ element, changes: write({ cx: middle.x, cy: middle.y, rx, ry }) }];
    }
    case 'path': {
      const d = mapPath(element.attributes.get('d') ?? '', map);
      return d === null ? null : [{ element, changes: { d } }];
    }
    case 'text':
      return mapText(element, map, write);
    default:
      return mapLinear(element, map);
  }
}

/** Shapes whose points may go anywhere. Null for what has no points. */
function mapLinear(element: XmlElement, map: Affine): readonly Rewrite[] | null {
  const { attributes, name } = element;
  if (name === 'line') {
    const one = mapPoint(map, numberOf(element, 'x1'), numberOf(element, 'y1'));
    const other = mapPoint(map, numberOf(element, 'x2'), numberOf(element, 'y2'));
    const values = { x1: one.x, y1: one.y, x2: other.x, y2: other.y };
    return [
      {
        element,
        changes: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, numberLike(attributes.get(key) ?? '', value)])),
      },
    ];
  }
  if (name !== 'polyline' && name !== 'polygon') return null;
  const points = mapPoints(attributes.get('points') ?? '', map);
  return points === null ? null : [{ element, changes: { points } }];
}

const isPlainNumber = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:px)?\s*$/;

/** Words go where their anchor goes; they are neither stretched nor mirrored, so that they stay readable. */
function mapText(
  element: XmlElement,
  map: Affine,
  write: (values: Readonly<Record<string, number>>) => AttributeChanges,
): readonly Rewrite[] | null {
  const own = [element, ...childElements(element)].filter(({ attributes }, at) => at === 0 || attributes.has('x') || attributes.has('y'));
  if (own.some(({ attributes }) => ['x', 'y'].some((name) => attributes.has(name) && !isPlainNumber.test(attributes.get(name) as string))))
    return null;
  const [originX, originY] = [numberOf(element, 'x'), numberOf(element, 'y')];
  const origin = mapPoint(map, originX, originY);
  const anchor = element.attributes.get('text-anchor') ?? 'start';
  const mirrored = !swapsAxes(map) && map.a < 0 && map.d > 0 && anchor !== 'middle';
  const parts = own.slice(1).map((part) => {
    const values: Record<string, string | null> = {};
    // Parts with places of their own keep their distance to the first one.
    if (part.attributes.has('x')) values['x'] = numberLike(part.attributes.get('x') as string, numberOf(part, 'x') + origin.x - originX);
    if (part.attributes.has('y')) values['y'] = numberLike(part.attributes.get('y') as string, numberOf(part, 'y') + origin.y - originY);
    return { element: part, changes: values };
  });
  const turned = mirrored ? { 'text-anchor': anchor === 'start' ? 'end' : null } : {};
  return [{ element, changes: { ...write({ x: origin.x, y: origin.y }), ...turned } }, ...parts];
}

/** Part of a text with a place of its own: moved only. One that follows the words before it stays behind them. */
function mapTextPart(element: XmlElement, map: Affine): readonly Rewrite[] {
  if (!isTranslation(map)) return [];
  const by = { x: map.e, y: map.f };
  const changes: Record<string, string> = {};
  for (const name of ['x', 'y'] as const) {
    const text = element.attributes.get(name);
    if (text !== undefined && isPlainNumber.test(text)) changes[name] = numberLike(text, Number.parseFloat(text) + by[name]);
  }
  return [{ element, changes }];
}

/** The angle and centre of a transform that is one `rotate` and nothing else. */
function soleRotation(transform: string): readonly [number, number, number] | null {
  const [part, more] = transformParts(transform) ?? [];
  if (part === undefined || more !== undefined || part.name !== 'rotate') return null;
  return [part.values[0] as number, part.values[1] ?? 0, part.values[2] ?? 0];
}

/** The transform with its first function a `translate` to this place; nothing of it changes but those numbers. */
function movedTo(transform: string, x: number, y: number): string {
  return transform.trim() === '' || transformParts(transform)?.length !== 1 ? translateText(x, y) : rewritten(transform, [x, y]);
}

const translateText = (x: number, y: number): string => `translate(${plainNumber(x)} ${plainNumber(y)})`;

/** The first function of the transform with its last two numbers changed, in the text as it is written. */
function rewritten(transform: string, [x, y]: readonly [number, number]): string {
  const first = transformParts(transform)?.[0];
  if (first === undefined) return translateText(x, y);
  const inside = transform.slice(first.from, first.to);
  const figures = [...inside.matchAll(/[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/g)].map(({ 0: text, index }) => ({ text, index }));
  const spots = first.name === 'matrix' ? figures.slice(4, 6) : figures.slice(0, 2);
  const [spotX, spotY] = spots;
  if (spotX === undefined) return translateText(x, y);
  const head = transform.slice(0, first.from) + inside.slice(0, spotX.index) + numberLike(spotX.text, x);
  const tail = transform.slice(first.to);
  if (spotY === undefined)
    return `${head}${Math.abs(y) < 1e-9 ? '' : ` ${plainNumber(y)}`}${inside.slice(spotX.index + spotX.text.length)}${tail}`;
  const between = inside.slice(spotX.index + spotX.text.length, spotY.index);
  const nextY = numberLike(spotY.text, y);
  return `${head}${between === '' && !nextY.startsWith('-') ? ' ' : between}${nextY}${inside.slice(spotY.index + spotY.text.length)}${tail}`;
}

/** The element with `map` before its transform: in the numbers of a first `translate` or `matrix` where they can say it. */
function prefixed(element: XmlElement, transform: string, map: Affine): Rewrite {
  const parts = transformParts(transform);
  const first = parts?.[0];
  const moves = isTranslation(map);
  if (moves && first !== undefined && (first.name === 'translate' || first.name === 'matrix')) {
    const at = first.name === 'translate' ? 0 : 4;
    const [x, y] = [(first.values[at] ?? 0) + map.e, (first.values[at + 1] ?? 0) + map.f];
    const isNothing =
      !isPlaced(element) && parts?.length === 1 && first.name === 'translate' && plainNumber(x) === '0' && plainNumber(y) === '0';
    return { element, changes: { transform: isNothing ? null : rewritten(transform, [x, y]) } };
  }
  const written = moves
    ? translateText(map.e, map.f)
    : `matrix(${[map.a, map.b, map.c, map.d].map((value) => plainNumber(value, 6)).join(' ')} ${plainNumber(map.e)} ${plainNumber(map.f)})`;
  if (transform.trim() === '') return { element, changes: { transform: written } };
  return { element, changes: { transform: `${written} ${transform.trim()}` } };
}

/** The map of all transforms around an element, from its parent's coordinates to those of the drawing. */
export function outerMap(line: readonly XmlElement[]): Affine {
  return line
    .slice(1, -1)
    .reduce((map, { attributes }) => compose(map, transformMap(attributes.get('transform') ?? '') ?? identity), identity);
}

/** A map of the whole drawing in the coordinates of an element's parent; null where the groups around squeeze it flat. */
export function innerMap(line: readonly XmlElement[], map: Affine): Affine | null {
  const outer = outerMap(line);
  const back = invert(outer);
  return back === null ? null : compose(back, compose(map, outer));
}
