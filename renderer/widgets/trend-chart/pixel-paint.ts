import type { PixelSpans } from './pixel-spans.ts';

/** Pixels row by row, as ImageData holds them: four bytes each in one number (red lowest, alpha highest), colours multiplied by their alpha. */
export type PixelPlane = {
  readonly width: number;
  readonly height: number;
  readonly pixels: Int32Array;
  /** The first row painted on and the one behind the last, since it was cleared; the others are empty. */
  readonly rows: Int32Array;
};

export const createPlane = (width: number, height: number, buffer: ArrayBufferLike): PixelPlane => ({ width, height, pixels: new Int32Array(buffer), rows: Int32Array.of(height, 0) });

/** Only what was painted on: in most pictures lines leave half of the rows empty. */
export function clearPlane({ width, height, pixels, rows }: PixelPlane): void {
  pixels.fill(0, (rows[0] as number) * width, (rows[1] as number) * width);
  rows[0] = height;
  rows[1] = 0;
}

/** Moves all rows left by whole pixels; what stands in the last `by` columns then is of no meaning, and must be painted over. */
export function moveLeft({ width, pixels, rows }: PixelPlane, by: number): void {
  const [first, behind] = [(rows[0] as number) * width, (rows[1] as number) * width];
  if (by > 0 && first < behind) pixels.copyWithin(first, first + by, behind);
}

/** Puts the columns of `strip` from `side` on in the place of the last ones of a plane of the same height. */
export function putStrip(plane: PixelPlane, strip: PixelPlane, side: number): void {
  markRows(plane, strip.rows[0] as number, strip.rows[1] as number);
  const left = plane.width - strip.width;
  const [first, behind] = [plane.rows[0] as number, plane.rows[1] as number];
  for (let row = first; row < behind; row++) {
    const from = row * strip.width;
    const to = row * plane.width + left;
    for (let x = side; x < strip.width; x++) plane.pixels[to + x] = strip.pixels[from + x] as number;
  }
}

function markRows({ height, rows }: PixelPlane, first: number, behind: number): void {
  if (first >= behind) return;
  if (first < (rows[0] as number)) rows[0] = first;
  if (behind > (rows[1] as number)) rows[1] = behind < height ? behind : height;
}

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
  const { lineLow, lineHigh, bandLow, bandHigh, edgeLow, edgeHigh } = spans;
  const { colour, bandAlpha } = look;
  const half = look.width / 2;
  const reach = (look.width - 1) / 2;
  const whole = Math.floor(reach);
  const part = reach - whole;
  const sideAlpha = Math.round(part * 256);
  const envelopeAlpha = Math.round(bandAlpha * 256);
  const { on, off, shift } = look.dash;
  const period = on + off;
  let upmost = bottom << 8;
  let lowest = top << 8;
  for (let x = 0; x < width; x++) {
    const low = lineLow[x] as number;
    const high = lineHigh[x] as number;
    const soft = half - (high - low) / 2;
    const edge = soft > 0.25 ? soft : 0.25;
    edgeLow[x] = low > high ? Infinity : low - edge;
    edgeHigh[x] = low > high ? -Infinity : high + edge;
  }
  for (let x = 0; x < width; x++) {
    // The line's own reach, and with its neighbours' where it is thin.
    let upper = edgeLow[x] as number;
    let lower = edgeHigh[x] as number;
    for (let near = x < whole ? 0 : x - whole, to = x + whole < width ? x + whole : width - 1; near <= to; near++) {
      const low = edgeLow[near] as number;
      const high = edgeHigh[near] as number;
      if (low < upper) upper = low;
      if (high > lower) lower = high;
    }
    let sideUpper = upper;
    let sideLower = lower;
    const before = x - whole - 1;
    if (before >= 0) {
      const low = edgeLow[before] as number;
      const high = edgeHigh[before] as number;
      if (low < sideUpper) sideUpper = low;
      if (high > sideLower) sideLower = high;
    }
    const after = x + whole + 1;
    if (after < width) {
      const low = edgeLow[after] as number;
      const high = edgeHigh[after] as number;
      if (low < sideUpper) sideUpper = low;
      if (high > sideLower) sideLower = high;
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
    if (hasSide) {
      if (outer < upmost) upmost = outer;
      if (outerFoot > lowest) lowest = outerFoot;
    }
    const bandTop = bandLow[x] as number;
    const bandFoot = bandHigh[x] as number;
    if (envelopeAlpha === 0 || bandTop >= bandFoot) continue;
    const peak = fixed(bandTop, top, bottom);
    const foot = fixed(bandFoot, top, bottom);
    if (peak < upmost) upmost = peak;
    if (foot > lowest) lowest = foot;
    if (!hasSide) fillSpan(plane, x, peak, foot, colour, envelopeAlpha);
    else {
      fillSpan(plane, x, peak, foot < outer ? foot : outer, colour, envelopeAlpha);
      fillSpan(plane, x, peak > outerFoot ? peak : outerFoot, foot, colour, envelopeAlpha);
    }
  }
  markRows(plane, upmost >> 8, (lowest + 255) >> 8);
}

