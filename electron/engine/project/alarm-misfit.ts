import { type AlarmDefinition, isLimitAlarm } from '#shared/model/alarm.ts';
import { assertNever } from '#shared/model/fault.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

/** Why an alarm cannot be judged, and the setting that is to blame. */
export type Misfit = { readonly key: string; readonly message: string };

type Known = { readonly tags: ReadonlyMap<string, TagDefinition>; readonly deviceIds: ReadonlySet<string> };

/** Why this alarm cannot be judged on the tags there are; null when it can. Expressions are not looked at. */
export function misfitOf(alarm: AlarmDefinition, known: Known): Misfit | null {
  const tag = known.tags.get(alarm.tag);
  if (tag === undefined) return { key: 'tag', message: `there is no tag "${alarm.tag}"` };
  if (isLimitAlarm(alarm)) {
    if (tag.type === 'text') return { key: 'kind', message: `${tag.id} is a text, which has neither limits nor states` };
    return tag.type === 'bool' ? { key: 'kind', message: `${tag.id} is true or false and has no limits; use kind: discrete` } : null;
  }
  switch (alarm.kind) {
    case 'discrete':
    case 'trip':
      return stateMisfit(tag, alarm.state);
    case 'off-normal':
      return stateMisfit(tag, alarm.normal);
    case 'deviation':
      return measuredMisfit(tag, 'kind') ?? bandMisfit(alarm.low, alarm.high) ?? referenceMisfit(alarm.reference, known, measuredMisfit);
    case 'stuck':
      return textMisfit(tag, 'kind') ?? referenceMisfit(alarm.reference, known, textMisfit);
    case 'rate-of-change':
    case 'frozen':
      return measuredMisfit(tag, 'kind');
    case 'change-of-state':
      return tag.type === 'float' ? { key: 'kind', message: `${tag.id} is a float, which changes all the time; use a limit or kind: rate-of-change` } : null;
    case 'condition':
      return known.deviceIds.has(alarm.device) ? null : { key: 'device', message: `there is no device "${alarm.device}"` };
    case 'bad-quality':
    case 'communication':
    case 'expression':
      return null;
    default:
      return assertNever(alarm, 'kind of alarm');
  }
}

function stateMisfit(tag: TagDefinition, state: number): Misfit | null {
  if (tag.type === 'text') return { key: 'kind', message: `${tag.id} is a text, which has neither limits nor states` };
  if (tag.type === 'float') return { key: 'kind', message: `${tag.id} is a float, which has no states; use a limit` };
  return tag.type === 'bool' && state !== 0 && state !== 1 ? { key: 'kind', message: `${tag.id} is true or false: its state is 1 or 0` } : null;
}

const typeWords: Readonly<Record<string, string>> = { bool: 'is true or false', enum: 'has states', text: 'is a text' };
const measuredMisfit = (tag: TagDefinition, key: string): Misfit | null =>
  tag.type === 'float' || tag.type === 'int' ? null : { key, message: `${tag.id} ${typeWords[tag.type]}; a measured value is expected` };
const textMisfit = (tag: TagDefinition, key: string): Misfit | null =>
  tag.type === 'text' ? { key, message: `${tag.id} is a text; a number or a state is expected` } : null;

function bandMisfit(low: number | undefined, high: number | undefined): Misfit | null {
  if (low === undefined && high === undefined) return { key: 'kind', message: 'a deviation needs "high:", "low:" or both' };
  return low !== undefined && high !== undefined && low >= high ? { key: 'low', message: `low ${low} is not below high ${high}` } : null;
}

function referenceMisfit(id: string, known: Known, misfit: (tag: TagDefinition, key: string) => Misfit | null): Misfit | null {
  const reference = known.tags.get(id);
  return reference === undefined ? { key: 'reference', message: `there is no tag "${id}" to compare it with` } : misfit(reference, 'reference');
}
