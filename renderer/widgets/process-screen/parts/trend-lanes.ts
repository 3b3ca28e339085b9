import { columnOfTime, type PixelColumns, valueAt } from '#shared/math/pixel-columns.ts';
import { type AxisRange, steadyRange } from '../../trend-chart/axis-range.ts';

/** One pen as far as its lane needs it. */
export type LanePen = { readonly unit: string; readonly normal: readonly [number, number] | null; readonly limits: readonly number[] };

/** Pens of one unit on one axis; `top` and `height` in units of the part. */
export type TrendLane = { readonly pens: readonly number[]; readonly top: number; readonly height: number };

const gap = 6;

/** A lane for each unit, in the order in which the units come; lanes share the height. */
export function layLanes(pens: readonly LanePen[], top: number, height: number): readonly TrendLane[] {
  const units = [...new Set(pens.map(({ unit }) => unit))];
  const each = (height - gap * (units.length - 1)) / Math.max(1, units.length);
  return units.map((unit, at) => ({
    pens: pens.flatMap((pen, n) => (pen.unit === unit ? [n] : [])),
    top: top + at * (each + gap),
    height: each,
  }));
}

/**
 * The axis of a lane: holds what its pens show from `fromMs` on and their normal bands, so that flat looks flat; limits come
 * into sight with a value that nears them. Keeps the axis before while that still fits.
 */
export function laneRange(
  lane: TrendLane,
  pens: readonly LanePen[],
  columns: readonly (PixelColumns | null)[],
  fromMs: number,
  before: AxisRange | null,
): AxisRange {
  let [low, high] = [Infinity, -Infinity];
  const take = (value: number): void => {
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const at of lane.pens) {
    pens[at]?.normal?.forEach(take);
    const own = columns[at];
    if (own == null) continue;
    const begin = Math.max(own.from, columnOfTime(own, fromMs));
    take(valueAt(own, begin - 1).value);
    for (let n = begin; n < own.from + own.capacity; n++) {
      take(own.min[n % own.capacity] as number);
      take(own.max[n % own.capacity] as number);
    }
  }
  if (low > high) [low, high] = [0, 1];
  const [seenLow, seenHigh] = [low, high];
  for (const at of lane.pens)
    for (const limit of pens[at]?.limits ?? []) if (Math.abs(limit - (seenLow + seenHigh) / 2) <= (seenHigh - seenLow) * 1.2) take(limit);
  return steadyRange(before, low, high, 2);
}
