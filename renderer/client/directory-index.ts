import type { Directory } from '#shared/contract/project.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { AlarmId, AssetId, ScreenId, TagId } from '#shared/model/ids.ts';
import type { ScreenEntry } from '#shared/model/project.ts';
import type { TagDefinition, TagUse } from '#shared/model/tag.ts';
import type { DeviceSummary } from '#shared/contract/project.ts';

/** The project's directory with every way in that views need. Tag numbers are dense indices of this directory. */
export type DirectoryIndex = {
  readonly revision: number;
  readonly directory: Directory;
  readonly tagIndex: ReadonlyMap<TagId, number>;
  readonly assets: ReadonlyMap<AssetId, AssetDefinition>;
  readonly devices: ReadonlyMap<string, DeviceSummary>;
  readonly screens: ReadonlyMap<ScreenId, ScreenEntry>;
  /** Screens that show by themselves, in the order an operator expects: home, then by the first asset of the tree that names them, then the rest by id. */
  readonly screenOrder: readonly ScreenEntry[];
  /** Assets without a parent, or whose parent does not exist. */
  readonly roots: readonly AssetDefinition[];
  /** Definition by dense index; undefined out of range. */
  tag(index: number): TagDefinition | undefined;
  /** Definition by id. */
  tagById(id: string): TagDefinition | undefined;
  /** Dense index of a tag id; −1 when there is no such tag. */
  indexOf(id: string): number;
  asset(id: string): AssetDefinition | undefined;
  childrenOf(asset: AssetId): readonly AssetDefinition[];
  /** The asset's parents, outermost first, itself last. Ends at a loop. */
  pathOf(asset: AssetId): readonly AssetDefinition[];
  /** True when `asset` is `ancestor` or below it. */
  isWithin(asset: AssetId, ancestor: AssetId): boolean;
  /** Dense indices of the asset's own tags, in the order of the project. */
  tagsOfAsset(asset: AssetId): readonly number[];
  /** First tag of the asset with this use; −1 when it has none. */
  tagOfUse(asset: AssetId, use: TagUse): number;
  alarm(id: string): AlarmDefinition | undefined;
  alarmsOfTag(index: number): readonly AlarmDefinition[];
  /** The asset an alarm belongs to: its own, else its tag's. */
  assetOfAlarm(alarm: AlarmDefinition): AssetId | null;
  /** The screen that shows an asset best: its own, else the nearest parent's; null when none has one. */
  screenOf(asset: AssetId): ScreenId | null;
};

const none: readonly never[] = [];

export function createDirectoryIndex(directory: Directory): DirectoryIndex {
  const tagIndex = new Map<TagId, number>();
  const tagsOfAsset = new Map<AssetId, number[]>();
  directory.tags.forEach((tag, index) => {
    tagIndex.set(tag.id, index);
    group(tagsOfAsset, tag.asset, index);
  });
  const assets = new Map(directory.assets.map((asset) => [asset.id, asset]));
  const children = new Map<AssetId, AssetDefinition[]>();
  const roots: AssetDefinition[] = [];
  for (const asset of directory.assets) {
    if (asset.parent !== undefined && assets.has(asset.parent)) group(children, asset.parent, asset);
    else roots.push(asset);
  }
  const alarms = new Map(directory.alarms.map((alarm) => [alarm.id, alarm]));
  const alarmsOfTag = new Map<TagId, AlarmDefinition[]>();
  for (const alarm of directory.alarms) group(alarmsOfTag, alarm.tag, alarm);
  const indexOf = (id: string): number => tagIndex.get(id as TagId) ?? -1;
  const pathOf = (id: AssetId): readonly AssetDefinition[] => {
    const path: AssetDefinition[] = [];
    let asset = assets.get(id);
    while (asset !== undefined && !path.includes(asset)) {
      path.unshift(asset);
      asset = asset.parent === undefined ? undefined : assets.get(asset.parent);
    }
    return path;
  };

  const screenRank = new Map<string, number>(directory.home === null ? [] : [[directory.home, -1]]);
  const seen = new Set<AssetId>();
  const rank = (asset: AssetDefinition): void => {
    if (seen.has(asset.id)) return;
    seen.add(asset.id);
    if (asset.screen !== undefined && !screenRank.has(asset.screen)) screenRank.set(asset.screen, seen.size);
    for (const child of children.get(asset.id) ?? none) rank(child);
  };
  for (const root of roots) rank(root);
  const rankOf = ({ id }: ScreenEntry): number => screenRank.get(id) ?? Infinity;
  // A screen that is given parameters opens from the part that gives them; by itself it would show its samples.
  const screenOrder = directory.screens.filter(({ parameters, isPopup }) => parameters === undefined && isPopup !== true).toSorted((a, b) => (rankOf(a) === rankOf(b) ? (a.id < b.id ? -1 : 1) : rankOf(a) - rankOf(b)));

  return {
    revision: directory.revision,
    directory,
    tagIndex,
    assets,
    roots,
    screenOrder,
    devices: new Map(directory.devices.map((device) => [device.id, device])),
    screens: new Map(directory.screens.map((screen) => [screen.id, screen])),
    tag: (index) => directory.tags[index],
    tagById: (id) => directory.tags[indexOf(id)],
    indexOf,
    asset: (id) => assets.get(id as AssetId),
    childrenOf: (asset) => children.get(asset) ?? none,
    pathOf,
    isWithin: (asset, ancestor) => pathOf(asset).some(({ id }) => id === ancestor),
    tagsOfAsset: (asset) => tagsOfAsset.get(asset) ?? none,
    tagOfUse: (asset, use) => tagsOfAsset.get(asset)?.find((index) => directory.tags[index]?.use === use) ?? -1,
    alarm: (id) => alarms.get(id as AlarmId),
    alarmsOfTag(index) {
      const tag = directory.tags[index];
      return tag === undefined ? none : (alarmsOfTag.get(tag.id) ?? none);
    },
    assetOfAlarm: (alarm) => alarm.asset ?? directory.tags[indexOf(alarm.tag)]?.asset ?? null,
    screenOf: (asset) => pathOf(asset).findLast(({ screen }) => screen !== undefined)?.screen ?? null,
  };
}

function group<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
