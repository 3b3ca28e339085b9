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

const mostDecimals = 3;

/**
 * As many decimals as the size asks for, none for whole numbers, and more where rounding would make it the same as a target it is
 * not: 1.04 against 1 reads 1.04.
 */
export function figureText(value: number, target?: number): string {
  let decimals = Number.isInteger(value) || value >= 100 ? 0 : value >= 0.1 ? 1 : 2;
  while (target !== undefined && value !== target && decimals < mostDecimals && Number(value.toFixed(decimals)) === target) decimals++;
  const [whole = '', rest] = value.toFixed(decimals).split('.');
  return rest === undefined ? grouped(whole) : `${grouped(whole)}.${rest}`;
}

/** Value and unit of a tile; a dash where there is nothing to measure. */
export function measureText({ id, value, good }: LoadMeasure): { readonly value: string; readonly unit: string } {
  const { unit } = targetOf(id);
  return value === null ? { value: '--', unit: '' } : { value: figureText(value, good), unit };
}

/** "Target: at most 150, 300 can be managed". */
export function targetText({ id, good, limit }: LoadMeasure): string {
  const { unit, compare } = targetOf(id);
  const of = unit === '%' ? ' %' : unit === 'days' ? ' days' : '';
  return `${compare === 'at-least' ? 'At least' : 'At most'} ${good}${of}${limit === null ? '' : `, ${limit}${of} can be managed`}`;
}

/** "12.5 %" of a whole; empty where there is none. */
export const shareText = (part: number, whole: number): string => (whole === 0 ? '' : `${figureText((part / whole) * 100)} %`);
