import { describe, expect, it } from 'vitest';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import type { ScreenModel } from '#shared/screen/screen-model.ts';
import { changedRange, isSameSheet } from './redraw-screen.ts';

const head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>T</title>';
function model(body: string): ScreenModel {
  const parsed = parseScreen(`${head}${body}</svg>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.screen;
}
const rect = (x: number): string => `<rect class="body" x="${x}" y="0" width="5" height="5"/>\n`;
const range = (before: string, after: string) => changedRange(model(before).nodes, model(after).nodes);

describe('what of a drawing must be drawn anew after an edit', () => {
  it('is the one part that moved, though the text behind it stands elsewhere by now', () => {
    expect(range(rect(1) + rect(2) + rect(3), rect(1) + rect(2222) + rect(3))).toEqual({ from: 1, beforeTo: 2, afterTo: 2 });
  });

  it('is nothing where only white space differs', () => {
    expect(range(rect(1) + rect(2), `\n\n${rect(1)}   ${rect(2)}`)).toEqual({ from: 2, beforeTo: 2, afterTo: 2 });
  });

  it('is what came and went, also between parts that are alike', () => {
    expect(range(rect(1) + rect(1), rect(1) + rect(1) + rect(1))).toEqual({ from: 2, beforeTo: 2, afterTo: 3 });
    expect(range(rect(1) + rect(2) + rect(3), rect(3))).toEqual({ from: 0, beforeTo: 2, afterTo: 0 });
  });

  it('is a whole group with any of its parts, a binding and a row of a table', () => {
    expect(range(`<g>${rect(1)}</g>${rect(2)}`, `<g>${rect(9)}</g>${rect(2)}`)).toEqual({ from: 0, beforeTo: 1, afterTo: 1 });
    expect(range('<text data-bind-text="{A}">x</text>', '<text data-bind-text="{A}" data-words="0:off 1:on">x</text>').beforeTo).toBe(1);
    expect(range('<g data-symbol="table"><g data-tag="A"/></g>', '<g data-symbol="table"><g data-tag="B"/></g>').beforeTo).toBe(1);
  });

  it('is all of it when the sheet or its tiles are others', () => {
    expect(isSameSheet(model(rect(1)), model(rect(2)))).toBe(true);
    expect(isSameSheet(model(''), model('<g data-symbol="tiles"><g data-tag="A"/></g>'))).toBe(false);
  });
});
