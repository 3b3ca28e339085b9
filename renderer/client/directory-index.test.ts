import { describe, expect, it } from 'vitest';
import type { AssetId } from '#shared/model/ids.ts';
import { ScreenEntry } from '#shared/model/project.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { sameDirectory } from './directory-feed.ts';
import { createDirectoryIndex } from './directory-index.ts';

const index = createDirectoryIndex(smallDirectory());
const asset = (id: string): AssetId => id as AssetId;

describe('the directory index', () => {
  it('finds tags both ways and says −1 for what does not exist', () => {
    expect(index.indexOf('TT-2')).toBe(3);
    expect(index.tag(3)?.id).toBe('TT-2');
    expect(index.indexOf('NO-1')).toBe(-1);
    expect(index.tagById('NO-1')).toBeUndefined();
  });

  it('builds the tree, and counts an asset with an unknown parent as a root', () => {
    expect(index.roots.map(({ id }) => id)).toEqual(['HW', 'LOST']);
    expect(index.childrenOf(asset('HW')).map(({ id }) => id)).toEqual(['U1', 'U2']);
    expect(index.pathOf(asset('P-1')).map(({ id }) => id)).toEqual(['HW', 'U1', 'P-1']);
    expect(index.isWithin(asset('P-1'), asset('HW'))).toBe(true);
    expect(index.isWithin(asset('P-1'), asset('U2'))).toBe(false);
  });

  it('orders screens as the plant is: home, then down the tree, then those no asset names', () => {
    const directory = smallDirectory();
    const screens = ['zone', 'a-spare', 'u1', 'plant'].map((id) => ScreenEntry.parse({ id, title: id }));
    const assets = directory.assets.map((one) => (one.id === 'U2' ? { ...one, screen: screens[0]?.id } : one)) as typeof directory.assets;
    const order = (home: string | null): string[] => createDirectoryIndex({ ...directory, screens, assets, home }).screenOrder.map(({ id }) => id);
    expect(order('u1')).toEqual(['u1', 'plant', 'zone', 'a-spare']);
    expect(order(null)).toEqual(['plant', 'u1', 'zone', 'a-spare']);
  });

  it('ends the path of assets whose parents run in a circle', () => {
    const directory = smallDirectory();
    const circular = createDirectoryIndex({
      ...directory,
      assets: directory.assets.map((one) => (one.id === 'HW' ? { ...one, parent: asset('P-1') } : one)),
    });
    expect(circular.pathOf(asset('P-1')).map(({ id }) => id)).toEqual(['HW', 'U1', 'P-1']);
  });

  it('gives an asset its tags, alarms and the nearest screen', () => {
    expect(index.tagsOfAsset(asset('P-1'))).toEqual([0, 1, 2]);
    expect(index.tagOfUse(asset('P-1'), 'run')).toBe(2);
    expect(index.tagOfUse(asset('U2'), 'run')).toBe(-1);
    expect(index.alarmsOfTag(0).map(({ id }) => id)).toEqual(['FT-1.HH', 'FT-1.H']);
    expect(index.screenOf(asset('P-1'))).toBe('u1');
    expect(index.screenOf(asset('U2'))).toBe('plant');
    expect(index.screenOf(asset('LOST'))).toBeNull();
  });

  it('knows an unchanged project under a new revision, and a changed one', () => {
    const again = structuredClone(smallDirectory(7));
    expect(sameDirectory(smallDirectory(1), again)).toBe(true);
    expect(sameDirectory(smallDirectory(1), { ...again, tags: again.tags.slice(1) })).toBe(false);
    expect(sameDirectory(smallDirectory(1), { ...again, name: 'Other' })).toBe(false);
  });
});
