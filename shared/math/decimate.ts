import { isBad } from '../model/quality.ts';

/**
 * Per time column: first, min, max and last value that is neither bad nor NaN (NaN where there is none), the source times
 * of that first and last, samples, and bad samples (NaN counts as bad). Columns share [fromMs, toMs] equally.
 *
 * `mean` is the time-weighted mean of the good part of a column, each value held until the next sample, and `goodMs` how
 * long that part is; a bad sample ends what is held. Where good values are held for no time at all, `mean` is the newest of
 * them; NaN where nothing good is held either. It follows samples added in the order of time; one added behind the newest
 * so far is in everything but the mean.
 */
export type TimeColumns = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly first: Float64Array<ArrayBuffer>;
  readonly min: Float64Array<ArrayBuffer>;
  readonly max: Float64Array<ArrayBuffer>;
  readonly last: Float64Array<ArrayBuffer>;
  readonly firstMs: Float64Array<ArrayBuffer>;
  readonly lastMs: Float64Array<ArrayBuffer>;
  readonly mean: Float64Array<ArrayBuffer>;
  readonly goodMs: Float64Array<ArrayBuffer>;
  readonly count: Uint32Array<ArrayBuffer>;
  readonly badCount: Uint32Array<ArrayBuffer>;
  /** 1 where the newest sample of the column is bad. */
  readonly endsBad: Uint8Array<ArrayBuffer>;
  /** The value held after all that was added (NaN for none), and since when; the second is NaN at first. */
  readonly held: Float64Array<ArrayBuffer>;
};

/**
 * What is known of a stretch of samples without reading them; first to max are NaN, times too, when all are bad. `mean` and
 * `goodMs` are of [fromMs, toMs] with values held; `endsBad` when nothing is held at its end.
 */
export type SpanSummary = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly mean: number;
  readonly goodMs: number;
  readonly endsBad: boolean;
  readonly count: number;
  readonly badCount: number;
  readonly first: number;
  readonly firstMs: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly lastMs: number;
};

export function createTimeColumns(fromMs: number, toMs: number, width: number): TimeColumns {
  const unknown = (): Float64Array<ArrayBuffer> => new Float64Array(width).fill(Number.NaN);
  return {
    fromMs,
    toMs,
    first: unknown(),
    min: unknown(),
    max: unknown(),
    last: unknown(),
    firstMs: unknown(),
    lastMs: unknown(),
    mean: unknown(),
    goodMs: new Float64Array(width),
    endsBad: new Uint8Array(width),
    held: new Float64Array(2).fill(Number.NaN),
    count: new Uint32Array(width),
    badCount: new Uint32Array(width),
  };
}

/**
 * The column of a time; below 0 or at least the width when it lies outside. The end of the span belongs to the last column,
 * a border to the column it begins: a time equal to columnStarts(…)[n] is in column n.
 */
export function columnOf({ fromMs, toMs, count }: TimeColumns, timeMs: number): number {
  const width = count.length;
  if (timeMs === toMs) return width - 1;
  const spanMs = toMs - fromMs;
  const column = Math.floor(((timeMs - fromMs) / spanMs) * width);
  // Rounding must not move a time over a border.
  if (timeMs < fromMs + (spanMs * column) / width) return column - 1;
  return timeMs >= fromMs + (spanMs * (column + 1)) / width && timeMs < toMs ? column + 1 : column;
}

/** States which value is held at a time before the first sample that is added (NaN: none). */
export function startHeld(columns: TimeColumns, value: number, timeMs: number): void {
  columns.held[0] = value;
  columns.held[1] = timeMs;
}

/** Goes on holding the newest value until a time, the next sample's or the end; nothing when that lies behind. */
export function holdUntil(columns: TimeColumns, timeMs: number): void {
  const { held } = columns;
  const sinceMs = held[1] as number;
  if (!(timeMs > sinceMs)) return;
  if (!Number.isNaN(held[0] as number)) addHeld(columns, held[0] as number, sinceMs, timeMs, 1);
  held[1] = timeMs;
}

/** Adds a value that stood for `share` of [sinceMs, untilMs] to the means of the columns it lies in. */
export function addHeld(columns: TimeColumns, value: number, sinceMs: number, untilMs: number, share: number): void {
  const { fromMs, toMs } = columns;
  const since = Math.max(sinceMs, fromMs);
  const until = Math.min(untilMs, toMs);
  if (!(until > since)) return;
  const width = columns.count.length;
  const stepMs = (toMs - fromMs) / width;
  let column = Math.max(0, columnOf(columns, since));
  for (let at = since; at < until && column < width; column++) {
    const end = column === width - 1 ? until : Math.min(until, fromMs + stepMs * (column + 1));
    if (end > at) {
      addMean(columns, column, value, (end - at) * share);
      at = end;
    }
  }
}

function addMean({ mean, goodMs }: TimeColumns, column: number, value: number, forMs: number): void {
  const before = goodMs[column] as number;
  if (!(forMs > 0)) {
    if (before === 0) mean[column] = value;
    return;
  }
  goodMs[column] = before + forMs;
  // Of what was held for some time before, else of nothing: a mean of samples that stood for no time gives way.
  mean[column] = before === 0 ? value : (mean[column] as number) + ((value - (mean[column] as number)) * forMs) / (before + forMs);
}

/**
 * Adds rows `start` to `end` (excluded); samples outside the span are left out. Order matters to the mean alone, except
 * that of equal times the earliest added is the first and the latest added the last.
 */
