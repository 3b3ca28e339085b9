import { childElements, type Draft, elementAt, type ElementPath } from '#shared/screen/edit/draft.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import type { PartEntry, PartKey } from '#shared/screen/part-entry.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';

/** One attribute of several elements: their value where they agree; null where it is absent or, with `isMixed`, where they differ. */
export type Shared = { readonly value: string | null; readonly isMixed: boolean };

export function sharedAttribute(elements: readonly XmlElement[], name: string): Shared {
  const first = elements[0]?.attributes.get(name) ?? null;
  return elements.every((element) => (element.attributes.get(name) ?? null) === first)
    ? { value: first, isMixed: false }
    : { value: null, isMixed: true };
}

export const elementsAt = (draft: Draft, paths: readonly ElementPath[]): readonly XmlElement[] =>
  paths.flatMap((path) => elementAt(draft, path) ?? []);

export const partOf = (element: XmlElement): PartEntry | null => partCatalogue.get(element.attributes.get('data-symbol') ?? '') ?? null;

/** Keys that all of these parts take with the same meaning, in the order of the first; none where one of them is no part of the catalogue. */
export function sharedKeys(elements: readonly XmlElement[]): readonly PartKey[] {
  const parts = elements.map(partOf);
  const [first] = parts;
  if (first === null || first === undefined || parts.includes(null)) return [];
  return first.keys.filter((key) => parts.every((part) => part?.keys.some((other) => other.name === key.name && other.kind === key.kind)));
}

/** The words of a text element, or of a group's only text; null where there are none to edit. */
export function wordsIn(element: XmlElement): string | null {
  if (element.name !== 'text' && element.name !== 'title') return null;
  return childElements(element).length > 0 ? null : element.children.filter((part) => typeof part === 'string').join('');
}

/** What kind of drawn shape it is, for the classes it can have; null for groups, symbols and templates. */
export function shapeKindOf(element: XmlElement): 'line' | 'area' | 'text' | null {
  if (element.attributes.has('data-symbol')) return null;
  if (element.name === 'text') return 'text';
  if (['path', 'line', 'polyline'].includes(element.name)) return 'line';
  return ['rect', 'circle', 'ellipse', 'polygon'].includes(element.name) ? 'area' : null;
}
