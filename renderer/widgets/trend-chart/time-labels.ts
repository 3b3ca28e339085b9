import { formatClock, formatClockMs, formatDay, formatHourMinute } from '../format-time.ts';

/** Labels of the time axis, as exact as its step; a new day, month or year says so. */
export function timeLabels(splits: readonly number[], stepMs: number): string[] {
  return splits.map((ms, at) => {
    const date = new Date(ms);
    const before = at > 0 ? new Date(splits[at - 1] as number) : null;
    if (stepMs >= 28 * 86_400_000) return `${formatDay(ms).split(' ').at(-1)} ${date.getFullYear()}`;
    if (stepMs >= 86_400_000) return before !== null && before.getFullYear() !== date.getFullYear() ? `${formatDay(ms)} ${date.getFullYear()}` : formatDay(ms);
    const isNewDay = before !== null && before.getDate() !== date.getDate();
    if (isNewDay) return `${formatDay(ms)} ${formatHourMinute(ms)}`;
    if (stepMs < 1) return `${formatClockMs(ms).slice(6)}${(((ms % 1) + 1) % 1).toFixed(2).slice(2)}`;
    if (stepMs < 100) return formatClockMs(ms);
    return stepMs < 1000 ? formatClockMs(ms).slice(0, -2) : stepMs < 60_000 ? formatClock(ms) : formatHourMinute(ms);
  });
}
