import { limits } from '../allow-list.ts';
import type { ScreenProblem } from '../screen-model.ts';
import { readXml, type XmlElement } from '../xml-reader.ts';
import type { TextEdit } from './text-edit.ts';

/** Where an element stands: indices among child elements, from the root, whose own path is empty. Texts and comments do not count. */
export type ElementPath = readonly number[];

/** A screen or template under the editor. The text is the truth and is always well-formed; `root` was read from it. */
export type Draft = { readonly text: string; readonly root: XmlElement };

/** What an operation did. A draft is never changed in place. */
export type Change = {
  readonly draft: Draft;
  /** The elements it worked on, as they stand in the new draft, in the order of its text; none where they are gone. */
  readonly picked: readonly ElementPath[];
  /** Where those elements stood before, in the order of the text; none where they are new. */
  readonly was: readonly ElementPath[];
  /** From the text before to the new one; empty where nothing changed. */
  readonly edits: readonly TextEdit[];
};

/** An operation that cannot be done leaves the draft as it is and says why in one sentence, for the operator's eyes. */
export type Edited = { readonly ok: true; readonly change: Change } | { readonly ok: false; readonly problem: ScreenProblem };

export type Point = { readonly x: number; readonly y: number };
/** In user units of the drawing, as seen on the screen: with all transforms of the groups around it. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type Opened = { readonly ok: true; readonly draft: Draft } | { readonly ok: false; readonly problem: ScreenProblem };

/** The draft of a text. Refused only where the text is no SVG that can be read at all: what a screen leaves out, a draft keeps. */
export function openDraft(text: string): Opened {
  const xml = readXml(text, limits.xml);
  if (!xml.ok) return { ok: false, problem: { line: xml.line, message: `The drawing is not readable: ${xml.message}.` } };
  const { root } = xml;
  if (root.name !== 'svg') {
    return { ok: false, problem: { line: root.line, message: `This is not an SVG drawing: it begins with <${root.name}>.` } };
  }
  return { ok: true, draft: { text, root } };
}

export const refuse = (message: string, line: number | null = null): Edited => ({ ok: false, problem: { line, message } });

const elementsOf = new WeakMap<XmlElement, readonly XmlElement[]>();

/** Child elements in the order of the text. */
export function childElements(element: XmlElement): readonly XmlElement[] {
  const known = elementsOf.get(element);
  if (known !== undefined) return known;
  const elements = element.children.filter((child): child is XmlElement => typeof child !== 'string');
  elementsOf.set(element, elements);
  return elements;
}

/** The path of the element whose `<` stands at this offset, which is `from` of the parsed screen and `data-from` of the drawn one; null when none begins there. */
export function pathAt(draft: Draft, from: number): ElementPath | null {
  const path: number[] = [];
  let element = draft.root;
  while (element.from !== from) {
    const children = childElements(element);
    let [low, high] = [0, children.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((children[middle] as XmlElement).to <= from) low = middle + 1;
      else high = middle;
    }
    const next = children[low];
    if (next === undefined || next.from > from) return null;
    path.push(low);
    element = next;
  }
  return path;
}

/** The element at a path; null when there is none. */
export function elementAt(draft: Draft, path: ElementPath): XmlElement | null {
  return lineOf(draft, path)?.at(-1) ?? null;
}

/** The elements from the root to the one at `path`, both included; null when there is none. */
export function lineOf(draft: Draft, path: ElementPath): readonly XmlElement[] | null {
  const line: XmlElement[] = [draft.root];
  for (const index of path) {
    const next = childElements(line.at(-1) as XmlElement)[index];
    if (next === undefined) return null;
    line.push(next);
  }
  return line;
}

export const parentPath = (path: ElementPath): ElementPath => path.slice(0, -1);
export const samePath = (a: ElementPath, b: ElementPath): boolean => a.length === b.length && a.every((index, at) => index === b[at]);

/** Order of the text: a group before what is in it. */
export function comparePaths(a: ElementPath, b: ElementPath): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const difference = (a[at] as number) - (b[at] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The paths in the order of the text, each once, without those inside another of them: what a group holds goes with it. */
export function topmost(paths: readonly ElementPath[]): readonly ElementPath[] {
  const kept: ElementPath[] = [];
  for (const path of [...paths].sort(comparePaths)) {
    const last = kept.at(-1);
    if (last === undefined || last.length > path.length || !last.every((index, at) => index === path[at])) kept.push(path);
  }
  return kept;
}

/** What a sentence calls an element: its asset, tag or id where it has one, else what it is. */
export function elementName(element: XmlElement): string {
  const { attributes, name } = element;
  const own = attributes.get('data-asset') ?? attributes.get('data-tag') ?? attributes.get('id');
  const kind = attributes.get('data-symbol') ?? attributes.get('data-template') ?? name;
  return own === undefined ? `<${kind}>` : `${kind} ${own}`;
}
