import { formatNumber } from '#shared/model/format-value.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

/** The value in device units, or one sentence why it cannot be one: a wrong type, a state the tag does not have. */
export function toDevice(tag: TagDefinition, value: number | string): Result<number | string, 'bad-value'> {
  const no = (sentence: string) => refused('bad-value', sentence);
  if (tag.type === 'text') return typeof value === 'string' ? ok(value) : no(`${tag.id} takes text.`);
  if (typeof value !== 'number' || !Number.isFinite(value)) return no(`${tag.id} takes a number.`);
  if (tag.type === 'bool' && value !== 0 && value !== 1) return no(`${tag.id} takes 0 or 1.`);
  if ((tag.type === 'int' || tag.type === 'enum') && !Number.isInteger(value)) return no(`${tag.id} takes a whole number.`);
  if (tag.type === 'enum' && tag.states !== undefined && tag.states[String(value)] === undefined) return no(`${tag.id} has no state ${value}.`);
  if (tag.scale === undefined) return ok(value === 0 ? 0 : value);
  const [raw0, raw1] = tag.scale.raw;
  const [eu0, eu1] = tag.scale.eu;
  const raw = raw0 + ((value - eu0) / (eu1 - eu0)) * (raw1 - raw0);
  return Number.isFinite(raw) ? ok(raw) : no(`${formatNumber(value, tag.decimals)} cannot be written in the units of the device.`);
}

/** What of a number may be written: the rule's limits, else the measuring range; null at an end that nothing bounds. */
export function writeLimits({ range, type, write }: TagDefinition): { readonly min: number | null; readonly max: number | null } {
  if (type !== 'float' && type !== 'int') return { min: null, max: null };
  return { min: write?.min ?? range?.[0] ?? null, max: write?.max ?? range?.[1] ?? null };
}

/**
 * How far the feedback may be from the value written: the rule's tolerance, else what is rounded away between here and there:
 * half of the last place shown, the deadband, one unit of a scaled device, and the precision of a 32-bit float. Half a unit of
 * what is counted or named.
 */
export function toleranceOf(tag: TagDefinition, feedback: TagDefinition, value: number): number {
  if (tag.write?.tolerance !== undefined) return tag.write.tolerance;
  if (feedback.type !== 'float') return 0.499;
  const perUnit = ({ scale }: TagDefinition): number => (scale === undefined ? 0 : Math.abs((scale.eu[1] - scale.eu[0]) / (scale.raw[1] - scale.raw[0])));
  return Math.max(0.5 * 10 ** -feedback.decimals, feedback.deadband, perUnit(tag), perUnit(feedback), Math.abs(value) * 2 ** -22);
}
