import { drawingClasses, drawnElements, isSilentAttribute, isSilentPrefix, limits, silentElements } from './allow-list.ts';
import { faultOf, readNumbers } from './attribute-faults.ts';
import { openTemplate } from './open-template.ts';
import { isSettingAttribute, readSettings } from './read-settings.ts';
import type { ScreenData, ScreenNode, ShapeNode, SymbolNode } from './screen-model.ts';
import { filled, type Reading, report, type Scope } from './screen-reading.ts';
import type { XmlElement } from './xml-reader.ts';

const isData = /^data-([a-z][a-z0-9-]{0,30})$/;
/** Attributes of shapes that are read one by one and never written to the page. */
const shapeData = new Set(['data-flow', 'data-screen', 'data-label', 'data-pivot', 'data-decimals', 'data-unit', 'data-words', 'data-states']);

/** What of the children of an element may be drawn, in order; text only in `text` and `tspan`. */
export function readChildren(parent: XmlElement, reading: Reading, scope: Scope): (ScreenNode | string)[] {
  const keepsText = parent.name === 'text' || parent.name === 'tspan';
  const nodes: (ScreenNode | string)[] = [];
  for (const child of parent.children) {
    if (typeof child === 'string') {
      if (keepsText && child.trim() !== '') nodes.push(child.replace(/\s+/g, ' ').slice(0, limits.textLength));
      continue;
    }
    const node = readNode(child, reading, scope);
    if (node !== null) nodes.push(node);
  }
  return nodes;
}

function readNode(written: XmlElement, reading: Reading, scope: Scope): ScreenNode | null {
  if (silentElements.has(written.name) || isSilentPrefix(written.name)) return null;
  const allowed = drawnElements.get(written.name);
  if (allowed === undefined) {
    report(reading, scope, written.line, `<${written.name.slice(0, 60)}> is not allowed in a screen; it is left out.`);
    return null;
  }
  if (++reading.nodes > limits.nodes) {
    if (reading.nodes === limits.nodes + 1) {
      report(reading, scope, written.line, `The screen has more than ${limits.nodes} parts with those of its templates; the rest is left out.`);
    }
    return null;
  }
  const element = filled(written, reading, scope);
  if (element === null) return null;
  const symbol = element.attributes.get('data-symbol');
  if (symbol !== undefined) return readSymbol(element, symbol, reading, scope);
  // The name of a template is never made of parameters: which templates a screen needs is known from the texts alone.
  const template = written.attributes.get('data-template');
  return template !== undefined ? readUse(element, template.trim(), reading, scope) : readShape(element, allowed, reading, scope);
}

const place = (element: XmlElement, scope: Scope): { readonly line: number; readonly from: number } => scope.use ?? { line: element.line, from: element.from };

function readShape(element: XmlElement, allowed: ReadonlySet<string>, reading: Reading, scope: Scope): ShapeNode | null {
  const attributes: Record<string, string> = {};
  for (const [name, value] of element.attributes) {
    if (name === 'id' || shapeData.has(name) || isSettingAttribute(name) || (isSilentAttribute(name) && !allowed.has(name))) continue;
    if (!allowed.has(name)) {
      report(reading, scope, element.line, `Attribute ${name.slice(0, 60)} of <${element.name}> is not allowed in a screen; it is left out.`);
      continue;
    }
    if (name === 'class') {
      const classes = classesOf(element, value, reading, scope);
      if (classes !== '') attributes['class'] = classes;
      continue;
    }
    const fault = faultOf(name, value);
    if (fault !== null) {
      report(reading, scope, element.line, `<${element.name}> is left out: ${fault}.`, { severity: 'error' });
      return null;
    }
    attributes[name] = value;
  }
  return {
    ...readSettings(element, element.name, reading, scope),
    kind: 'shape',
    name: element.name,
    attributes,
    children: readChildren(element, reading, scope),
    flow: short(element, 'data-flow', reading, scope),
    screen: short(element, 'data-screen', reading, scope),
    label: short(element, 'data-label', reading, scope),
    pivot: readPivot(element, reading, scope),
    template: null,
    ...place(element, scope),
  };
}

function short(element: XmlElement, name: string, reading: Reading, scope: Scope): string | null {
  const value = element.attributes.get(name);
  if (value === undefined || value.length <= limits.dataLength) return value ?? null;
  report(reading, scope, element.line, `Attribute ${name} of <${element.name}> is longer than ${limits.dataLength} characters; it is left out.`);
  return null;
}

function readPivot(element: XmlElement, reading: Reading, scope: Scope): readonly [number, number] | null {
  const text = element.attributes.get('data-pivot');
  if (text === undefined) return null;
  const [x, y, ...more] = readNumbers(text) ?? [];
  if (x !== undefined && y !== undefined && more.length === 0 && Math.abs(x) <= limits.coordinate && Math.abs(y) <= limits.coordinate) return [x, y];
  report(reading, scope, element.line, `data-pivot of <${element.name}> is left out: two numbers are expected.`);
  return null;
}

