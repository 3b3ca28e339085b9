import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AssetId, TagId } from '#shared/model/ids.ts';

export type Picked =
  | { readonly asset: AssetId; readonly tag?: TagId }
  | { readonly asset?: undefined; readonly tag: TagId };

export type Selection = {
  readonly assetId: AssetId | null;
  /** The tag that was picked, where a tag and not the whole asset was. */
  readonly tagId: TagId | null;
  /** While pinned the inspector keeps its asset; `assetId` follows the picks all the same. */
  readonly pinned: { readonly assetId: AssetId | null; readonly tagId: TagId | null } | null;
  /** Picks an asset, or a tag and with it the tag's asset. Whoever knows both gives both. */
  readonly select: (picked: Picked | null) => void;
  readonly togglePin: () => void;
};

/** `assetOf` answers which asset a tag belongs to; null while the directory is not there. */
export function createSelection(assetOf: (tag: TagId) => AssetId | null): StoreApi<Selection> {
  return createStore<Selection>((set, get) => ({
    assetId: null,
    tagId: null,
    pinned: null,
    select(picked) {
      if (picked === null) return set({ assetId: null, tagId: null });
      const tagId = picked.tag ?? null;
      set({ assetId: picked.asset ?? (tagId === null ? null : assetOf(tagId)), tagId });
    },
    togglePin() {
      const { pinned, assetId, tagId } = get();
      set({ pinned: pinned === null ? { assetId, tagId } : null });
    },
  }));
}
