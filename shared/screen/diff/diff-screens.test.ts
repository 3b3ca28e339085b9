import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicate } from '../edit/clipboard.ts';
import { childElements, type Draft, type Edited, type ElementPath, elementAt, openDraft } from '../edit/draft.ts';
import { group, ungroup } from '../edit/group.ts';
import { insert, remove } from '../edit/insert.ts';
import { move } from '../edit/move.ts';
import { order } from '../edit/order.ts';
import { setAttributes, setText } from '../edit/set-attributes.ts';
import { turn } from '../edit/turn.ts';
import { diffNote } from './diff-note.ts';
import { diffScreens } from './diff-screens.ts';
import type { ScreenDifference } from './screen-difference.ts';

const file = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 600">
  <title>U200 Evaporation</title>
  <!-- Feed -->
  <path class="pipe-main" data-flow="FT-2011" d="M118 436V506H232"/>
  <path class="arrow" d="M507 500L519 506L507 512z"/>
  <path class="arrow" d="M607 500L619 506L607 512z"/>
  <g data-symbol="pump" data-asset="P-201A" transform="translate(250 506)"/>
  <g data-symbol="pump" data-asset="P-201B" transform="translate(250 596)"/>
  <g data-symbol="value" data-tag="FT-2011" transform="translate(352 446)"/>
  <g class="on-level">
    <g data-symbol="value" data-tag="LT-2012" transform="translate(118 304)"/>
    <text class="note" x="10" y="20">to hotwell</text>
  </g>
  <g data-symbol="table" data-width="352" transform="translate(600 368)">
    <g data-tag="TT-2321" data-label="DE bearing"/>
    <g data-tag="TT-2322" data-label="NDE bearing"/>
  </g>
  <rect class="frame" x="700" y="34" width="150" height="268" rx="8"/>
