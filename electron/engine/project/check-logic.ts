import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import type { Connection, Interlock, PlantLogic, PlantState, SuppressionGroup, TripGroup } from '#shared/model/logic.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { CompiledExpression, TagDirectory } from '../expressions/compiled-expression.ts';
import { type Notes, notesOn, uniqueEntries, without } from './check-entries.ts';
import { compileTruth } from './compile-truth.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';
import type { LoadedProject } from './loaded-project.ts';
import type { LogicEntries } from './read-logic-file.ts';

/** What the logic may refer to. */
export type LogicSurroundings = {
  readonly assets: readonly AssetDefinition[];
  readonly tags: ReadonlyMap<string, TagDefinition>;
  readonly alarms: readonly AlarmDefinition[];
  readonly deviceIds: ReadonlySet<string>;
  readonly directory: TagDirectory;
  /** Plant states and classes, checked before, since alarms refer to them. */
  readonly states: PlantLogic['states'];
  readonly classes: PlantLogic['classes'];
};
export type CheckedLogic = Pick<LoadedProject, 'logic' | 'suppressionExpressions' | 'suppressionMembers'>;

/** Whether it is a signal or an alarm that the console adds to every project: its links and its storage. */
const isOwn = (id: string, deviceIds: ReadonlySet<string>): boolean =>
  id.startsWith('SYSTEM.') || (id.endsWith('.LINK') && deviceIds.has(id.slice(0, -'.LINK'.length)));

/** Plant states whose expression can be judged; others are left out, and hide nothing. */
export function checkStates(
  entries: readonly Entry<PlantState>[],
  directory: TagDirectory,
  problems: DraftProblem[],
): { readonly states: PlantLogic['states']; readonly stateExpressions: ReadonlyMap<string, CompiledExpression> } {
  const notes = notesOn<PlantState>('states', problems);
  const stateExpressions = new Map<string, CompiledExpression>();
  const states = uniqueEntries('states', entries, problems).entries.filter((entry) => {
    const compiled = compileTruth(entry.value.when, directory);
    if (compiled.ok) stateExpressions.set(entry.value.id, compiled.value);
    else notes.error(entry, 'when', `when, ${compiled.fault.message}; the state is left out`);
    return compiled.ok;
  });
  return { states: states.map(({ value }) => value), stateExpressions };
}

/** The logic with what leads nowhere left out: a reference where the rest still says something, else the entry. */
export function checkLogic(entries: LogicEntries, around: LogicSurroundings, problems: DraftProblem[]): CheckedLogic {
  const assetIds = new Set<string>(around.assets.map(({ id }) => id));
  const alarmIds = new Set<string>(around.alarms.map(({ id }) => id));
  const known: Known = {
    hasAsset: (id) => assetIds.has(id),
    hasAlarm: (id) => alarmIds.has(id) || isOwn(id, around.deviceIds),
    hasTag: (id) => around.tags.has(id) || isOwn(id, around.deviceIds),
  };
  const { groups, expressions } = checkSuppressions(entries.suppressions, known, around.directory, problems);
  return {
    logic: {
      connections: checkConnections(entries.connections, known, problems),
      interlocks: checkInterlocks(entries.interlocks, known, problems),
      tripGroups: checkTripGroups(entries.tripGroups, known, problems),
      states: around.states,
      suppressions: groups,
      classes: around.classes,
    },
    suppressionExpressions: expressions,
    suppressionMembers: membersOf(groups, around),
  };
}

type Known = {
  readonly hasAsset: (id: AssetId) => boolean;
  readonly hasAlarm: (id: AlarmId) => boolean;
  readonly hasTag: (id: string) => boolean;
};

function checkConnections(entries: readonly Entry<Connection>[], { hasAsset }: Known, problems: DraftProblem[]): Connection[] {
  const notes = notesOn<Connection>('connections', problems);
  return uniqueEntries('connections', entries, problems).entries.flatMap((entry) => {
    const { from, to, delayS } = entry.value;
    for (const key of ['from', 'to'] as const) {
      if (!hasAsset(entry.value[key])) notes.error(entry, key, `there is no asset "${entry.value[key]}"; the connection is left out`);
    }
    if (!hasAsset(from) || !hasAsset(to)) return [];
    if (from === to) {
      notes.error(entry, 'to', 'it leads back to where it begins; the connection is left out');
      return [];
    }
    if (delayS === undefined || delayS[0] <= delayS[1]) return [entry.value];
    notes.error(entry, 'delayS', `delayS: the least time first, then the most, found ${delayS.join(' and ')}; the delay is taken as unknown`);
    return [without(entry.value, 'delayS')];
  });
}

