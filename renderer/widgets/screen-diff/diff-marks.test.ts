import { describe, expect, it } from 'vitest';
import { diffScreens } from '#shared/screen/diff/diff-screens.ts';
import { countWords, marksOf } from './diff-marks.ts';

const before = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
  <g data-symbol="pump" data-asset="P-1" transform="translate(10 10)"/>
  <g data-symbol="value" data-tag="FT-1" transform="translate(50 50)"/>
  <rect class="frame" width="5" height="5"/>
</svg>`;
const after = before
  .replace('translate(10 10)', 'translate(40 10)')
  .replace('data-asset="P-1"', 'data-asset="P-1" data-label="above"')
  .replace('  <rect class="frame" width="5" height="5"/>\n', '')
  .replace('</svg>', '  <text x="1" y="2">new</text>\n</svg>');

describe('marks of differences', () => {
  const diff = diffScreens(before, after);
  const differences = diff.ok ? diff.differences : [];
  const square = (x: number, y: number) => ({ x, y, width: 20, height: 20 });
  const boxes = {
    before: new Map([
      [before.indexOf('<g data-symbol="pump"'), square(0, 0)],
      [before.indexOf('<rect'), square(0, 80)],
    ]),
    after: new Map([[after.indexOf('<g data-symbol="pump"'), square(30, 0)]]),
  };

  it('stand once on an element with several differences, in the strongest form, with an arrow from where it was', () => {
    expect(marksOf(differences, 'after', boxes)).toEqual([
      { form: 'moved', box: { x: 25, y: -5, width: 30, height: 30 }, arrow: { from: [10, 10], to: [40, 10] }, indices: [0, 1] },
    ]);
  });

  it('mark what is gone in the earlier version only, and nothing that is not drawn', () => {
    expect(marksOf(differences, 'before', boxes).map(({ form, arrow }) => [form, arrow])).toEqual([
      ['moved', null],
      ['removed', null],
    ]);
  });

  it('are counted in words', () => {
    expect(countWords(differences)).toBe('1 added, 1 removed, 1 moved, 1 changed');
    expect(countWords([])).toBe('');
  });
});
