import type { OverlayContext } from './overlay-context.ts';
import type { OverlayTheme, Tone } from './overlay-theme.ts';
import type { Place } from './place.ts';
import { createTextMetrics, type TextMetrics, type TextStyle } from './text-metrics.ts';

/** A small picture that is painted at many places: make it once, it is known by identity. */
export type Stamp = {
  /** What it paints in around its origin, user units. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Paints it at the origin; by `fill` and shapes only. */
  paint(brush: Brush): void;
};

/** Hand of the overlay: sets colours and fonts only where they differ, since each change costs the canvas more than a stroke does. */
export type Brush = {
  readonly context: OverlayContext;
  readonly metrics: TextMetrics;
  fill(tone: Tone): void;
  /** Fills with the hatch of bad values. */
  hatch(): void;
  stroke(tone: Tone, width: number): void;
  font(style: TextStyle): void;
  /** Writes a text from here on its baseline. */
  write(text: string, x: number, y: number): void;
  /** Paints it with its origin here. */
  stamp(stamp: Stamp, x: number, y: number): void;
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
  let here: Place = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0, alpha: 1 };
  const forget = (): void => {
    filled = null;
    stroked = null;
    written = null;
    alpha = NaN;
  };
  const font = (style: TextStyle): void => {
    if (written === style) return;
    written = style;
    metrics.write(style);
  };
  const metrics = createTextMetrics(context, font);
  const brush: Brush = {
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
    font,
    write: (text, x, y) => context.fillText(text, x, y),
    stamp(stamp, x, y) {
      const { a, b, c, d, e, f } = here;
      context.setTransform(a, b, c, d, a * x + c * y + e, b * x + d * y + f);
      stamp.paint(brush);
      context.setTransform(a, b, c, d, e, f);
    },
    at(place) {
      here = place;
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
  return brush;
}
