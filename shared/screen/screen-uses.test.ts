import { expect, it } from 'vitest';
import { parseScreen } from './parse-screen.ts';
import { usesOf } from './screen-uses.ts';

it('a screen shows what its parts, rows, tiles, flows and bindings name, each once', () => {
  const read = parseScreen(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
    <g data-symbol="tiles"><g data-tag="FT-1" data-alarms="FT-1A" data-label="Feed"/></g>
    <path class="pipe-main" data-flow="FT-1 P-1.RUN" d="M0 0H9"/>
    <g><g data-symbol="pump" data-asset="P-1" data-pair="P-2" data-run="P-1.RUN"/></g>
    <g data-symbol="table"><g data-tag="TT-1" data-label="DE"/></g>
    <text x="1" y="2" data-bind-text="{FT-1} - {FT-2}">0</text>
    <text x="1" y="9">FT-9</text>
  </svg>`);
  if (!read.ok) throw new Error(read.problem.message);
  const { tags, assets } = usesOf(read.screen);
  expect([...tags].sort()).toEqual(['FT-1', 'FT-1A', 'FT-2', 'P-1.RUN', 'TT-1']);
  expect([...assets].sort()).toEqual(['P-1', 'P-2']);
});
