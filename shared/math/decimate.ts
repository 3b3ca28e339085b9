import { isBad } from '../model/quality.ts';

/**
 * Per time column: first, min, max and last value that is neither bad nor NaN (NaN where there is none), the source times
 * of that first and last, samples, and bad samples (NaN counts as bad). Columns share [fromMs, toMs] equally.
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
  readonly count: Uint32Array<ArrayBuffer>;
  readonly badCount: Uint32Array<ArrayBuffer>;
};

/** What is known of a stretch of samples without reading them; first to max are NaN, times too, when all are bad. */
export type SpanSummary = {
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
    count: new Uint32Array(width),
    badCount: new Uint32Array(width),
  };
}

/** The column of a time; below 0 or at least the width when it lies outside. The end of the span belongs to the last column. */
export function columnOf(columns: TimeColumns, timeMs: number): number {
  const width = columns.count.length;
  if (timeMs === columns.toMs) return width - 1;
  const column = Math.floor(((timeMs - columns.fromMs) / (columns.toMs - columns.fromMs)) * width);
  // Rounding must not push a time just before the end past the last column.
  return column === width && timeMs < columns.toMs ? width - 1 : column;
}

/** Beginning of each column, UTC epoch ms. */
export function columnStarts(columns: TimeColumns): Float64Array<ArrayBuffer> {
  const width = columns.count.length;
  const starts = new Float64Array(width);
  for (let column = 0; column < width; column++) starts[column] = columns.fromMs + ((columns.toMs - columns.fromMs) * column) / width;
  return starts;
}

/**
 * Adds rows `start` to `end` (excluded); samples outside the span are left out. Order does not matter, except that of
 * equal times the earliest added is the first and the latest added the last.
 */
export function addSamples(
  columns: TimeColumns,
  timeMs: Float64Array,
  value: Float64Array,
  quality: Uint32Array,
  start: number,
  end: number,
): void {
  const { first, min, max, last, firstMs, lastMs, count, badCount, fromMs, toMs } = columns;
  for (let row = start; row < end; row++) {
    const time = timeMs[row] as number;
    if (!(time >= fromMs && time <= toMs)) continue;
    const column = columnOf(columns, time);
    const number = value[row] as number;
    count[column]!++;
    if (isBad(quality[row] as number) || Number.isNaN(number)) {
      badCount[column]!++;
      continue;
    }
    if (!(number >= (min[column] as number))) min[column] = number;
    if (!(number <= (max[column] as number))) max[column] = number;
    if (!(time >= (firstMs[column] as number))) {
      firstMs[column] = time;
      first[column] = number;
    }
    if (!(time < (lastMs[column] as number))) {
      lastMs[column] = time;
      last[column] = number;
    }
  }
}

/** The summary of rows `start` to `end` (excluded), in any order. */
export function summarize(timeMs: Float64Array, value: Float64Array, quality: Uint32Array, start: number, end: number): SpanSummary {
  let badCount = 0;
  let first = Number.NaN;
  let firstMs = Number.NaN;
  let min = Number.NaN;
  let max = Number.NaN;
  let last = Number.NaN;
  let lastMs = Number.NaN;
  for (let row = start; row < end; row++) {
    const time = timeMs[row] as number;
    const number = value[row] as number;
    if (isBad(quality[row] as number) || Number.isNaN(number)) {
      badCount++;
      continue;
    }
    if (!(number >= min)) min = number;
    if (!(number <= max)) max = number;
    if (!(time >= firstMs)) {
      firstMs = time;
      first = number;
    }
    if (!(time < lastMs)) {
      lastMs = time;
      last = number;
    }
  }
  return { count: end - start, badCount, first, firstMs, min, max, last, lastMs };
}

/** Adds a stretch of samples that lies in one column, by its summary: the same result as adding its samples. */
export function addSummary(columns: TimeColumns, column: number, summary: SpanSummary): void {
  columns.count[column]! += summary.count;
  columns.badCount[column]! += summary.badCount;
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
