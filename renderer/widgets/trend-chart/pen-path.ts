import { columnFlag, columnOfTime, endsBad, type PixelColumns, valueAt } from '#shared/math/pixel-columns.ts';

/** The part of Path2D that lines need. */
export type LineSink = { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void };

/** From time and value to pixels: x = left + (ms − fromMs) · perMs, y = top + (high − value) · perUnit. */
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
  readonly isStep: boolean;
  readonly joinMs: number;
  /** A column that stands out of its neighbours by this many pixels is drawn from end to end. */
  readonly spikePx: number;
};

/**
 * Draws one pen into `line` (through first and last of each column, which are real samples) and `envelope` (the closed
 * band from min to max where a column holds more than that), and writes the stretches without a usable value into `gaps`
 * as pairs of x. Gaps are never joined. Returns the y of the line's end, NaN where it does not reach the end of the view.
 */
export function tracePen(columns: PixelColumns, view: PenView, line: LineSink, envelope: LineSink, gaps: number[]): number {
  const { fromMs, perMs, left, top, high, perUnit, isStep, spikePx } = view;
  const { stepMs, capacity, count, badCount, first, min, max, last, flags } = columns;
  const endMs = Math.min(view.toMs, view.endMs);
  const xAt = (ms: number): number => left + (ms - fromMs) * perMs;
  const yAt = (value: number): number => top + (high - value) * perUnit;
  const startX = xAt(fromMs);
  const endX = Math.max(startX, xAt(endMs));
  // One column to the left of the view, so that the line comes in from there.
  const begin = Math.max(columns.from, columnOfTime(columns, fromMs) - 1);
  const end = Math.min(columns.from + capacity - 1, columnOfTime(columns, endMs));
  const joinColumns = Math.max(1, view.joinMs / stepMs);

  let value = Number.NaN;
  let gapX = Number.NaN;
  let valueColumn = begin;
  const enter = valueAt(columns, begin - 1);
  if (enter.isBad) gapX = startX;
  else if (!Number.isNaN(enter.value)) {
    value = enter.value;
    line.moveTo(startX, yAt(value));
    // Held since long ago: whatever comes next is joined by a step.
    valueColumn = begin - Math.ceil(joinColumns) - 1;
  }
  let bandRows = 0;
  const closeBand = (): void => {
    if (bandRows > 0) fillBand(bandRows, envelope);
    bandRows = 0;
  };
  let lowBefore = Number.NaN;
  let highBefore = Number.NaN;

  for (let n = begin; n <= end; n++) {
    const at = n % capacity;
    const isLost = ((flags[at] as number) & columnFlag.lost) !== 0;
    const taken = count[at] as number;
    if (taken === 0 && !isLost) continue;
    const x = Math.min(endX, Math.max(startX, xAt((n + 0.5) * stepMs)));
    if (isLost) {
      // The line breaks: it ends where it was and begins anew with what comes next.
      closeBand();
      if (Number.isNaN(gapX)) gapX = x;
      value = Number.NaN;
      lowBefore = Number.NaN;
    }
    if (taken === 0) continue;
    if (taken > (badCount[at] as number)) {
      const opens = first[at] as number;
      const closes = last[at] as number;
      const low = min[at] as number;
      const peak = max[at] as number;
      if (!Number.isNaN(gapX)) {
        gaps.push(gapX, x);
        gapX = Number.NaN;
      }
      if (Number.isNaN(value)) {
        line.moveTo(x, yAt(opens));
        // A single value between two gaps still shows as a dot of a pixel.
        line.lineTo(x + 1e-3, yAt(opens));
      } else if (isStep || n - valueColumn > joinColumns) {
        const holdX = isStep ? x : Math.min(x, Math.max(startX, xAt(n * stepMs)));
        line.lineTo(holdX, yAt(value));
        line.lineTo(x, yAt(opens));
      } else line.lineTo(x, yAt(opens));
      if (taken > 2 || low < Math.min(opens, closes) || peak > Math.max(opens, closes)) {
        const isSpike = !(low >= lowBefore - spikePx / perUnit) || !(peak <= highBefore + spikePx / perUnit);
        if (isStep || isSpike) {
          line.lineTo(x, yAt(peak));
          line.lineTo(x, yAt(low));
        }
        if (bandRows === bandLimit) closeBand();
        bandX[bandRows] = x;
        bandLow[bandRows] = yAt(low);
        bandHigh[bandRows++] = yAt(peak);
      } else closeBand();
      line.lineTo(x, yAt(closes));
      value = closes;
      valueColumn = n;
      lowBefore = low;
      highBefore = peak;
    } else {
      closeBand();
      if (!Number.isNaN(value)) {
        line.lineTo(x, yAt(value));
        value = Number.NaN;
      }
      if (Number.isNaN(gapX)) gapX = x;
      lowBefore = Number.NaN;
      continue;
    }
    const isLastUnknown = endsBad(columns, at) && !(((flags[at] as number) & columnFlag.unsure) !== 0 && hasNext(columns, n, end));
    if (isLastUnknown) {
      closeBand();
      value = Number.NaN;
      gapX = x;
      lowBefore = Number.NaN;
    }
  }
  closeBand();
  if (!Number.isNaN(gapX)) gaps.push(gapX, endX);
  if (Number.isNaN(value)) return Number.NaN;
  line.lineTo(endX, yAt(value));
  return yAt(value);
}

const hasNext = (columns: PixelColumns, n: number, end: number): boolean => n + 1 <= end && (columns.count[(n + 1) % columns.capacity] as number) > 0;

// Reused by every trace, which runs to its end before the next begins: nothing is allocated per frame.
const bandLimit = 8192;
const bandX = new Float64Array(bandLimit);
const bandLow = new Float64Array(bandLimit);
const bandHigh = new Float64Array(bandLimit);

function fillBand(rows: number, envelope: LineSink): void {
  const half = rows === 1 ? 0.5 : 0;
  envelope.moveTo((bandX[0] as number) - half, bandHigh[0] as number);
  for (let row = 1; row < rows; row++) envelope.lineTo(bandX[row] as number, bandHigh[row] as number);
  for (let row = rows - 1; row >= 0; row--) envelope.lineTo((bandX[row] as number) + half, row === 0 && half > 0 ? (bandHigh[0] as number) : (bandLow[row] as number));
  if (half === 0) return;
  envelope.lineTo((bandX[0] as number) + half, bandLow[0] as number);
  envelope.lineTo((bandX[0] as number) - half, bandLow[0] as number);
}
