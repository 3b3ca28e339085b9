import type { XmlElement } from '../xml-reader.ts';

/** Presentation of one element, by property name; only what decides how a shape is written. */
export type Style = Readonly<Record<string, string>>;

/** Properties that children take over from their parents. */
const inherited = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'visibility', 'marker-end', 'marker-start'] as const;
const own = ['display', 'opacity', 'fill-opacity', 'stroke-opacity', 'stop-color', 'stop-opacity', 'filter', 'mask', 'clip-path'] as const;
const known: ReadonlySet<string> = new Set([...inherited, ...own, 'color', 'marker', 'font']);

type Rule = { readonly matches: (element: XmlElement, above: Ancestors) => boolean; readonly weight: number; readonly key: string; readonly style: Style };
/** Rules by what an element must at least have: `.class`, `#id`, a name, or `*`. */
export type StyleSheet = { readonly rules: ReadonlyMap<string, readonly Rule[]>; readonly unread: number; /** Comparisons of elements with rules that are left. */ readonly budget: { left: number } };

const mostRules = 2000;
const mostComparisons = 10_000_000;
const mostSheetLength = 500_000;

/** Rules of the drawing's `<style>` elements: selectors of elements, classes and ids, within each other too. Others are counted, not read. */
export function readStyleSheet(root: XmlElement): StyleSheet {
  const rules = new Map<string, Rule[]>();
  let count = 0;
  let unread = 0;
  for (const text of sheetsIn(root)) {
    const plain = withoutComments(text.slice(0, mostSheetLength));
    for (const block of plain.split('}')) {
      const open = block.indexOf('{');
      if (open < 0) continue;
      const style = readDeclarations(block.slice(open + 1));
      for (const selector of block.slice(0, open).split(',')) {
        const matches = readSelector(selector.trim());
        if (matches === null || ++count > mostRules) {
          unread++;
          continue;
        }
        const list = rules.get(matches.key) ?? [];
        list.push({ ...matches, style });
        rules.set(matches.key, list);
      }
    }
  }
  return { rules, unread, budget: { left: mostComparisons } };
}

function withoutComments(text: string): string {
  let plain = '';
  for (let at = 0; ;) {
    const open = text.indexOf('/*', at);
    const close = open < 0 ? -1 : text.indexOf('*/', open + 2);
    plain += text.slice(at, open < 0 ? text.length : open);
    if (close < 0) return plain;
    at = close + 2;
  }
}

function sheetsIn(element: XmlElement): string[] {
  const name = element.name.replace(/^svg:/, '');
  if (name === 'style') return [element.children.filter((part) => typeof part === 'string').join('')];
  return element.children.flatMap((child) => (typeof child === 'string' ? [] : sheetsIn(child)));
}

/** What stands above an element, the nearest first. */
export type Ancestors = { readonly element: XmlElement; readonly above: Ancestors } | null;
type Compound = { readonly name: string | undefined; readonly classes: readonly string[]; readonly ids: readonly string[] };

function readSelector(text: string): Pick<Rule, 'matches' | 'weight' | 'key'> | null {
  const steps = text.replace(/\s*>\s*/g, ' >').split(/\s+/).filter((step) => step !== '');
  const compounds = steps.map((step) => readCompound(step.replace(/^>/, '')));
  const own = compounds.at(-1);
  if (own === undefined || own === null || steps.length > 8 || compounds.includes(null)) return null;
  const { name, classes, ids } = own;
  const all = compounds as readonly Compound[];
  return {
    key: ids[0] !== undefined ? `#${ids[0]}` : classes[0] !== undefined ? `.${classes[0]}` : (name ?? '*'),
    weight: all.reduce((sum, one) => sum + one.ids.length * 10_000 + one.classes.length * 100 + (one.name === undefined ? 0 : 1), 0),
    matches(element, above) {
      if (!fits(element, own)) return false;
      let at = above;
      for (let n = all.length - 2; n >= 0; n--) {
        const wanted = all[n] as Compound;
        // The parent itself after ">", anything above otherwise.
        if (steps[n + 1]?.startsWith('>') !== true) while (at !== null && !fits(at.element, wanted)) at = at.above;
        if (at === null || !fits(at.element, wanted)) return false;
        at = at.above;
      }
      return true;
    },
  };
}

