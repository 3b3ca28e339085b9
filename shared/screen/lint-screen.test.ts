import { expect, it } from 'vitest';
import { lintScreen } from './lint-screen.ts';
import { parseScreen } from './parse-screen.ts';

const directory = new Map([['LT-1', { index: 0, type: 'float' as const }]]);
function hints(body: string, head = 'data-display-level="2"'): string[] {
  const read = parseScreen(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" ${head}>\n${body}\n</svg>`);
  if (!read.ok) throw new Error(read.problem.message);
  expect(read.screen.problems).toEqual([]);
  const found = lintScreen(read.screen, directory);
  expect(found.every(({ severity }) => severity === 'warning')).toBe(true);
  return found.map(({ line, message }) => `${line ?? '-'}: ${message}`);
}
const title = '<title>U100</title>';

it('has nothing to say of a sound screen', () => {
  expect(
    hints(`${title}<g data-symbol="pump" data-asset="P-1" transform="translate(30 25)"/><text data-bind-text="{LT-1} * 2" data-unit="m">0</text><text>to dryer</text><g data-symbol="pump" data-bind-state="{LT-1} &gt; 5" transform="translate(60 25)"/>`),
  ).toEqual([]);
});
it.each([
  ['a screen without a title or level', hints.bind(null, '', ''), ['-: It has no <title>', '-: It does not say its display level']],
  ['equipment that never shows a state', hints.bind(null, `${title}<g data-symbol="pump" transform="translate(50 25)"/>`), ['2: symbol pump: it has neither an asset nor a signal']],
  ['what stands outside the drawing', hints.bind(null, `${title}\n<g data-symbol="pump" data-asset="P-1" transform="translate(500 25)"/>`), ['3: symbol pump P-1: it reaches 416 over the right edge']],
  ['what reaches over an edge from within', hints.bind(null, `${title}\n<g transform="translate(20 20)"><g data-symbol="pump" data-asset="P-1" transform="translate(72 0)"/></g>`), ['3: symbol pump P-1: it reaches 8 over the right edge']],
  ['the same twice at one place', hints.bind(null, `${title}${'<g data-symbol="pump" data-asset="P-1" transform="translate(50 25)"/>\n'.repeat(2)}`), ['3: symbol pump P-1: the same stands at the same place in line 2']],
  ['text that reads as a live value', hints.bind(null, `${title}<text>12.4 bar</text><text>Line <tspan>85 %</tspan></text>`), ['2: text: "12.4 bar" reads as a live value', '2: tspan: "85 %"']],
  ['a number without a unit', hints.bind(null, `${title}<text data-bind-text="{LT-1} * 2">0</text>`), ['2: text: the number has no unit']],
])('hints at %s', (_, found, expected) => {
  expect(found()).toEqual(expected.map((words) => expect.stringContaining(words)));
});
