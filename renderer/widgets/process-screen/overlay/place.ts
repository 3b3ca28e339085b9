/** Host units to device pixels, and how opaque what stands there is, 0 to 1. */
export type Place = { readonly alpha: number; readonly a: number; readonly b: number; readonly c: number; readonly d: number; readonly e: number; readonly f: number };