/** A y within `top` to `bottom` in 256ths of a pixel: whole numbers are handed on without a place on the heap. */
const fixed = (y: number, top: number, bottom: number): number => ((y > top ? (y < bottom ? y : bottom) : top) * 256) | 0;

/** One column from `upper` to `lower`, 256ths of a pixel, fractions covering their share; `alpha` 0 to 256. Nothing where `lower` is not below. */
function fillSpan({ width, pixels }: PixelPlane, x: number, upper: number, lower: number, colour: number, alpha: number): void {
  if (lower <= upper) return;
  const first = upper >> 8;
  const last = lower >> 8;
  let at = first * width + x;
  if (first === last) return blend(pixels, at, colour, ((lower - upper) * alpha + 128) >> 8);
  const head = upper & 255;
  if (head > 0) {
    blend(pixels, at, colour, ((256 - head) * alpha + 128) >> 8);
    at += width;
  }
  const end = last * width + x;
  if (alpha >= 256) {
    const solid = colour | 0xff000000;
    for (; at < end; at += width) pixels[at] = solid;
  } else {
    const redBlue = Math.imul(colour & 0xff00ff, alpha);
    const alphaGreen = Math.imul(((colour >>> 8) & 0xff) | 0xff0000, alpha);
    const kept = 256 - alpha;
    for (; at < end; at += width) {
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
export function paintDot(plane: PixelPlane, x: number, y: number, radius: number, colour: number, top: number, bottom: number): void {
  const { width, pixels } = plane;
  const [fromX, toX] = [Math.max(0, Math.floor(x - radius - 0.5)), Math.min(width - 1, Math.ceil(x + radius))];
  const [fromY, toY] = [Math.max(top, Math.floor(y - radius - 0.5)), Math.min(bottom - 1, Math.ceil(y + radius))];
  markRows(plane, fromY, toY + 1);
  for (let row = fromY; row <= toY; row++) {
    for (let column = fromX; column <= toX; column++) {
      const cover = Math.min(1, radius + 0.5 - Math.hypot(column + 0.5 - x, row + 0.5 - y));
      if (cover > 0) blend(pixels, row * width + column, colour, Math.round(cover * 256));
    }
  }
}

/** 255 / alpha in 16 bits of fraction. */
const perAlpha = Int32Array.from({ length: 256 }, (_, alpha) => (alpha === 0 ? 0 : Math.ceil((255 * 65_536) / alpha)));

/** Turns the pixels into what ImageData means: colours as they are, not multiplied by their alpha. The plane is used up. */
export function unmultiply({ width, pixels, rows }: PixelPlane): void {
  const end = (rows[1] as number) * width;
  let at = (rows[0] as number) * width;
  // Four at a time: most of the picture is empty. What is opaque comes out as it is: asking first would cost more.
  for (; at + 3 < end; at += 4) {
    const one = pixels[at] as number;
    const two = pixels[at + 1] as number;
    const three = pixels[at + 2] as number;
    const four = pixels[at + 3] as number;
    if ((one | two | three | four) === 0) continue;
    pixels[at] = divided(one);
    pixels[at + 1] = divided(two);
    pixels[at + 2] = divided(three);
    pixels[at + 3] = divided(four);
  }
  for (; at < end; at++) pixels[at] = divided(pixels[at] as number);
}

function divided(pixel: number): number {
  // No colour is above its alpha, so none comes out above 255.
  const by = perAlpha[pixel >>> 24] as number;
  const red = Math.imul(pixel & 255, by) >>> 16;
  const green = Math.imul((pixel >>> 8) & 255, by) >>> 16;
  const blue = Math.imul((pixel >>> 16) & 255, by) >>> 16;
  return (pixel & 0xff000000) | (blue << 16) | (green << 8) | red;
}

/** "#6FB7FF" as a pixel without its alpha; what is no such colour is mid grey. */
export function packColour(hex: string): number {
  const found = /^#([0-9a-f]{6})/i.exec(hex.trim());
  if (found === null) return 0x808080;
  const rgb = Number.parseInt(found[1] as string, 16);
  return ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16);
}
