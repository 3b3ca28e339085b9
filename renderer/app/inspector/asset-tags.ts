import type { AssetId, TagId } from '#shared/model/ids.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';

export type IndexedTag = { readonly index: number; readonly tag: TagDefinition };

/** The tags of one asset by what they mean to its faceplate. */
export type AssetTags = {
  /** Process value: of use `pv`, else the tag that was picked, else the first measurement with a normal band. */
  readonly pv: IndexedTag | null;
  readonly sp: IndexedTag | null;
  readonly out: IndexedTag | null;
  readonly mode: IndexedTag | null;
  /** Tags that give the chips in the header, in order: run, open, local, available, fault, … */
  readonly states: readonly IndexedTag[];
  /** Numbers to show against their normal range, own tags first, then those of the asset's parts; at most `mostValues`. */
  readonly values: readonly IndexedTag[];
  readonly permissives: readonly IndexedTag[];
  /** Every tag of the asset. */
  readonly all: readonly IndexedTag[];
};

export const mostValues = 10;
const stateUses = ['run', 'open', 'mode', 'local', 'available', 'fault'] as const;

export function assetTags(directory: DirectoryIndex, asset: AssetId, picked: TagId | null): AssetTags {
  const at = (index: number): IndexedTag | null => {
    const tag = directory.tag(index);
    return tag === undefined ? null : { index, tag };
  };
  const listOf = (of: AssetId): IndexedTag[] => directory.tagsOfAsset(of).flatMap((index) => at(index) ?? []);
  const all = listOf(asset);
  const ofUse = (use: string): IndexedTag | null => all.find(({ tag }) => tag.use === use) ?? null;
  const isNumber = ({ tag }: IndexedTag): boolean => tag.type === 'float' || tag.type === 'int';
  const numbers = all.filter((one) => isNumber(one) && (tagUse(one) === 'measurement' || tagUse(one) === 'pv' || tagUse(one) === 'counter'));
  const parts = directory.childrenOf(asset).flatMap(({ id }) => listOf(id).filter((one) => isNumber(one) && tagUse(one) === 'measurement'));

  const pickedTag = picked === null ? null : (all.find(({ tag }) => tag.id === picked) ?? null);
  const pv = (pickedTag !== null && isNumber(pickedTag) && tagUse(pickedTag) === 'measurement' ? pickedTag : null) ?? ofUse('pv') ?? numbers.find(({ tag }) => tag.normal !== undefined) ?? numbers[0] ?? null;
  const linked = pv?.tag.setpoint === undefined ? null : at(directory.indexOf(pv.tag.setpoint));
  const mode = ofUse('mode');
  return {
    pv,
    sp: linked ?? ofUse('sp'),
    out: ofUse('out'),
    mode,
    states: stateUses.flatMap((use) => all.filter(({ tag }) => tag.use === use && (tag.type === 'bool' || tag.type === 'enum'))),
    values: [...numbers, ...parts].filter(({ index }) => index !== pv?.index).slice(0, mostValues),
    permissives: all.filter(({ tag }) => tag.use === 'permissive' && tag.type === 'bool'),
    all,
  };
}

const tagUse = ({ tag }: IndexedTag): string => tag.use;
