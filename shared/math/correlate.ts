export type Correlation = {
  /** Pearson's coefficient at lag 0, −1 to 1; NaN when a side does not vary or there are fewer than 3 pairs. */
  readonly r: number;
  readonly pairs: number;
  /** Straight line y = slope · x + offset by least squares; NaN as `r`. */
  readonly slope: number;
  readonly offset: number;
  /** The lag with the greatest |r|, steps: positive when y follows x by so much. */
  readonly lagSteps: number;
  readonly lagR: number;
};

/** Correlation of two columns of equal length (NaN: no value then, the pair is left out), at once and with y up to `mostLag` steps later or earlier. */
export function correlate(x: Float64Array, y: Float64Array, mostLag: number): Correlation {
  const now = pearson(x, y, 0);
  let lagSteps = 0;
  let lagR = now.r;
  // A lag that leaves fewer than half of the pairs says little.
  for (let lag = -mostLag; lag <= mostLag; lag++) {
    const shifted = lag === 0 ? now : pearson(x, y, lag);
    if (shifted.pairs * 2 >= now.pairs && (Math.abs(shifted.r) > Math.abs(lagR) + 1e-12 || (Number.isNaN(lagR) && !Number.isNaN(shifted.r)))) {
      lagR = shifted.r;
      lagSteps = lag;
    }
  }
  return { ...now, lagSteps, lagR };
}

/** Pairs of x with y `lag` steps later. Sums about the first pair, so that a small swing on a great value is not lost. */
function pearson(x: Float64Array, y: Float64Array, lag: number): { readonly r: number; readonly pairs: number; readonly slope: number; readonly offset: number } {
  let pairs = 0;
  let [x0, y0] = [0, 0];
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
  for (let n = Math.max(0, -lag); n < x.length && n + lag < y.length; n++) {
    const [a, b] = [x[n] as number, y[n + lag] as number];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    if (pairs === 0) [x0, y0] = [a, b];
    const [dx, dy] = [a - x0, b - y0];
    pairs++;
    sx += dx;
    sy += dy;
    sxx += dx * dx;
    syy += dy * dy;
    sxy += dx * dy;
  }
  const [vx, vy, vxy] = [sxx - (sx * sx) / pairs, syy - (sy * sy) / pairs, sxy - (sx * sy) / pairs];
  const varies = pairs >= 3 && vx > 1e-12 * sxx && vy > 1e-12 * syy && vx > 0 && vy > 0;
  if (!varies) return { r: Number.NaN, pairs, slope: Number.NaN, offset: Number.NaN };
  const slope = vxy / vx;
  return { r: Math.max(-1, Math.min(1, vxy / Math.sqrt(vx * vy))), pairs, slope, offset: y0 + sy / pairs - slope * (x0 + sx / pairs) };
}
