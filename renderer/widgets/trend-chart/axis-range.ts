/** An axis from `low` to `high` in `intervals` equal steps; on a log axis these are log10 of the values. */
export type AxisRange = { readonly low: number; readonly high: number; readonly intervals: number; readonly isLog?: boolean };

const steps = [1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10] as const;

/** The tightest range of round steps that holds low and high with a little air; `intervals` of 2 or 4. Equal ends get a range about them. */
export function roundRange(low: number, high: number, intervals: number): AxisRange {
  const isFlat = !(high > low);
  const half = isFlat ? Math.max(Math.abs(low) * 0.01, 1e-6) : (high - low) * 0.04;
  const [from, to] = [low - half, high + half];
  // A signal that never goes below zero has no use for an axis that does.
  const floor = low >= 0 ? Math.max(0, from) : from;
  const least = (to - floor) / intervals;
  for (let decade = 10 ** Math.floor(Math.log10(least)); ; decade *= 10) {
    for (const rung of steps) {
      const step = rung * decade;
      if (step < least * (1 - 1e-9)) continue;
      const grain = step / (intervals === 2 ? 2 : 1);
      const start = Math.floor(floor / grain + 1e-9) * grain;
      if (start + step * intervals >= to - step * 1e-9) return { low: start, high: start + step * intervals, intervals };
    }
  }
}

/**
 * The range to use next: the one before as long as it holds what is to be shown and that fills a good third of it, so that
 * the axis of a live trend does not jump about.
 */
export function steadyRange(before: AxisRange | null, low: number, high: number, intervals: number): AxisRange {
  if (before !== null && before.intervals === intervals && low >= before.low && high <= before.high) {
    const next = roundRange(low, high, intervals);
    if (next.high - next.low > (before.high - before.low) * 0.45) return before;
    return next;
  }
  return roundRange(low, high, intervals);
}

/** Whole decades that hold the values above 0 of a log axis; one decade at least. Without any value above 0: 1 to 10. */
export function logRange(low: number, high: number): AxisRange {
  if (!(high > 0)) return { low: 0, high: 1, intervals: 1, isLog: true };
  const from = Math.floor(Math.log10(low > 0 ? Math.min(low, high) : high) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
  return { low: from, high: to, intervals: to - from, isLog: true };
}

/** A range with ends of its own, which are kept as they are. */
export function fixedRange([low, high]: readonly [number, number], isLog: boolean, intervals: number): AxisRange {
  if (!isLog) return { low, high, intervals };
  return low > 0 ? { low: Math.log10(low), high: Math.log10(high), intervals: 1, isLog: true } : logRange(high / 1000, high);
}

/** Decimals the labels of an axis need, at most 6. */
export function axisDecimals({ low, high, intervals }: AxisRange): number {
  const step = (high - low) / intervals;
  for (let decimals = 0; decimals < 6; decimals++) {
    const scale = 10 ** decimals;
    const isWhole = (value: number): boolean => Math.abs(value * scale - Math.round(value * scale)) < 1e-6 * Math.max(1, Math.abs(step * scale));
    if (isWhole(step) && isWhole(low)) return decimals;
  }
  return 6;
}
