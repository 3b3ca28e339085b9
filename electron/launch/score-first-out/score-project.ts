import { stat } from 'node:fs/promises';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import { TableRefused } from '../../engine/exchange/formats/table.ts';
import { createPlantKnowledge, type PastFloods, type PlantKnowledge } from '../../engine/first-out/plant-knowledge.ts';
import { loadProject } from '../../engine/project/load-project.ts';
import { withSystemTags } from '../../engine/system-tags.ts';

/** An alarm's place in the plant, as far as the project knows the name a file has for it. */
export type LoggedPlace = { readonly alarm: AlarmId; readonly tag: TagId; readonly asset: AssetId | null };

/** What a project knows of the plant, and how names in files are found in it. */
export type ScoreProject = {
  readonly knowledge: PlantKnowledge;
  /** The same with what earlier floods did. */
  withPast(past: PastFloods): PlantKnowledge;
  assetOf(tag: string): AssetId | null;
  placeOf(tag: string, condition: string): LoggedPlace;
  readonly notes: readonly string[];
};

const conditions: Readonly<Record<string, AlarmDefinition['kind']>> = {
  h: 'high', hi: 'high', high: 'high', hh: 'high-high', hihi: 'high-high', highhigh: 'high-high',
  l: 'low', lo: 'low', low: 'low', ll: 'low-low', lolo: 'low-low', lowlow: 'low-low',
};

/** Loads the project in a folder; without a folder nothing is known. Throws a TableRefused where there is none. */
export async function loadScoreProject(dir: string | null): Promise<ScoreProject> {
  if (dir === null) return scoreProject({ assets: [], tags: [], alarms: [], connections: [], interlocks: [] }, []);
  const isFolder = await stat(dir).then((found) => found.isDirectory(), () => false);
  if (!isFolder) throw new TableRefused(`There is no project folder ${dir}.`);
  // Addresses are no matter here: no driver is needed to know how the plant hangs together.
  const loaded = await loadProject(dir, { driverTypes: [] });
  const { assets, tags, alarms, logic } = withSystemTags(loaded);
  if (loaded.tags.length === 0 && loaded.assets.length === 0) throw new TableRefused(`${dir} holds no project: neither assets nor tags.`);
  const notes = logic.connections.length === 0 ? ['The project has no connections in logic/: order and behaviour alone decide.'] : [];
  return scoreProject({ assets, tags, alarms, connections: logic.connections, interlocks: logic.interlocks }, notes);
}

type Source = Pick<Awaited<ReturnType<typeof loadProject>>, 'assets' | 'tags' | 'alarms'> & Pick<Awaited<ReturnType<typeof loadProject>>['logic'], 'connections' | 'interlocks'>;

function scoreProject({ assets, tags, alarms, connections, interlocks }: Source, notes: readonly string[]): ScoreProject {
  const assetIds = new Map<string, AssetId>(assets.map(({ id }) => [id, id]));
  const tagAssets = new Map<string, AssetId>(tags.map(({ id, asset }) => [id, asset]));
  const byId = new Map<string, AlarmDefinition>(alarms.map((alarm) => [alarm.id, alarm]));
  const byTag = new Map<string, AlarmDefinition[]>();
  for (const alarm of alarms) byTag.set(alarm.tag, [...(byTag.get(alarm.tag) ?? []), alarm]);
  const assetOf = (name: string): AssetId | null => {
    const end = name.search(/[./:][^./:]*$/);
    return tagAssets.get(name) ?? assetIds.get(name) ?? (end > 0 ? assetOf(name.slice(0, end)) : null);
  };
  const find = (tag: string, condition: string): AlarmDefinition | undefined => {
    const kind = conditions[condition.toLowerCase().replace(/[^a-z]/g, '')];
    const own = byTag.get(tag) ?? [];
    return byId.get(`${tag}.${condition}`) ?? own.find((alarm) => alarm.kind === kind) ?? byId.get(tag) ?? (own.length === 1 ? own[0] : undefined);
  };
  const createKnowledge = (past?: PastFloods): PlantKnowledge => createPlantKnowledge({ assets, connections, interlocks, ...(past === undefined ? {} : { past }) });
  return {
    knowledge: createKnowledge(),
    withPast: createKnowledge,
    assetOf,
    placeOf(tag, condition) {
      const alarm = find(tag, condition);
      if (alarm !== undefined) return { alarm: alarm.id, tag: alarm.tag, asset: alarm.asset ?? tagAssets.get(alarm.tag) ?? null };
      return { alarm: (condition === '' ? tag : `${tag}/${condition}`) as AlarmId, tag: tag as TagId, asset: assetOf(tag) };
    },
    notes,
  };
}
