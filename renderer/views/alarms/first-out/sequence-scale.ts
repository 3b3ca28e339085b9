import { sinceText } from '../../../client/first-out-words.ts';

/** Where a moment stands, in fractions of the width, 0 to 1. Times are ms from the first-out. */
export type SequenceScale = {
  at(ms: number): number;
  /** Marks of the axis, in order; the one at 0 is the first-out itself. Text is empty where it would lie over that of the first-out. */
  readonly ticks: readonly { readonly ms: number; readonly at: number; readonly text: string }[];
  /** Stretches that are compressed, in fractions; between them the scale is linear. */
  readonly compressed: readonly { readonly from: number; readonly to: number }[];
};

const steps = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];
/** Width of the linear stretch where the rest is compressed, and of what came before the first-out. */
const linearShare = 0.7;
const beforeShare = 0.14;
const mostTicks = 7;
/** Between two marks, and beside the first-out's, whose label is a time of day; px. */
const tickPx = 58;
const zeroPx = 84;
/** A letter of an axis, about. The last mark is written to the left of its place, with a unit more words than the others. */
const letterPx = 6.4;
/** A stretch is compressed only where it would else take more than this many linear widths. */
const worthMs = 1.4;

/**
 * The time scale of a sequence of events: linear over the first seconds, in which most is decided, then compressed
 * logarithmically to the last alarm; what came before the first-out is compressed likewise to the left. The linear
 * stretch ends with the alarm that makes half of them, at least the eighth, on a whole tick. `times` in any order, ms from the
 * first-out; `width` of the drawing in px.
 */
export function sequenceScale(times: readonly number[], width: number): SequenceScale {
  const after = times.filter((ms) => ms >= 0).toSorted((a, b) => a - b);
  const lastMs = Math.max(after.at(-1) ?? 0, 10);
  const earliestMs = Math.min(0, ...times);
  const half = after[Math.min(after.length - 1, Math.max(7, Math.ceil(after.length / 2) - 1))] ?? lastMs;
  const most = Math.max(2, Math.min(mostTicks, Math.floor((width * linearShare) / (tickPx + 8)) + 1));
  const step = steps.find((one) => Math.max(half, 10) / one <= most - 1) ?? (steps.at(-1) as number);
  const wholeMs = Math.max(step, Math.ceil(half / step) * step);
  const isCompressed = lastMs > wholeMs * worthMs;
  const linearMs = isCompressed ? wholeMs : Math.max(lastMs * 1.02, step);
  const zero = earliestMs < 0 ? beforeShare : 0;
  const linearTo = zero + (1 - zero) * (isCompressed ? linearShare : 1);

  // Logarithmic from the end of the linear stretch: a factor takes the same width everywhere.
  const later = (ms: number): number => linearTo + (1 - linearTo) * (Math.log(ms / linearMs) / Math.log(lastMs / linearMs));
  const unit = Math.min(step, -earliestMs);
  const earlier = (ms: number): number => zero * (1 - Math.log1p(-ms / unit) / Math.log1p(-earliestMs / unit));
  const at = (ms: number): number => {
    if (ms < 0) return Math.max(0, earlier(ms));
    if (ms <= linearMs) return zero + ((linearTo - zero) * ms) / linearMs;
    return Math.min(1, later(ms));
  };

  const marks: number[] = earliestMs < 0 ? [earliestMs] : [];
  for (let ms = 0; ms <= linearMs * 1.0001; ms += step) marks.push(ms);
  if (isCompressed) {
    const gap = tickPx / width;
    const lastGap = Math.max(tickPx, tickPx / 2 + tickText(lastMs).length * letterPx) / width;
    for (const ms of [...steps, ...steps.map((one) => one * 1.5), lastMs].toSorted((a, b) => a - b)) {
      const isLast = ms === lastMs;
      if (ms > linearMs && ms <= lastMs && at(ms) - at(marks.at(-1) ?? 0) >= gap && (isLast || 1 - at(ms) >= lastGap)) marks.push(ms);
    }
  }
  return {
    at,
    ticks: marks.map((ms) => ({ ms, at: at(ms), text: ms !== 0 && Math.abs(at(ms) - zero) * width < zeroPx ? '' : tickText(ms) })),
    compressed: [...(earliestMs < 0 ? [{ from: 0, to: zero }] : []), ...(isCompressed ? [{ from: linearTo, to: 1 }] : [])],
  };
}

/** "+1 s", "+0.5 s", "+95 s", "+3 min": as short as it is exact enough for an axis. */
function tickText(ms: number): string {
  const size = Math.abs(ms);
  const sign = ms < 0 ? '−' : '+';
  if (size < 1000 && size > 0) return `${sign}${(size / 1000).toFixed(size % 100 === 0 ? 1 : 2)} s`;
  if (size < 120_000) return `${sign}${Number((size / 1000).toFixed(size < 10_000 ? 1 : 0))} s`;
  return size % 60_000 === 0 && size < 6_000_000 ? `${sign}${size / 60_000} min` : sinceText(ms);
}