/** A group in the place of `<g data-template="NAME" …/>` with the template's content in it. */
function readUse(element: XmlElement, name: string, reading: Reading, scope: Scope): ShapeNode | null {
  const transform = element.attributes.get('transform') ?? '';
  const fault = transform === '' ? null : faultOf('transform', transform);
  if (fault !== null || element.name !== 'g') {
    report(reading, scope, element.line, `Template ${name.slice(0, 60)} is left out: ${fault ?? 'data-template stands on a <g>'}.`);
    return null;
  }
  const known = new Set(['id', 'class', 'transform', 'data-template', 'data-screen', 'data-label', 'data-pivot', 'data-states']);
  for (const attribute of element.attributes.keys()) {
    if (known.has(attribute) || isSettingAttribute(attribute) || isSilentAttribute(attribute)) continue;
    report(reading, scope, element.line, `Attribute ${attribute.slice(0, 60)} of a use of template ${name.slice(0, 60)} is not allowed; it is left out.`);
  }
  const settings = readSettings(element, 'g', reading, scope);
  const inner = openTemplate(element, name, reading, scope);
  return {
    ...settings,
    kind: 'shape',
    name: 'g',
    attributes: transform === '' ? {} : { transform },
    children: inner === null ? [] : readChildren(inner.root, reading, inner.scope),
    flow: null,
    screen: short(element, 'data-screen', reading, scope),
    label: short(element, 'data-label', reading, scope),
    pivot: readPivot(element, reading, scope),
    template: name.slice(0, 120),
    ...place(element, scope),
  };
}

function readSymbol(element: XmlElement, symbol: string, reading: Reading, scope: Scope): SymbolNode | null {
  const { line } = element;
  const name = symbol.slice(0, 60);
  const transform = element.attributes.get('transform') ?? '';
  const fault = transform === '' ? null : faultOf('transform', transform);
  if (fault !== null) {
    report(reading, scope, line, `Symbol ${name} is left out: ${fault}.`, { severity: 'error' });
    return null;
  }
  const items = element.children
    .flatMap((child) => (typeof child === 'string' ? [] : (filled(child, reading, scope) ?? [])))
    .map((item) => dataOf(item, reading, scope))
    .filter((data) => Object.keys(data).length > 0);
  if (items.length > limits.items) report(reading, scope, line, `Symbol ${name} has more than ${limits.items} parts; the rest is left out.`);
  const kept = items.slice(0, limits.items);
  if (symbol === 'tiles') {
    const room = Math.max(0, limits.items - reading.tiles.length);
    if (kept.length > room) report(reading, scope, line, `The screen has more than ${limits.items} tiles; the rest is left out.`);
    reading.tiles.push(...kept.slice(0, room));
    return null;
  }
  if (++reading.symbols > limits.symbols) {
    if (reading.symbols === limits.symbols + 1) report(reading, scope, line, `The screen has more than ${limits.symbols} symbols; the rest is left out.`);
    return null;
  }
  for (const attribute of element.attributes.keys()) {
    if (isData.test(attribute) || attribute === 'transform' || attribute === 'id' || attribute === 'class') continue;
    if (isSettingAttribute(attribute) || isSilentAttribute(attribute)) continue;
    report(reading, scope, line, `Attribute ${attribute.slice(0, 60)} of symbol ${name} is not allowed in a screen; it is left out.`);
  }
  return {
    ...readSettings(element, 'symbol', reading, scope),
    kind: 'symbol',
    symbol: name,
    transform,
    data: dataOf(element, reading, scope),
    items: kept,
    ...place(element, scope),
  };
}

function dataOf(element: XmlElement, reading: Reading, scope: Scope): ScreenData {
  const data: Record<string, string> = {};
  for (const [name, value] of element.attributes) {
    const key = isData.exec(name)?.[1];
    if (key === undefined || key === 'symbol' || isSettingAttribute(name)) continue;
    if (value.length > limits.dataLength) {
      report(reading, scope, element.line, `Attribute ${name} is longer than ${limits.dataLength} characters; the rest of it is left out.`);
    }
    data[key] = value.slice(0, limits.dataLength);
  }
  return data;
}

function classesOf(element: XmlElement, value: string, reading: Reading, scope: Scope): string {
  const names = value.split(/\s+/).filter((name) => name !== '');
  const unknown = names.filter((name) => !drawingClasses.has(name));
  if (unknown.length > 0) {
    report(reading, scope, element.line, `Class ${unknown.join(', ').slice(0, 80)} is not known to screens; it is left out.`);
  }
  return [...new Set(names)].filter((name) => drawingClasses.has(name)).join(' ');
}
