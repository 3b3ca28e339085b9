import { describe, expect, it } from 'vitest';
import { createDirectoryIndex } from '#renderer/client/directory-index.ts';
import { smallDirectory } from '#renderer/testing/small-directory.ts';
import { openDraft } from '#shared/screen/edit/draft.ts';
import { assetChoices, bindChoices, expressionFor } from './bind-choices.ts';

const directory = createDirectoryIndex(smallDirectory());
const opened = openDraft(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
  <g data-symbol="tank"/>
  <g data-symbol="value" data-tag="TT-2"/>
  <path class="pipe-main" d="M0 0H5"/>
  <text>Words</text>
  <g data-symbol="table"><g data-tag="TT-2"/></g>
</svg>`);
if (!opened.ok) throw new Error(opened.problem.message);
const { draft } = opened;
const titles = (at: number, tags: readonly string[]): readonly string[] =>
  bindChoices(draft, [at], tags, directory).map(({ title }) => title);
const after = (at: number, tags: readonly string[], title: string): string => {
  const edited = bindChoices(draft, [at], tags, directory)
    .find((choice) => choice.title === title)
    ?.apply(draft);
  if (edited?.ok !== true) throw new Error(`${title} was not offered or refused`);
  return edited.change.draft.text;
};

describe('what a tag can be to an element it is dropped on', () => {
  it('the keys of a part that take a tag of its type, then what an expression can set', () => {
    expect(titles(0, ['FT-1'])).toContain('Level');
    expect(titles(0, ['P-1.RUN'])).not.toContain('Level');
    expect(titles(0, ['P-1.RUN'])).toContain('Running signal');
    expect(titles(1, ['FT-1'])[0]).toBe('Tag');
    expect(after(0, ['FT-1'], 'Level')).toContain('<g data-symbol="tank" data-level="FT-1"/>');
    expect(after(1, ['FT-1'], 'Tag')).toContain('<g data-symbol="value" data-tag="FT-1"/>');
  });

  it('the flow of a line for all the tags, the words of a text', () => {
    expect(after(2, ['FT-1', 'P-1.RUN'], 'Flow of the line')).toContain('data-flow="FT-1 P-1.RUN"');
    expect(after(3, ['FT-1'], 'Text')).toContain('<text data-bind-text="{FT-1}">');
    expect(titles(3, ['FT-1'])).not.toContain('Width');
  });

  it('new rows of a table, one for each tag, and the table stays selected', () => {
    const edited = bindChoices(draft, [4], ['FT-1', 'XI-9'], directory)[0]?.apply(draft);
    if (edited?.ok !== true) throw new Error('no row was made');
    expect(edited.change.draft.text).toContain('<g data-tag="TT-2"/><g data-tag="FT-1"/>');
    expect(edited.change.picked).toEqual([[4]]);
  });

  it('an asset is what a part stands for, or what it stands by for', () => {
    const choices = assetChoices(draft, [0], 'P-1');
    expect(choices.map(({ title }) => title)).toEqual(['Asset', 'Stands by for']);
    const edited = choices[0]?.apply(draft);
    expect(edited?.ok === true && edited.change.draft.text).toContain('<g data-symbol="tank" data-asset="P-1"/>');
    expect(assetChoices(draft, [2], 'P-1')).toEqual([]);
  });

  it('nothing for a tag the project does not have', () => {
    expect(titles(0, ['NO-1'])).toEqual([]);
  });

  it('truths are asked of numbers by a comparison, numbers of truths by a choice', () => {
    expect(expressionFor('visible', 'FT-1', 'float')).toBe('{FT-1} > 0');
    expect(expressionFor('visible', 'P-1.RUN', 'bool')).toBe('{P-1.RUN}');
    expect(expressionFor('opacity', 'P-1.RUN', 'bool')).toBe('{P-1.RUN} ? 1 : 0');
    expect(expressionFor('state', 'X', 'text')).toBeNull();
  });
});
