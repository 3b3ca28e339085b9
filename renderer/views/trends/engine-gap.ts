import { columnOfTime, markLost, type PixelColumns } from '#shared/math/pixel-columns.ts';

/** So long after its start the engine has heard from every device, or recorded that it has not; ms. */
export const settledAfterMs = 10_000;

/**
 * Breaks the lines over the time before the engine's last start, in which nobody recorded. When it had stopped is not
 * recorded: it was after the newest sample of all these pens before the start, and not before `seenMs`, when this console
 * lost it (null when it did not see that). A pen without any sample since the start is broken only while `nowMs` is within
 * `settledAfterMs` of it: by then every source was read again, and one whose sample is older than the start says with its
 * source time that the value has stood since.
 */
export function markEngineGap(pens: readonly PixelColumns[], startedMs: number, seenMs: number | null, nowMs: number): void {
  let newest = -Infinity;
  for (const columns of pens) {
    const start = Math.min(columnOfTime(columns, startedMs), columns.from + columns.capacity);
    for (let n = start - 1; n >= columns.from; n--) {
      if ((columns.count[n % columns.capacity] as number) === 0) continue;
      newest = Math.max(newest, n);
      break;
    }
  }
  for (const columns of pens) {
    const start = columnOfTime(columns, startedMs);
    const seen = seenMs === null || seenMs >= startedMs ? -Infinity : columnOfTime(columns, seenMs);
    if (nowMs >= startedMs + settledAfterMs && !hasSampleFrom(columns, start)) continue;
    const stop = Math.max(newest + 1, seen, columns.from);
    // Without a whole column between them there is nothing to show.
    if (stop < start) markLost(columns, stop * columns.stepMs);
  }
}

function hasSampleFrom(columns: PixelColumns, column: number): boolean {
  for (let n = Math.max(column, columns.from); n < columns.from + columns.capacity; n++) if ((columns.count[n % columns.capacity] as number) > 0) return true;
  return false;
}
