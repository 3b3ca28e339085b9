import { isBad } from '../model/quality.ts';

/** What a column knows beyond its numbers. */
export const columnFlag = {
  /** Its newest sample is bad: nothing is known of the time after it. */
  endsBad: 1,
  /** Samples are missing in it; the line breaks here. */
  lost: 2,
  /** It has good and bad samples, and which came last is not known. */
  unsure: 4,
} as const;

/**
 * A window of time columns for drawing one signal, filled from history and live samples alike. Column `n` covers
 * [n · stepMs, (n + 1) · stepMs) of UTC epoch ms, so columns never move against the samples while the window slides.
 * Arrays are a ring: column `n` lies at `n % capacity`, and `from ≤ n < from + capacity` is kept.
 * Numbers are NaN where a column has no usable value; its cost to draw does not depend on how many samples it took.
 */
export type PixelColumns = {
  readonly stepMs: number;
  readonly capacity: number;
  from: number;
  readonly first: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;
  /** Mean of the good part: weighted by time where history filled the column, by samples where live ones did. */
  readonly mean: Float64Array;
  /** Source time of the first and last live sample; NaN where only history filled the column. */
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
  readonly count: Uint32Array;
  readonly badCount: Uint32Array;
  readonly flags: Uint8Array;
  /** The value before the oldest column, NaN when there is none or it was bad. */
  leadValue: number;
  isLeadBad: boolean;
  /** The newest column that ever took something; −Infinity for none. It may have slid out since. */
  newest: number;
  /** Rises when anything but the newest column changes, so that a picture of the older ones holds no more. */
  rewrites: number;
};

/** Columns of `history.decimated`, oldest first. */
export type ColumnHistory = {
  readonly first: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;
  readonly mean: Float64Array;
  readonly count: Uint32Array;
  readonly badCount: Uint32Array;
};

export function createPixelColumns(stepMs: number, from: number, capacity: number): PixelColumns {
  const unknown = (): Float64Array => new Float64Array(capacity).fill(Number.NaN);
  return {
    stepMs,
    capacity,
    from,
    first: unknown(),
    min: unknown(),
    max: unknown(),
    last: unknown(),
    mean: unknown(),
    firstMs: unknown(),
    lastMs: unknown(),
    count: new Uint32Array(capacity),
    badCount: new Uint32Array(capacity),
    flags: new Uint8Array(capacity),
    leadValue: Number.NaN,
    isLeadBad: false,
    newest: Number.NEGATIVE_INFINITY,
    rewrites: 0,
  };
}

/** Notes that a column changes. */
function touch(columns: PixelColumns, column: number): void {
  if (column > columns.newest) columns.newest = column;
  else if (column < columns.newest) columns.rewrites++;
}

/** Says what stood before the oldest column; `value` counts for nothing where it was bad. */
export function setLead(columns: PixelColumns, value: number, isLeadBad: boolean): void {
  columns.leadValue = isLeadBad ? Number.NaN : value;
  columns.isLeadBad = isLeadBad;
  columns.rewrites++;
}

export const columnOfTime = (columns: PixelColumns, timeMs: number): number => Math.floor(timeMs / columns.stepMs);

export const isKept = (columns: PixelColumns, column: number): boolean => column >= columns.from && column < columns.from + columns.capacity;

/** Below a minute: 1 to 8 of a decade of ms, so that near spans share a step; whole ms from 1 on. */
const shortRungs = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.4, 8] as const;
const minuteMs = 60_000;
const hourMs = 3_600_000;
/** From a minute on only widths that the historian has summaries for: whole minutes of an hour, ten minutes, hours, days. */
const longSteps = [
  ...[1, 2, 3, 4, 5, 6, 10, 20, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 4, 6, 8, 12, 24, 48, 120, 240].map((hours) => hours * hourMs),
] as const;
/** Finest column: 10 µs. */
const leastStepMs = 0.01;

