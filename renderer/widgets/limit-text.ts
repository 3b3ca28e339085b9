import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

const words = { 'high-high': 'trip', high: 'high', low: 'low', 'low-low': 'trip' } as const;

/** The limit of an alarm as lists write it: "trip 1.10", "low 1.60"; for a discrete alarm the word of the abnormal state. */
export function limitText(alarm: AlarmDefinition, tag: TagDefinition | undefined): string {
  if (alarm.kind === 'discrete') return tag?.states?.[String(alarm.state)] ?? String(alarm.state);
  return `${words[alarm.kind]} ${formatNumber(alarm.limit, tag?.decimals ?? 1)}`;
}
