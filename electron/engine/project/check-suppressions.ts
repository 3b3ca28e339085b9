import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { SuppressionGroup } from '#shared/model/logic.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { CompiledExpression, TagDirectory } from '#shared/expressions/compiled-expression.ts';
import { notesOn, uniqueEntries } from './check-entries.ts';
import { existing, type Known } from './check-existing.ts';
import { compileTruth } from './compile-truth.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';

type Surroundings = {
  readonly assets: readonly AssetDefinition[];
  readonly tags: ReadonlyMap<string, TagDefinition>;
  readonly alarms: readonly AlarmDefinition[];
  readonly directory: TagDirectory;
};
export type CheckedSuppressions = {
  readonly groups: SuppressionGroup[];
  readonly expressions: ReadonlyMap<string, CompiledExpression>;
  readonly members: ReadonlyMap<string, readonly AlarmId[]>;
};

/** Most assets and alarms that all groups together may reach: each of thousands could name the whole works. */
const maxReached = 5_000_000;

/** Hiding errs to the side of showing: a group that is wrong in its condition or its exceptions hides nothing at all. */
export function checkSuppressions(entries: readonly Entry<SuppressionGroup>[], known: Known, around: Surroundings, problems: DraftProblem[]): CheckedSuppressions {
  const notes = notesOn<SuppressionGroup>('suppressions', problems);
  const expressions = new Map<string, CompiledExpression>();
  const members = new Map<string, readonly AlarmId[]>();
  const membersOf = memberSearch(around);
  const groups = uniqueEntries('suppressions', entries, problems).entries.flatMap((entry): SuppressionGroup[] => {
    const compiled = compileTruth(entry.value.when, around.directory);
    if (!compiled.ok) {
      notes.error(entry, 'when', `when, ${compiled.fault.message}; nothing is suppressed by it`);
      return [];
    }
    const stranger = entry.value.except.find((id) => !known.hasAlarm(id));
    if (stranger !== undefined) {
      notes.error(entry, 'except', `there is no alarm "${stranger}" to except; nothing is suppressed until that is mended`);
      return [];
    }
    const group = {
      ...entry.value,
      alarms: existing(entry, 'alarms', entry.value.alarms, known.hasAlarm, notes),
      assets: existing(entry, 'assets', entry.value.assets, known.hasAsset, notes),
    };
    if (group.alarms.length + group.assets.length === 0) {
      notes.error(entry, null, 'it names neither alarms nor assets that exist; nothing is suppressed by it');
      return [];
    }
    const found = membersOf(group);
    if (found === null) {
      notes.error(entry, 'assets', `all suppressions together reach more than ${maxReached.toLocaleString('en')} assets and alarms; nothing is suppressed by this one`);
      return [];
    }
    expressions.set(group.id, compiled.value);
    members.set(group.id, found);
    return [group];
  });
  return { groups, expressions, members };
}

/** Finds the alarms of a group: those named, and those of its assets and of all below them. Null once that is too much. */
function memberSearch({ assets, alarms, tags }: Surroundings): (group: SuppressionGroup) => readonly AlarmId[] | null {
  const childrenOf = new Map<string, string[]>();
  for (const { id, parent } of assets) if (parent !== undefined) add(childrenOf, parent, id);
  const alarmsOf = new Map<string, AlarmId[]>();
  for (const alarm of alarms) add(alarmsOf, alarm.asset ?? tags.get(alarm.tag)?.asset ?? '', alarm.id);
  let reached = 0;

  return (group) => {
    const members = new Set<AlarmId>(group.alarms);
    // Grows while it is gone through; parents lead to a root (checkAssets), so that this ends.
    const within = new Set<string>(group.assets);
    for (const asset of within) {
      for (const alarm of alarmsOf.get(asset) ?? []) members.add(alarm);
      for (const child of childrenOf.get(asset) ?? []) within.add(child);
      if (reached + within.size + members.size > maxReached) return null;
    }
    reached += within.size + members.size;
    for (const alarm of group.except) members.delete(alarm);
    return [...members];
  };
}

function add<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
