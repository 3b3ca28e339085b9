import { pastRows, prefixSums, type TagBand } from './tag-band.ts';

/** A time one tag was out of its band; rows of the table. */
export type Excursion = {
  /** Row at which it truly began, found backwards from where it was noticed. */
  readonly onset: number;
  /** Row at which it was noticed. */
  readonly noticed: number;
  /** First row within the band again; the number of rows where it lasted to the end. */
  readonly end: number;
  readonly sign: 1 | -1;
  /** Greatest distance against the band's edge; 1 is on it. */
  readonly peak: number;
  /** Greatest distance of its short means from the centre, in spreads: bands widen as time goes by, this does not. */
  readonly height: number;
  /** Whether it came as slowly as the quiet part could not have shown, and the tag went as far to the other side later: a swing. */
  readonly isSwing: boolean;
};

/** Back within half of the band the excursion is over. */
const overBelow = 0.5;
/** A rise over this share of the quiet rows could not have shown in them; back over the centre by this share of it, it is a swing. */
const swingFrom = { rise: 0.5, back: 0.5 };
/** Rows of the mean that has to be where the tag has not been before. */
const noticedRows = 2;
const restRows = 5;
/** Spreads from which on nobody doubts a deviation. */
const plain = 4;

/**
 * Excursions of one tag from row `from` on, in order. `quietEnd` is where the rows the band was learnt from end: beyond
 * it the band widens by the tag's own wander. A lone row that sticks out is none.
 */
export function findExcursions(values: Float64Array, band: TagBand, quietEnd: number, from = 0): readonly Excursion[] {
  const quietRows = quietEnd - from;
  const rows = values.length;
  const smooth = withoutSpikes(values);
  const sums = prefixSums(smooth, 0, rows, band.centre, band.spread);
  const found: Excursion[] = [];
  const behind: Partial<Record<1 | -1, Float64Array>> = {};
  let free = from;
  let at = from;
  while (at < rows) {
    const ratio = ratioAt(sums, at, band, quietEnd, free);
    if (Math.abs(ratio) < 1 || hasBeenThere(sums, at, ratio, band)) {
      at++;
      continue;
    }
    const sign = ratio > 0 ? 1 : -1;
    const noticed = at;
    let peak = Math.abs(ratio);
    let height = 0;
    let top = at;
    let quiet = 0;
    let end = rows;
    for (at++; at < rows; at++) {
      // Out on the other side is another excursion.
      const next = sign * ratioAt(sums, at, band, quietEnd, from);
      peak = Math.max(peak, next);
      const high = sign * meanOf(sums, at, Math.min(pastRows, at + 1));
      if (high > height) [height, top] = [high, at];
      quiet = next < overBelow ? quiet + 1 : 0;
      if (quiet < restRows) continue;
      end = at - restRows + 1;
      break;
    }
    const onset = onsetBefore(sums, free, { noticed, end }, band, quietEnd);
    const isLong = top - onset >= quietRows * swingFrom.rise;
    if (isLong) behind[-sign as 1 | -1] ??= farthestBehind(sums, rows, -sign);
    const isSwing = isLong && (behind[-sign as 1 | -1]?.[end] ?? 0) >= height * swingFrom.back;
    found.push({ onset, noticed, end, sign, peak, height, isSwing });
    free = end;
    at = Math.max(at, end);
  }
  return found;
}

/** Whether the tag has been there before: its last mean lies within its past, or a lone row brought it out. */
function hasBeenThere(sums: Float64Array, at: number, ratio: number, { past }: TagBand): boolean {
  const mean = meanOf(sums, at, Math.min(noticedRows, at + 1));
  return ratio > 0 ? mean <= past.high : mean >= past.low;
}

