import { drawingClasses, drawnElements, isSilentAttribute, isSilentPrefix, limits, silentElements } from './allow-list.ts';
import type { ScreenData, ScreenModel, ScreenNode, ScreenProblem, ScreenResult, ShapeNode, SymbolNode } from './screen-model.ts';
import { readXml, type XmlElement } from './xml-reader.ts';

const svgSpace = 'http://www.w3.org/2000/svg';
const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?`;
const isNumber = new RegExp(`^${number}(?:px)?$`);
const isNumberList = new RegExp(`^\\s*${number}(?:[\\s,]+${number})*\\s*$`);
const isPath = /^[\s,MmLlHhVvCcSsQqTtAaZz0-9.eE+-]*$/;
const isTransform = new RegExp(
  `^\\s*(?:(?:translate|rotate|scale|matrix|skewX|skewY)\\(\\s*${number}(?:[\\s,]+${number}){0,5}\\s*\\)[\\s,]*)+$`,
);
const anyNumber = new RegExp(number, 'g');
const isData = /^data-([a-z][a-z0-9-]{0,30})$/;

/**
 * The screen of one SVG text. Only a text that is no drawing at all is refused; any part that is not allowed or out of
 * bounds is left out and named in `problems`, at most `limits.problems` of them, so that a screen never loses something
 * in silence. Nothing of the text is ever handed to the page's own parser.
 */
export function parseScreen(text: string): ScreenResult {
  const xml = readXml(text, limits.xml);
  if (!xml.ok) return { ok: false, problem: { line: xml.line, message: `The screen is not readable: ${xml.message}.` } };
  const { root } = xml;
  if (root.name !== 'svg' || root.attributes.get('xmlns') !== svgSpace) {
    return { ok: false, problem: { line: root.line, message: `The screen is not an SVG drawing: it begins with <${root.name}>.` } };
  }
  const size = sizeOf(root);
  if (size === null) {
    return {
      ok: false,
      problem: { line: root.line, message: `The screen needs viewBox="0 0 WIDTH HEIGHT" with sizes from 1 to ${limits.size}.` },
    };
  }
  const reading: Reading = { problems: [], symbols: 0, tiles: [] };
  const nodes = readChildren(root, reading).filter((node): node is ScreenNode => typeof node !== 'string');
  const screen: ScreenModel = { title: titleOf(root), ...size, nodes, tiles: reading.tiles, problems: reading.problems };
  return { ok: true, screen };
}

type Reading = { readonly problems: ScreenProblem[]; symbols: number; readonly tiles: ScreenData[] };

function report(reading: Reading, line: number, message: string): void {
  if (reading.problems.length < limits.problems) reading.problems.push({ line, message });
  else if (reading.problems.length === limits.problems)
    reading.problems.push({ line: null, message: 'More problems follow; they are not listed.' });
}

function sizeOf(root: XmlElement): { readonly width: number; readonly height: number } | null {
  const box = root.attributes.get('viewBox') ?? '';
  if (!isNumberList.test(box)) return null;
  const [x, y, width, height] = (box.match(anyNumber) ?? []).map(Number);
  const isSize = (value: number | undefined): value is number => value !== undefined && value >= 1 && value <= limits.size;
  return x === 0 && y === 0 && isSize(width) && isSize(height) ? { width, height } : null;
}

function titleOf(root: XmlElement): string {
  const title = root.children.find((child) => typeof child !== 'string' && child.name === 'title');
  return title === undefined || typeof title === 'string'
    ? ''
    : title.children
        .filter((part) => typeof part === 'string')
        .join('')
        .trim()
        .slice(0, limits.textLength);
}

function readChildren(parent: XmlElement, reading: Reading): (ScreenNode | string)[] {
  const keepsText = parent.name === 'text' || parent.name === 'tspan';
  const nodes: (ScreenNode | string)[] = [];
  for (const child of parent.children) {
    if (typeof child === 'string') {
      if (keepsText && child.trim() !== '') nodes.push(child.replace(/\s+/g, ' ').slice(0, limits.textLength));
      continue;
    }
    const node = readNode(child, reading);
    if (node !== null) nodes.push(node);
  }
  return nodes;
}

function readNode(element: XmlElement, reading: Reading): ScreenNode | null {
  if (silentElements.has(element.name) || isSilentPrefix(element.name)) return null;
  const allowed = drawnElements.get(element.name);
  if (allowed === undefined) {
    report(reading, element.line, `<${element.name}> is not allowed in a screen; it is left out.`);
    return null;
  }
  const symbol = element.attributes.get('data-symbol');
  if (symbol !== undefined) return readSymbol(element, symbol, reading);
  const attributes: Record<string, string> = {};
  let flow: string | null = null;
  for (const [name, value] of element.attributes) {
    if (name === 'data-flow') flow = value.slice(0, limits.dataLength);
    else if (isSilentAttribute(name) && !allowed.has(name)) continue;
    else if (!allowed.has(name))
      report(reading, element.line, `Attribute ${name} of <${element.name}> is not allowed in a screen; it is left out.`);
    else if (name === 'id') continue;
    else if (name === 'class') {
      const classes = classesOf(element, value, reading);
      if (classes !== '') attributes['class'] = classes;
    } else {
      const fault = faultOf(name, value);
      if (fault === null) attributes[name] = value;
      else {
        report(reading, element.line, `<${element.name}> is left out: ${fault}.`);
        return null;
      }
    }
  }
  const shape: ShapeNode = {
    kind: 'shape',
    name: element.name,
    attributes,
    children: readChildren(element, reading),
    flow,
    line: element.line,
    from: element.from,
  };
  return shape;
}

function readSymbol(element: XmlElement, symbol: string, reading: Reading): SymbolNode | null {
  const transform = element.attributes.get('transform') ?? '';
  const fault = transform === '' ? null : faultOf('transform', transform);
  if (fault !== null) {
    report(reading, element.line, `Symbol ${symbol} is left out: ${fault}.`);
    return null;
  }
  const items = element.children
    .flatMap((child) => (typeof child === 'string' ? [] : [dataOf(child)]))
    .filter((data) => Object.keys(data).length > 0);
  if (items.length > limits.items)
    report(reading, element.line, `Symbol ${symbol} has more than ${limits.items} parts; the rest is left out.`);
  const kept = items.slice(0, limits.items);
  if (symbol === 'tiles') {
    reading.tiles.push(...kept);
    return null;
  }
  if (++reading.symbols > limits.symbols) {
    if (reading.symbols === limits.symbols + 1)
      report(reading, element.line, `The screen has more than ${limits.symbols} symbols; the rest is left out.`);
    return null;
  }
  for (const name of element.attributes.keys()) {
    if (!isData.test(name) && name !== 'transform' && name !== 'id' && name !== 'class' && !isSilentAttribute(name)) {
      report(reading, element.line, `Attribute ${name} of symbol ${symbol} is not allowed in a screen; it is left out.`);
    }
  }
  return { kind: 'symbol', symbol: symbol.slice(0, 60), transform, data: dataOf(element), items: kept, line: element.line, from: element.from };
}

function dataOf(element: XmlElement): ScreenData {
  const data: Record<string, string> = {};
  for (const [name, value] of element.attributes) {
    const key = isData.exec(name)?.[1];
    if (key !== undefined && key !== 'symbol') data[key] = value.slice(0, limits.dataLength);
  }
  return data;
}

function classesOf(element: XmlElement, value: string, reading: Reading): string {
  const names = value.split(/\s+/).filter((name) => name !== '');
  const unknown = names.filter((name) => !drawingClasses.has(name));
  if (unknown.length > 0)
    report(reading, element.line, `Class ${unknown.join(', ').slice(0, 80)} is not known to screens; it is left out.`);
  return names.filter((name) => drawingClasses.has(name)).join(' ');
}

/** Why this value of a kept attribute is refused, in words; null when it is fine. */
function faultOf(name: string, value: string): string | null {
  if (name === 'text-anchor') return ['start', 'middle', 'end'].includes(value) ? null : 'text-anchor is start, middle or end';
  if (name === 'd') {
    if (value.length > limits.pathLength) return `its path is longer than ${limits.pathLength} characters`;
    if (!isPath.test(value)) return 'its path has characters a path cannot have';
  } else if (name === 'points') {
    if (value.length > limits.pointsLength) return `its points are longer than ${limits.pointsLength} characters`;
    if (!isNumberList.test(value)) return 'its points are not a list of numbers';
  } else if (name === 'transform') {
    if (value.length > limits.dataLength || !isTransform.test(value))
      return 'its transform is not made of translate, rotate, scale, skew and matrix with plain numbers';
  } else if (!isNumber.test(value)) return `${name}="${value.slice(0, 40)}" is not a number`;
  const far = (value.match(anyNumber) ?? []).find((text) => !(Math.abs(Number(text)) <= limits.coordinate));
  return far === undefined ? null : `${name} holds ${far.slice(0, 20)}, further out than ${limits.coordinate}`;
}
