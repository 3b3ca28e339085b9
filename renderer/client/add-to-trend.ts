import type { DirectoryIndex } from './directory-index.ts';
import { navigation } from './navigation.ts';
import { notify } from './notices.ts';
import { pensOfAsset } from './pens-of-asset.ts';
import type { Selection } from './selection.ts';

/** Opens the trends with the selected tag as a pen, or with what there is to draw of the selected asset; says so when there is nothing. */
export function addSelectionToTrend(directory: DirectoryIndex | null, { tagId, assetId }: Pick<Selection, 'tagId' | 'assetId'>): void {
  if (tagId === null && assetId === null) return notify('Nothing is selected: pick a tag or an asset, then add it to the trend.');
  const tags = tagId !== null ? [tagId] : directory === null ? [] : pensOfAsset(directory, assetId as string);
  if (tags.length === 0) return notify(`${assetId} has no tags of its own that can be drawn.`);
  navigation.getState().open('trends', { tags });
}
