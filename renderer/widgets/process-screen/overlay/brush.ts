import type { OverlayContext } from './overlay-context.ts';
import type { OverlayTheme, Tone } from './overlay-theme.ts';
import type { Place } from './place.ts';
import { createTextMetrics, type TextMetrics, type TextStyle } from './text-metrics.ts';

/** Hand of the overlay: sets colours and fonts only where they differ, since each change costs the canvas more than a stroke does. */
export type Brush = {
  readonly context: OverlayContext;
  readonly metrics: TextMetrics;
  fill(tone: Tone): void;
  /** Fills with the hatch of bad values. */
  hatch(): void;
  stroke(tone: Tone, width: number): void;
  font(style: TextStyle): void;
  /** What is painted from now on stands here, this opaque. */
  at(place: Place): void;
  /** The context was set back: its fonts and colours are no longer what was set before. */
  forget(): void;
  /** Takes over another theme or text size; what was set before is forgotten. */
  renew(theme: OverlayTheme, grow: number): void;
};

export function createBrush(context: OverlayContext, first: OverlayTheme): Brush {
  let theme = first;
  let filled: Tone | 'hatch' | null = null;
  let stroked: Tone | null = null;
  let written: TextStyle | null = null;
  let alpha = 1;
  const forget = (): void => {
    filled = null;
    stroked = null;
    written = null;
    alpha = NaN;
  };
  const metrics = createTextMetrics(context, (style) => void (written = style));
  return {
    context,
    metrics,
    fill(tone) {
      if (filled === tone) return;
      filled = tone;
      context.fillStyle = theme.colour(tone);
    },
    hatch() {
      if (filled === 'hatch') return;
      filled = 'hatch';
      context.fillStyle = theme.hatch();
    },
    stroke(tone, width) {
      if (stroked !== tone) {
        stroked = tone;
        context.strokeStyle = theme.colour(tone);
      }
      context.lineWidth = width;
    },
    font(style) {
      if (written === style) return;
      written = style;
      metrics.write(style);
    },
    at(place) {
      context.setTransform(place.a, place.b, place.c, place.d, place.e, place.f);
      if (place.alpha === alpha) return;
      alpha = place.alpha;
      context.globalAlpha = alpha;
    },
    forget,
    renew(next, grow) {
      theme = next;
      forget();
      metrics.renew(next, grow);
    },
  };
}
