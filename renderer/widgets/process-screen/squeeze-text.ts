import type { ScreenOverlay } from './overlay/overlay-part.ts';
import type { TextStyle } from './overlay/text-metrics.ts';

/**
 * Keeps a text of the drawing within its room. On a small display letters grow by up to a third; what would then run into its
 * neighbour is set narrower, letters and all, and no letter is lost. `style` as the text's class has it.
 */
export function squeezeText(
  overlay: Pick<ScreenOverlay, 'add' | 'width'>,
  host: SVGElement,
  element: Element,
  { style, text, room }: { readonly style: TextStyle; readonly text: string; readonly room: number },
): void {
  const fit = (): void => {
    if (overlay.width(style, text) <= room) {
      element.removeAttribute('textLength');
      element.removeAttribute('lengthAdjust');
      return;
    }
    element.setAttribute('textLength', String(room));
    element.setAttribute('lengthAdjust', 'spacingAndGlyphs');
  };
  // Paints nothing itself: it only hears that sizes are others.
  overlay.add(host, { layer: 'text', paint: () => undefined, restyle: fit });
  fit();
}
