import { describe, expect, it } from 'vitest';
import { parseScreen } from '../parse-screen.ts';
import { align, distribute } from './align.ts';
import { copy, duplicate, paste } from './clipboard.ts';
import { type Change, type Draft, type Edited, elementAt, type ElementPath, openDraft, pathAt } from './draft.ts';
import { group, ungroup } from './group.ts';
import { insert, remove } from './insert.ts';
import { move } from './move.ts';
import { order } from './order.ts';
import { matchSize, resize } from './resize.ts';
import { setAttributes, setText } from './set-attributes.ts';
import { flip, turn } from './turn.ts';

const file = `<?xml version="1.0"?>
<!-- drawn by hand -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox='0 0 400 300'>
  <title>Feed &amp; brine</title>
  <style>.a{fill:none}</style>

  <!-- Feed -->
  <path class="pipe-main" data-flow='FT-1' d="M10 20h30V-5.5.5L1e1,2"/>
  <g data-symbol="pump" data-asset="P-1" transform="translate(250 506)"/> <!-- standby -->
  <g inkscape:label="Levels" class="on-level">
    <g data-symbol="value" data-tag="LT-1"
       transform="translate(10,20)"/>
    <text class="note" x="5" y="6">to <tspan>dryer</tspan></text>
  </g>
  <rect x="1" y="2" width="30" height="40" class="frame"/><circle r="5"/>
</svg>
`;

