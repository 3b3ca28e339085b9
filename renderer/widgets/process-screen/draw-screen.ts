import { buildSvg, label, svg } from '#renderer/symbols/svg-node.ts';
import { symbolLibrary } from '#renderer/symbols/symbol-library.ts';
import type { ScreenNode, ShapeNode, SymbolNode } from '#shared/screen/screen-model.ts';
import { bindNode } from './bindings/bind-node.ts';
import { drawWithState } from './bindings/bind-symbol-state.ts';
import { bindText } from './bindings/bind-text.ts';
import { createConditionTable } from './condition-table.ts';
import { createDeviationProfile } from './deviation-profile.ts';
import type { Drawing } from './drawing.ts';
import { createEquipmentSymbol } from './equipment-symbol.ts';
import { bindFlow } from './flow-line.ts';
import { createOffPageLink } from './off-page-link.ts';
import { drawPart, isDrawnPart } from './parts/draw-part.ts';
import type { ScreenContext } from './screen-context.ts';
import { createStandaloneIndicator } from './standalone-indicator.ts';
import { createUnitRow } from './unit-row.ts';
import { createValueBox } from './value-box.ts';

const shapes = new Set(['rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'path']);

/** The page's elements for one part of a screen, with all that is in it. `isStyled`: a group around it has a class that gives it its looks. */
export function drawNode(drawing: Drawing, node: ScreenNode, isStyled = false): readonly Element[] {
  const { context } = drawing;
  drawing.begin(node);
  const popup = node.popup?.screen ?? null;
  if (popup !== null && !context.hasScreen(popup)) context.report(node.line, `Screen ${popup} does not exist in the project; its popup does not open.`);
  const before = drawing.targets();
  const element = node.kind === 'symbol' ? drawWithState(context, node, (own) => drawSymbol(own, node)) : drawShape(drawing, node, isStyled);
  if (node.kind === 'symbol') bindNode(drawing, { element, shape: element }, node);
  // A symbol that is no target by itself becomes one when it opens something.
  if (node.kind === 'symbol' && popup !== null && drawing.targets() === before) {
    context.addTarget(element, { asset: node.data['asset'] ?? null, tag: null, screen: null, name: () => `Open ${popup}` });
  }
  if (drawing.isEditing) element.setAttribute('data-from', String(node.from));
  drawing.visibility.add(element, node);
  return [element];
}

function drawShape(drawing: Drawing, node: ShapeNode, isStyled: boolean): SVGElement {
  const { context } = drawing;
  const text = node.bindings.find(({ target }) => target === 'text');
  // What is filled or written over needs a group around it: it stands for the part, at its place.
  const isGrouped = node.name !== 'tspan' && node.bindings.some(({ target }) => target === 'text' || target === 'level');
  const { transform, ...others } = node.attributes;
  const shape = buildSvg({ name: node.name, attributes: isGrouped ? others : node.attributes, children: [] });
  const element = isGrouped ? buildSvg(svg('g', { class: 'ps-bound-part', transform })) : shape;
  if (isGrouped) element.append(shape);
  const hasLooks = isStyled || node.attributes['class'] !== undefined;
  // Colours of the file do not count, and without any a shape would be a black blot.
  if (!hasLooks && shapes.has(node.name)) shape.classList.add('outline');
  if (node.flow !== null) bindFlow(context, shape, node.flow, node.line);
  if (node.screen !== null || node.popup !== null) addLink(context, element, node);
  if (text !== undefined) bindText(context, { around: element, element: shape }, node, text);
  bindNode(drawing, { element, shape }, node);
  const isWritten = text !== undefined;
  for (const child of node.children) if (typeof child !== 'string' || !isWritten) shape.append(...(typeof child === 'string' ? [child] : drawNode(drawing, child, hasLooks)));
  return element;
}

/** Makes a shape a link: to another screen, or to a popup above this one. */
function addLink(context: ScreenContext, element: SVGElement, node: ShapeNode): void {
  const isKnown = node.screen !== null && context.hasScreen(node.screen);
  if (node.screen !== null && !isKnown) context.report(node.line, `Screen ${node.screen} does not exist in the project; this part opens nothing.`);
  element.classList.add('ps-shape-link');
  const words = node.label ?? node.popup?.screen ?? node.screen ?? '';
  context.addTarget(element, { asset: null, tag: null, screen: isKnown ? node.screen : null, name: () => `Open ${words}` });
}

/** A live part by its name; what cannot be bound stands there as a mark that says why. */
function drawSymbol(context: ScreenContext, node: SymbolNode): SVGElement {
  const { data, line, symbol } = node;
  const place = (element: SVGElement): SVGElement => {
    if (node.transform === '') return element;
    if (!element.hasAttribute('transform')) {
      element.setAttribute('transform', node.transform);
      return element;
    }
    const outer = buildSvg(svg('g', { transform: node.transform }));
    outer.append(element);
    return outer;
  };
  const unknown = (what: string, sentence: string): SVGElement => {
    context.report(line, sentence);
    const width = Math.max(60, what.length * 7 + 14);
    return place(
      buildSvg(
        svg('g', { class: 'ps-unknown-mark' }, svg('rect', { x: -6, y: -14, width, height: 20, rx: 3 }), label('ps-unknown', 1, 0, what)),
      ),
    );
  };
  const tagIndex = data['tag'] === undefined ? -1 : context.directory.indexOf(data['tag']);
  const missingTag = (): SVGElement =>
    unknown(
      `unknown tag ${data['tag'] ?? ''}`,
      data['tag'] === undefined ? `Symbol ${symbol} names no tag.` : `Tag ${data['tag']} does not exist in the project.`,
    );
  switch (symbol) {
    case 'value':
      return tagIndex < 0 ? missingTag() : place(createValueBox(context, tagIndex, data));
    case 'indicator':
      return tagIndex < 0 ? missingTag() : place(createStandaloneIndicator(context, tagIndex, data));
    case 'link':
      return place(createOffPageLink(context, data, line));
    case 'table':
      return place(createConditionTable(context, node));
    case 'profile':
      return place(createDeviationProfile(context, node));
    case 'unit-row':
      return context.directory.asset(data['asset'] ?? '') === undefined
        ? unknown(`unknown asset ${data['asset'] ?? ''}`, `Asset ${data['asset'] ?? ''} does not exist in the project.`)
        : place(createUnitRow(context, node));
    default: {
      if (isDrawnPart(symbol)) {
        const part = drawPart(context, symbol, node);
        return 'sentence' in part ? unknown(part.what, part.sentence) : place(part);
      }
      const spec = symbolLibrary.get(symbol);
      if (spec === undefined) return unknown(`unknown symbol ${symbol}`, `Symbol ${symbol} does not exist in the library.`);
      if (data['asset'] !== undefined && context.directory.asset(data['asset']) === undefined) {
        return unknown(`unknown asset ${data['asset']}`, `Asset ${data['asset']} does not exist in the project.`);
      }
      return place(createEquipmentSymbol(context, spec, data, line));
    }
  }
}
