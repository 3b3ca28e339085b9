/** How far a value is from the middle of its normal range, in halves of the range: 0 in the middle, ±1 at its edges. */
export function deviation(value: number, [low, high]: readonly [number, number]): number {
  return (value - (low + high) / 2) / ((high - low) / 2);
}
