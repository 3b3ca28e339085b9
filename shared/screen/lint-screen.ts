import type { TagDirectory } from '../expressions/compiled-expression.ts';
import { beyondSheet } from './beyond-sheet.ts';
import { compileBinding } from './compile-binding.ts';
import { partCatalogue } from './part-catalogue.ts';
import { nodesOf, partWords, type ScreenModel, type ScreenNode, type ScreenProblem, type ShapeNode } from './screen-model.ts';

/** What stands as plain text and reads as a measured value: "12.4 bar", "85 %". */
const looksLive = /^[-−]?\d+(?:[.,]\d+)?\s*(?:%|bar|mbar|kPa|MPa|Pa|°C|K|m³\/h|m3\/h|l\/h|L\/h|kg\/h|t\/h|kg|t|rpm|Hz|A|kA|V|kV|W|kW|MW|mm|µm|m|s|pH)$/;

/**
 * Hints of good practice for who draws a screen; nothing of them is wrong. After the ideas of ISA-101.01 (levels of displays,
 * values with their meaning, nothing that looks live and is not), which was not read itself but in articles about it, and of
 * the console's own rules.
 */
export function lintScreen(model: ScreenModel, directory: TagDirectory): readonly ScreenProblem[] {
  const hints: ScreenProblem[] = [];
  const hint = (node: ScreenNode | null, message: string): void => {
    hints.push({ line: node?.line ?? null, message, severity: 'warning', ...(node === null ? {} : { element: partWords(node) }) });
  };
  if (model.title === '') hint(null, 'It has no <title>: lists and tabs can only show the name of its file.');
  if (model.displayLevel === null) hint(null, 'It does not say its display level: data-display-level="1" for an overview to "4" for diagnosis.');
  const places = new Map<string, ScreenNode>();
  // What stands in a template is its own screen's to mend.
  for (const node of nodesOf(model.nodes).filter(({ within }) => within === null)) {
    if (node.kind === 'shape') {
      lintText(node, directory, hint);
      continue;
    }
    const words = partWords(node);
    const entry = partCatalogue.get(node.symbol);
    const isBound = node.bindings.some(({ target }) => target === 'state') || ['run', 'open', 'tag'].some((key) => node.data[key] !== undefined);
    if (entry?.isEquipment === true && node.data['asset'] === undefined && !isBound) {
      hint(node, `${words}: it has neither an asset nor a signal, so it never shows a state.`);
    }
    const place = `${node.symbol} ${node.transform} ${node.data['asset'] ?? ''} ${node.data['tag'] ?? ''}`;
    const other = places.get(place);
    if (other === undefined) places.set(place, node);
    else if (node.transform !== '') hint(node, `${words}: the same stands at the same place in line ${other.line}.`);
  }
  for (const { node, edge, by } of beyondSheet(model)) {
    hint(node, `${partWords(node)}: it reaches ${Math.ceil(by)} over the ${edge} edge of the drawing, which is ${model.width} wide and ${model.height} high, and is cut off there.`);
  }
  return hints;
}

function lintText(node: ShapeNode, directory: TagDirectory, hint: (node: ScreenNode, message: string) => void): void {
  if (node.name !== 'text' && node.name !== 'tspan') return;
  const binding = node.bindings.find(({ target }) => target === 'text');
  if (binding === undefined) {
    const text = node.children.filter((child) => typeof child === 'string').join('').trim();
    if (looksLive.test(text)) hint(node, `${partWords(node)}: "${text}" reads as a live value and never changes.`);
    return;
  }
  const compiled = compileBinding(binding, directory);
  const isNumber = compiled.ok && compiled.value.kind === 'expression' && compiled.value.expression.resultType === 'number';
  if (isNumber && binding.unit === null && binding.words.size === 0) hint(node, `${partWords(node)}: the number has no unit; data-unit says it.`);
}
