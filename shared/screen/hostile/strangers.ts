import { drawingClasses, drawnElements, limits } from '../allow-list.ts';
import { bindingTargets, stateLooks } from '../screen-binding.ts';
import { type ScreenData, type ScreenModel, type ScreenNode, screenRoles } from '../screen-model.ts';

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?(?:px)?$/;
const values: Readonly<Record<string, RegExp>> = {
  d: /^[\s,MmLlHhVvCcSsQqTtAaZz0-9.eE+-]*$/,
  points: /^[\s,0-9.eE+-]*$/,
  transform: /^(?:\s|,|translate|rotate|scale|matrix|skewX|skewY|[()0-9.eE+-])*$/,
  'text-anchor': /^(?:start|middle|end)$/,
};
const odd = /[\u202a-\u202e\u2066-\u2069\ufffe\uffff]/;
const isControl = (text: string): boolean => text.split('').some((letter) => letter < ' ' && !'\t\n\r'.includes(letter));

/** Everything in a model that is not on the allow-list, in words; empty for any model the parser may give. */
export function strangersIn(model: ScreenModel): readonly string[] {
  const found: string[] = [];
  const words = (text: string, where: string, most: number): void => {
    if (text.length > most) found.push(`${where} has ${text.length} characters`);
    if (odd.test(text) || isControl(text)) found.push(`${where} has odd characters`);
  };
  const data = (entries: ScreenData, where: string): void => {
    for (const [name, value] of Object.entries(entries)) {
      if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) found.push(`${where} has data ${name}`);
      words(value, `${where} data-${name}`, limits.dataLength);
    }
  };
  let count = 0;
  const look = (node: ScreenNode | string, depth: number): void => {
    if (typeof node === 'string') return words(node, 'text', limits.textLength);
    count++;
    if (depth > limits.xml.maxDepth * (limits.templates.depth + 1)) found.push('nested too deep');
    for (const { target, expression, words: said, states, unit } of node.bindings) {
      if (!bindingTargets.includes(target)) found.push(`binding ${String(target)}`);
      words(expression, 'expression', 4000);
      words(unit ?? '', 'unit', 24);
      for (const word of said.values()) words(word, 'word', 60);
      for (const state of states.values()) if (!stateLooks.includes(state)) found.push(`look ${String(state)}`);
    }
    if (node.role !== null && !screenRoles.includes(node.role)) found.push(`role ${String(node.role)}`);
    words(node.layer ?? '', 'layer', 60);
    if (node.popup !== null) {
      words(node.popup.screen, 'popup', 120);
      for (const [name, value] of Object.entries(node.popup.with)) words(`${name}${value}`, 'parameter', 340);
    }
    if (node.kind === 'symbol') {
      if (!(values['transform'] as RegExp).test(node.transform)) found.push(`symbol transform ${node.transform}`);
      words(node.symbol, 'symbol', 60);
      data(node.data, 'symbol');
      for (const item of node.items) data(item, 'item');
      return;
    }
    const allowed = drawnElements.get(node.name);
    if (allowed === undefined) found.push(`element ${node.name}`);
    for (const [name, value] of Object.entries(node.attributes)) {
      if (name === 'id' || allowed?.has(name) !== true) found.push(`attribute ${name} of ${node.name}`);
      if (value.length > limits.pathLength) found.push(`${name} has ${value.length} characters`);
      if (name === 'class') {
        for (const one of value.split(' ')) if (!drawingClasses.has(one)) found.push(`class ${one}`);
      } else if (!(values[name] ?? number).test(value)) found.push(`${name}="${value.slice(0, 60)}"`);
    }
    for (const child of node.children) look(child, depth + 1);
  };
  for (const node of model.nodes) look(node, 1);
  for (const tile of model.tiles) data(tile, 'tile');
  words(model.title, 'title', limits.textLength);
  if (count > limits.nodes) found.push(`${count} parts`);
  if (model.problems.length > limits.problems + 1) found.push(`${model.problems.length} problems`);
  return found;
}
