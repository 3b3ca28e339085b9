import { isLimitAlarm } from '#shared/model/alarm.ts';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import type { PlantLogic } from '#shared/model/logic.ts';
import type { DirectoryIndex } from './directory-index.ts';

/** A measured value that the burst may reach next. */
export type WatchedTag = { readonly tagIndex: number; readonly asset: AssetId; /** Steps through the plant from the nearest alarm of the burst, 0 at its own asset. */ readonly steps: number };

const farthest = 2;

/**
 * Values with limits that stand downstream of a burst in the plant's topology and none of whose alarms is active: those
 * of the assets that alarmed last, then a step on, two at most; nearest first, at most `most`.
 */
export function watchNext(group: FirstOutGroup, directory: DirectoryIndex, isActive: (alarm: AlarmId) => boolean, most: number): readonly WatchedTag[] {
  const downstream = downstreamOf(directory.directory.logic);
  const steps = new Map<AssetId, number>();
  let edge: AssetId[] = [];
  for (const { alarm } of group.members.toReversed()) {
    const definition = directory.alarm(alarm);
    const asset = definition === undefined ? null : directory.assetOfAlarm(definition);
    if (asset === null || steps.has(asset)) continue;
    steps.set(asset, 0);
    edge.push(asset);
  }
  for (let step = 1; step <= farthest; step++) {
    const next: AssetId[] = [];
    for (const asset of edge) {
      for (const to of downstream.get(asset) ?? []) {
        if (steps.has(to)) continue;
        steps.set(to, step);
        next.push(to);
      }
    }
    edge = next;
  }
  const found: WatchedTag[] = [];
  // Places the fault has not reached yet come first: those it has reached are in the list already.
  const order = [...steps].toSorted(([, a], [, b]) => (a === 0 ? farthest + 1 : a) - (b === 0 ? farthest + 1 : b));
  for (const [asset, step] of order) {
    for (const tagIndex of directory.tagsOfAsset(asset)) {
      if (found.length >= most) return found;
      const limits = directory.alarmsOfTag(tagIndex).filter(isLimitAlarm);
      if (limits.length > 0 && directory.tag(tagIndex)?.type === 'float' && !directory.alarmsOfTag(tagIndex).some(({ id }) => isActive(id))) found.push({ tagIndex, asset, steps: step });
    }
  }
  return found;
}

const known = new WeakMap<PlantLogic, ReadonlyMap<AssetId, readonly AssetId[]>>();

/** What each asset feeds, drives or protects, its own and what acts back. */
function downstreamOf(logic: PlantLogic): ReadonlyMap<AssetId, readonly AssetId[]> {
  const before = known.get(logic);
  if (before !== undefined) return before;
  const map = new Map<AssetId, AssetId[]>();
  const add = (from: AssetId, to: AssetId): void => {
    const list = map.get(from);
    if (list === undefined) map.set(from, [to]);
    else list.push(to);
  };
  for (const { from, to, back } of logic.connections) {
    add(from, to);
    if (back) add(to, from);
  }
  known.set(logic, map);
  return map;
}
