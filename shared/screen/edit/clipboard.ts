import { drawnElements, isSilentPrefix, limits, silentElements } from '../allow-list.ts';
import { readXml, type XmlElement } from '../xml-reader.ts';
import { type Affine, isIdentity, translation } from './affine.ts';
import {
  childElements,
  type Draft,
  type Edited,
  elementAt,
  type ElementPath,
  lineOf,
  parentPath,
  type Point,
  refuse,
  topmost,
} from './draft.ts';
import { finishEdit, pieceWith, type Splice } from './finish-edit.ts';
import { boundsOf, ownBox } from './geometry-box.ts';
import { insertSplice } from './insert.ts';
import { innerMap, mapElement, outerMap } from './map-element.ts';
import { layOut, lineBreakOf, rangeOf } from './text-layout.ts';
import { type AttributeChanges, attributeSplices, escapeAttribute } from './write-xml.ts';

const svgSpace = 'http://www.w3.org/2000/svg';

/** The elements as an SVG text of their own, for any clipboard and any program; they stand there where they are seen. */
export function copy(draft: Draft, paths: readonly ElementPath[]): string {
  const pieces = topmost(paths).flatMap((path) => {
    const line = lineOf(draft, path);
    const element = line?.at(-1);
    if (line === null || element === undefined || path.length === 0) return [];
    return [layOut(pieceWith(draft.text, element, mapSplicesOf(draft, element, outerMap(line))), '  ', '\n')];
  });
  const text = pieces.join('\n  ');
  const spaces = [...draft.root.attributes].filter(([name]) => name.startsWith('xmlns:') && text.includes(`${name.slice(6)}:`));
  const box = draft.root.attributes.get('viewBox');
  const head = [...spaces, ...(box === undefined ? [] : [['viewBox', box] as const])].map(
    ([name, value]) => ` ${name}="${escapeAttribute(value)}"`,
  );
  return `<svg xmlns="${svgSpace}"${head.join('')}>\n  ${text}\n</svg>\n`;
}

const mapSplicesOf = (source: Draft, element: XmlElement, map: Affine): readonly Splice[] =>
  isIdentity(map) ? [] : mapElement(element, map).flatMap((one) => attributeSplices(source, one.element, one.changes));

/**
 * Puts the elements of a clipboard's text in front of the drawing: where they stood, or with their middle at `at`. Titles,
 * styles and what drawing programs add for themselves stay behind; ids that are taken get another number. A text that is
 * no drawing, or holds what a screen must not, is refused as a whole.
 */
export function paste(draft: Draft, text: string, at?: Point): Edited {
  const xml = readXml(text.trim(), limits.xml);
  if (!xml.ok) return refuse(`The clipboard holds no drawing: ${xml.message}; nothing was pasted.`);
  const source: Draft = { text: text.trim(), root: xml.root };
  const elements = (xml.root.name === 'svg' ? childElements(xml.root) : [xml.root]).filter((element) => !isLeftBehind(element));
  if (elements.length === 0) return refuse('The clipboard holds a drawing with nothing in it; nothing was pasted.');
  for (const element of elements) {
    const fault = faultIn(element);
    if (fault !== null) return refuse(`The clipboard holds ${fault}, which a screen cannot have; nothing was pasted.`);
  }
  const shift = at === undefined ? translation(0, 0) : shiftTo(elements, at);
  const takeId = freeIds(draft);
  const pieces = elements.map((element) => {
    const { changes, splices } = cleaning(draft, source, element, takeId);
    if (!isIdentity(shift))
      for (const one of mapElement(element, shift)) changes.set(one.element, { ...changes.get(one.element), ...one.changes });
    const written = [...changes].flatMap(([inner, own]) => attributeSplices(source, inner, own));
    return layOut(pieceWith(source.text, element, [...splices, ...written]), '', '\n');
  });
  const splice = insertSplice(draft, draft.root, childElements(draft.root).length, pieces.join('\n'));
  return finishEdit(draft, [splice], [], []);
}

const isLeftBehind = ({ name }: XmlElement): boolean => silentElements.has(name) || isSilentPrefix(name);

