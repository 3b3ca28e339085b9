import type { XmlElement } from '../xml-reader.ts';
import { lengthOf, type Style } from './svg-style.ts';

/** Words on one line, in the units of their element. */
export type TextRun = { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end'; readonly size: number; readonly text: string };

const longest = 300;
const defaultSize = 16;

/** The lines of a text element: a part with a place of its own begins a new one, others go on where the last ended. */
export function textRuns(element: XmlElement, style: Style, styleOfChild: (child: XmlElement, parent: Style) => Style): TextRun[] {
  const runs: { x: number; y: number; anchor: TextRun['anchor']; size: number; text: string }[] = [];
  let [x, y] = [0, 0];
  const visit = (part: XmlElement, partStyle: Style, depth: number): void => {
    const name = part.name.replace(/^svg:/, '');
    if (depth > 8 || ['title', 'desc', 'textPath', 'flowRegion'].includes(name) || partStyle['display'] === 'none') return;
    const size = lengthOf(partStyle['font-size']) ?? defaultSize;
    const own = (attribute: string): number | null => firstLength(part.attributes.get(attribute), size);
    const [px, py, dx, dy] = [own('x'), own('y'), own('dx') ?? 0, own('dy') ?? 0];
    const startsLine = runs.length === 0 || px !== null || py !== null || dy !== 0 || part.attributes.get('sodipodi:role') === 'line' || name === 'flowPara';
    if (name === 'flowPara' && runs.length > 0) y += size * 1.25;
    x = (px ?? x) + dx;
    y = (py ?? y) + dy;
    if (startsLine) runs.push({ x, y: y + sink(partStyle) * size, anchor: anchorOf(partStyle), size, text: '' });
    for (const child of part.children) {
      if (typeof child === 'string') {
        const run = runs.at(-1);
        if (run !== undefined && run.text.length < 5000) run.text += isKept(part, element) ? child.replace(/\s/g, ' ') : child.replace(/\s+/g, ' ');
      } else visit(child, styleOfChild(child, partStyle), depth + 1);
    }
  };
  const region = flowRegion(element);
  if (region !== null) [x, y] = region;
  visit(element, style, 0);
  return runs.flatMap(spread).map((run) => ({ ...run, text: run.text.trim().slice(0, longest) })).filter(({ text }) => text !== '');
}

const isKept = (part: XmlElement, element: XmlElement): boolean => (part.attributes.get('xml:space') ?? element.attributes.get('xml:space')) === 'preserve';

/** Words that spaces held apart keep their places: a space is about a third of the letters' height, a letter half of it. */
function spread(run: TextRun): TextRun[] {
  const pieces = run.anchor === 'start' ? [...run.text.matchAll(/\S+(?: {1,2}\S+)*/g)].slice(0, 40) : [];
  if (pieces.length < 2) return [{ ...run, text: run.text.replace(/ {2,}/g, ' ') }];
  let [x, end] = [run.x, 0];
  return pieces.map((piece) => {
    x += (piece.index - end) * run.size * 0.3;
    const here = { ...run, x, text: piece[0].replace(/ {2,}/g, ' ') };
    x += piece[0].length * run.size * 0.55;
    end = piece.index + piece[0].length;
    return here;
  });
}

const anchorOf = (style: Style): TextRun['anchor'] => {
  const anchor = style['text-anchor'] ?? 'start';
  return anchor === 'middle' || anchor === 'end' ? anchor : 'start';
};

/** How far below its place the line of the letters is, by their height: words may stand by their middle or top. */
function sink(style: Style): number {
  const baseline = style['dominant-baseline'] ?? 'auto';
  return baseline === 'middle' || baseline === 'central' ? 0.35 : baseline === 'hanging' || baseline === 'text-before-edge' ? 0.8 : 0;
}

/** The first of a list of lengths; `em` by the size of the letters. */
function firstLength(text: string | undefined, size: number): number | null {
  const first = text?.trim().split(/[\s,]+/)[0];
  if (first === undefined || first === '') return null;
  return first.endsWith('em') ? Number.parseFloat(first) * size || 0 : lengthOf(first);
}

/** Where Inkscape's older texts begin: the corner of their frame, a line below. */
function flowRegion(element: XmlElement): readonly [number, number] | null {
  if (element.name.replace(/^svg:/, '') !== 'flowRoot') return null;
  const find = (part: XmlElement): XmlElement | null => {
    for (const child of part.children) {
      if (typeof child === 'string') continue;
      if (child.name.replace(/^svg:/, '') === 'rect') return child;
      const below = find(child);
      if (below !== null) return below;
    }
    return null;
  };
  const rect = find(element);
  return rect === null ? null : [lengthOf(rect.attributes.get('x')) ?? 0, (lengthOf(rect.attributes.get('y')) ?? 0) + defaultSize];
}