function readCompound(text: string): Compound | null {
  const match = /^(\*|[A-Za-z][\w-]*)?((?:[.#][\w-]+)*)$/.exec(text);
  if (match === null || text === '') return null;
  const marks = (match[2] ?? '').match(/[.#][\w-]+/g) ?? [];
  const ofKind = (kind: string): string[] => marks.filter((mark) => mark.startsWith(kind)).map((mark) => mark.slice(1));
  return { name: match[1] === '*' ? undefined : match[1], classes: ofKind('.'), ids: ofKind('#') };
}

function fits(element: XmlElement, { name, classes, ids }: Compound): boolean {
  if (name !== undefined && element.name.replace(/^svg:/, '') !== name) return false;
  if (!ids.every((id) => element.attributes.get('id') === id)) return false;
  if (classes.length === 0) return true;
  const has = (element.attributes.get('class') ?? '').slice(0, 500).split(/\s+/);
  return classes.every((one) => has.includes(one));
}

/** `fill:none; stroke:#000` by name; what is no concern of ours is left out. */
export function readDeclarations(text: string): Style {
  const style: Record<string, string> = {};
  for (const part of text.slice(0, 20_000).split(';')) {
    const colon = part.indexOf(':');
    const name = part.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (known.has(name)) style[name] = part.slice(colon + 1).replace('!important', '').trim().slice(0, 300);
  }
  return style;
}

/** The style of an element under its parent's: attributes, then rules, then its own `style`, as CSS puts them. */
export function styleOf(element: XmlElement, parent: Style, sheet: StyleSheet, above: Ancestors): Style {
  const style: Record<string, string> = {};
  for (const name of inherited) if (parent[name] !== undefined) style[name] = parent[name];
  if (parent['color'] !== undefined) style['color'] = parent['color'];
  const set = (from: Style): void => {
    for (const [name, value] of Object.entries(from)) if (value !== 'inherit') style[name] = value;
  };
  for (const [name, value] of element.attributes) if (known.has(name) && value !== 'inherit' && value !== 'null') style[name] = value.slice(0, 300);
  for (const { style: from } of rulesFor(element, sheet, above)) set(from);
  const inline = element.attributes.get('style');
  if (inline !== undefined) set(readDeclarations(inline));
  const size = /(?:^|\s)([\d.]+(?:px|pt|mm)?)(?:\/\S+)?\s/.exec(style['font'] ?? '')?.[1];
  if (size !== undefined) style['font-size'] = size;
  return style;
}

function rulesFor(element: XmlElement, { rules, budget }: StyleSheet, above: Ancestors): readonly Rule[] {
  if (rules.size === 0) return [];
  const classes = (element.attributes.get('class') ?? '').slice(0, 500).split(/\s+/).slice(0, 20);
  const keys = ['*', element.name.replace(/^svg:/, ''), ...classes.map((one) => `.${one}`), `#${element.attributes.get('id') ?? ''}`];
  const candidates = keys.flatMap((key) => rules.get(key) ?? []);
  budget.left -= candidates.length;
  // Nobody draws so; a file that does is shown as far as its attributes go.
  if (budget.left < 0) return [];
  return candidates
    .filter(({ matches }) => matches(element, above))
    .toSorted((a, b) => a.weight - b.weight);
}

/** User units in one of each; CSS 2.1, clause 4.3.2 (from memory of the original). */
const units: Readonly<Record<string, number>> = { '': 1, px: 1, pt: 4 / 3, pc: 16, mm: 96 / 25.4, cm: 96 / 2.54, in: 96, em: 16, ex: 8 };

/** A length in user units; null for a share, or what is none. */
export function lengthOf(text: string | undefined): number | null {
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)\s*([a-z]*)\s*$/i.exec(text ?? '');
  const unit = units[(match?.[2] ?? '').toLowerCase()];
  const value = Number(match?.[1]);
  return match === null || unit === undefined || !Number.isFinite(value) ? null : value * unit;
}
