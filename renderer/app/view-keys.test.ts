import { describe, expect, it } from 'vitest';
import { views } from '../views/registry.ts';
import { keyMap } from './key-map.ts';
import { placeOfKey, viewKeys, viewKeyText } from './view-keys.ts';

describe('Keys of the views', () => {
  it('every view of the rail has one of its own, and the key leads to its place', () => {
    const keys = views.map((_, at) => viewKeyText(at));
    expect(keys).not.toContain(undefined);
    expect(new Set(keys).size).toBe(views.length);
    expect(viewKeys.map(placeOfKey)).toEqual(viewKeys.map((_, at) => at));
  });

  it('any other key leads nowhere, and a place behind the last has none', () => {
    expect(['a', '', '10', '−', 'ArrowLeft'].map(placeOfKey)).toEqual([-1, -1, -1, -1, -1]);
    expect(viewKeyText(viewKeys.length)).toBeUndefined();
  });

  it('the keyboard map names all of them, up to that of the last view', () => {
    const line = keyMap.find(({ keys }) => keys.includes('Alt 1 … 9'));
    expect(line?.keys.slice(1)).toEqual(views.slice(9).map((_, at) => viewKeyText(at + 9)));
    expect(line?.does).toContain(`${views.length} of the rail`);
  });
});
