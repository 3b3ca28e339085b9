import { describe, expect, it } from 'vitest';
import type { Directory } from '#shared/contract/project.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { type PartStage, stagePart } from '#renderer/testing/part-stage.ts';
import { smallDirectory } from '#renderer/testing/small-directory.ts';

const small = smallDirectory();
const directory: Directory = {
  ...small,
  tags: [...small.tags, ...['VT-2331X', 'B', 'C', 'D'].map((id) => TagDefinition.parse({ id, name: id, asset: 'P-1', range: [0, 100], normal: [40, 60] }))],
};
/** As on a display of 1024 px, where letters are a third larger than the drawing, and back. */
function at(one: PartStage, grow: number): void {
  one.grow = grow;
  one.restyle();
}

describe('on a small display', () => {
  it('the tag of a row is set narrower where it would run into its words', () => {
    const one = stagePart({ markup: '<g data-symbol="table"><g data-tag="VT-2331X" data-label="DE radial X"/><g data-tag="B" data-label="Short"/></g>', directory });
    const lengths = (): readonly (string | undefined)[] => one.element.byClass('ps-tag').map(({ attributes }) => attributes.get('textLength'));
    expect(lengths()).toEqual([undefined, undefined]);
    at(one, 1.3);
    expect(lengths()).toEqual(['66', undefined]);
    at(one, 1);
    expect(lengths()).toEqual([undefined, undefined]);
  });
  it.each(['', ' data-flip="x"'])('the words of a flag stay in it (%s)', (flip) => {
    const one = stagePart({ markup: `<g data-symbol="link" data-screen="u500" data-label="U500 hotwell" data-width="122"${flip}/>`, directory });
    const text = one.element.byClass('ps-flag-text')[0];
    expect(text?.attributes.get('textLength')).toBe(undefined);
    at(one, 1.3);
    expect(text?.attributes.get('textLength')).toBe('101');
  });
  it('the names under a profile stand on two lines where one has no room', () => {
    const items = ['VT-2331X', 'B', 'C', 'D'].map((id, index) => `<g data-tag="${id}" data-label="${['Feed flow', 'Level', 'Preheat', 'Speed'][index]}"/>`).join('');
    const one = stagePart({ markup: `<g data-symbol="profile" data-width="230">${items}</g>`, directory });
    const rows = (): readonly (string | undefined)[] => one.element.byClass('ps-words').map(({ attributes }) => attributes.get('y'));
    expect(new Set(rows()).size).toBe(1);
    at(one, 1.3);
    const [first, second, third, fourth] = rows().map(Number);
    expect([first, second]).toEqual([third, fourth]);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(12);
  });
});
