/** A number as one would write it by hand: rounded to so many decimals, without zeros behind, never "-0". */
export function plainNumber(value: number, decimals = 2): string {
  const rounded = Number(value.toFixed(decimals));
  return String(rounded === 0 ? 0 : rounded);
}

const decimalsOf = (text: string): number => (/\.(\d+)/.exec(text)?.[1] ?? '').length;

/**
 * The text for a number that stood there as `old`: the same text where it means the same value, else rounded to two
 * decimals, or to as many as it had before, at most four. A unit `px` stays.
 */
export function numberLike(old: string, value: number): string {
  if (old !== '' && Math.abs(Number.parseFloat(old) - value) < 1e-9) return old;
  return plainNumber(value, Math.min(4, Math.max(2, decimalsOf(old)))) + (old.endsWith('px') ? 'px' : '');
}
