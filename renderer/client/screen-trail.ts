import type { AssetDefinition } from '#shared/model/asset.ts';
import type { ScreenEntry } from '#shared/model/project.ts';
import type { DirectoryIndex } from './directory-index.ts';

/** One screen on the way down to the one shown, and the screens beside it: what a press on it offers. */
export type TrailStep = { readonly screen: ScreenEntry; readonly beside: readonly ScreenEntry[] };

/**
 * The way from the site down to this screen by the assets whose screens they are; the screen itself last. A screen that no
 * asset names stands alone; beside it stand the others of that kind.
 */
export function screenTrail(directory: DirectoryIndex, screen: string): readonly TrailStep[] {
  const own = directory.screens.get(screen as never);
  if (own === undefined) return [];
  const owners = directory.directory.assets.filter((asset) => asset.screen === screen);
  const owner = owners.toSorted((a, b) => directory.pathOf(a.id).length - directory.pathOf(b.id).length)[0];
  if (owner === undefined) {
    const named = new Set(directory.directory.assets.flatMap((asset) => asset.screen ?? []));
    return [{ screen: own, beside: directory.screenOrder.filter(({ id }) => !named.has(id)) }];
  }
  const steps: TrailStep[] = [];
  let above: AssetDefinition | null = null;
  for (const asset of directory.pathOf(owner.id)) {
    const entry = asset.screen === undefined ? undefined : directory.screens.get(asset.screen);
    if (entry === undefined || steps.some((step) => step.screen === entry)) continue;
    steps.push({ screen: entry, beside: screensBelow(directory, above === null ? directory.roots : directory.childrenOf(above.id)) });
    above = asset;
  }
  return steps;
}

/** The nearest screens of these assets: their own, or where one has none those of its parts. Each once, in the order of the tree. */
function screensBelow(directory: DirectoryIndex, assets: readonly AssetDefinition[]): readonly ScreenEntry[] {
  const found = new Set<ScreenEntry>();
  const seen = new Set<string>();
  const walk = (asset: AssetDefinition): void => {
    if (seen.has(asset.id)) return;
    seen.add(asset.id);
    const entry = asset.screen === undefined ? undefined : directory.screens.get(asset.screen);
    if (entry !== undefined) found.add(entry);
    else for (const child of directory.childrenOf(asset.id)) walk(child);
  };
  for (const asset of assets) walk(asset);
  return [...found];
}
