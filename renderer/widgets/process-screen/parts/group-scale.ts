import { type IndicatorScale, indicatorZones, type IndicatorZone, scaleFraction } from '../../indicator-scale.ts';

/** The one scale of a group of bars. */
export type GroupScale = { readonly low: number; readonly high: number };

/**
 * What holds all bars: the ends the screen asks for (NaN: none), else the span of the bars' own scales, so that no limit of
 * any of them is out of sight; 0 to 100 where none has one. Ends in the wrong order are those of the bars.
 */
export function groupScale(scales: readonly (IndicatorScale | null)[], low: number, high: number): GroupScale {
  const known = scales.filter((scale) => scale !== null);
  const own =
    known.length === 0
      ? { low: 0, high: 100 }
      : { low: Math.min(...known.map((scale) => scale.low)), high: Math.max(...known.map((scale) => scale.high)) };
  const asked = { low: Number.isNaN(low) ? own.low : low, high: Number.isNaN(high) ? own.high : high };
  return asked.low < asked.high ? asked : own;
}

/** Zones of one bar in fractions of the group's scale; none reaches beyond it. */
export function zonesIn(group: GroupScale, scale: IndicatorScale): readonly IndicatorZone[] {
  return indicatorZones({ ...group, normal: scale.normal, limits: scale.limits }).filter(
    ({ kind }) => scale.limits.length > 0 || scale.normal !== null || kind !== 'normal',
  );
}

/** Limits of one bar in fractions of the group's scale; those beyond its ends are not among them. */
export const limitsIn = (group: GroupScale, scale: IndicatorScale): readonly number[] =>
  scale.limits
    .filter(({ value }) => value >= group.low && value <= group.high)
    .map(({ value }) => scaleFraction({ ...group, normal: null, limits: [] }, value));

/** Where a bar begins: at 0 where the scale holds it, else at its low end. Fraction. */
export const baseOf = (group: GroupScale): number => (group.low < 0 && group.high > 0 ? -group.low / (group.high - group.low) : 0);

/** Fraction of a value, held at the ends; NaN stays. */
export const fractionIn = ({ low, high }: GroupScale, value: number): number => Math.min(1, Math.max(0, (value - low) / (high - low)));
