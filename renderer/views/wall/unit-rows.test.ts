import { describe, expect, it } from 'vitest';
import { createDirectoryIndex } from '#renderer/client/directory-index.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { demoDirectory } from '#renderer/testing/demo-directory.ts';
import { elapsedText, rowsInRoom, siteScreen, type UnitRow, unitRows } from './unit-rows.ts';

const directory = createDirectoryIndex(demoDirectory());
const drawing = (body: string) => {
  const parsed = parseScreen(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>Site</title>${body}</svg>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.screen;
};

describe('the units on the wall', () => {
  it('are those the drawing of the site has, with the values and words chosen there', () => {
    const site = drawing('<g data-symbol="unit-row" data-asset="U200" data-label="U200 Evap."><g data-tag="PT-2312" data-label="Lube pressure"/><g data-tag="GONE"/></g><g data-symbol="unit-row" data-asset="U999"/>');
    expect(unitRows(directory, site)).toEqual([{ asset: 'U200', name: 'U200 Evap.', values: [{ tagIndex: directory.indexOf('PT-2312'), label: 'Lube pressure' }] }]);
  });

  it('are all units without a drawing, each with values that have a normal range', () => {
    const rows = unitRows(directory, null);
    expect(rows.length).toBeGreaterThan(1);
    for (const { values } of rows) {
      expect(values.length).toBeLessThanOrEqual(3);
      for (const { tagIndex } of values) expect(directory.tag(tagIndex)?.normal).toBeDefined();
    }
    expect(siteScreen(directory)).not.toBeNull();
  });

  it('in alarm have room before the others, in the order of the plant', () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((name): UnitRow => ({ asset: name as never, name, values: [] }));
    const rank = ({ name }: UnitRow): number => (name === 'e' ? 1 : name === 'c' ? 2 : 9);
    expect(rowsInRoom(rows, rank, 3)).toMatchObject({ rows: [{ name: 'a' }, { name: 'c' }, { name: 'e' }], left: 2 });
    expect(rowsInRoom(rows, rank, 5)).toMatchObject({ left: 0 });
    expect(rowsInRoom(rows, rank, 0)).toMatchObject({ rows: [{ name: 'e' }], left: 4 });
  });
});

it.each([[0, '00:00:00'], [588_999, '00:09:48'], [-5, '00:00:00'], [90_061_000, '25:01:01'], [Number.NaN, '--:--:--']])('%s ms since the first-out are %s', (ms, text) => {
  expect(elapsedText(ms)).toBe(text);
});
