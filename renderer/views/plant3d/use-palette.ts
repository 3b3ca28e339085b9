import { useMemo, useSyncExternalStore } from 'react';
import { readRamp } from '#renderer/widgets/plot-axes/ramp.ts';
import type { ScenePalette } from './scene-states.ts';

/** The theme of the page; renders again when it changes. */
export function useThemeName(): string {
  return useSyncExternalStore(
    (changed) => {
      const watching = new MutationObserver(changed);
      watching.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
      return () => watching.disconnect();
    },
    () => document.documentElement.dataset['theme'] ?? 'dark',
  );
}

/** Colours of the scene in the theme of the page. */
export function useScenePalette(theme: string): ScenePalette {
  // oxlint-disable-next-line react/exhaustive-deps -- the tokens are the theme's
  return useMemo(() => readPalette(document.documentElement), [theme]);
}

/** Colours of the scene as the tokens of this element are now. */
export function readPalette(element: Element): ScenePalette {
  const style = getComputedStyle(element);
  const rgb = (name: string): number => Number.parseInt(style.getPropertyValue(name).trim().replace('#', ''), 16) || 0;
  // The ramp packs ABGR, the scene takes RGB.
  const heat = readRamp(element).map((pixel) => ((pixel & 255) << 16) | (pixel & 0xff00) | ((pixel >> 16) & 255));
  return { priorities: [rgb('--p1'), rgb('--p2'), rgb('--p3'), rgb('--p4')], heat };
}

/** Calls with each half of the one flash clock of all glyphs; lit while nothing flashes. */
export function watchFlash(set: (isLit: boolean) => void): () => void {
  const root = document.documentElement;
  const tell = (): void => set(root.dataset['flashMid'] !== 'off');
  const watching = new MutationObserver(tell);
  watching.observe(root, { attributes: true, attributeFilter: ['data-flash-mid'] });
  tell();
  return () => watching.disconnect();
}