/** Least column width for at most `width` columns over a span; from a ladder, so that near spans share it and long ones are read from summaries. */
export function columnStep(spanMs: number, width: number): number {
  const least = Math.max(leastStepMs, spanMs / Math.max(1, width));
  if (least > minuteMs * (1 - 1e-9)) return longSteps.find((step) => step >= least - 1e-6) ?? Math.ceil(least / (24 * hourMs)) * 24 * hourMs;
  for (let decade = 10 ** Math.floor(Math.log10(least) + 1e-9); ; decade *= 10) {
    for (const rung of shortRungs) {
      const step = rung * decade >= 1 ? Math.ceil(rung * decade - 1e-9) : Number((rung * decade).toPrecision(3));
      // By the width itself: at 50 µs an error of a fixed size is a column too many.
      if (step >= least * (1 - 1e-10)) return Math.min(minuteMs, step);
    }
  }
}

/** Takes a live sample into its column; false, and nothing done, when the column is not kept. Times may come in any order. */
export function addSample(columns: PixelColumns, timeMs: number, value: number, quality: number): boolean {
  const column = columnOfTime(columns, timeMs);
  if (!isKept(columns, column)) return false;
  const { first, min, max, last, mean, firstMs, lastMs, count, badCount, flags } = columns;
  const at = column % columns.capacity;
  touch(columns, column);
  count[at]!++;
  const isLate = timeMs < (lastMs[at] as number);
  if (!isLate) lastMs[at] = timeMs;
  if (isBad(quality) || Number.isNaN(value)) {
    badCount[at]!++;
    if (!isLate) flags[at] = ((flags[at] as number) | columnFlag.endsBad) & ~columnFlag.unsure;
    return true;
  }
  if (!isLate) {
    flags[at] = (flags[at] as number) & ~(columnFlag.endsBad | columnFlag.unsure);
    last[at] = value;
  } else if (Number.isNaN(last[at] as number)) last[at] = value;
  if (!(value >= (min[at] as number))) min[at] = value;
  if (!(value <= (max[at] as number))) max[at] = value;
  const before = mean[at] as number;
  mean[at] = Number.isNaN(before) ? value : before + (value - before) / ((count[at] as number) - (badCount[at] as number));
  if (Number.isNaN(first[at] as number) || timeMs < (firstMs[at] as number)) {
    first[at] = value;
    firstMs[at] = timeMs;
  }
  return true;
}

/**
 * Lays history under live samples taken since it was asked for: `history` begins at column `from`, parts that are not
 * kept are left out. A sample that is in both counts once; where history and live samples share a column, its count may be
 * low by those only one of them knows, while first, min, max and last are those of both together.
 */
export function mergeHistory(columns: PixelColumns, from: number, history: ColumnHistory): void {
  const { first, min, max, last, mean, count, badCount, flags } = columns;
  columns.rewrites++;
  const start = Math.max(0, columns.from - from);
  const end = Math.min(history.count.length, columns.from + columns.capacity - from);
  for (let row = start; row < end; row++) {
    const taken = history.count[row] as number;
    if (taken === 0) continue;
    if (from + row > columns.newest) columns.newest = from + row;
    const at = (from + row) % columns.capacity;
    const bad = history.badCount[row] as number;
    if (count[at] === 0) flags[at] = (flags[at] as number) | (bad === taken ? columnFlag.endsBad : bad > 0 ? columnFlag.unsure : 0);
    // History knows at least as many of them: its mean is the better one.
    if (taken >= (count[at] as number) || Number.isNaN(mean[at] as number)) mean[at] = history.mean[row] as number;
    if (taken > (count[at] as number)) count[at] = taken;
    if (bad > (badCount[at] as number)) badCount[at] = bad;
    if (bad === taken) continue;
    first[at] = history.first[row] as number;
    if (Number.isNaN(last[at] as number)) last[at] = history.last[row] as number;
    if (!((history.min[row] as number) >= (min[at] as number))) min[at] = history.min[row] as number;
    if (!((history.max[row] as number) <= (max[at] as number))) max[at] = history.max[row] as number;
  }
}

