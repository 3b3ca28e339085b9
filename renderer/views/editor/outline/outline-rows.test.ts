import { expect, it } from 'vitest';
import { openDraft } from '#shared/screen/edit/draft.ts';
import { outlineRows } from './outline-rows.ts';

const opened = openDraft(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>T</title>
<g data-layer="Piping"><path class="pipe-main" d="M0 0H5"/></g>
<g data-symbol="pump" data-asset="P-1"/><text>Brine <tspan>feed</tspan></text><g data-template="loop"/></svg>`);
if (!opened.ok) throw new Error(opened.problem.message);
const { draft } = opened;

it('lists what is in front first, what draws nothing is not listed, groups are opened one by one', () => {
  const closed = outlineRows(draft, () => false);
  expect(closed.map(({ words, detail }) => `${words}: ${detail}`)).toEqual([
    'Template: loop',
    'Text: Brine feed',
    'Pump: P-1',
    'Layer: Piping',
  ]);
  expect(closed.map(({ path }) => path)).toEqual([[4], [3], [2], [1]]);
  expect(outlineRows(draft, () => true).at(-1)).toMatchObject({ path: [1, 0], depth: 1, words: 'Line' });
});

it('words find elements in closed groups too', () => {
  expect(outlineRows(draft, () => false, 'pipe').map(({ path }) => path)).toEqual([[1, 0]]);
  expect(outlineRows(draft, () => false, 'p-1').map(({ path }) => path)).toEqual([[2]]);
});
