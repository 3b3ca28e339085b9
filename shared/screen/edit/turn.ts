import { around as mapAround, compose, isTranslation, mapPoint, rotation, scaling, transformMap, transformParts } from './affine.ts';
import { type Draft, type Edited, elementName, type ElementPath, lineOf, type Point, refuse, topmost } from './draft.ts';
import { finishEdit, type Splice } from './finish-edit.ts';
import { geometryBox } from './geometry-box.ts';
import { innerMap } from './map-element.ts';
import { mapAll, mapSplices } from './move.ts';
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
    if (middle === null || path.length === 0) continue;
    const map = mapAround(rotation(degrees), middle.x, middle.y);
    if (!isQuarter && isPlaced(element)) {
      return refuse(`${elementName(element)} turns by quarters only: 90, 180 or 270 degrees.`, element.line);
    }
    const needsRotate = element.name === 'text' || (!isQuarter && !['line', 'polyline', 'polygon', 'circle'].includes(element.name));
    const inner = needsRotate ? innerMap(line, map) : null;
    if (inner !== null) {
      const transform = rotated(element.attributes.get('transform') ?? '', degrees, inner);
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
  if (line !== null && element !== undefined && isPlaced(element)) {
    const own = transformMap(element.attributes.get('transform') ?? '');
    const parent = geometryOrigin(draft, path);
    if (own !== null && parent !== null) return parent;
  }
  const box = geometryBox(draft, [path]);
  return box === null ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function geometryOrigin(draft: Draft, path: ElementPath): Point | null {
  const line = lineOf(draft, path);
  if (line === null) return null;
  const map = line.slice(1).reduce((outer, { attributes }) => compose(outer, transformMap(attributes.get('transform') ?? '') ?? scaling(1, 1)), scaling(1, 1));
  return mapPoint(map, 0, 0);
}

/** The transform with a turn before it: added to the angle of a lone `rotate` around the same point, else written before. */
function rotated(transform: string, degrees: number, map: ReturnType<typeof rotation>): string | null {
  // The fixed point of the turn in the coordinates of the parent.
  const [p, q] = [1 - map.a, -map.c];
  const det = p * (1 - map.d) - q * -map.b;
  const angle = (Math.atan2(map.b, map.a) * 180) / Math.PI;
  if (Math.abs(det) < 1e-9) return isTranslation(map) ? transform || null : transform;
  const x = (map.e * (1 - map.d) + map.c * map.f) / det;
  const y = (p * map.f + map.b * map.e) / det;
  const [first, more] = transformParts(transform) ?? [];
  const [was = 0, atX = 0, atY = 0] = first?.name === 'rotate' && more === undefined ? first.values : [0];
  const isSame = first?.name === 'rotate' && more === undefined && Math.hypot(atX - x, atY - y) < 0.02;
  const text = (value: number): string => `rotate(${plainNumber(((value % 360) + 360) % 360)} ${plainNumber(x)} ${plainNumber(y)})`;
  const total = (isSame ? was : 0) + (Math.abs(degrees % 90) < 1e-9 ? degrees * Math.sign(map.a * map.d - map.b * map.c || 1) : angle);
  if (isSame || transform.trim() === '') return plainNumber(((total % 360) + 360) % 360) === '0' ? null : text(total);
  return `${text(total)} ${transform.trim()}`;
}
