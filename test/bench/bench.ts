/** One measured figure: value in the unit named. */
export type Figure = { readonly name: string; readonly value: number; readonly unit: string };

/** `short` when many benches must share 50 s: fewer rounds and seconds, the same way of measuring. */
export type Pace = 'full' | 'short';

/** A bench measures a few figures together, since they come from one run. It ends on its own and leaves nothing open. */
export type Bench = (pace: Pace) => Promise<readonly Figure[]>;

export const median = (values: readonly number[]): number => percentile(values, 50);

/** Nearest-rank percentile, 0 < p <= 100; NaN of nothing. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}
