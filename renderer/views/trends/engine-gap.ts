import { columnOfTime, markLost, type PixelColumns } from '#shared/math/pixel-columns.ts';

/**
 * Breaks the lines over the time before the engine's last start, in which nobody recorded. When it had stopped is not
 * recorded: it was after the newest sample of all these pens before the start, and not before `seenMs`, when this console
 * lost it (null when it did not see that). A value that stood still all that time is broken, too: nobody watched it.
 */
export function markEngineGap(pens: readonly PixelColumns[], startedMs: number, seenMs: number | null): void {
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
    const stop = Math.max(newest + 1, seen, columns.from);
    // Without a whole column between them there is nothing to show.
    if (stop < start) markLost(columns, stop * columns.stepMs);
  }
}
