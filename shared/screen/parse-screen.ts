import { limits } from './allow-list.ts';
import { readNumbers } from './attribute-faults.ts';
import { readChildren } from './read-nodes.ts';
import type { ScreenModel, ScreenNode, ScreenResult } from './screen-model.ts';
import { filled, type Reading, report, type Scope, type TemplateTexts } from './screen-reading.ts';
import { type Parameters, readParameters } from './template-parameters.ts';
import { readXml, type XmlElement } from './xml-reader.ts';

const svgSpace = 'http://www.w3.org/2000/svg';

export type ParseOptions = {
  /** Texts of the templates it may use, by name; none where absent. */
  readonly templates?: TemplateTexts;
  /** Values for the parameters it declares, as a popup is given; its samples stand for the others. */
  readonly parameters?: Parameters;
  /** Name of the template whose text this is, so that one in itself is found at once. */
  readonly self?: string;
};

/**
 * The screen of one SVG text; a template's text is one too, shown with its samples. Only a text that is no drawing at all is
 * refused; any part that is not allowed or out of bounds is left out and named in `problems`, at most `limits.problems` of
 * them, so that a screen never loses something in silence. Nothing of the text is ever handed to the page's own parser.
 */
export function parseScreen(text: string, { templates = new Map(), parameters = {}, self }: ParseOptions = {}): ScreenResult {
  const xml = readXml(text, limits.xml);
  if (!xml.ok) return { ok: false, problem: { line: xml.line, message: `The screen is not readable: ${xml.message}.` } };
  const { root } = xml;
  if (root.name !== 'svg' || root.attributes.get('xmlns') !== svgSpace) {
    const found = root.name === 'svg' ? `its xmlns is not "${svgSpace}"` : `it begins with <${root.name.slice(0, 60)}>`;
    return { ok: false, problem: { line: root.line, message: `The screen is not an SVG drawing: ${found}.` } };
  }
  const size = sizeOf(root);
  if (size === null) {
    return {
      ok: false,
      problem: { line: root.line, message: `The screen needs viewBox="0 0 WIDTH HEIGHT" with sizes from 1 to ${limits.size}.` },
    };
  }
  const reading: Reading = {
    problems: [],
    tiles: [],
    layers: new Set(),
    templates: new Set(),
    parsed: new Map(),
    texts: templates,
    self: self ?? null,
    symbols: 0,
    work: 0,
    nodes: 0,
    uses: 0,
  };
  const top: Scope = { parameters: {}, stack: [], use: null, missed: new Set() };
  const samples = readParameters(root, 'data-param-', (message) => report(reading, top, root.line, `<svg>: ${message}.`));
  for (const name of Object.keys(parameters)) {
    if (!Object.hasOwn(samples, name)) report(reading, top, root.line, `The screen has no parameter ${name.slice(0, 40)}; it is not used.`);
  }
  const scope: Scope = { ...top, parameters: { ...samples, ...parameters } };
  const displayLevel = readDisplayLevel(root, reading, scope);
  const nodes = readChildren(root, reading, scope).filter((node): node is ScreenNode => typeof node !== 'string');
  const screen: ScreenModel = {
    ...titlesOf(root, reading, scope),
    ...size,
    nodes,
    tiles: reading.tiles,
    problems: reading.problems,
    layers: [...reading.layers],
    displayLevel,
    isPopup: root.attributes.get('data-shown-as') === 'popup',
    parameters: samples,
    isSample: Object.keys(samples).some((name) => !Object.hasOwn(parameters, name)),
    templates: [...reading.templates],
    work: reading.work,
  };
  return { ok: true, screen };
}

function sizeOf(root: XmlElement): { readonly width: number; readonly height: number } | null {
  const [x, y, width, height] = readNumbers(root.attributes.get('viewBox') ?? '') ?? [];
  const isSize = (value: number | undefined): value is number => value !== undefined && value >= 1 && value <= limits.size;
  return x === 0 && y === 0 && isSize(width) && isSize(height) ? { width, height } : null;
}

function titlesOf(root: XmlElement, reading: Reading, scope: Scope): Pick<ScreenModel, 'title' | 'listTitle'> {
  const title = root.children.find((child) => typeof child !== 'string' && child.name === 'title');
  if (title === undefined || typeof title === 'string') return { title: '', listTitle: '' };
  const words = ({ children }: XmlElement): string =>
    children
      .filter((part) => typeof part === 'string')
      .join('')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, limits.textLength);
  const written = words(title);
  return { title: words(filled(title, reading, scope) ?? title), listTitle: written.replace(/\s*\$\([^)]*\)/g, '').trim() };
}

function readDisplayLevel(root: XmlElement, reading: Reading, scope: Scope): 1 | 2 | 3 | 4 | null {
  const text = root.attributes.get('data-display-level');
  if (text === undefined) return null;
  const level = Number(text.trim());
  if (level === 1 || level === 2 || level === 3 || level === 4) return level;
  report(reading, scope, root.line, `data-display-level="${text.slice(0, 20)}" is left out: 1 to 4 is expected (ISA-101 display levels).`);
  return null;
}
