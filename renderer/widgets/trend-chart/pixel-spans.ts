/**
 * How far a line and its envelope reach in each pixel column: `low` is the upper y, `high` the lower one; an empty column
 * has `low` above `high`. One buffer serves pen after pen.
 */
export type PixelSpans = {
  readonly width: number;
  readonly lineLow: Float32Array;
  readonly lineHigh: Float32Array;
  readonly bandLow: Float32Array;
  readonly bandHigh: Float32Array;
  /** Room for the painter: the line's reach with its width. */
  readonly edgeLow: Float64Array;
  readonly edgeHigh: Float64Array;
  clear(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  /** The envelope at x from `peakY` down to `footY`; it goes on from the one before unless `isFirst`. */
  band(x: number, peakY: number, footY: number, isFirst: boolean): void;
};

/**
 * x and y in pixels of the plot; what lies outside its width is cut off. The two ends of a stretch stand in an array of
 * their own and the methods are small enough to be inlined: a number with a fraction that is handed to a function which is
 * not would be put on the heap, some hundred thousand times a frame.
 */
export function createPixelSpans(width: number): PixelSpans {
  const lineLow = new Float32Array(width);
  const lineHigh = new Float32Array(width);
  const bandLow = new Float32Array(width);
  const bandHigh = new Float32Array(width);
  const line: Stretch = new Float64Array(6);
  const edge: Stretch = new Float64Array(6);
  const reachBand = (isFirst: boolean): void => {
    if (isFirst) {
      const x = edge[3] as number;
      edge[0] = x - 0.5;
      edge[1] = edge[4] as number;
      edge[2] = edge[5] as number;
      edge[3] = x + 0.5;
      reach(edge, bandLow, bandHigh);
      edge[0] = x;
    } else reach(edge, bandLow, bandHigh);
  };

  return {
    width,
    lineLow,
    lineHigh,
    bandLow,
    bandHigh,
    edgeLow: new Float64Array(width),
    edgeHigh: new Float64Array(width),
    clear() {
      lineLow.fill(Infinity);
      lineHigh.fill(-Infinity);
      bandLow.fill(Infinity);
      bandHigh.fill(-Infinity);
    },
    moveTo(x, y) {
      line[0] = x;
      line[1] = y;
    },
    lineTo(x, y) {
      line[3] = x;
      line[4] = y;
      reachLine(line, lineLow, lineHigh);
    },
    band(x, peakY, footY, isFirst) {
      edge[3] = x;
      edge[4] = peakY;
      edge[5] = footY;
      reachBand(isFirst);
    },
  };
}

/** Two edges that run along together from column to column, a line being one edge twice: x, upper y and lower y where they begin and where they end. */
type Stretch = Float64Array;

/**
 * Widens the columns a line runs through; then its end is the beginning of the next. As `reach` of one edge twice, which
 * takes half a millisecond more a frame of 24 pens.
 */
function reachLine(stretch: Stretch, low: Float32Array, high: Float32Array): void {
  const width = low.length;
  const isBack = (stretch[3] as number) < (stretch[0] as number);
  const begin = isBack ? 3 : 0;
  const x0 = stretch[begin] as number;
  const y0 = stretch[begin + 1] as number;
  const x1 = stretch[3 - begin] as number;
  const y1 = stretch[4 - begin] as number;
  stretch[0] = stretch[3] as number;
  stretch[1] = stretch[4] as number;
  if (x1 < 0 || x0 > width) return;
  const last = width - 1;
  const from = x0 >= last ? last : x0 > 0 ? x0 | 0 : 0;
  const to = x1 >= last ? last : x1 > 0 ? x1 | 0 : 0;
  let y = y0;
  let end = y1;
  if (from < to) {
    const slope = (y1 - y0) / (x1 - x0);
    if (x0 < 0) y -= slope * x0;
    if (x1 > width) end = y0 + slope * (width - x0);
    for (let column = from; column < to; column++) {
      const next = y0 + slope * (column + 1 - x0);
      const upper = y < next ? y : next;
      const lower = y < next ? next : y;
      if (upper < (low[column] as number)) low[column] = upper;
      if (lower > (high[column] as number)) high[column] = lower;
      y = next;
    }
  }
  const upper = y < end ? y : end;
  const lower = y < end ? end : y;
  if (upper < (low[to] as number)) low[to] = upper;
  if (lower > (high[to] as number)) high[to] = lower;
}

/** Widens the columns a stretch runs through; then its end is the beginning of the next. */
function reach(stretch: Stretch, low: Float32Array, high: Float32Array): void {
  // Not handed in: a choice between a number of the array and an argument would put the number on the heap.
  const width = low.length;
  const isBack = (stretch[3] as number) < (stretch[0] as number);
  const begin = isBack ? 3 : 0;
  const x0 = stretch[begin] as number;
  const top0 = stretch[begin + 1] as number;
  const foot0 = stretch[begin + 2] as number;
  const x1 = stretch[3 - begin] as number;
  const top1 = stretch[4 - begin] as number;
  const foot1 = stretch[5 - begin] as number;
  stretch[0] = stretch[3] as number;
  stretch[1] = stretch[4] as number;
  stretch[2] = stretch[5] as number;
  if (x1 < 0 || x0 > width) return;
  const last = width - 1;
  const from = x0 >= last ? last : x0 > 0 ? x0 | 0 : 0;
  const to = x1 >= last ? last : x1 > 0 ? x1 | 0 : 0;
  let top = top0;
  let foot = foot0;
  let endTop = top1;
  let endFoot = foot1;
  if (from < to) {
    const perX = 1 / (x1 - x0);
    const topSlope = (top1 - top0) * perX;
    const footSlope = (foot1 - foot0) * perX;
    if (x0 < 0) {
      top -= topSlope * x0;
      foot -= footSlope * x0;
    }
    if (x1 > width) {
      endTop = top0 + topSlope * (width - x0);
      endFoot = foot0 + footSlope * (width - x0);
    }
    for (let column = from; column < to; column++) {
      const nextTop = top0 + topSlope * (column + 1 - x0);
      const nextFoot = foot0 + footSlope * (column + 1 - x0);
      const upper = top < nextTop ? top : nextTop;
      const lower = foot > nextFoot ? foot : nextFoot;
      if (upper < (low[column] as number)) low[column] = upper;
      if (lower > (high[column] as number)) high[column] = lower;
      top = nextTop;
      foot = nextFoot;
    }
  }
  const upper = top < endTop ? top : endTop;
  const lower = foot > endFoot ? foot : endFoot;
  if (upper < (low[to] as number)) low[to] = upper;
  if (lower > (high[to] as number)) high[to] = lower;
}
