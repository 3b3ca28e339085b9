import { createHash } from 'node:crypto';
import { AlarmDefinition, type Priority } from '#shared/model/alarm.ts';
import type { DeviceCondition } from '#shared/model/device-condition.ts';

/**
 * Priority by the urgency a device gives, 1 to 1000. OPC 10000-5, 6.4.2 (read as quoted in node-opcua, not in the
 * standard) has devices spread their severities evenly and shows five equal ranges; the lowest two are one here, since
 * ISA-18.2 asks for few priorities and what is low is all looked at later.
 */
export const severityFrom: readonly { readonly atLeast: number; readonly priority: Priority }[] = [
  { atLeast: 801, priority: 1 },
  { atLeast: 601, priority: 2 },
  { atLeast: 401, priority: 3 },
  { atLeast: 1, priority: 4 },
];
export const priorityOf = (severity: number): Priority => severityFrom.find(({ atLeast }) => severity >= atLeast)?.priority ?? 4;

const longestId = 120;

/**
 * The id of an alarm no project names: `DEVICE:Source.Condition` in the letters ids may have. Where letters had to be
 * replaced or cut, part of a hash of the true names keeps two of them apart; `rank` from 2 on tells apart conditions that
 * have both names in common.
 */
export function madeAlarmId(device: string, source: string, condition: string, rank = 1): string {
  const wanted = `${device}:${source}.${condition}`;
  const plain = wanted.replaceAll(/[^A-Za-z0-9_.:/-]+/g, '_');
  const mark = rank === 1 ? '' : `:${rank}`;
  if (plain === wanted && plain.length + mark.length <= longestId) return plain + mark;
  const hash = createHash('sha256').update(`${source}\n${condition}`).digest('hex').slice(0, 8);
  return `${plain.slice(0, longestId - mark.length - 9)}-${hash}${mark}`;
}

/** The definition of an alarm no project names, made of what the device says. `tag` is where it stands. */
export function madeDefinition(id: string, device: string, tag: string, condition: DeviceCondition): AlarmDefinition {
  return AlarmDefinition.parse({
    id,
    tag,
    kind: 'condition',
    device,
    source: condition.source,
    condition: condition.condition,
    priority: priorityOf(condition.severity),
    message: condition.message === '' ? `${condition.source}: ${condition.condition}` : condition.message,
  });
}
