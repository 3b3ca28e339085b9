import { useMemo } from 'react';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { pensOfAsset } from '../../client/pens-of-asset.ts';
import { useSelection } from '../../client/use-client.ts';

/** The selected tag, or what there is to draw of the selected asset. */
export function useSelectedTags(directory: DirectoryIndex): readonly string[] {
  const tagId = useSelection((now) => now.tagId);
  const assetId = useSelection((now) => now.assetId);
  return useMemo(() => (tagId !== null ? [tagId] : assetId !== null ? pensOfAsset(directory, assetId) : []), [directory, tagId, assetId]);
}
