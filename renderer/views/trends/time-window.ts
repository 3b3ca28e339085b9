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