</svg>
`;

function draftOf(text: string): Draft {
  const opened = openDraft(text);
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.draft;
}
const start = draftOf(file);
const textOf = (edited: Edited): string => {
  if (!edited.ok) throw new Error(edited.problem.message);
  return edited.change.draft.text;
};
function diff(before: string, after: string): readonly ScreenDifference[] {
  const result = diffScreens(before, after);
  if (!result.ok) throw new Error(result.problem.message);
  return result.differences;
}
const said = (after: string, before = file): readonly string[] => diff(before, after).map(({ kind, sentence }) => `${kind}: ${sentence}`);

describe('difference of two versions of a screen', () => {
  it('finds none where only white space, comments and the order of attributes differ', () => {
    const other = file
      .replace('<!-- Feed -->', '')
      .replaceAll('\n  ', '\n    ')
      .replace('data-symbol="pump" data-asset="P-201A"', `data-asset='P-201A' data-symbol="pump"`);
    expect(said(other)).toEqual([]);
  });

  it('says what was moved, in words and by element', () => {
    const after = textOf(move(start, [[4]], 20, -5));
    expect(said(after)).toEqual(['moved: P-201A moved 20 right and 5 up']);
    const [difference] = diff(file, after);
    expect(difference).toMatchObject({ before: { from: file.indexOf('<g data-symbol="pump"'), path: [4] }, by: { x: 20, y: -5 } });
    expect(after.slice(difference?.after?.from).startsWith('<g data-symbol="pump" data-asset="P-201A"')).toBe(true);
  });

  it.each([
    ['another tag', file.replace('data-tag="FT-2011" ', 'data-tag="FT-2012" '), ['bound: Value FT-2011 now shows FT-2012']],
    ['another flow', file.replace('data-flow="FT-2011"', 'data-flow="FT-2012"'), ['bound: Pipe of FT-2011 now shows the flow of FT-2012']],
    [
      'another symbol',
      file.replace('"pump" data-asset="P-201B"', '"fan" data-asset="P-201B"'),
      ['bound: P-201B is drawn as fan now, was pump'],
    ],
    [
      'a binding',
      file.replace('data-asset="P-201B"', 'data-asset="P-201B" data-bind-visible="{FT-2011} > 5"'),
      ['bound: P-201B has visible {FT-2011} > 5 now'],
    ],
    ['other words', file.replace('to hotwell', 'to silo'), ['text: Text "to hotwell" now reads "to silo"']],
    [
      'another class',
      file.replace('class="pipe-main"', 'class="pipe-utility"'),
      ['class: Pipe of FT-2011 is now pipe-utility, was pipe-main'],
    ],
    [
      'another label',
      file.replace('data-asset="P-201A"', 'data-asset="P-201A" data-label="above"'),
      ['attribute: P-201A has name stands above now'],
    ],
    [
      'a size',
      file.replace('data-asset="P-201A"', 'data-asset="P-201A" data-size="64"'),
      ['resized: P-201A is now 64 × 71.04, was 32 × 35.52'],
    ],
    [
      'a direction',
      file.replace('data-asset="P-201A"', 'data-asset="P-201A" data-turn="90"'),
      ['turned: P-201A turned from right to down'],
    ],
    ['a frame', file.replace('width="150"', 'width="170"'), ['resized: Frame is now 170 × 268, was 150 × 268']],
    ['a line', file.replace('V506H232', 'V506H240'), ['reshaped: Pipe of FT-2011 runs another way']],
    [
      'a row',
      file.replace('data-tag="TT-2322"', 'data-tag="TT-9"'),
      ['bound: Rows with indicators now also shows TT-9', 'bound: Rows with indicators no longer shows TT-2322'],
    ],
    ['a title', file.replace('U200 Evaporation', 'U200'), ['drawing: Title is now "U200", was "U200 Evaporation"']],
    [
      'a size of the drawing',
      file.replace('0 0 900 600', '0 0 1000 600'),
      ['drawing: Size of the drawing is now 1000 × 600, was 900 × 600'],
    ],
    [
      'a colour for drawing programs',
      file.replace('rx="8"', 'rx="8" fill="#fff"'),
      ['unseen: Frame looks different in drawing programs only (one attribute)'],
    ],
  ])('says that there is %s', (_, after, sentences) => {
    expect(said(after)).toEqual(sentences);
  });

  it('names what is new and what is gone, groups once', () => {
    expect(said(textOf(remove(start, [[5]])))).toEqual(['removed: P-201B removed']);
    expect(said(textOf(remove(start, [[7]])))).toEqual(['removed: Group with 2 elements removed']);
    expect(said(textOf(insert(start, [], 9, '<g data-symbol="value" data-tag="TT-1"/>')))).toEqual(['added: Value TT-1 added']);
    expect(said(textOf(duplicate(start, [[7]], 5, 5)))).toEqual(['added: Group with 2 elements added']);
  });

  it('tells a group made and a group dissolved as that, and not as much of what is in it', () => {
    const grouped = textOf(group(start, [[4], [5]]));
    expect(said(grouped)).toEqual(['added: Group was made of what was there']);
    expect(said(file, grouped)).toEqual(['removed: Group was dissolved']);
    expect(said(textOf(ungroup(start, [[7]])))).toEqual([
      'removed: Group was dissolved',
      'class: Value LT-2012 has class on-level now',
      'class: Text "to hotwell" has class on-level now',
    ]);
  });

  it('takes what changed altogether, between the same neighbours, for the same', () => {
    expect(said(file.replace('x="10" y="20">to hotwell', 'x="15" y="20">to silo'))).toEqual([
      'moved: Text "to hotwell" moved 5 right',
      'text: Text "to hotwell" now reads "to silo"',
    ]);
  });

  it('tells a moved group once, with what is in it', () => {
    expect(said(textOf(move(start, [[7]], 3, 4)))).toEqual(['moved: Group moved 3 right and 4 down']);
  });

  it('says what was brought to the front, and nothing of the others', () => {
    expect(said(textOf(order(start, [[4]], 'front')))).toEqual(['reordered: P-201A is drawn further in front']);
    expect(said(textOf(order(start, [[8]], 'back')))).toEqual(['reordered: Rows with indicators is drawn further behind']);
  });

  it('says by how much a shape was turned', () => {
    expect(said(textOf(turn(start, [[9]], 30)))).toEqual(['turned: Frame turned by 30°']);
  });

  it('names the version that cannot be read', () => {
    expect(diffScreens('<svg>', file)).toMatchObject({ ok: false, version: 'before' });
    expect(diffScreens(file, '<svg>\n</g>')).toMatchObject({ ok: false, version: 'after', problem: { line: 2 } });
  });

  it('finds nothing in equal texts and one difference for one change, whatever the change', () => {
    const paths: ElementPath[] = [];
    const visit = (path: ElementPath): void => {
      const element = elementAt(start, path);
      if (path.length > 0 && element !== null && !['title', 'g'].includes(element.name)) paths.push(path);
      if (element?.attributes.has('data-symbol') && element.attributes.get('data-symbol') !== 'table') paths.push(path);
      if (!element?.attributes.has('data-symbol')) childElements(element ?? start.root).forEach((_, at) => visit([...path, at]));
    };
    visit([]);
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.constantFrom('moved', 'removed', 'attribute'),
        fc.integer({ min: 1, max: 400 }),
        (path, kind, by) => {
          const after =
            kind === 'moved'
              ? move(start, [path], by, -by)
              : kind === 'removed'
                ? remove(start, [path])
                : setAttributes(start, [path], { 'data-layer': `L${by}` });
          expect(diff(textOf(after), textOf(after))).toEqual([]);
          const found = diff(file, textOf(after));
          expect(found.map((one) => one.kind)).toEqual([kind]);
          expect(found[0]?.before?.from).toBe(elementAt(start, path)?.from);
          // And back again.
          expect(diff(textOf(after), file)).toHaveLength(1);
        },
      ),
    );
  });

  it('finds the changes of an element among thousands like it', () => {
    const arrows = Array.from(
      { length: 2500 },
      (_, at) =>
        `  <path class="arrow" d="M${at} 5l5 5-5 5z"/>\n  <g data-symbol="pump" data-asset="P-${at}" transform="translate(${at} 9)"/>`,
    );
    const large = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9000 600">\n${arrows.join('\n')}\n</svg>\n`;
    const draft = draftOf(large);
    const after = textOf(setText(draftOf(textOf(move(draft, [[2401], [4000]], 7, 0))), [0], ''));
    expect(said(after, large)).toEqual(['moved: P-1200 moved 7 right', 'moved: Arrow moved 7 right']);
  });
});

describe('note of a version', () => {
  const note = (after: string, most?: number): string => diffNote(diff(file, after), most);

  it('says what changed in one line, and the same change of many once', () => {
    expect(note(file)).toBe('');
    expect(note(textOf(move(start, [[4]], 20, 0)))).toBe('P-201A moved 20 right');
    expect(note(textOf(move(start, [[4], [5]], 20, 0)))).toBe('P-201A and P-201B moved 20 right');
    expect(note(textOf(move(start, [[4], [5], [6]], 20, 0)))).toBe('3 elements moved 20 right');
    const more = textOf(move(draftOf(file.replace('to hotwell', 'to silo')), [[4]], 20, 0));
    expect(note(more)).toBe('P-201A moved 20 right; text "to hotwell" now reads "to silo"');
    expect(note(more, 40)).toBe('P-201A moved 20 right; 1 more change');
  });
});
