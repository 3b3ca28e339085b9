import { createStore, type StoreApi } from 'zustand/vanilla';

/** Moments marked in the trend, UTC epoch ms; null where not set. `pointerMs` is the time under the pointer, null when it is elsewhere. */
export type TrendCursors = { readonly aMs: number | null; readonly bMs: number | null; readonly pointerMs: number | null };

export const createTrendCursors = (): StoreApi<TrendCursors> => createStore<TrendCursors>(() => ({ aMs: null, bMs: null, pointerMs: null }));

/** The stretch between A and B, the earlier first; null unless both are set apart. */
export function cursorSpan({ aMs, bMs }: TrendCursors): { readonly fromMs: number; readonly toMs: number } | null {
  if (aMs === null || bMs === null || aMs === bMs) return null;
  return { fromMs: Math.min(aMs, bMs), toMs: Math.max(aMs, bMs) };
}
