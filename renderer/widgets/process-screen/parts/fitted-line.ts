import type { ScreenOverlay } from '../overlay/overlay-part.ts';
import type { Tone } from '../overlay/overlay-theme.ts';
import { createTextLine } from '../overlay/text-line.ts';
import type { TextStyle } from '../overlay/text-metrics.ts';
import { createFittedText } from './fit-text.ts';

/**
 * Words that stay, painted on a line of at most `width`: cut with an ellipsis where they are longer, and cut anew when letters
 * grow on a small scale.
 */
export function createFittedLine(
  overlay: ScreenOverlay,
  host: SVGElement,
  options: {
    readonly x: number;
    readonly y: number;
    readonly anchor?: 'start' | 'middle' | 'end';
    readonly style: TextStyle;
    readonly tone: Tone;
    readonly text: string;
    readonly width: number;
  },
): void {
  const { x, y, anchor = 'start', style, tone, text, width } = options;
  const line = createTextLine(overlay, host, { x, y, anchor, spans: [{ style, tone }] });
  const fitted = createFittedText(overlay, style, text, width);
  const write = (): void => {
    line.put(0, fitted());
    line.done();
  };
  // Paints nothing itself: it only hears that sizes are others.
  overlay.add(host, { layer: 'text', paint: () => undefined, restyle: write });
  write();
}
