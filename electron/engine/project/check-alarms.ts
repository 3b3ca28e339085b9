import { type AlarmDefinition, isLimitAlarm, type LimitAlarm, type LimitKind } from '#shared/model/alarm.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { type Notes, notesOn, without } from './check-entries.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';

/** From the lowest limit to the highest. */
const limitOrder: readonly LimitKind[] = ['low-low', 'low', 'high', 'high-high'];

/** Alarms whose tag exists and can have such an alarm; others are left out, since there would be nothing to judge. */
export function checkAlarms(
  entries: readonly Entry<AlarmDefinition>[],
  tags: ReadonlyMap<string, TagDefinition>,
  assetIds: ReadonlySet<string>,
  problems: DraftProblem[],
): readonly AlarmDefinition[] {
  const notes = notesOn<AlarmDefinition>('alarms', problems);
  const alarms: AlarmDefinition[] = [];
  const limitsOfTag = new Map<string, Entry<LimitAlarm>[]>();
  for (const entry of entries) {
    let alarm = entry.value;
    const tag = tags.get(alarm.tag);
    if (tag === undefined) {
      notes.error(entry, 'tag', `there is no tag "${alarm.tag}"; the alarm is left out`);
      continue;
    }
    const misfit = misfitOf(alarm, tag);
    if (misfit !== null) {
      notes.error(entry, 'kind', `${misfit}; the alarm is left out`);
      continue;
    }
    if (isLimitAlarm(alarm)) {
      if (tag.range !== undefined && (alarm.limit < tag.range[0] || alarm.limit > tag.range[1])) {
        notes.warning(entry, 'limit', `the limit ${alarm.limit} lies outside the range of ${tag.id}, ${tag.range.join(' to ')}`);
      }
      const limits = limitsOfTag.get(alarm.tag) ?? [];
      limits.push(entry as Entry<LimitAlarm>);
      limitsOfTag.set(alarm.tag, limits);
    }
    if (alarm.asset !== undefined && !assetIds.has(alarm.asset)) {
      notes.error(entry, 'asset', `there is no asset "${alarm.asset}"; it belongs to the tag's asset ${tag.asset}`);
      alarm = without(alarm, 'asset') as AlarmDefinition;
    }
    alarms.push(alarm);
  }
  for (const limits of limitsOfTag.values()) checkOrder(limits, notes);
  return alarms;
}

function misfitOf(alarm: AlarmDefinition, tag: TagDefinition): string | null {
  if (tag.type === 'text') return `${tag.id} is a text, which has neither limits nor states`;
  if (isLimitAlarm(alarm)) return tag.type === 'bool' ? `${tag.id} is true or false and has no limits; use kind: discrete` : null;
  if (alarm.kind !== 'discrete') return null;
  if (tag.type === 'float') return `${tag.id} is a float, which has no states; use a limit`;
  return tag.type === 'bool' && alarm.state !== 0 && alarm.state !== 1 ? `${tag.id} is true or false: its state is 1 or 0` : null;
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
