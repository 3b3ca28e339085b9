import { useEffect } from 'react';
import { useStore } from 'zustand';
import { preferences } from '../client/preferences.ts';
import { useAlarmBook, usePresentAlarms } from '../client/use-client.ts';
import { watchDrags } from '../widgets/tag-drag/drag-watch.ts';
import { useKeepAwake } from './displays/use-keep-awake.ts';
import { startFlashing } from './flash-clock.ts';
import { useHorn } from './use-horn.ts';
import { useMedia } from './use-media.ts';
import { useSpeech } from './use-speech.ts';

/** What every window does, whatever it shows: theme and size, one flash clock, sound, and a display that stays on while somebody is called. */
export function useFrame(isWall: boolean): void {
  const { theme, density, textSize } = useStore(preferences);
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  // The banner flashes for now, the panels for the moment they show.
  const hasUnackedNow = usePresentAlarms((book) => book.unacked > 0);
  const hasUnackedThen = useAlarmBook((book) => book.unacked > 0);
  const hasUnacked = hasUnackedNow || hasUnackedThen;
  useEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = theme;
    root.dataset['density'] = isWall ? 'wall' : density;
    root.style.setProperty('--text-scale', String(textSize / 100));
  }, [theme, density, textSize, isWall]);
  // Whoever asked for less motion gets glyphs that stay lit; the outer ring alone marks what is unacknowledged.
  useEffect(() => (hasUnacked && !isStill ? startFlashing(document.documentElement) : undefined), [hasUnacked, isStill]);
  useEffect(() => watchDrags(window), []);
  useKeepAwake(isWall || hasUnackedNow);
  useHorn();
  useSpeech();
}
