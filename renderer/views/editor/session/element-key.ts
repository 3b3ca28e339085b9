import { childElements, type Draft, type ElementPath } from '#shared/screen/edit/draft.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';

/**
 * What names an element while the drawing around it is edited: its start tag, and the how-manieth of that text it is.
 * Locks and hidden elements are kept by it, since paths and offsets move with every edit; one that is edited itself
 * loses both, which a locked one cannot be.
 */
export type ElementKey = string;

export type ElementKeys = { keyOf(path: ElementPath): ElementKey | null; pathOf(key: ElementKey): ElementPath | null };

export function elementKeys(draft: Draft): ElementKeys {
  const keys = new Map<XmlElement, ElementKey>();
  const paths = new Map<ElementKey, ElementPath>();
  const counts = new Map<string, number>();
  const walk = (element: XmlElement, path: ElementPath): void => {
    const tag = draft.text.slice(element.from, element.startTo);
    const count = (counts.get(tag) ?? 0) + 1;
    counts.set(tag, count);
    const key = count === 1 ? tag : `${tag}#${count}`;
    keys.set(element, key);
    paths.set(key, path);
    childElements(element).forEach((child, index) => walk(child, [...path, index]));
  };
  walk(draft.root, []);
  return {
    keyOf(path) {
      let element: XmlElement | undefined = draft.root;
      for (const index of path) element = element === undefined ? undefined : childElements(element)[index];
      return element === undefined ? null : (keys.get(element) ?? null);
    },
    pathOf: (key) => paths.get(key) ?? null,
  };
}
