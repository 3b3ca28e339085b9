import type { Brush, Stamp } from './brush.ts';
import type { Tone } from './overlay-theme.ts';
import type { Place } from './place.ts';
import type { TextStyle } from './text-metrics.ts';

/** What the canvas painted once: pixels in its own order, not premultiplied; `left` and `top` from the pixel its origin falls on. */
export type Sprite = { readonly left: number; readonly top: number; readonly width: number; readonly height: number; readonly pixels: Uint32Array };

/** Texts of one style and colour at one scale. */
export type LetterFace = {
  /** Advance of a figure of `figureOf`, user units. */
  advance(figure: number): number;
  /** True where all ten figures have one width. */
  isEven(): boolean;
  /** `phase` of `phases`. */
  figure(figure: number, phase: number): Sprite;
  /** A letter of a face whose letters all have one width, by character code and `phase` of `phases`. */
  letter(code: number, phase: number): Sprite;
  /** `phase` of `wordPhases`. */
  word(text: string, phase: number): Sprite;
};

export type InkSprites = {
  /** `scale`: device pixels of a user unit. */
  faceOf(style: TextStyle, tone: Tone, scale: number): LetterFace;
  /** By phases right and down. */
  stamp(stamp: Stamp, scale: number, right: number, down: number): Sprite;
  /** Colours, fonts or sizes are others. */
  forget(): void;
};

/** Ink stands at quarters of a pixel; letters on whole ones across their line: so does Skia with a line that is not turned. */
export const phases = 4;
/** A word is painted whole, and each of its letters finds its own quarter from where the word begins: that is kept more exactly. */
export const wordPhases = 16;
/** Quarters of a pixel, the nearest one. */
export const quarters = (at: number): number => Math.floor(at * phases + 0.5);
/** The row of pixels a baseline stands on. */
export const rowOf = ({ d, f }: Place, y: number): number => Math.floor(d * y + f + 0.5);
/** Pixels kept in all, 4 bytes each; beyond it everything is painted anew when it is needed next. */
const mostPixels = 1_500_000;

const figures = '0123456789.\u2212\u2009 -%';
const places = new Int8Array(0x2213).fill(-1);
for (let at = 0; at < figures.length; at++) places[figures.charCodeAt(at)] = at;

/** The figure a character code of a number is; −1 for what is part of words. */
export const figureOf = (code: number): number => places[code] ?? -1;

/** True where all ten figures have one advance. */
export const areFiguresEven = (advance: (figure: number) => number): boolean => [1, 2, 3, 4, 5, 6, 7, 8, 9].every((digit) => advance(digit) === advance(0));

/**
 * Paints each figure, word and stamp once with the canvas's own hand and keeps its pixels. That happens on the canvas of
 * `context` itself, which alone has the figures of one width its styles ask for: what stands in its upper left corner is
 * lost, which `spoiled` is told of.
 */
export function createInkSprites(context: CanvasRenderingContext2D, brush: Brush, spoiled: (width: number, height: number) => void): InkSprites {
  const faces = new Map<TextStyle, Map<Tone, Map<number, LetterFace>>>();
  const stamps = new Map<Stamp, Map<number, (Sprite | undefined)[]>>();
  let kept = 0;

  /** `reach` right and down of the origin, `before` and `above` it, in device pixels. */
  const make = (before: number, above: number, reach: number, below: number, e: number, f: number, scale: number, paint: () => void): Sprite => {
    const width = Math.min(context.canvas.width, before + reach);
    const height = Math.min(context.canvas.height, above + below);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    brush.at({ a: scale, b: 0, c: 0, d: scale, e: before + e, f: above + f, alpha: 1 });
    paint();
    const all = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    spoiled(width, height);
    const sprite = trimmed(all, width, height, before, above);
    kept += sprite.pixels.length;
    return sprite;
  };
  const letters = (style: TextStyle, tone: Tone, scale: number, text: string, right: number): Sprite => {
    const size = brush.metrics.size(style) * scale;
    // Slanted and hanging letters reach over their advance.
    const over = Math.ceil(size * 0.3) + 1;
    return make(over, Math.ceil(size * 1.3) + 1, Math.ceil(brush.metrics.width(style, text) * scale) + over + 1, Math.ceil(size * 0.5) + 1, right, 0, scale, () => {
      brush.font(style);
      brush.fill(tone);
      context.fillText(text, 0, 0);
    });
  };
  const newFace = (style: TextStyle, tone: Tone, scale: number): LetterFace => {
    const advances = new Float64Array(figures.length).fill(NaN);
    const signs: (Sprite | undefined)[] = Array.from({ length: figures.length * phases });
    const single: (Sprite | undefined)[] = [];
    const words = Array.from({ length: wordPhases }, () => new Map<string, Sprite>());
    const advance = (figure: number): number => {
      const known = advances[figure] as number;
      return Number.isNaN(known) ? (advances[figure] = brush.metrics.width(style, figures[figure] as string)) : known;
    };
    let isEven: boolean | null = null;
    return {
      advance,
      isEven: () => (isEven ??= areFiguresEven(advance)),
      figure: (figure, phase) => (signs[figure * phases + phase] ??= letters(style, tone, scale, figures[figure] as string, phase / phases)),
      letter: (code, phase) => (single[code * phases + phase] ??= letters(style, tone, scale, String.fromCharCode(code), phase / phases)),
      word(text, phase) {
        const known = words[phase]?.get(text);
        if (known !== undefined) return known;
        const sprite = letters(style, tone, scale, text, phase / wordPhases);
        words[phase]?.set(text, sprite);
        return sprite;
      },
    };
  };
  const forget = (): void => {
    faces.clear();
    stamps.clear();
    kept = 0;
  };
  return {
    faceOf(style, tone, scale) {
      // Zooming makes ever new scales.
      if (kept > mostPixels) forget();
      let tones = faces.get(style);
      if (tones === undefined) faces.set(style, (tones = new Map()));
      let scales = tones.get(tone);
      if (scales === undefined) tones.set(tone, (scales = new Map()));
      let face = scales.get(scale);
      if (face === undefined) scales.set(scale, (face = newFace(style, tone, scale)));
      return face;
    },
    stamp(stamp, scale, right, down) {
      let scales = stamps.get(stamp);
      if (scales === undefined) stamps.set(stamp, (scales = new Map()));
      let made = scales.get(scale);
      if (made === undefined) scales.set(scale, (made = Array.from({ length: phases * phases })));
      const px = (units: number): number => Math.ceil(units * scale) + 2;
      return (made[down * phases + right] ??= make(px(-stamp.left), px(-stamp.top), px(stamp.right), px(stamp.bottom), right / phases, down / phases, scale, () => stamp.paint(brush)));
    },
    forget,
  };
}

/** Without the empty edges around the ink. */
function trimmed(all: Uint32Array, width: number, height: number, before: number, above: number): Sprite {
  let [x0, y0, x1, y1] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (all[y * width + x] === 0) continue;
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x + 1);
      y0 = Math.min(y0, y);
      y1 = y + 1;
    }
  }
  if (x1 <= x0) return { left: 0, top: 0, width: 0, height: 0, pixels: new Uint32Array(0) };
  const pixels = new Uint32Array((x1 - x0) * (y1 - y0));
  for (let y = y0; y < y1; y++) pixels.set(all.subarray(y * width + x0, y * width + x1), (y - y0) * (x1 - x0));
  return { left: x0 - before, top: y0 - above, width: x1 - x0, height: y1 - y0, pixels };
}
