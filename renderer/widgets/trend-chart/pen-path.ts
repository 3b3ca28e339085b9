import { columnFlag, columnOfTime, endsBad, type PixelColumns, valueAt } from '#shared/math/pixel-columns.ts';

/** The part of Path2D that lines need. */
export type LineSink = { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void };

/** Takes the envelope column by column; it goes on from the one before unless `isFirst`. */
export type BandSink = { band(x: number, peakY: number, footY: number, isFirst: boolean): void };

/** From time and value to pixels: x = left + (ms − fromMs) · perMs, y = top + (high − value) · perUnit; on a log axis of log10 of both. */
export type PenView = {
  readonly fromMs: number;
  readonly toMs: number;
  /** Nothing is drawn after this: now, or the moment the line was lost. */
  readonly endMs: number;
  readonly left: number;
  readonly perMs: number;
  readonly top: number;
  readonly high: number;
  readonly perUnit: number;
  /** `high` is then a log10, and a value of 0 or below lies far under the lane. */
  readonly isLog?: boolean;
  readonly isStep: boolean;
  readonly joinMs: number;
  /** A column that stands out of its neighbours by this many pixels is drawn from end to end. */
  readonly spikePx: number;
};

/** Where a log axis has a value of 0 or below: out of every picture. */
const farBelow = 1e6;

export function yOf({ top, high, perUnit, isLog }: Pick<PenView, 'top' | 'high' | 'perUnit' | 'isLog'>, value: number): number {
  if (isLog !== true) return top + (high - value) * perUnit;
  return value > 0 ? top + (high - Math.log10(value)) * perUnit : top + farBelow;
}

/**
 * Draws one pen into `line` (through first and last of each column, which are real samples) and `envelope` (the
 * band from min to max where a column holds more than that), and writes the stretches without a usable value into `gaps`
 * as pairs of x. Gaps are never joined. What comes after the columns there are is not known yet: neither line nor gap goes on
 * into it. Returns the y of the line's end, NaN where it does not reach the end of the view.
 */
