import { beforeEach, describe, expect, it } from 'vitest';
import { TagDefinition } from '#shared/model/tag.ts';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { pensOfAsset } from '../../client/pens-of-asset.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { addAsked } from './add-pens.ts';
import { named } from './tag-words.ts';
import { createTrendChoice, maxPens, type TrendChoiceStore } from './trend-choice.ts';

const small = smallDirectory();
const text = TagDefinition.parse({ id: 'BATCH', name: 'Batch', asset: 'U2', type: 'text', device: 'PLC-2', address: 't' });
const lone = TagDefinition.parse({ id: 'V-9.OPEN', name: 'Open', asset: 'LOST', type: 'bool', use: 'open', device: 'PLC-2', address: 'v' });
const many = Array.from({ length: 30 }, (_, at) => TagDefinition.parse({ id: `T-${at}`, name: `T ${at}`, asset: 'HW', device: 'PLC-2', address: `n${at}` }));
const directory = createDirectoryIndex({ ...small, tags: [...small.tags, text, lone, ...many] });
let choice: TrendChoiceStore;
const drop = (...tags: readonly string[]): string | null => {
  addAsked(choice, directory, tags);
  return choice.store.getState().notice;
};
const pens = (): readonly string[] => choice.store.getState().pens.map(({ tag }) => tag);

beforeEach(() => {
  choice = createTrendChoice('Lead', { getItem: () => null, setItem: () => undefined });
});

describe('tags dropped on a trend', () => {
  it('become pens, with nothing said', () => {
    expect(drop('FT-1', 'TT-2')).toBeNull();
    expect(pens()).toEqual(['FT-1', 'TT-2']);
  });
  it('are refused with one sentence each way: a text, a tag the project has not, a 25th pen', () => {
    expect(drop('BATCH')).toBe('BATCH: a text has no line; only numbers and states can be pens.');
    expect(drop('NO-1')).toBe('The project has no tag NO-1.');
    drop(...many.slice(0, maxPens).map(({ id }) => id));
    expect(drop('FT-1')).toBe('24 pens are the most one trend takes; FT-1 was not added.');
    expect(pens()).toHaveLength(maxPens);
  });
  it('are all accounted for when some are taken and others not', () => {
    drop(...many.slice(0, maxPens - 1).map(({ id }) => id));
    expect(drop('FT-1', 'TT-2', 'BATCH', 'NO-1')).toBe('24 pens are the most one trend takes; TT-2 was not added. BATCH: a text has no line; only numbers and states can be pens. The project has no tag NO-1.');
    expect(pens()).toContain('FT-1');
  });
  it('that are there already are pointed out, and selected', () => {
    drop('FT-1', 'TT-2');
    expect(drop('TT-2')).toBe('TT-2 is pen 2 already.');
    expect(choice.store.getState().selected).toBe('TT-2');
    expect(pens()).toEqual(['FT-1', 'TT-2']);
  });
  it('are named up to three, so that the sentence stays one', () => {
    expect(named(['A', 'B', 'C'])).toBe('A, B, C');
    expect(named(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C and 2 more');
  });
});

describe('an asset dropped on a trend', () => {
  it('brings at most four of its own numbers, measurements first', () => {
    expect(pensOfAsset(directory, 'HW')).toEqual(['T-0', 'T-1', 'T-2', 'T-3']);
  });
  it('brings its states where it has no numbers, and nothing where it has no tags', () => {
    expect(pensOfAsset(directory, 'LOST')).toEqual(['V-9.OPEN']);
    expect(pensOfAsset(directory, 'U1')).toEqual([]);
  });
});