/** Distance of the most telling trailing mean against the edge of its band, with its sign; means do not reach before `from`. */
function ratioAt(sums: Float64Array, at: number, band: TagBand, quietEnd: number, from: number): number {
  const extra = wanderAhead(band, at - quietEnd);
  let best = 0;
  for (const { rows, deviation, limit } of band.scales) {
    if (at + 1 - rows < from) break;
    const ratio = meanOf(sums, at, rows) / (limit * Math.sqrt(deviation * deviation + extra));
    if (Math.abs(ratio) > Math.abs(best)) best = ratio;
  }
  return best;
}

/** Mean of the last `rows` rows up to `at`, in spreads. */
const meanOf = (sums: Float64Array, at: number, rows: number): number => ((sums[at + 1] ?? 0) - (sums[at + 1 - rows] ?? 0)) / rows;

/** For each row how far short means go to one side from there on, in spreads. */
function farthestBehind(sums: Float64Array, rows: number, sign: number): Float64Array {
  const most = new Float64Array(rows + 1);
  for (let at = rows - 1; at >= 0; at--) most[at] = Math.max(most[at + 1] ?? 0, sign * meanOf(sums, at, Math.min(pastRows, at + 1)));
  return most;
}

/** What the tag's own wander adds to the variance of a mean so many rows behind the quiet part. */
function wanderAhead({ wander: { always, variance, power, overRows, drift } }: TagBand, ahead: number): number {
  const drifted = Math.min(drift.most, drift.perRow * Math.max(0, ahead));
  return always + drifted * drifted + (ahead <= overRows || power === 0 ? 0 : variance * ((ahead / overRows) ** power - 1));
}

/**
 * Where a change noticed at `noticed` began: the row after which the sum of (deviation − half a level) never was lower
 * (the estimate of the change point by the cumulative sum, Page 1954, read in secondary texts). The level is the mean it
 * was noticed at, or up to three spreads for one that went on growing: the first steps of a ramp are nobody's to see, and a
 * tag's own wander before them is none of it.
 */
function onsetBefore(sums: Float64Array, from: number, { noticed, end }: { readonly noticed: number; readonly end: number }, band: TagBand, quietEnd: number): number {
  const extra = wanderAhead(band, noticed - quietEnd);
  let [mean, best] = [0, 0];
  for (const { rows, deviation, limit } of band.scales) {
    if (noticed + 1 - rows < from) break;
    const here = meanOf(sums, noticed, rows);
    const ratio = Math.abs(here) / (limit * Math.sqrt(deviation * deviation + extra));
    if (ratio > best) [mean, best] = [here, ratio];
  }
  const sign = mean < 0 ? -1 : 1;
  let grown = Math.abs(mean);
  for (let at = noticed; at < end && grown < plain; at++) grown = Math.max(grown, sign * meanOf(sums, at, Math.min(pastRows, at + 1)));
  const level = Math.min(plain, grown);
  // From where it stands out plainly: what wandered about before, below half of that, is left behind.
  let anchor = noticed;
  while (anchor < end - 1 && sign * meanOf(sums, anchor, Math.min(pastRows, anchor + 1)) < level * 0.999) anchor++;
  // Measured from where it has been before, which a tag that wanders may leave and enter again.
  const edge = sign > 0 ? band.past.high : -band.past.low;
  const half = Math.max(Math.max(level, Math.abs(mean)) / 2, Math.min(edge, plain / 2));
  let lowest = Number.POSITIVE_INFINITY;
  let onset = anchor;
  for (let at = anchor; at >= from; at--) {
    const sum = sign * (sums[at] ?? 0) - half * at;
    if (sum >= lowest) continue;
    lowest = sum;
    onset = at;
  }
  return onset;
}

/** Medians of three: a lone spike goes, an edge stays where it is. */
export function withoutSpikes(values: Float64Array): Float64Array {
  const smooth = Float64Array.from(values);
  for (let at = 1; at < values.length - 1; at++) {
    const [a, b, c] = [values[at - 1] ?? 0, values[at] ?? 0, values[at + 1] ?? 0];
    smooth[at] = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
  return smooth;
}
