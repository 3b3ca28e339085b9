import type { LoadSettings } from '#shared/model/alarm-load.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { Project } from '#shared/model/project.ts';

/** What of a project the load is measured by. */
export type LoadFacts = {
  readonly name: string;
  readonly operators: number;
  readonly shifts: readonly string[];
  readonly settings: LoadSettings;
  definition(alarm: string): AlarmDefinition | undefined;
  /** Alarms defined with priority 1 to 4. */
  readonly defined: readonly number[];
  /** Alarms that are over as soon as they come. */
  readonly momentary: readonly string[];
  /** The area an alarm belongs to; null for one without. */
  areaOf(definition: AlarmDefinition): AssetDefinition | null;
};

/** Facts of one revision of the project; what of it is looked up often is made once. */
export function loadFacts({ file, alarms, assets, tags }: Pick<Project, 'file' | 'alarms' | 'assets' | 'tags'>): LoadFacts {
  const byId = new Map<string, AlarmDefinition>(alarms.map((alarm) => [alarm.id, alarm]));
  const assetById = new Map<string, AssetDefinition>(assets.map((asset) => [asset.id, asset]));
  const assetOfTag = new Map<string, string | undefined>(tags.map(({ id, asset }) => [id, asset]));
  const defined = [0, 0, 0, 0];
  for (const { priority } of alarms) (defined[priority - 1] as number)++;
  const areas = new Map<string, AssetDefinition | null>();
  const areaAbove = (id: string): AssetDefinition | null => {
    const known = areas.get(id);
    if (known !== undefined) return known;
    let area: AssetDefinition | null = null;
    const seen = new Set<string>();
    for (
      let asset = assetById.get(id);
      asset !== undefined && !seen.has(asset.id);
      asset = asset.parent === undefined ? undefined : assetById.get(asset.parent)
    ) {
      seen.add(asset.id);
      area = asset;
      // The nearest area; where the tree has none, its topmost asset.
      if (asset.level === 'area') break;
    }
    areas.set(id, area);
    return area;
  };
  return {
    name: file.name,
    operators: file.alarms.operators,
    shifts: file.alarms.shifts,
    settings: file.alarms.load,
    definition: (alarm) => byId.get(alarm),
    defined,
    momentary: alarms.filter(({ kind }) => kind === 'change-of-state').map(({ id }) => id),
    areaOf({ asset, tag }) {
      const of = asset ?? assetOfTag.get(tag);
      return of === undefined ? null : areaAbove(of);
    },
  };
}
