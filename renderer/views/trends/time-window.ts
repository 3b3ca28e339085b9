export type TimeWindow = { readonly fromMs: number; readonly toMs: number };

export const minSpanMs = 5;
export const maxSpanMs = 366 * 86_400_000;

/** The last `spanMs` up to now, its end on a column's edge, so that the picture moves by whole columns and never shimmers. */
export function followWindow(nowMs: number, spanMs: number, stepMs: number): TimeWindow {
  const toMs = Math.ceil(nowMs / stepMs) * stepMs;
  return { fromMs: toMs - spanMs, toMs };
}

/** Scales the window by `factor` about the point at `fraction` of it. */
export function zoomWindow({ fromMs, toMs }: TimeWindow, factor: number, fraction: number): TimeWindow {
  const span = toMs - fromMs;
  const fixed = fromMs + span * fraction;
  const next = Math.min(maxSpanMs, Math.max(minSpanMs, span * factor));
  return { fromMs: fixed - next * fraction, toMs: fixed + next * (1 - fraction) };
}

/** The window moved back to end at now where it went past it; its span within the bounds. */
export function clampWindow({ fromMs, toMs }: TimeWindow, nowMs: number): TimeWindow & { readonly spanMs: number } {
  const spanMs = Math.min(maxSpanMs, Math.max(minSpanMs, toMs - fromMs));
  const end = Math.min(toMs, nowMs);
  return { fromMs: end - spanMs, toMs: end, spanMs };
}

/** The overview shows this many times what the trend shows, up to the longest it can; at least `leastWider` times. */
const wider = 12;
const leastWider = 4;
const maxWideMs = leastWider * maxSpanMs;

/**
 * The overview's span: `before` while the window lies within it and it is neither far too wide nor too narrow for it, so that it
 * stands still under a moving window; else a new one, with a little room after the window, and after now where now is near.
 * What it gives back it keeps when asked again.
 */
export function overviewWindow(before: TimeWindow, shown: TimeWindow, nowMs: number): TimeWindow {
  const spanMs = shown.toMs - shown.fromMs;
  const beforeMs = before.toMs - before.fromMs;
  const isWithin = shown.fromMs >= before.fromMs && shown.toMs <= before.toMs;
  // The bounds lie outside of what is made below: times of today are exact to some 0.0002 ms only.
  if (isWithin && beforeMs >= spanMs * leastWider * 0.95 && beforeMs <= spanMs * wider * 2.5) return before;
  const wideMs = Math.min(maxWideMs, spanMs * wider);
  const aheadMs = Math.min(Math.max(0, nowMs - shown.toMs), wideMs / 3);
  const toMs = shown.toMs + aheadMs + wideMs / wider;
  return { fromMs: toMs - wideMs, toMs };
}
