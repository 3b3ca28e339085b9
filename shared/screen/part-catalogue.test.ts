import { describe, expect, it } from 'vitest';
import { checkScreen } from './check-screen.ts';
import { parseScreen } from './parse-screen.ts';

const around = {
  directory: new Map([
    ['RUN', { index: 0, type: 'bool' as const }],
    ['T1', { index: 1, type: 'float' as const }],
  ]),
  hasAsset: (id: string) => id === 'P-1',
  hasScreen: () => true,
  parametersOf: () => [],
};

function messages(markup: string): readonly string[] {
  const parsed = parseScreen(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>Test</title>${markup}</svg>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return [...parsed.screen.problems, ...checkScreen(parsed.screen, around)].map(({ message }) => message);
}

describe('check of live parts by the catalogue', () => {
  it.each([
    '<g data-symbol="lamp" data-tag="RUN"/>',
    '<g data-symbol="lamp" data-value="{T1} &gt; 5.0"/>',
    '<g data-symbol="value-table" data-columns="A; B; C"><g data-label="R" data-tags="T1 - T1"/></g>',
    '<g data-symbol="xy" data-x="T1" data-y="T1"><g data-points="1,2 3,4" data-kind="limit"/></g>',
    '<g data-symbol="alarm-summary" data-asset="P-1" data-rows="0"/>',
  ])('%s has nothing wrong with it', (markup) => expect(messages(markup)).toEqual([]));
  it.each([
    ['<g data-symbol="lamp"/>', /data-tag or data-value is missing/],
    ['<g data-symbol="lamp" data-tag="T1"/>', /type bool or enum or int/],
    ['<g data-symbol="lamp" data-value="{T1} &gt;"/>', /data-value/],
    ['<g data-symbol="multi-state" data-tag="RUN" data-words="idle"/>', /data-words/],
    ['<g data-symbol="trend"><g data-tag="RUN"/></g>', /type float or int/],
    ['<g data-symbol="xy" data-x="T1" data-y="T1"><g data-points="1,2 3"/></g>', /numbers in pairs/],
    ['<g data-symbol="starfish" data-size="9"><g data-tag="T1"/></g>', /from 100 to 1600/],
    ['<g data-symbol="alarm-summary" data-asset="GONE"/>', /no asset "GONE"/],
    ['<g data-symbol="value-table" data-columns="A"><g data-label="R" data-tags="GONE"/></g>', /no tag "GONE"/],
  ])('%s is named before it runs', (markup, reason) => expect(messages(markup).join(' ')).toMatch(reason));
});
