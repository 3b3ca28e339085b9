import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TagDirectory } from '#shared/expressions/compiled-expression.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { Scene } from '#shared/model/scene.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { TrendSet } from '#shared/model/trend-set.ts';
import type { RunbookSurroundings } from '#shared/runbook/check-runbook.ts';
import { ownTag } from './check-screens.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';
import type { ProjectRunbook } from './loaded-project.ts';

type Parts = {
  readonly tags: ReadonlyMap<string, TagDefinition>;
  readonly directory: TagDirectory;
  readonly alarms: readonly AlarmDefinition[];
  readonly deviceIds: ReadonlySet<string>;
  readonly assets: readonly AssetDefinition[];
  readonly screens: ReadonlySet<string>;
  readonly scenes: readonly Scene[];
  readonly trends: readonly TrendSet[];
  /** Folder of the project. */
  readonly dir: string;
};

/** What runbooks of a project may name: what is in its files, and the signals and alarms the console adds for its links and storage. */
export function runbookSurroundings({ tags, directory, alarms, deviceIds, assets, screens, scenes, trends, dir }: Parts): Omit<RunbookSurroundings, 'runbooks'> {
  const isOwn = (id: string): boolean => id.startsWith('SYSTEM.') || ownTag(id, deviceIds) !== undefined;
  const alarmIds = new Set<string>(alarms.map(({ id }) => id));
  const units = new Set<string>();
  for (const { unit } of tags.values()) units.add(unit);
  return {
    tags: { has: (id) => tags.has(id) || isOwn(id), get: (id) => tags.get(id) },
    units,
    directory: { get: (id) => directory.get(id) ?? ownTag(id, deviceIds) },
    alarms: { has: (id) => alarmIds.has(id) || isOwn(id) },
    assets: new Set<string>(assets.map(({ id }) => id)),
    kinds: new Set(assets.flatMap(({ kind }) => kind ?? [])),
    screens,
    scenes: new Map(scenes.map((scene) => [scene.id as string, new Set<string>(scene.views.map(({ id }) => id))])),
    trends: new Set<string>(trends.map(({ id }) => id)),
    documents: { has: (path) => existsSync(join(dir, 'documents', path)) },
  };
}

/** Alarms and assets that name a runbook there is none of. A project that has no runbooks at all keeps them elsewhere. */
export function checkRunbookNames(
  runbooks: readonly ProjectRunbook[],
  { alarms, assets }: { readonly alarms: readonly Entry<AlarmDefinition>[]; readonly assets: readonly Entry<AssetDefinition>[] },
  problems: DraftProblem[],
): void {
  if (runbooks.length === 0) return;
  const ids = new Set<string>(runbooks.map(({ runbook }) => runbook.id));
  const check = (named: string | undefined, file: string, at: readonly (string | number)[], what: string): void => {
    if (named !== undefined && !ids.has(named)) problems.push({ file, at, message: `${what}: there is no runbook "${named}"`, severity: 'warning' });
  };
  for (const { value, file, item } of alarms) check(value.runbook, file, ['alarms', item, 'runbook'], `alarm ${value.id}`);
  for (const { value, file, item } of assets) check(value.alarms?.runbook, file, ['assets', item, 'alarms', 'runbook'], `asset ${value.id}`);
}