/** What of it a screen must not hold, in words; null when it is clean. */
function faultIn(element: XmlElement): string | null {
  if (isLeftBehind(element)) return null;
  if (!drawnElements.has(element.name)) return `<${element.name.slice(0, 40)}>`;
  for (const name of element.attributes.keys()) {
    if (/^on/i.test(name) || /(?:^|:)href$/i.test(name)) return `the attribute ${name.slice(0, 40)}`;
  }
  for (const child of childElements(element)) {
    const fault = faultIn(child);
    if (fault !== null) return fault;
  }
  return null;
}

function shiftTo(elements: readonly XmlElement[], at: Point): Affine {
  const corners = elements.flatMap((element): (readonly [number, number])[] => {
    const box = ownBox(element);
    return box === null
      ? []
      : [
          [box.x, box.y],
          [box.x + box.width, box.y + box.height],
        ];
  });
  const box = boundsOf(corners);
  return box === null
    ? translation(0, 0)
    : translation(Math.round(at.x - box.x - box.width / 2), Math.round(at.y - box.y - box.height / 2));
}

type Cleaning = { readonly changes: Map<XmlElement, AttributeChanges>; readonly splices: readonly Splice[] };

/** What has to change in a pasted element: names of other programs the drawing does not declare go, ids become free ones. */
function cleaning(draft: Draft, source: Draft, element: XmlElement, takeId: (id: string) => string): Cleaning {
  const changes = new Map<XmlElement, AttributeChanges>();
  const splices: Splice[] = [];
  const isDeclared = (prefix: string): boolean => prefix === 'xml' || draft.root.attributes.has(`xmlns:${prefix}`);
  const visit = (one: XmlElement): void => {
    if (isLeftBehind(one)) return void splices.push({ ...rangeOf(source.text, one), text: '' });
    const own: Record<string, string | null> = {};
    for (const [name, value] of one.attributes) {
      const colon = name.indexOf(':');
      if (name === 'xmlns' || name.startsWith('xmlns:') || (colon > 0 && !isDeclared(name.slice(0, colon)))) own[name] = null;
      else if (name === 'id') own['id'] = takeId(value);
    }
    if (Object.keys(own).length > 0) changes.set(one, own);
    for (const child of childElements(one)) visit(child);
  };
  visit(element);
  return { changes, splices };
}

/** Gives each id asked for a form that no other element has. */
function freeIds(draft: Draft): (id: string) => string {
  const taken = new Set<string>();
  const collect = (element: XmlElement): void => {
    const id = element.attributes.get('id');
    if (id !== undefined) taken.add(id);
    for (const child of childElements(element)) collect(child);
  };
  collect(draft.root);
  /** The number tried last for a stem, so that a thousand doubles do not each begin at 2. */
  const tried = new Map<string, number>();
  return (id) => {
    const stem = id.replace(/-\d+$/, '');
    let free = id;
    let number = tried.get(stem) ?? 1;
    while (taken.has(free)) free = `${stem}-${++number}`;
    tried.set(stem, number);
    taken.add(free);
    return free;
  };
}

/** A second one of each element, right behind it in the text, so many user units to the right and below. */
export function duplicate(draft: Draft, paths: readonly ElementPath[], dx: number, dy: number): Edited {
  const twins = topmost(paths).filter((path) => path.length > 0);
  const takeId = freeIds(draft);
  const splices: Splice[] = [];
  for (const path of twins) {
    const line = lineOf(draft, path);
    const element = line?.at(-1);
    const parent = elementAt(draft, parentPath(path));
    if (line === null || element === undefined || parent === null)
      return refuse('An element to double is not there any more; select it again.');
    const map = innerMap(line, translation(dx, dy));
    const changes = new Map<XmlElement, AttributeChanges>();
    const rename = (one: XmlElement): void => {
      const id = one.attributes.get('id');
      if (id !== undefined) changes.set(one, { id: takeId(id) });
      for (const child of childElements(one)) rename(child);
    };
    rename(element);
    if (map !== null && !isIdentity(map)) {
      for (const one of mapElement(element, map)) changes.set(one.element, { ...changes.get(one.element), ...one.changes });
    }
    const inner = [...changes].flatMap(([one, own]) => attributeSplices(draft, one, own));
    const piece = layOut(pieceWith(draft.text, element, inner), '', lineBreakOf(draft.text));
    splices.push(insertSplice(draft, parent, (path.at(-1) as number) + 1, piece));
  }
  return finishEdit(draft, splices, [], []);
}
