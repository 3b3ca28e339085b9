import { describe, expect, it } from 'vitest';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { pensOfAsset } from '../../client/pens-of-asset.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { findTags } from './find-tags.ts';
import { addPens, createTrendChoice, maxPens, readChoice } from './trend-choice.ts';
import { trendPen } from './trend-pens.ts';

const storage = () => {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
};

describe('the pens of a trend', () => {
  it('keep their numbers when another is removed, and a new one takes the free number', () => {
    const { pens } = addPens([], ['A', 'B', 'C']);
    const without = pens.filter(({ tag }) => tag !== 'B');
    expect(addPens(without, ['D']).pens).toEqual([{ tag: 'A', number: 1 }, { tag: 'C', number: 3 }, { tag: 'D', number: 2 }]);
  });
  it('are at most 24, and which ones had no place is said', () => {
    const choice = createTrendChoice('Lead', storage());
    choice.add(Array.from({ length: maxPens + 2 }, (_, at) => `T-${at}`));
    expect(choice.store.getState().pens).toHaveLength(maxPens);
    expect(choice.store.getState().notice).toBe('24 pens are the most one trend takes; T-24, T-25 were not added.');
  });
  it('are not added twice', () => {
    expect(addPens(addPens([], ['A']).pens, ['A', 'A']).pens).toHaveLength(1);
  });
  it('are there again for the same user, and not for another', () => {
    const kept = storage();
    const choice = createTrendChoice('Lead', kept);
    choice.add(['A', 'B']);
    choice.setMode('percent');
    choice.setSpan(3_600_000);
    expect(createTrendChoice('Lead', kept).store.getState()).toMatchObject({ pens: choice.store.getState().pens, mode: 'percent', spanMs: 3_600_000 });
    expect(createTrendChoice('Night', kept).store.getState().pens).toEqual([]);
  });
  it('can be saved as a set and opened again', () => {
    const kept = storage();
    const choice = createTrendChoice('Lead', kept);
    choice.add(['A', 'B']);
    choice.saveSet('Lube oil');
    choice.remove('A');
    const again = createTrendChoice('Lead', kept);
    again.open(again.store.getState().sets[0]!);
    expect(again.store.getState().pens.map(({ tag }) => tag)).toEqual(['A', 'B']);
    again.deleteSet('Lube oil');
    expect(again.store.getState().sets).toEqual([]);
  });
  it('survive damaged storage', () => {
    for (const text of ['{', 'null', '[]', '{"pens":7,"sets":[null,{"name":1}],"spanMs":"x"}']) expect(readChoice(text)).toMatchObject({ pens: [], sets: [], mode: 'lanes', spanMs: 600_000 });
    expect(readChoice('{"pens":[{"tag":"A","number":1},{"tag":"B","number":1}]}').pens.map(({ number }) => number)).toEqual([1, 2]);
  });
  it('say when they cannot be kept', () => {
    const choice = createTrendChoice('Lead', {
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    });
    choice.add(['A']);
    expect(choice.store.getState().pens).toHaveLength(1);
    expect(choice.store.getState().notice).toContain('storage of this console is full');
  });
});

describe('the pen of a tag', () => {
  const directory = createDirectoryIndex(smallDirectory());
  it('carries its limits, normal band and range', () => {
    expect(trendPen(directory, { tag: 'FT-1', number: 4 })).toMatchObject({
      id: 'FT-1',
      number: 4,
      title: 'Pump 1',
      normal: [40, 60],
      range: [0, 100],
      isState: false,
      draw: 'line',
      limits: [{ kind: 'high-high', value: 90 }, { kind: 'high', value: 70 }],
    });
  });
  it('is drawn in steps for a state, with its words', () => {
    expect(trendPen(directory, { tag: 'P-1.RUN', number: 1 })).toMatchObject({ isState: true, draw: 'step', states: { '0': 'Off', '1': 'On' }, range: [0, 1] });
  });
  it('does not exist for a tag the project has not', () => {
    expect(trendPen(directory, { tag: 'NO', number: 1 })).toBeNull();
  });
  it('of an asset is one of its numbers, measurements before setpoints', () => {
    expect(pensOfAsset(directory, 'P-1')).toEqual(['FT-1', 'FT-1.SP']);
    expect(pensOfAsset(directory, 'NO')).toEqual([]);
  });
});

describe('the search for pens', () => {
  const { tags } = smallDirectory();
  it('finds by every word in tag, name or asset, beginnings first', () => {
    expect(findTags(tags, 'p-1', 10).map(({ id }) => id)).toEqual(['P-1.RUN', 'FT-1', 'FT-1.SP']);
    expect(findTags(tags, 'name ft sp', 10).map(({ id }) => id)).toEqual(['FT-1.SP']);
    expect(findTags(tags, '', 10)).toEqual([]);
    expect(findTags(tags, 'p-1', 1)).toHaveLength(1);
  });
});
