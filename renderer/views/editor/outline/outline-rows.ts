import { childElements, type Draft, type ElementPath } from '#shared/screen/edit/draft.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';
import { isDrawn } from '../session/picks.ts';

export type OutlineRow = {
  readonly path: ElementPath;
  readonly element: XmlElement;
  readonly depth: number;
  readonly words: string;
  /** Its asset, tag, id or words; empty where it has none. */
  readonly detail: string;
  readonly layer: string | null;
  readonly hasParts: boolean;
};

/** The elements as a list, what is in front first, groups before their parts where they are open. */
export function outlineRows(draft: Draft, isOpen: (path: ElementPath) => boolean, words = ''): readonly OutlineRow[] {
  const rows: OutlineRow[] = [];
  const asked = words.trim().toLowerCase();
  const walk = (group: XmlElement, at: ElementPath, depth: number): void => {
    const children = childElements(group);
    for (let index = children.length - 1; index >= 0; index--) {
      const element = children[index] as XmlElement;
      if (!isDrawn(element)) continue;
      const path = [...at, index];
      const row = {
        path,
        element,
        depth: asked === '' ? depth : 0,
        ...describe(element),
        layer: element.attributes.get('data-layer') ?? null,
        hasParts: isGroup(element),
      };
      if (asked === '' || `${row.words} ${row.detail} ${row.layer ?? ''}`.toLowerCase().includes(asked)) rows.push(row);
      if (isGroup(element) && (asked !== '' || isOpen(path))) walk(element, path, depth + 1);
    }
  };
  walk(draft.root, [], 0);
  return rows;
}

const isGroup = (element: XmlElement): boolean =>
  element.name === 'g' &&
  !element.attributes.has('data-symbol') &&
  !element.attributes.has('data-template') &&
  childElements(element).some(isDrawn);

const shapes: Readonly<Record<string, string>> = {
  g: 'Group',
  rect: 'Rectangle',
  circle: 'Circle',
  ellipse: 'Ellipse',
  line: 'Line',
  polyline: 'Line',
  polygon: 'Area',
  path: 'Line',
  text: 'Text',
};

/** An element in the words of a list: what it is, and which. */
export function describe(element: XmlElement): { readonly words: string; readonly detail: string } {
  const { attributes, name } = element;
  const template = attributes.get('data-template');
  if (template !== undefined) return { words: 'Template', detail: template };
  const symbol = attributes.get('data-symbol');
  if (symbol !== undefined)
    return {
      words: partCatalogue.get(symbol)?.title ?? symbol,
      detail: attributes.get('data-asset') ?? attributes.get('data-tag') ?? attributes.get('data-screen') ?? attributes.get('id') ?? '',
    };
  if (name === 'text') return { words: 'Text', detail: textOf(element).slice(0, 60) };
  if (name === 'g' && attributes.has('data-layer')) return { words: 'Layer', detail: attributes.get('data-layer') ?? '' };
  return { words: shapes[name] ?? name, detail: attributes.get('id') ?? attributes.get('class') ?? '' };
}

const textOf = (element: XmlElement): string =>
  element.children
    .map((part) => (typeof part === 'string' ? part : textOf(part)))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
