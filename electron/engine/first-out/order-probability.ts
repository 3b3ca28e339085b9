/**
 * Probability that `a` happened before `b`, each with equal likelihood anywhere within ± its uncertainty: 0 to 1, 0.5 for
 * equal stamps. The distribution of the difference of two uniform variables, exactly; 0 or 1 as soon as the intervals are
 * apart. Times and uncertainties in ms.
 */
export function probabilityBefore(aMs: number, aUncertaintyMs: number, bMs: number, bUncertaintyMs: number): number {
  const gap = bMs - aMs;
  const wide = Math.max(aUncertaintyMs, bUncertaintyMs);
  const narrow = Math.min(aUncertaintyMs, bUncertaintyMs);
  if (gap > wide + narrow) return 1;
  if (gap < -wide - narrow) return 0;
  if (wide <= 0) return gap > 0 ? 1 : gap < 0 ? 0 : 0.5;
  // With next to no width of its own the narrower one is a moment: the second integral would divide by zero.
  if (narrow < wide * 1e-6) return Math.min(1, Math.max(0, (gap + wide) / (2 * wide)));
  const half = (x: number): number => (x > 0 ? x * x : 0);
  const area = half(gap + wide + narrow) - half(gap + wide - narrow) - half(gap - wide + narrow) + half(gap - wide - narrow);
  return Math.min(1, Math.max(0, area / (8 * wide * narrow)));
}

/** Whether the clocks cannot tell which of the two was first: their intervals touch. */
export const isOrderOpen = (aMs: number, aUncertaintyMs: number, bMs: number, bUncertaintyMs: number): boolean =>
  Math.abs(bMs - aMs) <= aUncertaintyMs + bUncertaintyMs;
