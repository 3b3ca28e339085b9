/** One column of `history.decimated`, as far as a sparkline needs it. */
export type SparkHistory = {
  readonly timeMs: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** NaN where the column has no good value; then `badCount` says whether it has bad ones. */
  readonly last: Float64Array;
  readonly badCount: Uint32Array;
};

export type SparkBand = { readonly low: number; readonly high: number };

/**
 * The last stretch of a signal in a fixed number of equal columns. A column with bad values only is a gap; one without any
 * holds the value before it, since sources send changes only.
 * A column that swings by more than a sixth of the scale is drawn from its least to its greatest value, so a spike shows.
 */
export type SparkSeries = {
  /** Takes a decimated answer over, whatever its grid; live values already there stay. */
  load(history: SparkHistory): void;
  /** A live value; NaN for a bad one. Older than the newest column by more than one column is ignored. */
  push(timeMs: number, value: number): void;
  /** Forgets everything, for another moment. */
  clear(): void;
  /** Path data in a field of `width` by `height` that ends at `nowMs`, and the end point of the line, null when it is a gap. */
  draw(
    nowMs: number,
    field: { readonly width: number; readonly height: number },
  ): { readonly d: string; readonly end: readonly [number, number] | null };
};

export function createSparkSeries(options: {
  readonly spanMs: number;
  readonly columns: number;
  readonly band: SparkBand | null;
}): SparkSeries {
  const { spanMs, columns, band } = options;
  const columnMs = spanMs / columns;
  const slots = columns + 1;
  const stamp = new Float64Array(slots).fill(NaN);
  const low = new Float64Array(slots);
  const high = new Float64Array(slots);
  const last = new Float64Array(slots);
  let newest = -Infinity;
  /** The latest live value was bad: the line ends where it was known, at once and not with the next column. */
  let isGap = false;

  const put = (timeMs: number, least: number, greatest: number, end: number, isLive: boolean): void => {
    const column = Math.floor(timeMs / columnMs);
    if (!Number.isFinite(column) || column < newest - columns) return;
    newest = Math.max(newest, column);
    const slot = ((column % slots) + slots) % slots;
    if (stamp[slot] === column) {
      if (Number.isNaN(end)) return;
      low[slot] = Math.min(low[slot] as number, least);
      high[slot] = Math.max(high[slot] as number, greatest);
      if (isLive || Number.isNaN(last[slot])) last[slot] = end;
      return;
    }
    if ((stamp[slot] as number) > column) return;
    stamp[slot] = column;
    low[slot] = Number.isNaN(end) ? Infinity : least;
    high[slot] = Number.isNaN(end) ? -Infinity : greatest;
    last[slot] = end;
  };

  return {
    load(history) {
      for (let i = 0; i < history.timeMs.length; i++) {
        if (Number.isNaN(history.last[i]) && history.badCount[i] === 0) continue;
        put(history.timeMs[i] as number, history.min[i] as number, history.max[i] as number, history.last[i] as number, false);
      }
    },
    clear() {
      stamp.fill(NaN);
      newest = -Infinity;
      isGap = false;
    },
    push(timeMs, value) {
      isGap = Number.isNaN(value);
      put(timeMs, value, value, value, true);
    },
    draw(nowMs, { width, height }) {
      const now = Math.floor(nowMs / columnMs);
      const seen: number[] = [];
      for (let column = now - columns; column <= now; column++) {
        const slot = ((column % slots) + slots) % slots;
        if (stamp[slot] === column && !Number.isNaN(last[slot])) seen.push(slot);
      }
      if (seen.length === 0) return { d: '', end: null };
      const { bottom, top } = fit(seen, low, high, band);
      const y = (value: number): number => Math.round((height - ((value - bottom) / (top - bottom)) * height) * 2) / 2;
      let d = '';
      let previous = NaN;
      let end: readonly [number, number] | null = null;
      for (let column = now - columns; column <= now; column++) {
        const slot = ((column % slots) + slots) % slots;
        if (stamp[slot] !== column) continue;
        if (Number.isNaN(last[slot])) {
          end = null;
          continue;
        }
        const x = Math.round(((column - now + columns) / columns) * width * 2) / 2;
        const [least, greatest, value] = [low[slot] as number, high[slot] as number, last[slot] as number];
        const points =
          greatest - least > (top - bottom) / 6
            ? previous > (least + greatest) / 2
              ? [greatest, least, value]
              : [least, greatest, value]
            : [value];
        for (const point of points) {
          d += `${end === null ? 'M' : 'L'}${x} ${y(point)}`;
          end = [x, y(point)];
        }
        previous = value;
      }
      if (isGap) return { d, end: null };
      if (end === null || end[0] === width) return { d, end };
      return { d: `${d}L${width} ${end[1]}`, end: [width, end[1]] };
    },
  };
}

/** The scale: twice the normal band where there is one, widened to hold the data; else the data, but never finer than a fiftieth of its size. */
function fit(
  seen: readonly number[],
  low: Float64Array,
  high: Float64Array,
  band: SparkBand | null,
): { readonly bottom: number; readonly top: number } {
  let bottom = Infinity;
  let top = -Infinity;
  for (const slot of seen) {
    bottom = Math.min(bottom, low[slot] as number);
    top = Math.max(top, high[slot] as number);
  }
  if (band !== null) {
    const margin = (band.high - band.low) * 0.25;
    return { bottom: Math.min(bottom, band.low - margin), top: Math.max(top, band.high + margin) };
  }
  const least = Math.max(Math.abs(top), Math.abs(bottom), 1e-6) / 50;
  const missing = Math.max(0, least - (top - bottom)) / 2;
  return { bottom: bottom - missing, top: top + missing };
}
