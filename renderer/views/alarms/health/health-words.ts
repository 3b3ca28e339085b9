import { targetOf } from '#shared/alarm-load/load-targets.ts';
import type { LoadMeasure, LoadVerdict } from '#shared/model/alarm-load.ts';

export const verdictWords: Readonly<Record<LoadVerdict, string>> = {
  met: 'Met',
  near: 'Manageable',
  missed: 'Not met',
  unknown: 'Not judged',
};

/** Thin spaces between thousands. */
const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009');

/** A count, 8 420. */
export const countText = (count: number): string => grouped(String(Math.round(count)));

/** As many decimals as the size asks for; counts have none. A value just over its target is never rounded down to it. */
export function figureText(value: number, isCount: boolean): string {
  if (isCount) return countText(value);
  const decimals = value === 0 || value >= 100 ? 0 : value < 1 ? 2 : 1;
  const [whole = '', rest] = value.toFixed(decimals).split('.');
  return rest === undefined ? grouped(whole) : `${grouped(whole)}.${rest}`;
}

/** Figures that are numbers of things. */
const counts: ReadonlySet<string> = new Set(['chattering', 'fleeting', 'stale']);

/** Value and unit of a tile; a dash where there is nothing to measure. */
export function measureText({ id, value }: LoadMeasure): { readonly value: string; readonly unit: string } {
  const { unit } = targetOf(id);
  return value === null ? { value: '--', unit: '' } : { value: figureText(value, counts.has(id)), unit };
}

/** "Target: at most 150, 300 can be managed". */
export function targetText({ id, good, limit }: LoadMeasure): string {
  const { unit, compare } = targetOf(id);
  const of = unit === '%' ? ' %' : unit === 'days' ? ' days' : '';
  return `${compare === 'at-least' ? 'At least' : 'At most'} ${good}${of}${limit === null ? '' : `, ${limit}${of} can be managed`}`;
}

/** "12.5 %" of a whole; empty where there is none. */
export const shareText = (part: number, whole: number): string => (whole === 0 ? '' : `${figureText((part / whole) * 100, false)} %`);
