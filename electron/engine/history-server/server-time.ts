/** 2000-01-01 UTC, from which PostgreSQL counts, in µs since 1970. */
export const postgresEpochUs = 946_684_800_000_000;

/** Outside these the column `time` stays at the border and the exact time stands beside it. */
const firstUs = Date.UTC(1900, 0, 1) * 1000;
const lastUs = Date.UTC(2200, 0, 1) * 1000;

/**
 * The newest whole µs since 1970 that is not after a source time, held within the years 1900 to 2200: what the column
 * `time` holds. Order is kept: an earlier source time never gets a later µs.
 */
export function microsOf(timeMs: number): number {
  if (timeMs <= firstUs / 1000) return firstUs;
  if (timeMs >= lastUs / 1000) return lastUs;
  let micros = Math.floor(timeMs * 1000);
  // Rounding of the product may have crossed a border.
  while (micros / 1000 > timeMs) micros--;
  while ((micros + 1) / 1000 <= timeMs) micros++;
  return micros === 0 ? 0 : micros;
}

/** True when whole µs say the source time exactly, so that it need not stand beside them. */
export const isWholeMicros = (timeMs: number, micros: number): boolean =>
  Object.is(micros / 1000, timeMs) && micros > firstUs && micros < lastUs;

/** A moment in µs since 1970, as PostgreSQL reads it in SQL; within the years 1900 to 2200. */
export function stampOf(micros: number): string {
  const ms = Math.floor(micros / 1000);
  const rest = String(micros - ms * 1000).padStart(3, '0');
  return `${new Date(ms).toISOString().slice(0, -1).replace('T', ' ')}${rest}+00`;
}
