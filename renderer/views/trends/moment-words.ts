import { formatClock, formatClockMs, formatDay, formatHourMinute } from '../../widgets/format-time.ts';

const dayMs = 86_400_000;

/** A moment within a span, to what can be told apart there: "14:32:06.904" below 10 s, "14:32:06" below a day; longer ones begin with the day. */
export function momentWords(ms: number, spanMs: number): string {
  if (spanMs < 10_000) return formatClockMs(ms);
  return spanMs < dayMs ? formatClock(ms) : `${formatDay(ms)} ${formatHourMinute(ms)}`;
}

/** The end of an axis over a span, as short as it can be said: "14:32:06.904", "14:32:06", "14:32", "Tue 18 Nov", "18 Nov 2026". */
export function axisEndWords(ms: number, spanMs: number): string {
  if (spanMs < 10_000) return formatClockMs(ms);
  if (spanMs < 600_000) return formatClock(ms);
  if (spanMs < 2 * dayMs) return formatHourMinute(ms);
  return spanMs < 300 * dayMs ? formatDay(ms) : `${formatDay(ms).replace(/^\S+ /, '')} ${new Date(ms).getFullYear()}`;
}
