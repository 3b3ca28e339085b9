import type { PixelSpans } from './pixel-spans.ts';

/**
 * Pixels column by column, since lines are painted so: that of x and y is at x · height + y. Four bytes each in one number
 * (red lowest, alpha highest), colours multiplied by their alpha.
 */
export type PixelPlane = { readonly width: number; readonly height: number; readonly pixels: Int32Array };

export type LineLook = {
  /** Red, green, blue as a pixel without its alpha. */
  readonly colour: number;
  /** Line width in pixels, at least 1. */
  readonly width: number;
  /** Opacity of the envelope, 0 to 1. */
  readonly bandAlpha: number;
  /** Pixels drawn and left out in turn; all are drawn where `off` is 0. Steep parts are drawn whole, so that no spike is lost. */
  readonly dash: { readonly on: number; readonly off: number; readonly shift: number };
};

/** Parts of a line taller than this are never dashed away, pixels. */
const steepPx = 3;

/**
 * Paints one pen over what is there, within rows `topRow` to `bottomRow`. A line of w pixels covers in each column its own reach and
 * w/2 above and below, less where it is steep, plus the reach of its neighbours at (w − 1)/2: within a few hundredths of
 * the area of a line of that width, smooth at its edges. Outside the line stands the envelope.
 */
export function paintPen(plane: PixelPlane, spans: PixelSpans, look: LineLook, topRow: number, bottomRow: number): void {
  // As whole numbers, so that a choice between them and a y is not put on the heap.
  const top = topRow | 0;
  const bottom = bottomRow | 0;
  const { width } = plane;
  const { lineLow, lineHigh, bandLow, bandHigh } = spans;
  const { colour, bandAlpha } = look;
  const half = look.width / 2;
  const reach = (look.width - 1) / 2;
  const whole = Math.floor(reach);
  const part = reach - whole;
  const sideAlpha = Math.round(part * 256);
  const envelopeAlpha = Math.round(bandAlpha * 256);
  const { on, off, shift } = look.dash;
  const period = on + off;
  for (let x = 0; x < width; x++) {
    // The line's own reach, and with its neighbours' where it is thin.
    let upper = Infinity;
    let lower = -Infinity;
    let sideUpper = Infinity;
    let sideLower = -Infinity;
    const from = x - whole - 1 < 0 ? 0 : x - whole - 1;
    const to = x + whole + 1 >= width ? width - 1 : x + whole + 1;
    for (let near = from; near <= to; near++) {
      const low = lineLow[near] as number;
      const high = lineHigh[near] as number;
      if (low > high) continue;
      const soft = half - (high - low) / 2;
      const edge = soft > 0.25 ? soft : 0.25;
      if (low - edge < sideUpper) sideUpper = low - edge;
      if (high + edge > sideLower) sideLower = high + edge;
      if (near < x - whole || near > x + whole) continue;
      if (low - edge < upper) upper = low - edge;
      if (high + edge > lower) lower = high + edge;
    }
    if (off > 0 && lower - upper < steepPx + look.width && (x + shift) % period >= on) upper = sideUpper = Infinity;
    const hasCore = upper < lower;
    const hasSide = sideUpper < sideLower;
    const outer = fixed(sideUpper, top, bottom);
    const outerFoot = fixed(sideLower, top, bottom);
    if (hasCore) {
      const inner = fixed(upper, top, bottom);
      const innerFoot = fixed(lower, top, bottom);
      fillSpan(plane, x, inner, innerFoot, colour, 256);
      if (sideAlpha > 0) {
        fillSpan(plane, x, outer, inner, colour, sideAlpha);
        fillSpan(plane, x, innerFoot, outerFoot, colour, sideAlpha);
      }
    } else if (hasSide && sideAlpha > 0) fillSpan(plane, x, outer, outerFoot, colour, sideAlpha);
    const bandTop = bandLow[x] as number;
    const bandFoot = bandHigh[x] as number;
    if (envelopeAlpha === 0 || bandTop >= bandFoot) continue;
    const peak = fixed(bandTop, top, bottom);
    const foot = fixed(bandFoot, top, bottom);
    if (!hasSide) fillSpan(plane, x, peak, foot, colour, envelopeAlpha);
    else {
      fillSpan(plane, x, peak, foot < outer ? foot : outer, colour, envelopeAlpha);
      fillSpan(plane, x, peak > outerFoot ? peak : outerFoot, foot, colour, envelopeAlpha);
    }
  }
}

/** A y within `top` to `bottom` in 256ths of a pixel: whole numbers are handed on without a place on the heap. */
const fixed = (y: number, top: number, bottom: number): number => ((y > top ? (y < bottom ? y : bottom) : top) * 256) | 0;

