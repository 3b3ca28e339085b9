/** How far means over one number of rows may lie from the centre, in spreads, without meaning anything. */
export type BandScale = {
  /** Rows of the trailing mean. */
  readonly rows: number;
  /** Standard deviation of such means in the quiet part, in spreads. */
  readonly deviation: number;
  /** How many of these deviations lie within the band, at least 4.5. */
  readonly limit: number;
};

/** The normal band of one tag, learnt from a quiet part. */
export type TagBand = {
  readonly centre: number;
  /** Robust standard deviation in the tag's own unit, above 0. */
  readonly spread: number;
  readonly scales: readonly BandScale[];
  /** Where short means of the tag have been before, in spreads about the centre: what it did then it may do again. */
  readonly past: { readonly low: number; readonly high: number };
  /**
   * Wander of the level, in spreads squared: what it may be off at any time beyond the scales; the variance between
   * moments `overRows` apart, and the power of time that grows with beyond the quiet part (0 to 1.5); and what it may
   * drift by, spreads for each row behind the quiet part, up to `most`, though nothing of it showed there.
   */
  readonly wander: { readonly always: number; readonly variance: number; readonly power: number; readonly overRows: number; readonly drift: { readonly perRow: number; readonly most: number } };
};

/**
 * A mean has to lie this many of its own deviations off. Single rows: with dozens of tags and a day of seconds chance
 * gets to five. Means of many rows are fewer independent ones.
 */
const leastLimit = (rows: number): number => (rows >= 8 ? 4.5 : 5.5);
/** What the quiet part itself reached is still within the band, with this margin. */
const margin = 1.25;
const mostScales = 9;
/** Rows of the means that tell where a tag has been, and how far it grew. */
export const pastRows = 8;
const stepSpreads = 0.5;
/** A slow swing shows only where it is watched for long: so much of a spread may have come in as many rows again as were watched, and so much at all. */
const driftPerPart = 0.5;
const driftMost = 0.8;

/**
 * Learns a band from rows `from` to `to` (excluded). Means over 1, 2, 4, … rows are judged against the deviation they
 * themselves had there, so noise that hangs together over time widens the band, and noise that does not narrows it.
 * `wholeRange` is the tag's range over all there is: a tag that never moved in the quiet part is judged against that.
 */
export function learnBand(values: Float64Array, from: number, to: number, wholeRange: number): TagBand {
  const rows = to - from;
  const sorted = values.slice(from, to).sort();
  const centre = quantile(sorted, 0.5);
  // One step of a tag that is told by exception means no more than such a step meant before, also before `from`.
  const spread = Math.max(spreadOf(sorted, centre, wholeRange), usualStep(values, to) * stepSpreads);
  const sums = prefixSums(values, from, to, centre, spread);
  const scales: BandScale[] = [];
  for (let width = 1; scales.length < mostScales && width <= Math.max(1, rows / 10); width *= 2) {
    let squares = 0;
    let most = 0;
    for (let at = width; at <= rows; at++) {
      const mean = ((sums[at] ?? 0) - (sums[at - width] ?? 0)) / width;
      squares += mean * mean;
      most = Math.max(most, Math.abs(mean));
    }
    const count = rows - width + 1;
    // Never below what independent noise would leave, at a quarter: a quantised signal can look smoother than it is.
    const deviation = Math.max(Math.sqrt(squares / Math.max(1, count)), 0.25 / Math.sqrt(width));
    // A deviation known from few independent means may be too small by chance: the band is wider then.
    const unsure = 1 + 2 / Math.sqrt(rows / width);
    scales.push({ rows: width, deviation, limit: Math.max(leastLimit(width) * unsure, (margin * most) / deviation) });
  }
  return { centre, spread, scales, past: pastRange(values, to, centre, spread), wander: wanderOf(sums, rows) };
}

export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at - Math.floor(at));
}

/** Sums of (value − centre) / spread before each row: place k holds the sum of k rows. */
export function prefixSums(values: Float64Array, from: number, to: number, centre: number, spread: number): Float64Array {
  const sums = new Float64Array(to - from + 1);
  let sum = 0;
  for (let at = from; at < to; at++) {
    sum += ((values[at] ?? centre) - centre) / spread;
    sums[at - from + 1] = sum;
  }
  return sums;
}

/** Lowest and highest mean of 8 rows before `to`, from the first row on; 0 within. */
function pastRange(values: Float64Array, to: number, centre: number, spread: number): { readonly low: number; readonly high: number } {
  const sums = prefixSums(values, 0, to, centre, spread);
  let [low, high] = [0, 0];
  for (let at = pastRows; at <= to; at++) {
    const mean = ((sums[at] ?? 0) - (sums[at - pastRows] ?? 0)) / pastRows;
    low = Math.min(low, mean);
    high = Math.max(high, mean);
  }
  return { low, high };
}

/** The usual step of a tag that moves in less than a third of the rows before `to`, 0 for others and for one that hardly ever did. */
function usualStep(values: Float64Array, to: number): number {
  const steps: number[] = [];
  for (let at = 1; at < to; at++) if (values[at] !== values[at - 1]) steps.push(Math.abs((values[at] ?? 0) - (values[at - 1] ?? 0)));
  if (steps.length < 2 || steps.length > to * 0.3) return 0;
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0;
}

/** Median absolute deviation as a standard deviation; where most rows are one value, the middle 90 %, then all, then the range. */
function spreadOf(sorted: Float64Array, centre: number, wholeRange: number): number {
  const off = sorted.map((value) => Math.abs(value - centre)).sort();
  const byMedian = 1.4826 * quantile(off, 0.5);
  const byMiddle = (quantile(sorted, 0.95) - quantile(sorted, 0.05)) / 3.29;
  const least = Math.max(wholeRange * 1e-3, Math.abs(centre) * 1e-9, Number.MIN_VALUE * 1e6);
  return Math.max(byMedian, byMiddle, least);
}

/** From differences of block means a quarter and a half of the quiet part apart; what plain noise leaves in them is taken off. */
function wanderOf(sums: Float64Array, rows: number): TagBand['wander'] {
  const block = Math.max(1, Math.floor(rows / 24));
  const mean = (at: number): number => ((sums[at + block] ?? 0) - (sums[at] ?? 0)) / block;
  const varianceAt = (lag: number): number => {
    let squares = 0;
    let count = 0;
    for (let at = 0; at + lag + block <= rows; at++) {
      squares += (mean(at + lag) - mean(at)) ** 2;
      count++;
    }
    return count === 0 ? 0 : squares / count / 2;
  };
  const near = Math.max(block, Math.floor(rows / 8));
  const far = Math.max(near + 1, Math.floor(rows / 2));
  const [nearBy, farBy] = [varianceAt(near), varianceAt(far)];
  const power = nearBy <= 0 ? 0 : Math.min(1.5, Math.max(0, Math.log(farBy / nearBy) / Math.log(far / near)));
  return { always: 0, variance: farBy, power: Number.isFinite(power) ? power : 0, overRows: far, drift: { perRow: driftPerPart / rows, most: driftMost } };
}
