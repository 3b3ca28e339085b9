import type { AlarmLoad } from '#shared/model/alarm-load.ts';

const binMs = 600_000;

/** Bars side by side: each the fullest 10 minutes of `barMs`. */
export type RateBars = { readonly fromMs: number; readonly barMs: number; readonly most: readonly number[]; readonly top: number };

/** As many bars as are wide enough to be seen; whole columns of the chart each. */
export function rateBars({ fromMs, binsPerColumn, most }: AlarmLoad['chart'], limit: number, width: number, leastPx = 2): RateBars {
  const each = Math.max(1, Math.ceil((most.length * leastPx) / Math.max(1, width)));
  const bars = Array.from({ length: Math.ceil(most.length / each) }, (_none, at) =>
    most.subarray(at * each, (at + 1) * each).reduce((top, count) => Math.max(top, count), 0),
  );
  return { fromMs, barMs: binMs * binsPerColumn * each, most: bars, top: bars.reduce((top, count) => Math.max(top, count), limit * 1.25) };
}

const hour = 3_600_000;
const steps = [
  600_000,
  1_800_000,
  hour,
  2 * hour,
  4 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
  48 * hour,
  7 * 24 * hour,
  14 * 24 * hour,
  31 * 24 * hour,
  92 * 24 * hour,
] as const;

/** Round local times along a span, at most `most`. */
export function timeTicks(fromMs: number, toMs: number, most: number): readonly number[] {
  const step = steps.find((one) => (toMs - fromMs) / one <= most) ?? 365 * 24 * hour;
  const first = new Date(fromMs);
  const ticks: number[] = [];
  // Steps of the day begin at midnight, local time; longer ones at a midnight, so that a change of the clock does not shift them.
  const midnight = new Date(first.getFullYear(), first.getMonth(), first.getDate());
  for (let at = 0; ticks.length <= most; at++) {
    const days = Math.floor((at * step) / (24 * hour));
    const within = at * step - days * 24 * hour;
    const tick = new Date(midnight.getFullYear(), midnight.getMonth(), midnight.getDate() + days, 0, 0, 0, within).getTime();
    if (tick > toMs) break;
    if (tick >= fromMs) ticks.push(tick);
  }
  return ticks;
}

/** The bar a key goes to; undefined for a key that is none of the chart's, -1 to leave. */
export function nextBar(most: readonly number[], picked: number, key: string): number | undefined {
  if (key === 'Escape') return picked < 0 ? undefined : -1;
  if (key === 'Home') return most.reduce((top, count, at) => (count > (most[top] ?? -1) ? at : top), 0);
  if (key === 'End') return most.length - 1;
  const by = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  if (by === 0) return undefined;
  return picked < 0 ? (by < 0 ? most.length - 1 : 0) : Math.min(most.length - 1, Math.max(0, picked + by));
}
