/** Host units to device pixels, and how opaque what stands there is, 0 to 1. */
export type Place = { readonly alpha: number; readonly a: number; readonly b: number; readonly c: number; readonly d: number; readonly e: number; readonly f: number };

/** Neither turned nor of an uneven scale: what was painted once at this scale can be copied. */
export const isEven = ({ a, b, c, d }: Place): boolean => b === 0 && c === 0 && a === d && a > 0;
