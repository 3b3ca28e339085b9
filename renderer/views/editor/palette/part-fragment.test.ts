import { describe, expect, it } from 'vitest';
import { createDirectoryIndex } from '#renderer/client/directory-index.ts';
import { smallDirectory } from '#renderer/testing/small-directory.ts';
import { openDraft } from '#shared/screen/edit/draft.ts';
import { insert } from '#shared/screen/edit/insert.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { partFragment } from './part-fragment.ts';
import { valueFragments } from './value-fragment.ts';

const directory = createDirectoryIndex(smallDirectory());
const at = { x: 120.004, y: 40 };
const parameters = [
  { name: 'number', sample: '102' },
  { name: 'words', sample: 'a & b' },
];
const templates = [{ name: 'pump-pair', title: 'Pump pair', parameters, isReadable: true }];
const opened = openDraft('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 500">\n  <title>T</title>\n</svg>\n');
if (!opened.ok) throw new Error(opened.problem.message);
/** The problems a screen has with this piece in it; a piece that cannot be inserted is an error. */
const problemsOf = (piece: string): readonly string[] => {
  const edited = insert(opened.draft, [], 9, piece);
  if (!edited.ok) throw new Error(edited.problem.message);
  const parsed = parseScreen(edited.change.draft.text);
  return parsed.ok ? parsed.screen.problems.map(({ message }) => message) : [parsed.problem.message];
};

describe('what a part of the palette places', () => {
  it('is a piece of SVG every screen can hold, for each part of the catalogue', () => {
    for (const name of partCatalogue.keys()) {
      const piece = partFragment(`part ${name}`, directory, templates)?.fragmentAt(at) ?? '';
      expect([name, piece.startsWith(`<g data-symbol="${name}" transform="translate(120 40)"`)]).toEqual([name, true]);
      expect([name, problemsOf(piece)]).toEqual([name, []]);
    }
  });

  it('an asset becomes the symbol of its kind, one without a symbol its name', () => {
    expect(partFragment('asset P-1', directory, templates)?.fragmentAt(at)).toBe(
      '<g data-symbol="pump" data-asset="P-1" transform="translate(120 40)"/>',
    );
    expect(partFragment('asset LOST', directory, templates)?.fragmentAt(at)).toBe('<text class="asset-name" x="120" y="40">LOST</text>');
    expect(partFragment('asset NO-1', directory, templates)).toBeNull();
  });

  it('a template is used with the samples of its parameters; one the project does not have is not placed', () => {
    expect(partFragment('template pump-pair', directory, templates)?.fragmentAt(at)).toBe(
      '<g data-template="pump-pair" data-with-number="102" data-with-words="a &amp; b" transform="translate(120 40)"/>',
    );
    for (const text of ['template "><script>', 'template other', 'nonsense', 'part nonsense', 'part constructor'])
      expect(partFragment(text, directory, templates)).toBeNull();
  });

  it('tags become values below each other, with an indicator where there is a range, with a sparkline where asked for', () => {
    expect(valueFragments(['FT-1', 'TT-2'], directory, { x: 10, y: 20 }, false).split('\n')).toEqual([
      '<g data-symbol="value" data-tag="FT-1" data-show="indicator" transform="translate(10 20)"/>',
      '<g data-symbol="value" data-tag="TT-2" transform="translate(10 84)"/>',
    ]);
    expect(valueFragments(['FT-1'], directory, { x: 10, y: 20 }, true)).toContain('data-show="indicator spark"');
  });
});
