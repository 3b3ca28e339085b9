import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { Connection, Interlock, PlantLogic, PlantState, TripGroup } from '#shared/model/logic.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { CompiledExpression, TagDirectory } from '#shared/expressions/compiled-expression.ts';
import { notesOn, uniqueEntries, without } from './check-entries.ts';
import { existing, type Known } from './check-existing.ts';
import { checkSuppressions } from './check-suppressions.ts';
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
  const suppressions = checkSuppressions(entries.suppressions, known, around, problems);
  return {
    logic: {
      connections: checkConnections(entries.connections, known, problems),
      interlocks: checkInterlocks(entries.interlocks, known, problems),
      tripGroups: checkTripGroups(entries.tripGroups, known, problems),
      states: around.states,
      suppressions: suppressions.groups,
      classes: around.classes,
    },
    suppressionExpressions: suppressions.expressions,
    suppressionMembers: suppressions.members,
  };
}

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
      notes.error(entry, 'tag', `there is no tag "${interlock.tag}" that would tell when it acts`);
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
