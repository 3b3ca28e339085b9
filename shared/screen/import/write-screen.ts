import { limits } from '../allow-list.ts';
import { plainNumber } from '../edit/plain-number.ts';
import { parseScreen } from '../parse-screen.ts';
import type { Drawn, Hint } from './drawn.ts';
import { fitDrawing } from './fit-drawing.ts';
import { type ImportedScreen, ImportRefused, type ImportReport, type ImportSuggestion } from './import-model.ts';
import { pathText, relativePathText } from './outline.ts';

export type WrittenScreen = { readonly screen: ImportedScreen; readonly suggestions: ImportSuggestion[] };
export type ScreenToWrite = {
  readonly kind: 'screen' | 'template';
  readonly screen: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly drawn: readonly Drawn[];
  /** Lines of a kind are one path from the start: a background is not edited piece by piece. */
  readonly isMerged?: boolean;
};

const mostSuggestions = 1000;

/** A drawing as the readable text of a screen, one element a line, and what its elements' names suggest with their lines. */
export function writeScreen({ kind, screen, title, width, height, drawn, isMerged = false }: ScreenToWrite, report: ImportReport): WrittenScreen {
  const decimals = width < 400 ? 2 : 1;
  const suggestions: ImportSuggestion[] = [];
  const lines = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${plainNumber(width, decimals)} ${plainNumber(height, decimals)}">`, `  <title>${escaped(title)}</title>`];
  const ids = new Set<string>();
  const layers = new Set<string>();
  const idOf = (id: string | null): string => {
    if (id === null || ids.has(id)) return '';
    ids.add(id);
    return ` id="${escaped(id)}"`;
  };
  const suggest = (hints: readonly Hint[]): void => {
    for (const { element, sentence } of hints) {
      if (suggestions.length < mostSuggestions) suggestions.push({ screen, line: lines.length + 1, element, sentence });
      else report.leftOut('suggestions', `more than ${mostSuggestions} of one screen`);
    }
  };
  const write = (list: readonly Drawn[], indent: string): void => {
    for (const one of list) {
      suggest(one.hints);
      if (one.kind === 'group') {
        lines.push(`${indent}<g${layerOf(one.layer)}${idOf(one.id)}${attributesText(one.data)}>`);
        write(one.children, `${indent}  `);
        lines.push(`${indent}</g>`);
      } else if (one.kind === 'shape') lines.push(`${indent}${shapeText(one, idOf(one.id), decimals, isMerged)}`);
      else if (one.kind === 'text') lines.push(`${indent}${wordsText(one, idOf(one.id))}`);
      else lines.push(...partLines(one, indent));
    }
  };
  const layerOf = (layer: string | null): string => {
    if (layer === null) return '';
    if (!layers.has(layer) && layers.size >= limits.layers) {
      report.changed('layers', `only ${limits.layers} layers are kept apart; the parts of others are drawn without one`);
      return '';
    }
    layers.add(layer);
    return ` data-layer="${escaped(layer)}"`;
  };
  write(fitDrawing(withTextClasses(drawn, report), { decimals, isMerged }, report), '  ');
  const svg = `${lines.join('\n')}\n</svg>\n`;
  const parsed = parseScreen(svg);
  if (!parsed.ok) throw new ImportRefused(`${title} could not be made a screen: ${parsed.problem.message}`);
  return { screen: { kind, screen, title, svg, problems: parsed.screen.problems.map(({ line, message }) => ({ line, message })) }, suggestions };
}

const escaped = (text: string): string =>
  Array.from(text)
    // Characters XML has no place for are left out; halves of one are.
    .filter((letter) => letter >= ' ' && !/[\uFFFE\uFFFF\uD800-\uDFFF]/.test(letter.length === 1 ? letter : ' '))
    .join('')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

const attributesText = (of: Readonly<Record<string, string>> = {}): string => Object.entries(of).map(([key, value]) => ` ${key}="${escaped(value)}"`).join('');

function shapeText({ class: name, plain, outline, data }: Extract<Drawn, { readonly kind: 'shape' }>, id: string, decimals: number, isMerged: boolean): string {
  if (plain === null) return `<path class="${name}"${id}${attributesText(data)} d="${(isMerged ? relativePathText : pathText)(outline, decimals)}"/>`;
  const attributes = Object.entries(plain.attributes).map(([key, value]) => ` ${key}="${plainNumber(value, decimals)}"`);
  return `<${plain.name} class="${name}"${id}${attributesText(data)}${attributes.join('')}/>`;
}

function wordsText({ x, y, anchor, angle, text, class: name }: Extract<Drawn, { readonly kind: 'text' }>, id: string): string {
  const [atX, atY] = [plainNumber(x, 1), plainNumber(y, 1)];
  const turn = Math.abs(angle) < 0.5 ? '' : ` transform="rotate(${plainNumber(angle, 1)} ${atX} ${atY})"`;
  return `<text class="${name}"${id} x="${atX}" y="${atY}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}${turn}>${escaped(text)}</text>`;
}

function partLines({ attributes, items }: Extract<Drawn, { readonly kind: 'part' }>, indent: string): string[] {
  if (items.length === 0) return [`${indent}<g${attributesText(attributes)}/>`];
  return [`${indent}<g${attributesText(attributes)}>`, ...items.map((item) => `${indent}  <g${attributesText(item)}/>`), `${indent}</g>`];
}

/** Where smaller letters stand in the middle of the line the larger ones took: capitals are about 0.7 of the letters' height. */
function inTheMiddle({ x, y, angle, size }: Extract<Drawn, { readonly kind: 'text' }>, height: number): { readonly x: number; readonly y: number } {
  const lift = Math.max(0, size - height) * 0.35;
  const turn = (angle * Math.PI) / 180;
  return { x: x + Math.sin(turn) * lift, y: y - Math.cos(turn) * lift };
}

/** Letters have the sizes of the console: words clearly larger than most are a title or a heading, all others a label. */
function withTextClasses(drawn: readonly Drawn[], report: ImportReport): readonly Drawn[] {
  const sizes: number[] = [];
  const gather = (list: readonly Drawn[]): void => {
    for (const one of list) {
      if (one.kind === 'text') sizes.push(one.size);
      else if (one.kind === 'group') gather(one.children);
    }
  };
  gather(drawn);
  if (sizes.length === 0) return drawn;
  const median = sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length / 2)] as number;
  report.changed('words', `written in the console's letters, 12 units high; most were ${plainNumber(median, 1)}${median < 8 ? ' and may run into each other' : ''}`, sizes.length);
  const give = (list: readonly Drawn[]): readonly Drawn[] =>
    list.map((one): Drawn => {
      if (one.kind === 'group') return { ...one, children: give(one.children) };
      if (one.kind !== 'text') return one;
      const kind = one.size >= median * 1.7 ? 'title' : one.size >= median * 1.3 ? 'heading' : one.class;
      return { ...one, class: kind, ...inTheMiddle(one, kind === 'title' ? 15 : 12) };
    });
  return give(drawn);
}
