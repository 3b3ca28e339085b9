import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { NamedArea } from './control-plant.ts';

export type Areas = {
  /** Those that writable tags belong to, in the order of the assets. */
  readonly list: readonly NamedArea[];
  /** The area of what stands at this asset; null where the project does not have the asset. */
  areaOf(asset: string): string | null;
};

/**
 * The parts of the plant that one console at a time controls: assets marked `control: true`; where none is, those of level
 * unit, or of level area where there are no units. What lies below none of them belongs to the topmost asset above it, so
 * that no writable tag is without an area.
 */
export function controlAreas(assets: readonly AssetDefinition[], tags: readonly TagDefinition[]): Areas {
  const byId = new Map<string, AssetDefinition>(assets.map((asset) => [asset.id, asset]));
  const marked = [
    assets.filter(({ control }) => control === true),
    assets.filter(({ level }) => level === 'unit'),
    assets.filter(({ level }) => level === 'area'),
  ].find((some) => some.length > 0);
  const isArea = new Set<string>((marked ?? []).map(({ id }) => id));
  const known = new Map<string, string>();
  const areaOf = (from: string): string | null => {
    const before = known.get(from);
    if (before !== undefined) return before;
    const seen = new Set<string>();
    let at = byId.get(from);
    let found: string | null = null;
    // A ring of parents, which the project's check reports, ends where it began.
    while (at !== undefined && !seen.has(at.id)) {
      seen.add(at.id);
      found = at.id;
      if (isArea.has(at.id)) break;
      at = at.parent === undefined ? undefined : byId.get(at.parent);
    }
    if (found !== null) known.set(from, found);
    return found;
  };
  const used = new Set(tags.filter(({ writable }) => writable).map(({ asset }) => areaOf(asset)));
  return { list: assets.filter(({ id }) => used.has(id)).map(({ id, name }) => ({ area: id, name })), areaOf };
}