/** One column from `upper` to `lower`, 256ths of a pixel, fractions covering their share; `alpha` 0 to 256. Nothing where `lower` is not below. */
function fillSpan({ height, pixels }: PixelPlane, x: number, upper: number, lower: number, colour: number, alpha: number): void {
  if (lower <= upper) return;
  const first = upper >> 8;
  const last = lower >> 8;
  const column = x * height;
  if (first === last) return blend(pixels, column + first, colour, ((lower - upper) * alpha + 128) >> 8);
  const head = upper & 255;
  if (head > 0) blend(pixels, column + first, colour, ((256 - head) * alpha + 128) >> 8);
  let at = column + (head > 0 ? first + 1 : first);
  const end = column + last;
  if (alpha >= 256) {
    const solid = colour | 0xff000000;
    for (; at < end; at++) pixels[at] = solid;
  } else {
    const redBlue = Math.imul(colour & 0xff00ff, alpha);
    const alphaGreen = Math.imul(((colour >>> 8) & 0xff) | 0xff0000, alpha);
    const kept = 256 - alpha;
    for (; at < end; at++) {
      const below = pixels[at] as number;
      pixels[at] = (((redBlue + Math.imul(below & 0xff00ff, kept)) >>> 8) & 0xff00ff) | ((alphaGreen + Math.imul((below >>> 8) & 0xff00ff, kept)) & 0xff00ff00);
    }
  }
  const tail = lower & 255;
  if (tail > 0) blend(pixels, end, colour, (tail * alpha + 128) >> 8);
}

/** Puts a colour over a pixel; `share` of it covered, 0 to 256. */
function blend(pixels: Int32Array, at: number, colour: number, share: number): void {
  const below = pixels[at] as number;
  const kept = 256 - share;
  const redBlue = (Math.imul(colour & 0xff00ff, share) + Math.imul(below & 0xff00ff, kept)) >>> 8;
  const alphaGreen = Math.imul(((colour >>> 8) & 0xff) | 0xff0000, share) + Math.imul((below >>> 8) & 0xff00ff, kept);
  pixels[at] = (redBlue & 0xff00ff) | (alphaGreen & 0xff00ff00);
}

/** A round dot, pixels. */
export function paintDot({ width, height, pixels }: PixelPlane, x: number, y: number, radius: number, colour: number, top: number, bottom: number): void {
  const [fromX, toX] = [Math.max(0, Math.floor(x - radius - 0.5)), Math.min(width - 1, Math.ceil(x + radius))];
  const [fromY, toY] = [Math.max(top, Math.floor(y - radius - 0.5)), Math.min(bottom - 1, Math.ceil(y + radius))];
  for (let row = fromY; row <= toY; row++) {
    for (let column = fromX; column <= toX; column++) {
      const cover = Math.min(1, radius + 0.5 - Math.hypot(column + 0.5 - x, row + 0.5 - y));
      if (cover > 0) blend(pixels, column * height + row, colour, Math.round(cover * 256));
    }
  }
}

/** 255 / alpha in 16 bits of fraction. */
const perAlpha = Int32Array.from({ length: 256 }, (_, alpha) => (alpha === 0 ? 0 : Math.ceil((255 * 65_536) / alpha)));

/** Pixels of a square that is turned at a time: its rows and columns stay in the processor's nearest memory. */
const turned = 32;

/** Writes the plane as ImageData holds it: row by row, colours as they are, not multiplied by their alpha. */
export function unmultiply({ width, height, pixels }: PixelPlane, rows: Int32Array): void {
  for (let left = 0; left < width; left += turned) {
    const right = left + turned < width ? left + turned : width;
    for (let top = 0; top < height; top += turned) {
      const bottom = top + turned < height ? top + turned : height;
      for (let y = top; y < bottom; y++) {
        let to = y * width + left;
        for (let from = left * height + y, end = right * height + y; from < end; from += height) {
          const pixel = pixels[from] as number;
          // Nothing there, or opaque: most of the picture.
          rows[to++] = pixel === 0 || pixel >>> 24 === 255 ? pixel : divided(pixel);
        }
      }
    }
  }
}

function divided(pixel: number): number {
  const by = perAlpha[pixel >>> 24] as number;
  const red = Math.min(255, Math.imul(pixel & 255, by) >>> 16);
  const green = Math.min(255, Math.imul((pixel >>> 8) & 255, by) >>> 16);
  const blue = Math.min(255, Math.imul((pixel >>> 16) & 255, by) >>> 16);
  return (pixel & 0xff000000) | (blue << 16) | (green << 8) | red;
}

/** "#6FB7FF" as a pixel without its alpha; what is no such colour is mid grey. */
export function packColour(hex: string): number {
  const found = /^#([0-9a-f]{6})/i.exec(hex.trim());
  if (found === null) return 0x808080;
  const rgb = Number.parseInt(found[1] as string, 16);
  return ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16);
}
