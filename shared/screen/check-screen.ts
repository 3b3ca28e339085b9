import { checkKeys, type PartFault } from './check-part.ts';
import { compileBinding } from './compile-binding.ts';
import { partCatalogue } from './part-catalogue.ts';
import type { ScreenSurroundings } from './screen-surroundings.ts';
import { nodesOf, partWords, type ScreenModel, type ScreenNode, type ScreenProblem, type ShapeNode, type SymbolNode } from './screen-model.ts';

/**
 * Everything in a parsed screen that cannot be bound, in the order of the drawing: unknown tags, assets, screens and symbols,
 * expressions with a mistake or of the wrong kind, keys out of bounds. What the parser itself left out stands in
 * `model.problems` and is not said again. Pure: the engine asks at load, the editor while one draws, the console when it opens one.
 */
export function checkScreen(
  model: ScreenModel,
  around: ScreenSurroundings,
  /** Who compiles the bindings anyway tells of them himself. */
  { withoutBindings = false }: { readonly withoutBindings?: boolean } = {},
): readonly ScreenProblem[] {
  const problems: ScreenProblem[] = [];
  for (const node of nodesOf(model.nodes)) {
    for (const fault of checkNode(node, around, withoutBindings)) problems.push(problemOf(node, fault));
  }
  const tiles = partCatalogue.get('tiles')?.items;
  for (const [at, data] of model.tiles.entries()) {
    for (const { message, severity } of checkKeys(data, tiles?.keys ?? [], around)) {
      problems.push({ line: null, message: `Tile ${at + 1}: ${message}.`, element: `tile ${at + 1}`, severity });
    }
  }
  return problems;
}

function problemOf(node: ScreenNode, { message, severity }: PartFault): ScreenProblem {
  const { within } = node;
  const element = partWords(node);
  const place = within === null ? '' : `Template ${within.template}, line ${within.line}: `;
  return { line: node.line, message: `${place}${element}: ${message}.`, element, severity, ...(within === null ? {} : { within }) };
}

function checkNode(node: ScreenNode, around: ScreenSurroundings, withoutBindings: boolean): readonly PartFault[] {
  const faults: PartFault[] = node.kind === 'symbol' ? [...checkSymbol(node, around)] : [...checkShape(node, around)];
  for (const binding of withoutBindings ? [] : node.bindings) {
    const compiled = compileBinding(binding, around.directory);
    if (!compiled.ok) faults.push({ message: `data-bind-${binding.target}: ${compiled.fault.message}`, severity: 'error' });
  }
  if (node.popup !== null) faults.push(...checkPopup(node.popup, around));
  return faults;
}

function checkShape(node: ShapeNode, around: ScreenSurroundings): readonly PartFault[] {
  const faults: PartFault[] = [];
  for (const id of node.flow?.split(/\s+/) ?? []) {
    if (id !== '' && around.directory.get(id) === undefined) faults.push({ message: `there is no tag "${id.slice(0, 60)}" in the project (data-flow)`, severity: 'error' });
  }
  if (node.screen !== null && !around.hasScreen(node.screen)) {
    faults.push({ message: `there is no screen "${node.screen.slice(0, 60)}" in the project (data-screen)`, severity: 'error' });
  }
  return faults;
}

function checkSymbol({ symbol, data, items }: SymbolNode, around: ScreenSurroundings): readonly PartFault[] {
  const entry = partCatalogue.get(symbol);
  if (entry === undefined) return [{ message: 'there is no such symbol in the library', severity: 'error' }];
  const faults: PartFault[] = [...checkKeys(data, entry.keys, around)];
  if (entry.oneOf?.every((key) => data[key] === undefined) === true) {
    faults.push({ message: `${entry.oneOf.map((key) => `data-${key}`).join(' or ')} is missing`, severity: 'error' });
  }
  const taken = entry.items;
  if (taken === null) {
    if (items.length > 0) faults.push({ message: 'it takes no rows; they are left out', severity: 'warning' });
    return faults;
  }
  if (items.length > taken.max) faults.push({ message: `it takes at most ${taken.max} rows; the rest is left out`, severity: 'warning' });
  for (const [at, item] of items.entries()) {
    for (const { message, severity } of checkKeys(item, taken.keys, around)) faults.push({ message: `row ${at + 1}: ${message}`, severity });
  }
  return faults;
}

function checkPopup(popup: NonNullable<ScreenNode['popup']>, around: ScreenSurroundings): readonly PartFault[] {
  const name = popup.screen.slice(0, 60);
  if (!around.hasScreen(popup.screen)) return [{ message: `there is no screen "${name}" in the project (data-popup)`, severity: 'error' }];
  const declared = around.parametersOf(popup.screen);
  if (declared === null) return [];
  const faults: PartFault[] = [];
  for (const given of Object.keys(popup.with)) {
    if (!declared.includes(given)) faults.push({ message: `screen ${name} has no parameter ${given}; data-with-${given} does nothing`, severity: 'warning' });
  }
  for (const needed of declared) {
    if (!Object.hasOwn(popup.with, needed)) faults.push({ message: `screen ${name} needs data-with-${needed}, which is not given`, severity: 'error' });
  }
  return faults;
}
