import type { Brush } from './brush.ts';
import type { InkLanes } from './ink-lanes.ts';
import type { LentPart } from './lent-part.ts';
import type { Tone } from './overlay-theme.ts';
import type { TextStyle } from './text-metrics.ts';

/** What lies over what where parts meet: washes of boxes, bars and lines, text, small marks. */
export const layers = { wash: 0, bar: 1, line: 2, text: 3, mark: 4 } as const;
export type Layer = keyof typeof layers;

/** Something that is painted. It keeps what it shows and paints it in the units of its host whenever it is asked to. */
export type OverlayPart = {
  readonly layer: Layer;
  /** Parts of one key are painted one after another, so that a font is not changed to and fro. */
  readonly key?: string;
  /** It paints by `brush.write` and `brush.stamp` only, and changes often: it stands on the plate of ink, above everything else. */
  readonly isInk?: true;
  paint(brush: Brush): void;
  /** Widths of text are others now: place yourself anew. */
  restyle?(): void;
};

/** A part's line to the overlay. */
export type PartHandle = LentPart & {
  /** The rectangle it paints in, in the host's units. Must hold all it paints, or remains stay on the screen. */
  reach(left: number, top: number, right: number, bottom: number): void;
  /** What it shows is another: it is painted with the next picture. Without `isShown` it paints nothing. */
  touch(isShown: boolean): void;
  /** True while the host is picked or has the focus and so has an outline of its own in the drawing. */
  readonly isOutlined: boolean;
};

export type TextOptions = {
  /** Baseline and anchor in the host's units. */
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly style: TextStyle;
  readonly tone: Tone;
};

/** One text. `set` costs nothing when text and tone are what is shown already. */
export type OverlayText = { set(text: string, tone?: Tone): void };

/**
 * The live parts of a screen, painted on one canvas over the drawing. Everything is placed by a host: an element of the
 * drawing in whose units a part is painted, wherever it is moved, and which hides it when it is hidden itself.
 */
export type ScreenOverlay = {
  add(host: SVGElement, part: OverlayPart): PartHandle;
  text(host: SVGElement, options: TextOptions): OverlayText;
  /** Advance of a text, in user units. */
  width(style: TextStyle, text: string): number;
  readonly lanes: InkLanes;
};
