const bits = new BigInt64Array(1);
const number = new Float64Array(bits.buffer);

/** The next number above a time: the first that is after it. */
export const afterTime = (timeMs: number): number => step(timeMs, 1n);
/** The next number below a time: the last that is before it. */
export const beforeTime = (timeMs: number): number => step(timeMs, -1n);

/** The neighbour of a double: those of one sign lie in the order of their bits (IEEE 754). */
function step(timeMs: number, by: 1n | -1n): number {
  if (timeMs === 0) return by > 0n ? Number.MIN_VALUE : -Number.MIN_VALUE;
  if (!Number.isFinite(timeMs)) return timeMs;
  number[0] = timeMs;
  bits[0] = (bits[0] as bigint) + (timeMs > 0 ? by : -by);
  return number[0] as number;
}
