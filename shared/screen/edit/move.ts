import { type Affine, isIdentity, translation } from './affine.ts';
import { type Draft, type Edited, type ElementPath, lineOf, refuse, topmost } from './draft.ts';
import { finishEdit, type Splice } from './finish-edit.ts';
import { innerMap, mapElement } from './map-element.ts';
import { isPlaced } from './symbol-place.ts';
import { attributeSplices } from './write-xml.ts';
import type { XmlElement } from '../xml-reader.ts';

/** Moves elements by so many user units of the drawing, right and down. Numbers are written rounded to two decimals. */
export function move(draft: Draft, paths: readonly ElementPath[], dx: number, dy: number): Edited {
  return mapAll(
    draft,
    paths.map((path) => ({ path, map: translation(dx, dy) })),
  );
}

/** Puts each element where its map of the drawing takes it. What stands in another element of the list goes with that one. */
export function mapAll(draft: Draft, placed: readonly { readonly path: ElementPath; readonly map: Affine }[]): Edited {
  const paths = topmost(placed.map(({ path }) => path));
  const maps = new Map(placed.map(({ path, map }) => [path, map]));
  const splices: Splice[] = [];
  for (const path of paths) {
    const map = maps.get(path);
    const mapped = map === undefined ? null : mapSplices(draft, path, map);
    if (mapped === null) return refuse('An element to change is not there any more, or its group is squeezed flat; select it again.');
    splices.push(...mapped);
  }
  return finishEdit(draft, splices, paths, paths);
}

/** Whether a line of elements ends in the drawing itself or in a row of a symbol, which have no place of their own. */
export const isPlaceless = (line: readonly XmlElement[]): boolean => line.length === 1 || line.slice(0, -1).some(isPlaced);

/** The replacements for one element; null where it cannot be. What has no place of its own stays. */
export function mapSplices(draft: Draft, path: ElementPath, map: Affine): readonly Splice[] | null {
  const line = lineOf(draft, path);
  if (line === null) return null;
  if (isPlaceless(line) || isIdentity(map)) return [];
  if (![map.a, map.b, map.c, map.d, map.e, map.f].every(Number.isFinite)) return null;
  const inner = innerMap(line, map);
  if (inner === null) return null;
  return mapElement(line.at(-1) ?? draft.root, inner).flatMap(({ element, changes }) => attributeSplices(draft, element, changes));
}
