import { describe, expect, it } from 'vitest';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { findTags, searchTexts, sourceText } from './tag-search.ts';

const directory = createDirectoryIndex(smallDirectory());
const texts = searchTexts(directory);
const find = (query: string, device: string | null = null, asset: string | null = null): (string | undefined)[] =>
  findTags(directory, texts, { query, device, asset }).map((index) => directory.tag(index)?.id);

describe('the tag search', () => {
  it('finds by id, name, asset, unit and device, all words at once', () => {
    expect(find('ft-1')).toEqual(['FT-1', 'FT-1.SP']);
    expect(find('pump plc-1 m³')).toEqual(['FT-1']);
    expect(find('calculated')).toEqual(['XI-9']);
    expect(find('nothing like it')).toEqual([]);
  });
  it('puts tags whose id begins with the word first', () => expect(find('p-1')[0]).toBe('P-1.RUN'));
  it('narrows to a device, and to an asset with all below it', () => {
    expect(find('', 'PLC-2')).toEqual(['TT-2']);
    expect(find('', null, 'U1')).toEqual(['FT-1', 'FT-1.SP', 'P-1.RUN']);
    expect(find('', null, 'HW')).toHaveLength(5);
  });
  it('writes where a tag comes from', () => {
    expect(sourceText({ expression: '{A} * 2' })).toBe('= {A} * 2');
    expect(sourceText({ address: { table: 'holding', register: 12 } })).toBe('table holding, register 12');
  });
  it('finds among 100,000 tags', () => {
    const small = smallDirectory();
    const [pattern] = small.tags;
    if (pattern === undefined) throw new Error('no tag');
    const big = createDirectoryIndex({ ...small, tags: Array.from({ length: 100_000 }, (_, i) => ({ ...pattern, id: `T-${i}` as typeof pattern.id })) });
    const found = findTags(big, searchTexts(big), { query: 't-9999', device: null, asset: 'HW' });
    expect(found).toHaveLength(11);
  });
});
