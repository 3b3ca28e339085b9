import type { XmlElement } from '../xml-reader.ts';
import type { Hint } from './drawn.ts';

/** Names that drawing programs give by themselves, with a number behind. */
const automatic = /^(g|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|use|image|svg|svg_|layer|layer\d+|symbol|group|shape|object|flowroot|flowpara|_x|xmlid|clippath|mask|defs)[-_.\d]*$/i;
/** A name as plants number their equipment and instruments: FT-101, P-201A, 23PT0012.PV. */
const plantName = /^\d{0,4}[A-Z]{1,6}[-_ ]?\d{2,6}[A-Z]{0,3}(?:[._/][A-Za-z0-9]{1,12})*$/;

/** What the attributes of json-scada's labels do, by its documentation of the SVG editor (secondary: its own screens were read). */
const scadaDoes: Readonly<Record<string, string>> = {
  get: 'shows the value of',
  text: 'shows words by',
  color: 'is coloured by',
  bar: 'is a bar of',
  slider: 'is moved by',
  rotate: 'is turned by',
  opac: 'is shown or hidden by',
  tooltips: 'tells about',
  popup: 'opens a popup for',
  open: 'opens',
  zoom: 'zooms to',
  clone: 'is a copy with tags',
  script: 'runs a script about',
};

/** Suggestions an element's id and label give: bindings of json-scada in Inkscape labels, and names of plant equipment. */
export function hintsOf(element: XmlElement, names: Names): Hint[] {
  const label = element.attributes.get('inkscape:label') ?? element.attributes.get('data-name') ?? element.attributes.get('data-cell-id') ?? '';
  const id = element.attributes.get('id') ?? '';
  const name = keptId(element) ?? (label.startsWith('{') ? `<${element.name}>` : label.slice(0, 60) || `<${element.name}>`);
  if (label.startsWith('{')) return scadaHints(label, name, names);
  const named = [label, id].find((text) => plantName.test(text.trim()));
  return named === undefined ? [] : [{ element: name, sentence: `It is named ${named.trim()}: bind it to that tag or asset.` }];
}

/** A suggestion for words that are the name of plant equipment, as on most plans. */
export function wordsHints(text: string): Hint[] {
  return plantName.test(text) ? [{ element: text, sentence: `Its words are ${text}: show that tag or asset here.` }] : [];
}

/** An id somebody gave; null where a program did, or an id of a screen may not look so. */
export function keptId(element: XmlElement): string | null {
  const id = element.attributes.get('id') ?? '';
  return /^[A-Za-z_][\w.:-]{0,60}$/.test(id) && !automatic.test(id) && !/\d{3,}$/.test(id.replace(plantName, '')) && !/^[A-Za-z]?-?[A-Z]{3}_[0-9a-f]{8}-[0-9a-f]{8}$/.test(id) && !id.startsWith('svg_') ? id : null;
}

/** What stands for what in copies of json-scada: "%n" for the number of a point. */
export type Names = ReadonlyMap<string, string>;
type ScadaLabel = { readonly attr?: unknown; readonly tag?: unknown; readonly list?: unknown; readonly src?: unknown; readonly map?: unknown };

/** The bindings of a label: objects with commas between, as json-scada writes them. */
function readLabel(label: string): readonly ScadaLabel[] {
  if (!label.startsWith('{')) return [];
  try {
    const read = JSON.parse(`[${label.slice(0, 20_000)}]`) as readonly unknown[];
    return read.slice(0, 20).filter((one): one is ScadaLabel => typeof one === 'object' && one !== null);
  } catch {
    return [];
  }
}

/** The names in force below an element: those above it, and those its own label maps. */
export function namesOf(element: XmlElement, above: Names): Names {
  const pairs = readLabel(element.attributes.get('inkscape:label') ?? '')
    .flatMap(({ attr, map }) => (attr === 'clone' && Array.isArray(map) ? (map.slice(0, 50) as readonly unknown[]) : []))
    .flatMap((pair) => /^(%\w{1,20})=(.{1,80})$/.exec(String(pair)) ?? []);
  if (pairs.length === 0) return above;
  const names = new Map(above);
  for (let at = 0; at + 2 < pairs.length; at += 3) names.set(pairs[at + 1] as string, pairs[at + 2] as string);
  return names;
}

const scadaHints = (label: string, element: string, names: Names): Hint[] => readLabel(label).flatMap((one) => scadaHint(one, element, names));

function scadaHint({ attr, tag, list, src, map }: ScadaLabel, element: string, names: Names): Hint[] {
  if (attr === 'set') return [];
  const does = typeof attr === 'string' ? (scadaDoes[attr] ?? `uses (${attr.slice(0, 40)})`) : 'uses';
  const tags = new Set<string>();
  const take = (value: unknown): void => {
    if (typeof value !== 'string' && typeof value !== 'number') return;
    let text = String(value).trim().slice(0, 80);
    for (const [from, to] of names) text = text.replaceAll(from, to);
    // "#" begins instructions to its editor.
    if (text !== '' && !text.startsWith('#')) tags.add(text);
  };
  take(tag);
  if (Array.isArray(list)) for (const one of list.slice(0, 50) as readonly unknown[]) if (typeof one === 'object' && one !== null) take((one as { readonly tag?: unknown }).tag);
  if (Array.isArray(map)) for (const one of map.slice(0, 50) as readonly unknown[]) take(typeof one === 'string' ? one.slice(one.indexOf('=') + 1) : one);
  if (attr === 'open' || attr === 'popup') take(src);
  const all = [...tags];
  return all.length === 0 ? [] : [{ element, sentence: `In json-scada it ${does} ${all.slice(0, 8).join(', ')}${all.length > 8 ? ' and more' : ''}.` }];
}
