import type { XmlElement } from '../xml-reader.ts';
import { type Affine, isIdentity, transformMap } from './affine.ts';
import {
  childElements,
  type Draft,
  type Edited,
  elementAt,
  elementName,
  type ElementPath,
  parentPath,
  refuse,
  samePath,
  topmost,
} from './draft.ts';
import { finishEdit, pieceWith, type Splice } from './finish-edit.ts';
import { mapElement } from './map-element.ts';
import { readFragment } from './insert.ts';
import { indentOf, indentStep, layOut, lineBreakOf, rangeOf } from './text-layout.ts';
import { type AttributeChanges, attributeSplices } from './write-xml.ts';
import { isPlaced } from './symbol-place.ts';

/** Makes one group of elements of the same group; it stands where the foremost of them stood, so what lay between falls behind it. */
export function group(draft: Draft, paths: readonly ElementPath[]): Edited {
  const members = topmost(paths);
  const [first] = members;
  if (first === undefined) return refuse('Select the elements to group.');
  if (first.length === 0) return refuse('The drawing itself cannot be put into a group.');
  const parent = elementAt(draft, parentPath(first));
  if (parent === null || members.some((path) => !samePath(parentPath(path), parentPath(first)))) {
    return refuse('The elements stand in different groups; take them out of those first.');
  }
  if (parent.name === 'text' || isPlaced(parent)) return refuse(`Parts of ${elementName(parent)} cannot be grouped.`, parent.line);
  const elements = members.map((path) => childElements(parent)[path.at(-1) as number]).filter((element) => element !== undefined);
  const last = elements.at(-1);
  if (last === undefined || elements.length !== members.length)
    return refuse('An element to group is not there any more; select it again.');
  const { text } = draft;
  const lineBreak = lineBreakOf(text);
  const indent = indentOf(text, last);
  const inner = (indent ?? '') + indentStep(draft);
  const start = members[0]?.at(-1) as number;
  const isRun = members.every((path, at) => path.at(-1) === start + at) && elements.every((element) => indentOf(text, element) !== null);
  // Neighbours keep the comments and empty lines between them.
  const pieces = isRun
    ? text.slice((elements[0] as XmlElement).from, last.to)
    : elements.map(({ from, to }) => text.slice(from, to)).join(lineBreak);
  const body = indent === null ? pieces : lineBreak + inner + layOut(pieces, inner, lineBreak) + lineBreak + indent;
  const written = `<g>${body}</g>`;
  if (isRun) return finishEdit(draft, [{ from: (elements[0] as XmlElement).from, to: last.to, text: written, picks: [0] }], [], members);
  const splices: Splice[] = elements.slice(0, -1).map((element) => ({ ...rangeOf(text, element), text: '' }));
  return finishEdit(draft, [...splices, { from: last.from, to: last.to, text: written, picks: [0] }], [], members);
}

/** What a group says for all in it and its parts can say for themselves. */
const inherited = ['data-layer', 'data-role', 'data-detail'] as const;
const harmless = new Set<string>(['id', 'transform', 'class', ...inherited]);

/** Dissolves groups: their parts stay where and as they are seen. A group with bindings of its own is refused, for its parts would lose them. */
export function ungroup(draft: Draft, paths: readonly ElementPath[]): Edited {
  const splices: Splice[] = [];
  const groups = topmost(paths);
  for (const path of groups) {
    const element = elementAt(draft, path);
    if (element === null || path.length === 0) return refuse('The group is not there any more; select it again.');
    if (element.name !== 'g' || isPlaced(element)) return refuse(`${elementName(element)} is no group.`, element.line);
    const own = [...element.attributes.keys()].find((name) => name.startsWith('data-') && !harmless.has(name));
    if (own !== undefined) {
      return refuse(`The group has ${own}, which its parts would lose; take that away first if it is no longer meant.`, element.line);
    }
    const map = transformMap(element.attributes.get('transform') ?? '');
    if (map === null) return refuse('The group has a transform that cannot be read; correct it first.', element.line);
    splices.push(ungroupSplice(draft, element, map));
  }
  return finishEdit(draft, splices, [], groups);
}

function ungroupSplice(draft: Draft, element: XmlElement, map: Affine): Splice {
  const { text } = draft;
  if (childElements(element).length === 0) return { ...rangeOf(text, element), text: '' };
  const splices = childElements(element).flatMap((child) => {
    const moved = isIdentity(map) ? [] : mapElement(child, map);
    const own = moved.find((one) => one.element === child)?.changes ?? {};
    const others = moved.filter((one) => one.element !== child);
    return [
      ...attributeSplices(draft, child, { ...handedDown(element, child), ...own }),
      ...others.flatMap((one) => attributeSplices(draft, one.element, one.changes)),
    ];
  });
  const inside = pieceWith(text, { from: element.startTo, to: text.lastIndexOf('</', element.to - 1) }, splices);
  const indent = indentOf(text, element);
  const piece = indent === null ? inside.trim() : layOut(inside, indent, lineBreakOf(text));
  const read = readFragment(piece);
  return { from: element.from, to: element.to, text: piece, picks: read.ok ? read.elements.map(({ from }) => from) : [] };
}

function handedDown(element: XmlElement, child: XmlElement): AttributeChanges {
  const changes: Record<string, string> = {};
  for (const name of inherited) {
    const value = element.attributes.get(name);
    if (value !== undefined && !child.attributes.has(name)) changes[name] = value;
  }
  const classes = element.attributes.get('class');
  if (classes !== undefined) {
    const own = (child.attributes.get('class') ?? '').split(/\s+/).filter((name) => name !== '');
    const all = [...classes.split(/\s+/).filter((name) => name !== '' && !own.includes(name)), ...own];
    if (all.length > own.length) changes['class'] = all.join(' ');
  }
  return changes;
}
