/** Samples of one tag, by source time (UTC epoch ms), equal times in the order of arrival; quality as OPC UA StatusCode. */
export type HistorySeries = {
  readonly timeMs: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
  readonly quality: Uint32Array<ArrayBuffer>;
};

/** Samples of one tag as they gather; arrays grow by doubling, `length` rows of them are valid. */
export type GrowingSeries<Memory extends ArrayBufferLike = ArrayBuffer> = {
  length: number;
  timeMs: Float64Array<Memory>;
  value: Float64Array<Memory>;
  quality: Uint32Array<Memory>;
};

export const emptySeries = (capacity = 0): GrowingSeries => ({
  length: 0,
  timeMs: new Float64Array(capacity),
  value: new Float64Array(capacity),
  quality: new Uint32Array(capacity),
});

export function pushRow(to: GrowingSeries, timeMs: number, value: number, quality: number): void {
  if (to.length === to.timeMs.length) reserveRows(to, Math.max(8, to.length * 2));
  to.timeMs[to.length] = timeMs;
  to.value[to.length] = value;
  to.quality[to.length] = quality;
  to.length++;
}

/** Appends rows `start` to `end` (excluded) of a series. */
export function pushRows(to: GrowingSeries, from: HistorySeries, start: number, end: number): void {
  const length = to.length + end - start;
  makeRoom(to, end - start);
  to.timeMs.set(from.timeMs.subarray(start, end), to.length);
  to.value.set(from.value.subarray(start, end), to.length);
  to.quality.set(from.quality.subarray(start, end), to.length);
  to.length = length;
}

/** Sees to it that so many more rows fit in. */
function makeRoom(series: GrowingSeries, rows: number): void {
  const length = series.length + rows;
  if (length > series.timeMs.length) reserveRows(series, Math.max(length, series.length * 2));
}

function reserveRows(series: GrowingSeries, capacity: number): void {
  const { timeMs, value, quality, length } = series;
  series.timeMs = new Float64Array(capacity);
  series.value = new Float64Array(capacity);
  series.quality = new Uint32Array(capacity);
  series.timeMs.set(timeMs.subarray(0, length));
  series.value.set(value.subarray(0, length));
  series.quality.set(quality.subarray(0, length));
}

/** Whether no time of the valid rows is below the one before it. */
export function isByTime({ timeMs, length }: GrowingSeries<ArrayBufferLike>): boolean {
  for (let row = 1; row < length; row++) if (!((timeMs[row - 1] as number) <= (timeMs[row] as number))) return false;
  return true;
}

/** The valid rows by time, equal times in their order; a copy of its own. */
export function sortedSeries(series: GrowingSeries<ArrayBufferLike>): HistorySeries {
  return isByTime(series) ? sliceSeries(series, 0, series.length) : reordered(series);
}

/** As sortedSeries, but rows that are in order already are not copied: to be read, and only until the series changes. */
export function seriesByTime(series: GrowingSeries<ArrayBufferLike>): HistorySeries {
  const { timeMs, value, quality, length } = series;
  if (!isByTime(series)) return reordered(series);
  // For who only reads it makes no difference whether another thread sees the memory too.
  return { timeMs: timeMs.subarray(0, length), value: value.subarray(0, length), quality: quality.subarray(0, length) } as HistorySeries;
}

function reordered(series: GrowingSeries<ArrayBufferLike>): HistorySeries {
  const { length } = series;
  const order = Uint32Array.from({ length }, (_, row) => row);
  const time = series.timeMs;
  order.sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
  const sorted = { timeMs: new Float64Array(length), value: new Float64Array(length), quality: new Uint32Array(length) };
  for (let row = 0; row < length; row++) {
    const from = order[row] as number;
    sorted.timeMs[row] = series.timeMs[from] as number;
    sorted.value[row] = series.value[from] as number;
    sorted.quality[row] = series.quality[from] as number;
  }
  return sorted;
}

export const sliceSeries = (series: Pick<GrowingSeries<ArrayBufferLike>, 'timeMs' | 'value' | 'quality'>, start: number, end: number): HistorySeries => ({
  timeMs: series.timeMs.slice(start, end),
  value: series.value.slice(start, end),
  quality: series.quality.slice(start, end),
});

/** The first row of a sorted series whose time is not below `timeMs` (or, `after`, is above it). */
export function rowAt(series: HistorySeries, timeMs: number, side: 'from' | 'after'): number {
  let low = 0;
  let high = series.timeMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const time = series.timeMs[middle] as number;
    if (time < timeMs || (side === 'after' && time === timeMs)) low = middle + 1;
    else high = middle;
  }
  return low;
}
