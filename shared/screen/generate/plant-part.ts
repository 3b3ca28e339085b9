import type { AssetDefinition } from '#shared/model/asset.ts';
import type { Connection } from '#shared/model/logic.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { PartEntry } from '../part-entry.ts';
import { partCatalogue } from '../part-catalogue.ts';

/** What a screen is made from: the project as far as drawings know it. A console's directory fits. */
export type Plant = {
  readonly assets: readonly AssetDefinition[];
  readonly tags: readonly TagDefinition[];
  readonly connections: readonly Connection[];
  /** Ids of the screens there are, for links. */
  readonly screens: ReadonlySet<string>;
  /** Ids of tags that have alarms, for tiles; none where not known. */
  readonly alarmedTags: ReadonlySet<string>;
};

/** The part of a plant below one asset, as a screen shows it. */
export type PlantPart = {
  readonly root: AssetDefinition;
  /** Equipment with a symbol, in the order of the project. */
  readonly equipment: readonly AssetDefinition[];
  /** Assets without a symbol, whose values stand in tables: bearings, panels. */
  readonly others: readonly AssetDefinition[];
  /** Assets with a screen of their own: they are linked, not drawn. */
  readonly subScreens: readonly AssetDefinition[];
  /** Everything below the root, itself included. */
  readonly ids: ReadonlySet<string>;
};

/** The symbol of an asset's kind; undefined where the library has none. */
export function symbolOf(asset: AssetDefinition): PartEntry | undefined {
  const part = partCatalogue.get(asset.kind ?? '');
  return part?.isEquipment === true ? part : undefined;
}

/** Tags by asset, in the order of the project. */
export function tagsByAsset(plant: Plant): ReadonlyMap<string, readonly TagDefinition[]> {
  const lists = new Map<string, TagDefinition[]>();
  for (const tag of plant.tags) {
    const list = lists.get(tag.asset);
    if (list === undefined) lists.set(tag.asset, [tag]);
    else list.push(tag);
  }
  return lists;
}

/** Everything below an asset; null when there is no such asset. A ring of parents ends where it closes. */
export function partBelow(plant: Plant, id: string): PlantPart | null {
  const root = plant.assets.find((asset) => asset.id === id);
  if (root === undefined) return null;
  const children = new Map<string, AssetDefinition[]>();
  for (const asset of plant.assets) {
    if (asset.parent === undefined) continue;
    const list = children.get(asset.parent);
    if (list === undefined) children.set(asset.parent, [asset]);
    else list.push(asset);
  }
  const equipment: AssetDefinition[] = [];
  const others: AssetDefinition[] = [];
  const subScreens: AssetDefinition[] = [];
  const ids = new Set<string>([root.id]);
  const visit = (asset: AssetDefinition): void => {
    for (const child of children.get(asset.id) ?? []) {
      if (ids.has(child.id)) continue;
      ids.add(child.id);
      if (child.screen !== undefined && child.screen !== root.screen && plant.screens.has(child.screen)) {
        subScreens.push(child);
        collect(child);
        continue;
      }
      if (symbolOf(child) === undefined) others.push(child);
      else equipment.push(child);
      visit(child);
    }
  };
  const collect = (asset: AssetDefinition): void => {
    for (const child of children.get(asset.id) ?? []) {
      if (ids.has(child.id)) continue;
      ids.add(child.id);
      collect(child);
    }
  };
  if (symbolOf(root) !== undefined) equipment.push(root);
  visit(root);
  return { root, equipment, others, subScreens, ids };
}

/** "TK-501 Hotwell"; the name alone where it begins with the tag itself. */
export const titleOf = ({ id, name }: AssetDefinition): string => (name.startsWith(id) ? name : `${id} ${name}`);

/** The screen that shows an asset: its own, else that of the nearest asset above it; null where there is none. */
export function screenAbove(
  plant: Plant,
  assets: ReadonlyMap<string, AssetDefinition>,
  id: string,
): { readonly asset: AssetDefinition; readonly screen: string } | null {
  const seen = new Set<string>();
  for (let asset = assets.get(id); asset !== undefined && !seen.has(asset.id); asset = assets.get(asset.parent ?? '')) {
    seen.add(asset.id);
    if (asset.screen !== undefined && plant.screens.has(asset.screen)) return { asset, screen: asset.screen };
  }
  return null;
}

/** Machines that stand by for each other: one name but for the last letter, of one kind, below one asset. */
export function pairsOf(assets: readonly AssetDefinition[]): ReadonlyMap<string, string> {
  const groups = new Map<string, AssetDefinition[]>();
  for (const asset of assets) {
    const stem = /^(.*\d)[A-Z]$/.exec(asset.id)?.[1];
    if (stem === undefined) continue;
    const key = `${stem} ${asset.kind ?? ''} ${asset.parent ?? ''}`;
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [asset]);
    else list.push(asset);
  }
  const pairs = new Map<string, string>();
  for (const group of groups.values()) {
    const [one, other] = group;
    if (group.length !== 2 || one === undefined || other === undefined) continue;
    pairs.set(one.id, other.id);
    pairs.set(other.id, one.id);
  }
  return pairs;
}