export function addSamples(
  columns: TimeColumns,
  timeMs: Float64Array,
  value: Float64Array,
  quality: Uint32Array,
  start: number,
  end: number,
): void {
  const { first, min, max, last, firstMs, lastMs, mean, goodMs, count, badCount, endsBad, held, fromMs, toMs } = columns;
  const width = count.length;
  const stepMs = (toMs - fromMs) / width;
  let heldValue = held[0] as number;
  let sinceMs = held[1] as number;
  let column = -1;
  let columnFrom = Number.POSITIVE_INFINITY;
  let columnTo = Number.NEGATIVE_INFINITY;
  for (let row = start; row < end;) {
    let time = timeMs[row] as number;
    if (!(time >= fromMs && time <= toMs)) {
      row++;
      continue;
    }
    if (!(time > columnFrom && time < columnTo)) {
      column = columnOf(columns, time);
      // Inside by a hair only, so that rounding at a border is always columnOf's.
      columnFrom = fromMs + stepMs * column + stepMs * 1e-9;
      columnTo = fromMs + stepMs * (column + 1) - stepMs * 1e-9;
    }
    // What was held so far may reach over columns before this one.
    if (time > sinceMs && !Number.isNaN(heldValue)) {
      addHeld(columns, heldValue, sinceMs, time, 1);
      sinceMs = time;
    }
    // Most samples stay in the column of the one before: what is known of it is kept at hand while they do.
    let samples = count[column] as number;
    let bad = badCount[column] as number;
    let least = min[column] as number;
    let most = max[column] as number;
    let hold = mean[column] as number;
    let good = goodMs[column] as number;
    let oldest = first[column] as number;
    let oldestMs = firstMs[column] as number;
    let newest = last[column] as number;
    let newestMs = lastMs[column] as number;
    let isEndBad = endsBad[column] as number;
    do {
      const number = value[row] as number;
      const isOut = isBad(quality[row] as number) || Number.isNaN(number);
      samples++;
      if (!(time < sinceMs)) {
        if (time > sinceMs && !Number.isNaN(heldValue)) {
          const forMs = time - sinceMs;
          hold = good === 0 ? heldValue : hold + ((heldValue - hold) * forMs) / (good + forMs);
          good += forMs;
        }
        sinceMs = time;
        heldValue = isOut ? Number.NaN : number;
        isEndBad = isOut ? 1 : 0;
        if (!isOut && good === 0) hold = number;
      }
      if (isOut) bad++;
      else {
        if (!(number >= least)) least = number;
        if (!(number <= most)) most = number;
        if (!(time >= oldestMs)) {
          oldestMs = time;
          oldest = number;
        }
        if (!(time < newestMs)) {
          newestMs = time;
          newest = number;
        }
      }
      row++;
      time = row < end ? (timeMs[row] as number) : Number.NaN;
    } while (time > columnFrom && time < columnTo);
    count[column] = samples;
    badCount[column] = bad;
    min[column] = least;
    max[column] = most;
    mean[column] = hold;
    goodMs[column] = good;
    first[column] = oldest;
    firstMs[column] = oldestMs;
    last[column] = newest;
    lastMs[column] = newestMs;
    endsBad[column] = isEndBad;
  }
  held[0] = heldValue;
  held[1] = sinceMs;
}

/** The summary of rows `start` to `end` (excluded), at least one, by time. */
export function summarize(timeMs: Float64Array, value: Float64Array, quality: Uint32Array, start: number, end: number): SpanSummary {
  const fromMs = timeMs[start] as number;
  const toMs = timeMs[end - 1] as number;
  // A column that ends behind the last sample, so that no border is in the way.
  const columns = createTimeColumns(fromMs, toMs + 1, 1);
  addSamples(columns, timeMs, value, quality, start, end);
  return summaryOf(columns, 0, fromMs, toMs);
}

/** One column as the summary of a stretch [fromMs, toMs]. */
export const summaryOf = (columns: TimeColumns, column: number, fromMs: number, toMs: number): SpanSummary => ({
  fromMs,
  toMs,
  count: columns.count[column] as number,
  badCount: columns.badCount[column] as number,
  first: columns.first[column] as number,
  firstMs: columns.firstMs[column] as number,
  min: columns.min[column] as number,
  max: columns.max[column] as number,
  last: columns.last[column] as number,
  lastMs: columns.lastMs[column] as number,
  mean: columns.mean[column] as number,
  goodMs: columns.goodMs[column] as number,
  endsBad: columns.endsBad[column] === 1,
});

/** Adds a stretch of samples that lies in one column, by its summary: the same result as adding its samples. */
export function addSummary(columns: TimeColumns, column: number, summary: SpanSummary): void {
  const { held } = columns;
  const isNext = !(summary.fromMs < (held[1] as number));
  if (isNext) holdUntil(columns, summary.fromMs);
  columns.count[column]! += summary.count;
  columns.badCount[column]! += summary.badCount;
  if (isNext) {
    if (!Number.isNaN(summary.mean)) addMean(columns, column, summary.mean, summary.goodMs);
    held[0] = summary.endsBad ? Number.NaN : summary.last;
    held[1] = summary.toMs;
    columns.endsBad[column] = summary.endsBad ? 1 : 0;
  }
  if (summary.badCount === summary.count) return;
  if (!(summary.min >= (columns.min[column] as number))) columns.min[column] = summary.min;
  if (!(summary.max <= (columns.max[column] as number))) columns.max[column] = summary.max;
  if (!(summary.firstMs >= (columns.firstMs[column] as number))) {
    columns.firstMs[column] = summary.firstMs;
    columns.first[column] = summary.first;
  }
  if (!(summary.lastMs < (columns.lastMs[column] as number))) {
    columns.lastMs[column] = summary.lastMs;
    columns.last[column] = summary.last;
  }
}
