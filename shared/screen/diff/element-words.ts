import { partCatalogue } from '../part-catalogue.ts';
import type { XmlElement } from '../xml-reader.ts';

const classWords: Readonly<Record<string, string>> = {
  'pipe-main': 'pipe',
  'pipe-utility': 'utility pipe',
  'pipe-vapour': 'vapour pipe',
  signal: 'signal line',
  arrow: 'arrow',
  'arrow-utility': 'arrow',
  frame: 'frame',
  panel: 'panel',
  rule: 'rule',
  bus: 'bus',
  outline: 'outline',
  'outline-dashed': 'outline',
  body: 'body',
  'body-2': 'body',
};
const shapeWords: Readonly<Record<string, string>> = {
  g: 'group',
  rect: 'rectangle',
  circle: 'circle',
  ellipse: 'ellipse',
  line: 'line',
  polyline: 'line',
  polygon: 'polygon',
  path: 'line',
  text: 'text',
};

/** All words of an element and those in it, white space as one space. */
export function wordsOf(element: XmlElement): string {
  const parts = element.children.map((child) => (typeof child === 'string' ? child : wordsOf(child)));
  return parts.join('').replace(/\s+/g, ' ').trim();
}

export const shortened = (text: string, most = 40): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

/** What a sentence calls an element: the asset it shows, the value of a tag, or what it is and where it belongs. */
export function elementWords(element: XmlElement): string {
  const get = (name: string): string | undefined => element.attributes.get(name);
  const symbol = get('data-symbol');
  if (symbol !== undefined) return symbolWords(symbol, get);
  const template = get('data-template');
  if (template !== undefined) {
    const first = [...element.attributes].find(([name]) => name.startsWith('data-with-'))?.[1];
    return `template ${template}${first === undefined ? '' : ` of ${shortened(first)}`}`;
  }
  const kind =
    (get('class') ?? '')
      .split(/\s+/)
      .map((name) => classWords[name])
      .find((words) => words !== undefined) ??
    shapeWords[element.name] ??
    `<${element.name}>`;
  if (element.name === 'text') return `text "${shortened(wordsOf(element))}"`;
  const name = get('id') ?? get('inkscape:label') ?? get('data-layer');
  if (element.name === 'g') return name === undefined ? 'group' : `group ${shortened(name)}`;
  const flow = get('data-flow');
  if (flow !== undefined && flow !== '') return `${kind} of ${shortened(flow)}`;
  return name === undefined ? kind : `${kind} ${shortened(name)}`;
}

function symbolWords(symbol: string, get: (name: string) => string | undefined): string {
  const asset = get('data-asset');
  const tag = get('data-tag');
  const title = (partCatalogue.get(symbol)?.title ?? symbol).toLowerCase();
  if (symbol === 'link') return `link to ${get('data-label') ?? get('data-screen') ?? '?'}`;
  if (asset !== undefined && symbol !== 'unit-row') return asset;
  if (asset !== undefined) return `row of ${asset}`;
  if (tag !== undefined) return `${symbol} ${tag}`;
  const caption = get('data-name') ?? get('data-label') ?? get('id');
  return caption === undefined ? title : `${title} ${shortened(caption)}`;
}

/** So many user units in words: "20 right and 5 up". */
export function moveWords(x: number, y: number): string {
  const number = (value: number): string => String(Math.round(Math.abs(value) * 100) / 100);
  const words: string[] = [];
  if (Math.abs(x) >= 0.005) words.push(`${number(x)} ${x > 0 ? 'right' : 'left'}`);
  if (Math.abs(y) >= 0.005) words.push(`${number(y)} ${y > 0 ? 'down' : 'up'}`);
  return words.join(' and ');
}

/** The name of an attribute in a sentence: `data-label` of a symbol by its title in the catalogue. */
export function attributeWords(element: XmlElement, name: string): string {
  const key = name.startsWith('data-') ? name.slice(5) : name;
  const part = partCatalogue.get(element.attributes.get('data-symbol') ?? '');
  const title = part?.keys.find((one) => one.name === key)?.title;
  if (title !== undefined) return title.toLowerCase();
  if (key.startsWith('bind-')) return key.slice(5);
  if (key.startsWith('with-')) return `parameter ${key.slice(5)}`;
  return key.replaceAll('-', ' ');
}