export function tracePen(columns: PixelColumns, view: PenView, line: LineSink, envelope: BandSink, gaps: number[]): number {
  const { fromMs, perMs, left, isStep, spikePx } = view;
  const { stepMs, capacity, count, badCount, first, min, max, last, flags } = columns;
  const wishedMs = Math.min(view.toMs, view.endMs);
  const endMs = Math.min(wishedMs, endOf(columns));
  if (endMs <= fromMs) return Number.NaN;
  const xAt = (ms: number): number => left + (ms - fromMs) * perMs;
  const yAt = (value: number): number => yOf(view, value);
  const startX = xAt(fromMs);
  const endX = Math.max(startX, xAt(endMs));
  const joinColumns = Math.max(1, view.joinMs / stepMs);
  // One column beyond each side of the view, so that the line comes in from there and goes out; none past its end.
  const begin = beginOf(columns, Math.max(columns.from, columnOfTime(columns, fromMs) - 1), joinColumns);
  const end = Math.min(columns.from + capacity - 1, columnOfTime(columns, endMs) + (endMs < view.endMs ? 1 : 0));
  const lastX = Math.max(endX, xAt(view.endMs));

  let value = Number.NaN;
  let gapX = Number.NaN;
  let valueColumn = begin;
  const enter = valueAt(columns, begin - 1);
  if (enter.isBad) gapX = startX;
  else if (!Number.isNaN(enter.value)) {
    // Surely a number, else each value the line goes on with would be put on the heap.
    value = Number(enter.value);
    line.moveTo(startX, yAt(value));
    // Held since long ago: whatever comes next is joined by a step.
    valueColumn = begin - Math.ceil(joinColumns) - 1;
  }
  let drawnX = -Infinity;
  let isBandOpen = false;
  let footBefore = Number.NaN;
  let peakBefore = Number.NaN;

  // Column numbers are far beyond 32 bits, where a remainder is slow: the slot is counted along.
  let slot = begin % capacity;
  for (let n = begin; n <= end; n++) {
    const at = slot;
    slot = slot + 1 === capacity ? 0 : slot + 1;
    const isLost = ((flags[at] as number) & columnFlag.lost) !== 0;
    const taken = count[at] as number;
    if (taken === 0 && !isLost) continue;
    const x = Math.min(lastX, xAt((n + 0.5) * stepMs));
    if (isLost) {
      // The line breaks: it ends where it was and begins anew with what comes next.
      isBandOpen = false;
      if (Number.isNaN(gapX)) gapX = x;
      value = Number.NaN;
      footBefore = Number.NaN;
    }
    if (taken === 0) continue;
    if (taken > (badCount[at] as number)) {
      const opens = first[at] as number;
      const closes = last[at] as number;
      const low = min[at] as number;
      const peak = max[at] as number;
      const footY = yAt(low);
      const peakY = yAt(peak);
      if (!Number.isNaN(gapX)) {
        if (x >= startX) gaps.push(Math.max(startX, gapX), x);
        gapX = Number.NaN;
      }
      if (Number.isNaN(value)) {
        line.moveTo(x, yAt(opens));
        // A single value between two gaps still shows as a dot of a pixel.
        line.lineTo(x + 1e-3, yAt(opens));
      } else if (isStep || n - valueColumn > joinColumns) {
        const holdX = isStep ? x : Math.min(x, xAt(n * stepMs));
        line.lineTo(holdX, yAt(value));
        line.lineTo(x, yAt(opens));
        if (n - valueColumn > joinColumns) {
          // What was long ago is no neighbour: the envelope does not slope over from there.
          isBandOpen = false;
          footBefore = Number.NaN;
        }
      } else line.lineTo(x, yAt(opens));
      if (taken > 2 || low < Math.min(opens, closes) || peak > Math.max(opens, closes)) {
        if (isStep || !(footY <= footBefore + spikePx) || !(peakY >= peakBefore - spikePx)) {
          line.lineTo(x, peakY);
          line.lineTo(x, footY);
        }
        envelope.band(x, peakY, footY, !isBandOpen);
        isBandOpen = true;
      } else isBandOpen = false;
      line.lineTo(x, yAt(closes));
      drawnX = x;
      value = closes;
      valueColumn = n;
      footBefore = footY;
      peakBefore = peakY;
    } else {
      isBandOpen = false;
      if (!Number.isNaN(value)) {
        line.lineTo(x, yAt(value));
        value = Number.NaN;
      }
      if (Number.isNaN(gapX)) gapX = x;
      footBefore = Number.NaN;
      continue;
    }
    const isLastUnknown = endsBad(columns, at) && !(((flags[at] as number) & columnFlag.unsure) !== 0 && hasNext(columns, n, end));
    if (isLastUnknown) {
      isBandOpen = false;
      value = Number.NaN;
      gapX = x;
      footBefore = Number.NaN;
    }
  }
  if (!Number.isNaN(gapX)) gaps.push(Math.max(startX, gapX), Math.max(gapX, endX));
  if (Number.isNaN(value)) return Number.NaN;
  if (drawnX < endX) line.lineTo(endX, yAt(value));
  return endMs < wishedMs ? Number.NaN : yAt(value);
}

/** The column a line begins with that is to be right from column `first` on: the newest before it that tells something, where a line can be joined from there. */
function beginOf({ from, capacity, count, flags }: PixelColumns, first: number, joinColumns: number): number {
  const least = Math.max(from, first - Math.ceil(joinColumns));
  for (let n = first; n >= least; n--) if ((count[n % capacity] as number) > 0 || ((flags[n % capacity] as number) & columnFlag.lost) !== 0) return n;
  return first;
}

/** Where the columns end; UTC epoch ms. */
export const endOf = ({ from, capacity, stepMs }: PixelColumns): number => (from + capacity) * stepMs;

const hasNext = (columns: PixelColumns, n: number, end: number): boolean => n + 1 <= end && (columns.count[(n + 1) % columns.capacity] as number) > 0;
