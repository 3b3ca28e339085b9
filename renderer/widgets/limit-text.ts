import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { assertNever } from '#shared/model/fault.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

const words = { 'high-high': 'trip', high: 'high', low: 'low', 'low-low': 'trip' } as const;

/** The limit of an alarm as lists write it: "trip 1.10", "low 1.60"; for a discrete alarm the word of the abnormal state. */
export function limitText(alarm: AlarmDefinition, tag: TagDefinition | undefined): string {
  const number = (value: number): string => formatNumber(value, tag?.decimals ?? 1);
  const state = (value: number): string => tag?.states?.[String(value)] ?? String(value);
  switch (alarm.kind) {
    case 'discrete':
    case 'trip':
      return state(alarm.state);
    case 'off-normal':
      return `not ${state(alarm.normal)}`;
    case 'deviation':
      return [alarm.low === undefined ? [] : [`dev ${number(alarm.low)}`], alarm.high === undefined ? [] : [`dev ${number(alarm.high)}`]].flat().join(', ');
    case 'rate-of-change':
      return `rate ${number(alarm.limit)}/${alarm.perS === 60 ? 'min' : alarm.perS === 3600 ? 'h' : `${alarm.perS} s`}`;
    case 'change-of-state':
      return 'any change';
    case 'frozen':
    case 'stuck':
      return `${alarm.kind} ${alarm.withinMs / 1000} s`;
    case 'bad-quality':
      return 'bad quality';
    case 'communication':
      return 'no answer';
    case 'expression':
      return 'calculated';
    case 'condition':
      return 'by device';
    case 'high-high':
    case 'high':
    case 'low':
    case 'low-low':
      return `${words[alarm.kind]} ${number(alarm.limit)}`;
    default:
      return assertNever(alarm, 'alarm kind');
  }
}
