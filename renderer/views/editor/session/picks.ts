import { type Draft, elementAt, type ElementPath } from '#shared/screen/edit/draft.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';
import { isWithin } from './editor-session.ts';

/** A group that is only a layer: its parts are picked as if it were not there. */
export const isLayerGroup = (element: XmlElement): boolean =>
  element.name === 'g' &&
  element.attributes.has('data-layer') &&
  !element.attributes.has('data-symbol') &&
  !element.attributes.has('data-template');

export type Picking = { readonly path: ElementPath; readonly scope: ElementPath };

/**
 * What a press on the deepest element under the pointer picks: the outermost group it stands in, within the group that
 * was entered. A press outside that group leaves it. `isDeep` picks the element itself.
 */
export function pickingOf(draft: Draft, deepest: ElementPath, scope: ElementPath, isDeep = false): Picking {
  if (isDeep) return { path: deepest, scope: deepest.slice(0, -1) };
  const within = isWithin(deepest, scope) && deepest.length > scope.length ? scope : [];
  let length = within.length + 1;
  while (length < deepest.length) {
    const element = elementAt(draft, deepest.slice(0, length));
    if (element === null || !isLayerGroup(element)) break;
    length++;
  }
  return { path: deepest.slice(0, length), scope: within };
}

/** Names of elements a draft holds that draw something; titles, styles and metadata are passed by. */
const drawn = new Set(['g', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'path', 'text']);
export const isDrawn = (element: XmlElement): boolean => drawn.has(element.name);
