import {
  type Affine,
  around as mapAround,
  compose,
  identity,
  mapPoint,
  rotation,
  scaling,
  stretch,
  transformMap,
  transformParts,
} from './affine.ts';
import { type Draft, type Edited, elementName, type ElementPath, lineOf, type Point, refuse, topmost } from './draft.ts';
import { finishEdit, type Splice } from './finish-edit.ts';
import { geometryBox } from './geometry-box.ts';
import { innerMap, outerMap } from './map-element.ts';
import { isPlaceless, mapAll, mapSplices } from './move.ts';
import { plainNumber } from './plain-number.ts';
import { isPlaced } from './symbol-place.ts';
import { attributeSplices } from './write-xml.ts';

/**
 * Turns elements clockwise around a point of the drawing; without one, each around its own middle. Symbols turn by
 * quarters and keep their lettering upright; a free angle for one of them is refused. Shapes turn by any angle: points
 * where they can say it, else by `rotate`.
 */
export function turn(draft: Draft, paths: readonly ElementPath[], degrees: number, around?: Point): Edited {
  if (!Number.isFinite(degrees)) return refuse('The angle is not a number; enter degrees.');
  const isQuarter = Math.abs(degrees % 90) < 1e-9;
  const splices: Splice[] = [];
  const turned = topmost(paths);
  for (const path of turned) {
    const line = lineOf(draft, path);
    const element = line?.at(-1);
    if (line === null || element === undefined) return refuse('An element to turn is not there any more; select it again.');
    const middle = around ?? middleOf(draft, path);
    if (middle === null || isPlaceless(line) || element.name === 'tspan') continue;
    const map = mapAround(rotation(degrees), middle.x, middle.y);
    if (!isQuarter && isPlaced(element)) {
      return refuse(`${elementName(element)} turns by quarters only: 90, 180 or 270 degrees.`, element.line);
    }
    const needsRotate = element.name === 'text' || (!isQuarter && !['line', 'polyline', 'polygon', 'circle'].includes(element.name));
    const inner = needsRotate ? innerMap(line, map) : null;
    const transform = inner === null ? undefined : rotated(element.attributes.get('transform') ?? '', inner);
    if (transform !== undefined) {
      splices.push(...attributeSplices(draft, element, { transform }));
      continue;
    }
    splices.push(...(mapSplices(draft, path, map) ?? []));
  }
  return finishEdit(draft, splices, turned, turned);
}

/** Mirrors elements, left to right or upside down, at a point of the drawing; without one, each at its own middle. Words stay readable. */
export function flip(draft: Draft, paths: readonly ElementPath[], way: 'horizontal' | 'vertical', around?: Point): Edited {
  const map = way === 'horizontal' ? scaling(-1, 1) : scaling(1, -1);
  const placed = topmost(paths).flatMap((path) => {
    const middle = around ?? middleOf(draft, path);
    return middle === null ? [] : [{ path, map: mapAround(map, middle.x, middle.y) }];
  });
  return mapAll(draft, placed);
}

/** Symbols turn around their origin, everything else around the middle of its bounds. */
function middleOf(draft: Draft, path: ElementPath): Point | null {
  const line = lineOf(draft, path);
  const element = line?.at(-1);
  if (line === null || element === undefined) return null;
  if (isPlaced(element)) {
    const own = transformMap(element.attributes.get('transform') ?? '') ?? identity;
    return mapPoint(compose(outerMap(line), own), 0, 0);
  }
  const box = geometryBox(draft, [path]);
  return box === null ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/**
 * The transform with a turn before it: added to the angle of a lone `rotate` around the same point, else written before.
 * Null for none; undefined where the map, in stretched groups, is no turn.
 */
function rotated(transform: string, map: Affine): string | null | undefined {
  const by = stretch(map);
  const det = (1 - map.a) * (1 - map.d) - map.b * map.c;
  if (Math.abs(by.x - 1) > 1e-6 || Math.abs(by.y - 1) > 1e-6 || Math.abs(map.a - map.d) > 1e-6) return undefined;
  // A whole turn.
  if (Math.abs(det) < 1e-9) return transform === '' ? null : transform;
  // The point that stays where it is.
  const x = (map.e * (1 - map.d) + map.c * map.f) / det;
  const y = ((1 - map.a) * map.f + map.b * map.e) / det;
  const [first, more] = transformParts(transform) ?? [];
  const lone = first?.name === 'rotate' && more === undefined ? first.values : null;
  const isSame = lone !== null && Math.hypot((lone[1] ?? 0) - x, (lone[2] ?? 0) - y) < 0.02;
  const angle = (Math.atan2(map.b, map.a) * 180) / Math.PI + (isSame ? (lone[0] as number) : 0);
  const text = plainNumber(((Number(angle.toFixed(2)) % 360) + 360) % 360);
  const written = `rotate(${text} ${plainNumber(x)} ${plainNumber(y)})`;
  if (isSame || transform.trim() === '') return text === '0' ? null : written;
  return `${written} ${transform.trim()}`;
}
