import { type AlarmDefinition, isLimitAlarm, type LimitAlarm, type LimitKind } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { CompiledExpression, TagDirectory } from '#shared/expressions/compiled-expression.ts';
import { type Misfit, misfitOf } from './alarm-misfit.ts';
import { type Notes, notesOn, without } from './check-entries.ts';
import { guidanceMistakes, type GuidanceSurroundings } from './check-guidance.ts';
import { compileTruth } from './compile-truth.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';
import type { LoadedProject } from './loaded-project.ts';

/** What alarms may refer to. */
export type AlarmSurroundings = GuidanceSurroundings & {
  readonly tags: ReadonlyMap<string, TagDefinition>;
  readonly directory: TagDirectory;
  readonly assetIds: ReadonlySet<string>;
  readonly deviceIds: ReadonlySet<string>;
  readonly stateIds: ReadonlySet<string>;
  /** Alarms as they were last in force, by id. */
  readonly before: ReadonlyMap<string, AlarmDefinition>;
};
export type CheckedAlarms = Pick<LoadedProject, 'alarms' | 'alarmExpressions' | 'suppressWhen'>;

/** From the lowest limit to the highest. */
const limitOrder: readonly LimitKind[] = ['low-low', 'low', 'high', 'high-high'];

/**
 * Alarms that can be judged on the tags there are. In place of one that cannot stands its last good version, if that still
 * can; without one it is left out, since there would be nothing to judge. Other references that lead nowhere are left out
 * and the alarm stays; where one would have hidden it, it is shown.
 */
export function checkAlarms(entries: readonly Entry<AlarmDefinition>[], around: AlarmSurroundings, problems: DraftProblem[]): CheckedAlarms {
  const notes = notesOn<AlarmDefinition>('alarms', problems);
  const alarms: AlarmDefinition[] = [];
  const alarmExpressions = new Map<AlarmId, CompiledExpression>();
  const suppressWhen = new Map<AlarmId, CompiledExpression>();
  const limitsOfTag = new Map<string, Entry<LimitAlarm>[]>();
  for (const asWritten of entries) {
    const judged = judgeable(asWritten, around, notes);
    if (judged === null) continue;
    const { entry, expression } = judged;
    let alarm = checkReferences(entry, around, notes);
    if (expression !== null) alarmExpressions.set(alarm.id, expression);
    if (isLimitAlarm(alarm)) {
      checkRange(entry, alarm, around.tags, notes);
      const limits = limitsOfTag.get(alarm.tag) ?? [];
      limits.push(entry as Entry<LimitAlarm>);
      limitsOfTag.set(alarm.tag, limits);
    }
    if (alarm.suppressWhen !== undefined) {
      const compiled = compileTruth(alarm.suppressWhen, around.directory);
      if (compiled.ok) suppressWhen.set(alarm.id, compiled.value);
      else {
        notes.error(entry, 'suppressWhen', `suppressWhen, ${compiled.fault.message}; nothing is suppressed by it`);
        alarm = without(alarm, 'suppressWhen') as AlarmDefinition;
      }
    }
    alarms.push(alarm);
  }
  for (const limits of limitsOfTag.values()) checkOrder(limits, notes);
  return { alarms, alarmExpressions, suppressWhen };
}

/** The alarm as written if it can be judged, or as it was last; null when neither can. */
function judgeable(
  entry: Entry<AlarmDefinition>,
  around: AlarmSurroundings,
  notes: Notes<AlarmDefinition>,
): { readonly entry: Entry<AlarmDefinition>; readonly expression: CompiledExpression | null } | null {
  const compiled = conditionOf(entry.value, around);
  if (!('key' in compiled)) return { entry, ...compiled };
  const before = around.before.get(entry.value.id);
  const earlier = before === undefined ? compiled : conditionOf(before, around);
  const ending = 'key' in earlier ? 'the alarm is left out' : 'its last good version stays in use';
  notes.error(entry, compiled.key, `${compiled.message}; ${ending}`);
  return 'key' in earlier ? null : { entry: { ...entry, value: before as AlarmDefinition }, ...earlier };
}

function conditionOf(alarm: AlarmDefinition, around: AlarmSurroundings): Misfit | { readonly expression: CompiledExpression | null } {
  const misfit = misfitOf(alarm, around);
  if (misfit !== null || alarm.kind !== 'expression') return misfit ?? { expression: null };
  const compiled = compileTruth(alarm.expression, around.directory);
  return compiled.ok ? { expression: compiled.value } : { key: 'expression', message: `expression, ${compiled.fault.message}` };
}

/** The alarm without references that lead nowhere. */
function checkReferences(entry: Entry<AlarmDefinition>, around: AlarmSurroundings, notes: Notes<AlarmDefinition>): AlarmDefinition {
  let alarm = entry.value;
  if (alarm.asset !== undefined && !around.assetIds.has(alarm.asset)) {
    notes.error(entry, 'asset', `there is no asset "${alarm.asset}"; it belongs to the tag's asset ${around.tags.get(alarm.tag)?.asset}`);
    alarm = without(alarm, 'asset') as AlarmDefinition;
  }
  for (const { key, message } of guidanceMistakes(alarm, around)) {
    notes.error(entry, key, message);
    alarm = without(alarm, key) as AlarmDefinition;
  }
  const unknownStates = alarm.suppressIn?.filter((state) => !around.stateIds.has(state)) ?? [];
  if (unknownStates.length > 0) {
    for (const state of unknownStates) notes.error(entry, 'suppressIn', `there is no plant state "${state}" in logic/; nothing is suppressed by it`);
    alarm = { ...alarm, suppressIn: alarm.suppressIn?.filter((state) => around.stateIds.has(state)) };
  }
  const state = alarm.kind === 'discrete' || alarm.kind === 'trip' ? alarm.state : alarm.kind === 'off-normal' ? alarm.normal : null;
  const words = around.tags.get(alarm.tag)?.states;
  if (state !== null && words !== undefined && !Object.hasOwn(words, String(state))) {
    notes.warning(entry, alarm.kind === 'off-normal' ? 'normal' : 'state', `${alarm.tag} has no word for its state ${state}`);
  }
  return alarm;
}

function checkRange(entry: Entry<AlarmDefinition>, alarm: LimitAlarm, tags: AlarmSurroundings['tags'], notes: Notes<AlarmDefinition>): void {
  const range = tags.get(alarm.tag)?.range;
  if (range === undefined || (alarm.limit >= range[0] && alarm.limit <= range[1])) return;
  notes.warning(entry, 'limit', `the limit ${alarm.limit} lies outside the range of ${alarm.tag}, ${range.join(' to ')}`);
}

/** Limits of one tag stand in order: low-low below low below high below high-high. */
function checkOrder(limits: readonly Entry<LimitAlarm>[], notes: Notes<AlarmDefinition>): void {
  const sorted = limits.toSorted((a, b) => limitOrder.indexOf(a.value.kind) - limitOrder.indexOf(b.value.kind));
  for (let i = 1; i < sorted.length; i++) {
    const below = (sorted[i - 1] as Entry<LimitAlarm>).value;
    const above = sorted[i] as Entry<LimitAlarm>;
    if (below.kind === above.value.kind || above.value.limit > below.limit) continue;
    notes.warning(
      above,
      'limit',
      `the ${above.value.kind} limit ${above.value.limit} is not above the ${below.kind} limit ${below.limit} (alarm ${below.id})`,
    );
  }
}