function checkInterlocks(entries: readonly Entry<Interlock>[], known: Known, problems: DraftProblem[]): Interlock[] {
  const notes = notesOn<Interlock>('interlocks', problems);
  return uniqueEntries('interlocks', entries, problems).entries.flatMap((entry) => {
    let interlock = entry.value;
    if (interlock.tag !== undefined && !known.hasTag(interlock.tag)) {
      notes.error(entry, 'tag', `there is no tag "${interlock.tag}"`);
      interlock = without(interlock, 'tag');
    }
    const causes = existing(entry, 'causes', interlock.causes, known.hasAlarm, notes);
    const effects = existing(entry, 'effects', interlock.effects, known.hasAsset, notes);
    if (causes.length > 0 && effects.length > 0) return [{ ...interlock, causes, effects }];
    notes.error(entry, causes.length === 0 ? 'causes' : 'effects', `none of its ${causes.length === 0 ? 'causes' : 'effects'} exists; the interlock is left out`);
    return [];
  });
}

function checkTripGroups(entries: readonly Entry<TripGroup>[], known: Known, problems: DraftProblem[]): TripGroup[] {
  const notes = notesOn<TripGroup>('tripGroups', problems);
  return uniqueEntries('tripGroups', entries, problems).entries.flatMap((entry) => {
    let group = entry.value;
    if (group.asset !== undefined && !known.hasAsset(group.asset)) {
      notes.error(entry, 'asset', `there is no asset "${group.asset}"`);
      group = without(group, 'asset');
    }
    const alarms = existing(entry, 'alarms', group.alarms, known.hasAlarm, notes);
    if (alarms.length >= 2) return [{ ...group, alarms }];
    notes.error(entry, 'alarms', 'fewer than two alarms are left, of which none could be first; the group is left out');
    return [];
  });
}

/** Hiding errs to the side of showing: a group that is wrong in its condition or its exceptions hides nothing at all. */
function checkSuppressions(
  entries: readonly Entry<SuppressionGroup>[],
  known: Known,
  directory: TagDirectory,
  problems: DraftProblem[],
): { readonly groups: SuppressionGroup[]; readonly expressions: ReadonlyMap<string, CompiledExpression> } {
  const notes = notesOn<SuppressionGroup>('suppressions', problems);
  const expressions = new Map<string, CompiledExpression>();
  const groups = uniqueEntries('suppressions', entries, problems).entries.flatMap((entry) => {
    const group = entry.value;
    const compiled = compileTruth(group.when, directory);
    if (!compiled.ok) {
      notes.error(entry, 'when', `when, ${compiled.fault.message}; nothing is suppressed by it`);
      return [];
    }
    const strangers = group.except.filter((id) => !known.hasAlarm(id));
    if (strangers.length > 0) {
      notes.error(entry, 'except', `there is no alarm "${strangers[0]}" to except; nothing is suppressed until that is mended`);
      return [];
    }
    const alarms = existing(entry, 'alarms', group.alarms, known.hasAlarm, notes);
    const assets = existing(entry, 'assets', group.assets, known.hasAsset, notes);
    if (alarms.length + assets.length === 0) {
      notes.error(entry, null, 'it names neither alarms nor assets that exist; nothing is suppressed by it');
      return [];
    }
    expressions.set(group.id, compiled.value);
    return [{ ...group, alarms, assets }];
  });
  return { groups, expressions };
}

/** Those of a list that exist, each once; others are told. */
function existing<Value extends object, Id extends string>(
  entry: Entry<Value>,
  key: string,
  ids: readonly Id[],
  exists: (id: Id) => boolean,
  notes: Notes<Value>,
): Id[] {
  const noun = key === 'assets' || key === 'effects' ? 'asset' : 'alarm';
  return [...new Set(ids)].filter((id) => {
    if (exists(id)) return true;
    notes.error(entry, [key, ids.indexOf(id)], `${key}: there is no ${noun} "${id}"; it is left out`);
    return false;
  });
}

/** The alarms each group holds: named ones, and those of its assets and of all below them. */
function membersOf(groups: readonly SuppressionGroup[], { assets, alarms, tags }: LogicSurroundings): ReadonlyMap<string, readonly AlarmId[]> {
  const childrenOf = new Map<string, string[]>();
  for (const { id, parent } of assets) if (parent !== undefined) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), id]);
  const alarmsOf = new Map<string, AlarmId[]>();
  for (const alarm of alarms) {
    const asset = alarm.asset ?? tags.get(alarm.tag)?.asset ?? '';
    const list = alarmsOf.get(asset);
    if (list === undefined) alarmsOf.set(asset, [alarm.id]);
    else list.push(alarm.id);
  }
  return new Map(
    groups.map((group) => {
      // Parents lead to a root (checkAssets), so that this ends.
      const within = new Set<string>(group.assets);
      for (const asset of within) for (const child of childrenOf.get(asset) ?? []) within.add(child);
      const members = new Set<AlarmId>(group.alarms);
      for (const asset of within) for (const alarm of alarmsOf.get(asset) ?? []) members.add(alarm);
      for (const alarm of group.except) members.delete(alarm);
      return [group.id, [...members]] as const;
    }),
  );
}
