import type { AssetDefinition } from '#shared/model/asset.ts';
import { notesOn, without } from './check-entries.ts';
import { guidanceMistakes, type GuidanceSurroundings } from './check-guidance.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';

/** Assets whose parents exist and lead to a root. A parent that does not is taken away: the asset stands at the top. */
export function checkAssets(
  entries: readonly Entry<AssetDefinition>[],
  around: GuidanceSurroundings,
  problems: DraftProblem[],
): readonly AssetDefinition[] {
  const notes = notesOn<AssetDefinition>('assets', problems);
  const parents = new Map(entries.map(({ value }) => [value.id as string, value.parent as string | undefined]));
  const isSettled = new Set<string>();
  return entries.map((entry): AssetDefinition => {
    let asset = entry.value;
    if (asset.screen !== undefined && !around.screenIds.has(asset.screen)) {
      notes.warning(entry, 'screen', `there is no screen "${asset.screen}" in screens/`);
    }
    for (const { key, message } of guidanceMistakes(asset.alarms ?? {}, around)) {
      notes.error(entry, ['alarms', key], `alarms.${key}: ${message}`);
      asset = { ...asset, alarms: without(asset.alarms ?? {}, key) };
    }
    if (asset.parent === undefined) return asset;
    if (!parents.has(asset.parent)) {
      notes.error(entry, 'parent', `there is no asset "${asset.parent}" to stand under; it is shown at the top`);
      return without(asset, 'parent');
    }
    const loop = findLoop(asset.id, parents, isSettled);
    if (loop === null) return asset;
    notes.error(entry, 'parent', `it stands under itself: ${loop.join(' → ')}; it is shown at the top`);
    parents.set(asset.id, undefined);
    return without(asset, 'parent');
  });
}

/** The way from an asset through its parents back to itself; null when it ends, and then all on it are settled. */
function findLoop(start: string, parents: ReadonlyMap<string, string | undefined>, isSettled: Set<string>): readonly string[] | null {
  const path = [start];
  const onPath = new Set(path);
  for (let next = parents.get(start); next !== undefined && !isSettled.has(next); next = parents.get(next)) {
    path.push(next);
    if (next === start) return path;
    // A loop further up that does not come through here is found when one of its own assets is looked at.
    if (onPath.has(next)) return null;
    onPath.add(next);
  }
  for (const id of path) isSettled.add(id);
  return null;
}
