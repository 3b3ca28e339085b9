import { limits } from '../allow-list.ts';
import { readXml, type XmlElement } from '../xml-reader.ts';
import { childElements, type Draft, type Edited, elementAt, elementName, type ElementPath, refuse, topmost } from './draft.ts';
import { finishEdit, type Splice } from './finish-edit.ts';
import { endOfLine, indentOf, indentStep, layOut, lineBreakOf, rangeOf } from './text-layout.ts';

/**
 * Puts a piece of SVG, one element or several, where the child element `index` of `parent` stands, or last for an index
 * behind the last. It takes the file's indent and line ends. Refused when it is no well-formed piece of XML.
 */
export function insert(draft: Draft, parent: ElementPath, index: number, fragment: string): Edited {
  const element = elementAt(draft, parent);
  if (element === null) return refuse('The group to put it in is not there any more; select again.');
  const read = readFragment(fragment);
  if (!read.ok) return refuse(read.message);
  const splice = insertSplice(draft, element, index, fragment);
  return finishEdit(draft, [splice], [], []);
}

type Fragment = { readonly ok: true; readonly elements: readonly XmlElement[] } | { readonly ok: false; readonly message: string };

/** The elements of a piece of XML; offsets count in the piece. */
export function readFragment(fragment: string): Fragment {
  const head = '<svg>';
  const xml = readXml(`${head}${fragment}</svg>`, limits.xml);
  if (!xml.ok) return { ok: false, message: `The piece to insert is not readable: ${xml.message}.` };
  const elements = childElements(xml.root);
  if (elements.length === 0) return { ok: false, message: 'There is nothing in the piece to insert.' };
  return { ok: true, elements: elements.map((one) => ({ ...one, from: one.from - head.length, to: one.to - head.length })) };
}

/** The replacement that inserts a well-formed piece; the elements in it are picked. */
export function insertSplice(draft: Draft, parent: XmlElement, index: number, fragment: string): Splice {
  const { text } = draft;
  const children = childElements(parent);
  const lineBreak = lineBreakOf(text);
  const next = children[index];
  if (next !== undefined) {
    const indent = indentOf(text, next);
    if (indent === null) return placed(next.from, next.from, '', fragment.trim(), '');
    const at = next.from - indent.length;
    return placed(at, at, indent, layOut(fragment, indent, lineBreak), lineBreak);
  }
  const last = children.at(-1);
  if (last !== undefined) {
    const indent = indentOf(text, last);
    const end = endOfLine(text, last);
    if (indent === null) return placed(last.to, last.to, '', fragment.trim(), '');
    const at = end ?? last.to;
    return placed(at, at, lineBreak + indent, layOut(fragment, indent, lineBreak), '');
  }
  return intoEmpty(draft, parent, fragment);
}

function intoEmpty(draft: Draft, parent: XmlElement, fragment: string): Splice {
  const { text } = draft;
  const lineBreak = lineBreakOf(text);
  const outer = indentOf(text, parent) ?? '';
  const inner = outer + indentStep(draft);
  const laid = layOut(fragment, inner, lineBreak);
  if (parent.startTo === parent.to) {
    const slash = text.lastIndexOf('/', parent.to - 1);
    const from = slash - (/\s*$/.exec(text.slice(parent.from, slash))?.[0].length ?? 0);
    return placed(from, parent.to, `>${lineBreak}${inner}`, laid, `${lineBreak}${outer}</${parent.name}>`);
  }
  const end = text.lastIndexOf('</', parent.to - 1);
  const ends = text.lastIndexOf('\n', end - 1) + 1;
  const hasOwnLine = ends > parent.startTo && text.slice(ends, end).trim() === '';
  return hasOwnLine ? placed(ends, ends, inner, laid, lineBreak) : placed(end, end, lineBreak + inner, laid, lineBreak + outer);
}

function placed(from: number, to: number, before: string, piece: string, after: string): Splice {
  const read = readFragment(piece);
  const picks = read.ok ? read.elements.map((element) => before.length + element.from) : [];
  return { from, to, text: before + piece + after, picks };
}

/** Takes elements away, with the lines they have for themselves. */
export function remove(draft: Draft, paths: readonly ElementPath[]): Edited {
  const splices: Splice[] = [];
  const gone = topmost(paths);
  for (const path of gone) {
    const element = elementAt(draft, path);
    if (element === null) continue;
    if (path.length === 0) return refuse(`${elementName(element)} is the drawing itself and cannot be removed.`);
    splices.push({ ...rangeOf(draft.text, element), text: '' });
  }
  return finishEdit(draft, splices, [], gone);
}
