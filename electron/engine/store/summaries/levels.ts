/** Bucket lengths of the summaries, shortest first: a minute, ten minutes, an hour. */
export const levels = [60_000, 600_000, 3_600_000] as const;
export type Level = 0 | 1 | 2;

/** Buckets of one stored segment. */
export const segmentBuckets = 256;

/** A segment of a level is this long; segments begin at multiples of it, counted from 1970. */
export const segmentMs = (level: Level): number => levels[level] * segmentBuckets;

/** Beginning of the segment of a level that a time lies in. */
export const segmentStart = (level: Level, timeMs: number): number => Math.floor(timeMs / segmentMs(level)) * segmentMs(level);

/** The coarsest level whose buckets fill the columns of a query exactly, or null when raw samples must be read. */
export function levelOf(fromMs: number, toMs: number, width: number): Level | null {
  const stepMs = (toMs - fromMs) / width;
  for (const level of [2, 1, 0] as const) {
    if (stepMs >= levels[level] && stepMs % levels[level] === 0 && fromMs % levels[level] === 0) return level;
  }
  return null;
}
