import { useStore } from 'zustand';
import { preferences } from '../../client/preferences.ts';

/** Height of a list row in px: 28 at a desk, 56 on a tablet; grows with the text from 125 % on. */
export function useRowHeight(): number {
  const { density, textSize } = useStore(preferences);
  return Math.round((density === 'tablet' ? 56 : 28) * Math.max(1, textSize / 115));
}
