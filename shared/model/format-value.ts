import type { TagDefinition } from './tag.ts';

const thinSpace = '\u2009';
const minus = '\u2212';

/**
 * A number as the console writes it: fixed decimals, thin space between thousands, real minus sign, never "−0".
 * NaN and infinities have no number and give "----".
 */
export function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '----';
  const fixed = Math.abs(value).toFixed(decimals);
  const point = fixed.indexOf('.');
  const whole = point < 0 ? fixed : fixed.slice(0, point);
  // Most numbers are these; one string as it came is also what a canvas writes fastest.
  if (value >= 0 && whole.length <= 3) return fixed;
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, thinSpace) : whole;
  const sign = value < 0 && Number(fixed) !== 0 ? minus : '';
  return sign + grouped + (point < 0 ? '' : fixed.slice(point));
}

/** A difference: the same with a plus sign before what is not zero as it is written. */
export function formatDifference(value: number, decimals: number): string {
  const text = formatNumber(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 && Number.isFinite(value) ? `+${text}` : text;
}

/** The value of a tag without its unit: a number, the word of a state, or the text itself. */
export function formatValue(tag: TagDefinition, value: number, text: (index: number) => string): string {
  if (Number.isNaN(value)) return '----';
  if (tag.type === 'text') return text(value);
  if (tag.type === 'bool' || tag.type === 'enum') return tag.states?.[String(value)] ?? (tag.type === 'bool' ? (value === 0 ? 'Off' : 'On') : String(value));
  return formatNumber(value, tag.type === 'int' ? 0 : tag.decimals);
}