function draftOf(text: string): Draft {
  const opened = openDraft(text);
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.draft;
}
function done(edited: Edited): Change {
  if (!edited.ok) throw new Error(edited.problem.message);
  return edited.change;
}
const refused = (edited: Edited): string => (edited.ok ? 'it was done' : edited.problem.message);
/** The lines that differ, as git would show them. */
function changedLines(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}
const body = (inside: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">\n  ${inside}\n</svg>\n`;
const inside = (change: Change): string => change.draft.text.split('\n').slice(1, -2).join('\n').trim();
const start = draftOf(file);
const pump: ElementPath = [3];

describe('editing a screen', () => {
  it('finds an element by the offset a drawing gives, and nothing between elements', () => {
    const path = pathAt(start, file.indexOf('<g data-symbol="value"'));
    expect(path).toEqual([4, 0]);
    expect(elementAt(start, [4, 0])?.attributes.get('data-tag')).toBe('LT-1');
    expect(pathAt(start, file.indexOf('<!-- Feed'))).toBeNull();
    expect(pathAt(start, file.indexOf('<svg'))).toEqual([]);
  });

  it('refuses a text that is no drawing, with the line', () => {
    expect(openDraft('<svg>\n<g>\n</svg>')).toMatchObject({ ok: false, problem: { line: 3 } });
    expect(openDraft('<html/>')).toMatchObject({ ok: false });
  });

  it('changes one line when one symbol is moved, and keeps its comment', () => {
    const change = done(move(start, [pump], 10, -6));
    expect(changedLines(file, change.draft.text)).toEqual([
      '-  <g data-symbol="pump" data-asset="P-1" transform="translate(250 506)"/> <!-- standby -->',
      '+  <g data-symbol="pump" data-asset="P-1" transform="translate(260 500)"/> <!-- standby -->',
    ]);
    expect(change.picked).toEqual([pump]);
  });

  it.each([
    ['<rect x="1" y="2" width="3" height="4"/>', '<rect x="11.5" y="22" width="3" height="4"/>'],
    ['<circle r="5"/>', '<circle r="5" cx="10.5" cy="20"/>'],
    ['<ellipse cx="-10.5" cy="1" rx="2" ry="3"/>', '<ellipse cx="0" cy="21" rx="2" ry="3"/>'],
    ['<line x1="0" y1="1" x2="2" y2="3"/>', '<line x1="10.5" y1="21" x2="12.5" y2="23"/>'],
    ['<polyline points="0,1 2,3"/>', '<polyline points="10.5,21 12.5,23"/>'],
    ['<path d="M0 1l5 5H9v3Z"/>', '<path d="M10.5 21l5 5H19.5v3Z"/>'],
    ['<path d="m0 1 5 5"/>', '<path d="m10.5 21 5 5"/>'],
    ['<path d="M9-5.5.5-30"/>', '<path d="M19.5 14.5 11-10"/>'],
    ['<path d="M1 1A5 5 0 0110-10"/>', '<path d="M11.5 21A5 5 0 01 20.5 10"/>'],
    ['<text x="1px" y="2">to</text>', '<text x="11.5px" y="22">to</text>'],
    ['<text x="1" y="2">to <tspan x="1" dy="4">b</tspan></text>', '<text x="11.5" y="22">to <tspan x="11.5" dy="4">b</tspan></text>'],
    ['<g><rect/></g>', '<g transform="translate(10.5 20)"><rect/></g>'],
    ['<g transform="translate(-10.5 -20)"><rect/></g>', '<g><rect/></g>'],
    ['<g transform="translate(3)"><rect/></g>', '<g transform="translate(13.5 20)"><rect/></g>'],
    [
      '<rect transform="rotate(30 5 5)" x="0" y="0" width="9" height="9"/>',
      '<rect transform="rotate(30 15.5 25)" x="10.5" y="20" width="9" height="9"/>',
    ],
    ['<path transform="matrix(1 0 0 1 5 6)" d="M0 0"/>', '<path transform="matrix(1 0 0 1 15.5 26)" d="M0 0"/>'],
    ['<path transform="scale(2)" d="M0 0"/>', '<path transform="translate(10.5 20) scale(2)" d="M0 0"/>'],
    ['<g data-symbol="pump"/>', '<g data-symbol="pump" transform="translate(10.5 20)"/>'],
    ['<g data-template="loop" transform="translate(1 2) scale(2)"/>', '<g data-template="loop" transform="translate(11.5 22) scale(2)"/>'],
  ])('moves %s in plain numbers', (before, after) => {
    expect(inside(done(move(draftOf(body(before)), [[0]], 10.5, 20)))).toBe(after);
  });

  it('leaves rows of a table and words within a text where they are', () => {
    const text = body('<g data-symbol="table"><g data-tag="A"/></g>\n  <text x="1" y="2">a <tspan>b</tspan><tspan x="5">c</tspan></text>');
    const draft = draftOf(text);
    expect(
      done(
        move(
          draft,
          [
            [0, 0],
            [1, 0],
          ],
          5,
          5,
        ),
      ).draft.text,
    ).toBe(text);
    expect(done(turn(draft, [[0, 0]], 30)).draft.text).toBe(text);
    expect(done(move(draft, [[1, 1]], 5, 5)).draft.text).toBe(text.replace('x="5"', 'x="10"'));
  });

  it('moves what stands in a turned or stretched group as the eye sees it', () => {
    const turned = draftOf(body('<g transform="rotate(90)"><rect x="0" y="0" width="1" height="1"/></g>'));
    expect(inside(done(move(turned, [[0, 0]], 10, 0)))).toContain('<rect x="0" y="-10"');
    const large = draftOf(body('<g transform="scale(2)"><rect x="1" y="1" width="1" height="1"/></g>'));
    expect(inside(done(move(large, [[0, 0]], 10, 0)))).toContain('<rect x="6" y="1"');
  });

  it.each([
    [
      'a pump by its one size',
      '<g data-symbol="pump" data-size="40" transform="translate(100 100)"/>',
      { x: 80, y: 80, width: 40, height: 44.4 },
      { x: 80, y: 80, width: 60, height: 44.4 },
      '<g data-symbol="pump" data-size="60" transform="translate(110 110)"/>',
    ],
    [
      'a tank by both',
      '<g data-symbol="tank" data-width="40" data-height="80" transform="translate(100 100)"/>',
      { x: 80, y: 60, width: 40, height: 80 },
      { x: 80, y: 40, width: 50, height: 100 },
      '<g data-symbol="tank" data-width="50" data-height="100" transform="translate(105 90)"/>',
    ],
    [
      'a symbol at its own size',
      '<g data-symbol="pump" transform="translate(100 100)"/>',
      { x: 84, y: 84, width: 32, height: 35.52 },
      { x: 84, y: 84, width: 64, height: 71.04 },
      '<g data-symbol="pump" data-size="64" transform="translate(116 116)"/>',
    ],
    [
      'an indicator by its length',
      '<g data-symbol="indicator" data-tag="LT-1" transform="translate(10 10)"/>',
      { x: 10, y: 10, width: 9, height: 44 },
      { x: 10, y: 10, width: 9, height: 88 },
      '<g data-symbol="indicator" data-tag="LT-1" data-length="88" transform="translate(10 10)"/>',
    ],
    [
      'a rectangle',
      '<rect x="0" y="0" width="10" height="20"/>',
      { x: 0, y: 0, width: 10, height: 20 },
      { x: -10, y: 0, width: 20, height: 10 },
      '<rect x="-10" y="0" width="20" height="10"/>',
    ],
    [
      'a pipe',
      '<path d="M0 0H10v20"/>',
      { x: 0, y: 0, width: 10, height: 20 },
      { x: 0, y: 0, width: 20, height: 10 },
      '<path d="M0 0H20v10"/>',
    ],
  ])('resizes %s', (_, before, from, to, after) => {
    expect(inside(done(resize(draftOf(body(before)), [0], from, to)))).toBe(after);
  });

  it('holds a symbol at its limits, and lets a value keep its size', () => {
    const box = { x: 84, y: 84, width: 32, height: 35.52 };
    const small = done(
      resize(draftOf(body('<g data-symbol="pump" transform="translate(100 100)"/>')), [0], box, { ...box, width: 0.01, height: 0.01 }),
    );
    expect(inside(small)).toBe('<g data-symbol="pump" data-size="4" transform="translate(86 86)"/>');
    const value = body('<g data-symbol="value" data-tag="A" transform="translate(10 10)"/>');
    expect(
      inside(done(resize(draftOf(value), [0], { x: 2, y: 3, width: 108, height: 43 }, { x: 2, y: 3, width: 208, height: 43 }))),
    ).toContain('translate(10 10)');
  });

  it('turns symbols by quarters, shapes freely, and never lettering of a symbol', () => {
    const pumped = draftOf(body('<g data-symbol="pump" transform="translate(100 100)"/>'));
    const once = done(turn(pumped, [[0]], 90));
    expect(inside(once)).toBe('<g data-symbol="pump" data-turn="90" transform="translate(100 100)"/>');
    expect(done(turn(once.draft, [[0]], 270)).draft.text).toBe(pumped.text);
    expect(refused(turn(pumped, [[0]], 30))).toMatch(/quarters/);
    expect(inside(done(turn(draftOf(body('<line x1="0" y1="0" x2="10" y2="0"/>')), [[0]], 90)))).toBe(
      '<line x1="5" y1="-5" x2="5" y2="5"/>',
    );
    expect(inside(done(turn(draftOf(body('<path d="M0 0H10V4"/>')), [[0]], 90, { x: 0, y: 0 })))).toBe('<path d="M0 0V10H-4"/>');
    const rect = done(turn(draftOf(body('<rect x="0" y="0" width="10" height="10"/>')), [[0]], 30));
    expect(inside(rect)).toBe('<rect x="0" y="0" width="10" height="10" transform="rotate(30 5 5)"/>');
    expect(inside(done(turn(rect.draft, [[0]], -30)))).toBe('<rect x="0" y="0" width="10" height="10"/>');
    expect(inside(done(turn(draftOf(body('<text x="4" y="5">a</text>')), [[0]], 270)))).toBe(
      '<text x="4" y="5" transform="rotate(270 4 5)">a</text>',
    );
  });

  it('mirrors the flow of a symbol and the place of words, and both again gives the same', () => {
    const text = body(
      '<g data-symbol="pump" data-asset="P-1" transform="translate(100 50)"/>\n  <text x="10" y="5">to dryer</text>\n  <path d="M0 0a5 3 0 0 1 10 0"/>',
    );
    const once = done(flip(draftOf(text), [[0], [1], [2]], 'horizontal', { x: 50, y: 50 }));
    expect(once.draft.text).toContain('data-turn="180" transform="translate(0 50)"');
    expect(once.draft.text).toContain('<text x="90" y="5" text-anchor="end">');
    expect(once.draft.text).toContain('d="M100 0a5 3 0 0 0 -10 0"');
    const twice = done(flip(once.draft, [[0], [1], [2]], 'horizontal', { x: 50, y: 50 }));
    expect(twice.draft.text).toBe(text);
  });

  it('inserts in the layout of the file, also into an empty group and behind a comment', () => {
    const change = done(insert(start, [], 4, '<g>\n<rect/>\n</g>'));
    expect(change.draft.text).toContain('<!-- standby -->\n  <g>\n  <rect/>\n  </g>\n  <g inkscape');
    expect(change.picked).toEqual([[4]]);
    const last = done(insert(start, [], 99, '<rect/>\n<rect/>'));
    expect(last.draft.text).toContain('<circle r="5"/><rect/>\n<rect/>\n</svg>');
    const empty = done(insert(draftOf(body('<g/>')), [0], 0, '<rect/>'));
    expect(empty.draft.text).toBe(body('<g>\n    <rect/>\n  </g>'));
    expect(empty.picked).toEqual([[0, 0]]);
    expect(refused(insert(start, [], 0, '<g>'))).toMatch(/not readable/);
  });

  it('keeps the line ends of Windows', () => {
    const change = done(insert(draftOf(body('<g/>').replaceAll('\n', '\r\n')), [], 1, '<g>\n  <rect/>\n</g>'));
    expect(change.draft.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('removes an element with its line and leaves everything else', () => {
    const change = done(remove(start, [[4]]));
    expect(change.draft.text).toBe(file.replace(/ {2}<g inkscape[\s\S]*?\n {2}<\/g>\n/, ''));
    expect(refused(remove(start, [[]]))).toMatch(/cannot be removed/);
  });

  it('writes attributes without touching others, and words with what XML needs', () => {
    const change = done(setAttributes(start, [[2]], { 'data-flow': `a'b"c<&`, class: 'pipe-utility', id: null }));
    expect(change.draft.text).toContain(`<path class="pipe-utility" data-flow='a&apos;b"c&lt;&amp;' d="M10 20h30V-5.5.5L1e1,2"/>`);
    expect(elementAt(change.draft, [2])?.attributes.get('data-flow')).toBe(`a'b"c<&`);
    expect(done(setText(start, [0], 'A < B')).draft.text).toContain('<title>A &lt; B</title>');
    expect(refused(setText(start, [4, 1], 'x'))).toMatch(/several parts/);
    expect(refused(setAttributes(start, [[2]], { 'a b': '1' }))).toMatch(/no name/);
    expect(refused(setAttributes(start, [[2]], { id: 'a\u0000' }))).toMatch(/character/);
    expect(done(setAttributes(start, [[2]], { class: 'pipe-main' })).edits).toEqual([]);
  });

  it('brings elements to front and back, but not behind title and style', () => {
    const front = done(order(start, [pump], 'front'));
    expect(front.picked).toEqual([[6]]);
    expect(elementAt(front.draft, [6])?.attributes.get('data-asset')).toBe('P-1');
    const back = done(order(front.draft, [[6]], 'back'));
    expect(back.picked).toEqual([[2]]);
    const names = (draft: Draft): readonly string[] =>
      draft.root.children.filter((child) => typeof child !== 'string').map(({ name }) => name);
    expect(names(back.draft).slice(0, 3)).toEqual(['title', 'style', 'g']);
    expect(names(done(order(start, [[2]], 'forward')).draft)).toEqual(['title', 'style', 'g', 'path', 'g', 'rect', 'circle']);
    expect(names(done(order(start, [[2]], 'backward')).draft)).toEqual(names(start));
    const inline = done(order(draftOf(body('<rect id="a"/><rect id="b"/><rect id="c"/><rect id="d"/>')), [[1], [3]], 'front'));
    expect(inside(inline)).toBe('<rect id="a"/><rect id="c"/><rect id="b"/><rect id="d"/>');
    expect(inline.picked).toEqual([[2], [3]]);
    const both = done(order(start, [[2], pump], 'forward'));
    expect(both.picked.map((path) => elementAt(both.draft, path)?.name)).toEqual(['path', 'g']);
  });

  it('groups neighbours with the comments between them, and takes them apart to the same text', () => {
    const text = body('<rect/>\n  <!-- between -->\n  <g data-symbol="pump"/>\n  <circle r="1"/>');
    const grouped = done(group(draftOf(text), [[0], [1]]));
    expect(grouped.draft.text).toBe(body('<g>\n    <rect/>\n    <!-- between -->\n    <g data-symbol="pump"/>\n  </g>\n  <circle r="1"/>'));
    expect(grouped.picked).toEqual([[0]]);
    const apart = done(ungroup(grouped.draft, [[0]]));
    expect(apart.draft.text).toBe(text);
    expect(apart.picked).toEqual([[0], [1]]);
  });

  it('groups what does not stand together at the place of the foremost', () => {
    const change = done(group(draftOf(body('<rect/>\n  <circle r="1"/>\n  <g data-symbol="pump"/>')), [[0], [2]]));
    expect(change.draft.text).toBe(body('<circle r="1"/>\n  <g>\n    <rect/>\n    <g data-symbol="pump"/>\n  </g>'));
    expect(refused(group(start, [[2], [4, 0]]))).toMatch(/different groups/);
  });

  it('hands down what a group says when it is taken apart, and refuses where bindings would be lost', () => {
    const text = body(
      '<g class="on-level" data-layer="Piping" transform="translate(5 6)">\n    <g data-symbol="value" data-tag="A"/>\n    <path d="M0 0H5"/>\n  </g>',
    );
    expect(done(ungroup(draftOf(text), [[0]])).draft.text).toBe(
      body(
        '<g data-symbol="value" data-tag="A" data-layer="Piping" class="on-level" transform="translate(5 6)"/>\n  <path d="M5 6H10" data-layer="Piping" class="on-level"/>',
      ),
    );
    expect(refused(ungroup(draftOf(body('<g data-bind-visible="{A} > 1"><rect/></g>')), [[0]]))).toMatch(/data-bind-visible/);
  });

  it('aligns and distributes boxes, and matches sizes', () => {
    const draft = draftOf(
      body(
        '<rect x="0" y="0" width="10" height="10"/>\n  <rect x="30" y="5" width="20" height="10"/>\n  <rect x="90" y="9" width="10" height="10"/>',
      ),
    );
    const boxed = [
      { path: [0], box: { x: 0, y: 0, width: 10, height: 10 } },
      { path: [1], box: { x: 30, y: 5, width: 20, height: 10 } },
      { path: [2], box: { x: 90, y: 9, width: 10, height: 10 } },
    ];
    const xs = (edited: Edited, name: string): readonly (string | undefined)[] =>
      [0, 1, 2].map((at) => elementAt(done(edited).draft, [at])?.attributes.get(name));
    expect(xs(align(draft, boxed, 'right'), 'x')).toEqual(['90', '80', '90']);
    expect(xs(align(draft, boxed, 'middle'), 'y')).toEqual(['4.5', '4.5', '4.5']);
    expect(xs(distribute(draft, boxed, 'horizontal'), 'x')).toEqual(['0', '40', '90']);
    expect(xs(matchSize(draft, boxed, 'width'), 'width')).toEqual(['10', '10', '10']);
    expect(refused(distribute(draft, boxed.slice(0, 2), 'horizontal'))).toMatch(/three/);
  });

  it('copies where it is seen and pastes at a point, with ids that are free', () => {
    const draft = draftOf(body('<g transform="translate(100 0)">\n    <rect id="a" x="0" y="0" width="10" height="10"/>\n  </g>'));
    const text = copy(draft, [[0, 0]]);
    expect(text).toContain('<rect id="a" x="100" y="0"');
    expect(parseScreen(text)).toMatchObject({ ok: true });
    const pasted = done(paste(draft, text, { x: 55, y: 5 }));
    expect(pasted.draft.text).toContain('\n  <rect id="a-2" x="50" y="0" width="10" height="10"/>\n</svg>');
    expect(pasted.picked).toEqual([[1]]);
  });

  it('leaves behind what other programs wrote for themselves', () => {
    const text =
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="urn:x"><title>t</title><defs/><g x:label="L"><title>tip</title><rect width="1" height="1"/></g></svg>';
    expect(inside(done(paste(draftOf(body('<rect/>')), text)))).toBe('<rect/>\n  <g><rect width="1" height="1"/></g>');
  });

  it.each([
    ['a script', '<svg><script>x</script></svg>', /script/],
    ['a handler', '<svg><g><rect onclick="x()"/></g></svg>', /onclick/],
    ['a reference', '<svg><use xlink:href="#a"/></svg>', /use/],
    ['words', 'hello', /no drawing/],
    ['entities', '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', /document type/],
    ['nothing', '<svg><title>a</title></svg>', /nothing in it/],
    ['too much', `<svg>${'<rect/>'.repeat(6500)}</svg>`, /more than 6000/],
    ['a text too long', `<svg><text>${'x'.repeat(5_000_000)}</text></svg>`, /characters/],
  ])('refuses to paste %s, in one sentence', (_, text, said) => {
    const edited = paste(start, text);
    expect(refused(edited)).toMatch(said);
    expect(refused(edited).split('. ')).toHaveLength(1);
  });

  it('refuses doubles beyond what a screen may hold', () => {
    const many = draftOf(body('<rect/>'.repeat(4000)));
    expect(
      refused(
        duplicate(
          many,
          Array.from({ length: 4000 }, (_, at) => [at]),
          5,
          5,
        ),
      ),
    ).toMatch(/more than 6000/);
  });

  it('doubles elements right behind themselves', () => {
    const twin = done(duplicate(start, [pump], 20, 20));
    expect(twin.picked).toEqual([[4]]);
    expect(twin.draft.text).toContain('<!-- standby -->\n  <g data-symbol="pump" data-asset="P-1" transform="translate(270 526)"/>');
  });
});