/** Slides the window so that it ends at `column` or later; what leaves at the old end lives on as the lead value. */
export function advanceTo(columns: PixelColumns, column: number): void {
  const from = column - columns.capacity + 1;
  if (from <= columns.from) return;
  const dropped = Math.min(columns.capacity, from - columns.from);
  for (let n = columns.from; n < columns.from + dropped; n++) {
    const at = n % columns.capacity;
    if ((columns.count[at] as number) > 0) {
      const isBadAfter = endsBad(columns, at);
      columns.isLeadBad = isBadAfter;
      columns.leadValue = isBadAfter ? Number.NaN : (columns.last[at] as number);
    }
    clearSlot(columns, at);
  }
  columns.from = from;
}

/** True when nothing is known after the column at slot `at`, or nobody knows whether. */
export const endsBad = (columns: PixelColumns, at: number): boolean => ((columns.flags[at] as number) & (columnFlag.endsBad | columnFlag.unsure)) !== 0;

/** Marks the column of a time as having a hole. */
export function markLost(columns: PixelColumns, timeMs: number): void {
  const column = columnOfTime(columns, timeMs);
  if (!isKept(columns, column)) return;
  columns.flags[column % columns.capacity]! |= columnFlag.lost;
  columns.rewrites++;
  if (column > columns.newest) columns.newest = column;
}

/** Columns with good and bad samples after which none came at once, so that it matters which was last; at most `limit`, oldest first. */
export function unsureColumns(columns: PixelColumns, limit: number): readonly number[] {
  const found: number[] = [];
  for (let n = columns.from; n < columns.from + columns.capacity && found.length < limit; n++) {
    const isUnsure = ((columns.flags[n % columns.capacity] as number) & columnFlag.unsure) !== 0;
    const next = n + 1;
    if (isUnsure && (!isKept(columns, next) || columns.count[next % columns.capacity] === 0)) found.push(n);
  }
  return found;
}

/** Says what the last sample of an unsure column was. Live samples that came since have decided already; then nothing changes. */
export function settleColumn(columns: PixelColumns, column: number, isLastBad: boolean): void {
  if (!isKept(columns, column)) return;
  const at = column % columns.capacity;
  const flags = columns.flags[at] as number;
  if ((flags & columnFlag.unsure) === 0) return;
  columns.rewrites++;
  columns.flags[at] = (flags & ~columnFlag.unsure) | (isLastBad ? columnFlag.endsBad : 0);
}

/**
 * Value and state at the end of a column: what the line shows there, carried on from older columns where it has no sample.
 * NaN, and not bad, where nothing is known; the column before the oldest answers the lead value.
 */
export function valueAt(columns: PixelColumns, column: number): { readonly value: number; readonly isBad: boolean } {
  for (let n = Math.min(column, columns.from + columns.capacity - 1); n >= columns.from; n--) {
    const at = n % columns.capacity;
    if (((columns.flags[at] as number) & columnFlag.lost) !== 0 && columns.count[at] === 0) return { value: Number.NaN, isBad: true };
    if (columns.count[at] === 0) continue;
    const isBadAfter = endsBad(columns, at);
    return { value: isBadAfter ? Number.NaN : (columns.last[at] as number), isBad: isBadAfter };
  }
  return column < columns.from - 1 ? { value: Number.NaN, isBad: false } : { value: columns.leadValue, isBad: columns.isLeadBad };
}

function clearSlot(columns: PixelColumns, at: number): void {
  columns.first[at] = Number.NaN;
  columns.min[at] = Number.NaN;
  columns.max[at] = Number.NaN;
  columns.last[at] = Number.NaN;
  columns.mean[at] = Number.NaN;
  columns.firstMs[at] = Number.NaN;
  columns.lastMs[at] = Number.NaN;
  columns.count[at] = 0;
  columns.badCount[at] = 0;
  columns.flags[at] = 0;
}
