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
  clear(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  /** The envelope at x from `peakY` down to `footY`; it goes on from the one before unless `isFirst`. */
  band(x: number, peakY: number, footY: number, isFirst: boolean): void;
};

/** x and y in pixels of the plot; what lies outside its width is cut off. */
export function createPixelSpans(width: number): PixelSpans {
  const lineLow = new Float32Array(width);
  const lineHigh = new Float32Array(width);
  const bandLow = new Float32Array(width);
  const bandHigh = new Float32Array(width);
  const last = width - 1;
  let [penX, penY] = [0, 0];
  let [bandX, bandPeak, bandFoot] = [0, 0, 0];

  const columnAt = (x: number): number => (x >= last ? last : x > 0 ? x | 0 : 0);
  /** Two edges that run along together from column to column: a line is one edge twice. */
  const reach = (low: Float32Array, high: Float32Array, x0: number, top0: number, foot0: number, x1: number, top1: number, foot1: number): void => {
    if (x1 < x0) return reach(low, high, x1, top1, foot1, x0, top0, foot0);
    if (x1 < 0 || x0 > width) return;
    const from = columnAt(x0);
    const to = columnAt(x1);
    if (from === to) {
      const top = top0 < top1 ? top0 : top1;
      const foot = foot0 > foot1 ? foot0 : foot1;
      if (top < (low[from] as number)) low[from] = top;
      if (foot > (high[from] as number)) high[from] = foot;
      return;
    }
    const topSlope = (top1 - top0) / (x1 - x0);
    const footSlope = (foot1 - foot0) / (x1 - x0);
    const start = x0 < 0 ? 0 : x0;
    let top = top0 + topSlope * (start - x0);
    let foot = foot0 + footSlope * (start - x0);
    for (let column = from; column <= to; column++) {
      const end = column === to ? (x1 < width ? x1 : width) : column + 1;
      const nextTop = top0 + topSlope * (end - x0);
      const nextFoot = foot0 + footSlope * (end - x0);
      const upper = top < nextTop ? top : nextTop;
      const lower = foot > nextFoot ? foot : nextFoot;
      if (upper < (low[column] as number)) low[column] = upper;
      if (lower > (high[column] as number)) high[column] = lower;
      top = nextTop;
      foot = nextFoot;
    }
  };

  return {
    width,
    lineLow,
    lineHigh,
    bandLow,
    bandHigh,
    clear() {
      lineLow.fill(Infinity);
      lineHigh.fill(-Infinity);
      bandLow.fill(Infinity);
      bandHigh.fill(-Infinity);
    },
    moveTo(x, y) {
      penX = x;
      penY = y;
    },
    lineTo(x, y) {
      reach(lineLow, lineHigh, penX, penY, penY, x, y, y);
      penX = x;
      penY = y;
    },
    band(x, peakY, footY, isFirst) {
      if (isFirst) reach(bandLow, bandHigh, x - 0.5, peakY, footY, x + 0.5, peakY, footY);
      else reach(bandLow, bandHigh, bandX, bandPeak, bandFoot, x, peakY, footY);
      bandX = x;
      bandPeak = peakY;
      bandFoot = footY;
    },
  };
}
