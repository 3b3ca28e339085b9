import { useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import { preferences } from './preferences.ts';

/** Height of a list row in px: 28 at a desk, 56 on a tablet; grows with the text from 125 % on. */
export function useRowHeight(): number {
  const { density, textSize } = useStore(preferences);
  return Math.round((density === 'tablet' ? 56 : 28) * Math.max(1, textSize / 115));
}

/** Lays a virtual list out anew when its rows change their height; it keeps the old places otherwise. */
export function useLaidOutAnew(list: { measure(): void }, rowHeight: number): void {
  useLayoutEffect(() => list.measure(), [list, rowHeight]);
}
