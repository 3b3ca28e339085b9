import type { AxisScale } from '../plot-axes/axis-scale.ts';

/** An axis that holds every number with a margin of 4 %; NaN is left out. One value alone gets a span around it. */
export function boundsOf(values: Float64Array): AxisScale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { low: 0, high: 1, isLog: false };
  const margin = low === high ? Math.abs(low) * 0.05 || 1 : (high - low) * 0.04;
  return { low: low - margin, high: high + margin, isLog: false };
}

/** The point nearest to a place, by shares of both axes; -1 where none lies within `reach`. */
export function nearestPoint(x: Float64Array, y: Float64Array, at: { readonly x: number; readonly y: number }, per: { readonly x: number; readonly y: number }, reach: number): number {
  let nearest = -1;
  let least = reach * reach;
  for (let n = 0; n < x.length; n++) {
    const dx = ((x[n] as number) - at.x) * per.x;
    const dy = ((y[n] as number) - at.y) * per.y;
    const distance = dx * dx + dy * dy;
    if (distance <= least) {
      least = distance;
      nearest = n;
    }
  }
  return nearest;
}
