import type { Sprite } from './ink-sprites.ts';

/** Device pixels. */
export type PixelBox = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** A part's rectangle, and that of the ink it left in it: none where the right side is not beyond the left one. */
export type InkBox = PixelBox & { inkX0: number; inkY0: number; inkX1: number; inkY1: number };

/** The pixels of a canvas in memory, changed there and handed to it where they changed. */
export type PixelSheet = {
  isHeld(): boolean;
  /** Takes an empty sheet of this size: all must be laid on it. */
  take(width: number, height: number): void;
  drop(): void;
  /** Takes away what a part left. */
  clear(box: InkBox): void;
  clearAll(): void;
  /** Lays ink of a part over what is there, its origin on this pixel; `alpha` 0 to 1. What lies beyond the sheet is left out. */
  blend(box: InkBox, sprite: Sprite, originX: number, originY: number, alpha: number): void;
  /** Empties this rectangle, which must lie within the sheet, and notes that it changed. */
  wipe(x0: number, y0: number, x1: number, y1: number): void;
  /** `blend` for ink that is opaque as a whole, within the sheet, and in a rectangle noted already. */
  lay(sprite: Sprite, originX: number, originY: number): void;
  /** The canvas lost what it showed here. */
  damage(x0: number, y0: number, x1: number, y1: number): void;
  /** Hands the canvas what changed. */
  show(): void;
  /** Takes over what the canvas shows here. */
  fetch(box: PixelBox): void;
};

/** Rows that are handed over together, pixels: within them from the leftmost change to the rightmost. */
const bandRows = 32;

export function createPixelSheet(context: CanvasRenderingContext2D): PixelSheet {
  let image: ImageData | null = null;
  let pixels = new Uint32Array(0);
  let width = 0;
  let height = 0;
  /** Of each band the changed columns, from and to; none where to is 0. */
  let from = new Int32Array(0);
  let to = new Int32Array(0);

  const damage = (x0: number, y0: number, x1: number, y1: number): void => {
    if (x1 <= x0 || y1 <= y0) return;
    const last = Math.min(from.length - 1, Math.floor((y1 - 1) / bandRows));
    for (let band = Math.floor(y0 / bandRows); band <= last; band++) {
      if ((to[band] as number) === 0) {
        from[band] = x0;
        to[band] = x1;
      } else {
        if (x0 < (from[band] as number)) from[band] = x0;
        if (x1 > (to[band] as number)) to[band] = x1;
      }
    }
  };
  return {
    isHeld: () => image !== null,
    take(nextWidth, nextHeight) {
      width = nextWidth;
      height = nextHeight;
      image = new ImageData(width, height);
      pixels = new Uint32Array(image.data.buffer);
      from = new Int32Array(Math.ceil(height / bandRows));
      to = new Int32Array(from.length);
    },
    drop() {
      image = null;
      pixels = new Uint32Array(0);
    },
    clear({ inkX0, inkY0, inkX1, inkY1 }) {
      const left = Math.max(0, inkX0);
      const top = Math.max(0, inkY0);
      const right = Math.min(width, inkX1);
      const bottom = Math.min(height, inkY1);
      if (right <= left) return;
      // Rows are short: filling them by a call each takes longer.
      for (let y = top; y < bottom; y++) for (let place = y * width + left, end = y * width + right; place < end; place++) pixels[place] = 0;
      damage(left, top, right, bottom);
    },
    clearAll() {
      pixels.fill(0);
      damage(0, 0, width, height);
    },
    blend(box, sprite, originX, originY, alpha) {
      const x = originX + sprite.left;
      const y = originY + sprite.top;
      const left = Math.max(0, x);
      const top = Math.max(0, y);
      const right = Math.min(width, x + sprite.width);
      const bottom = Math.min(height, y + sprite.height);
      if (right <= left) return;
      const { pixels: ink } = sprite;
      for (let row = top; row < bottom; row++) {
        let source = (row - y) * sprite.width + (left - x);
        for (let place = row * width + left, end = row * width + right; place < end; place++, source++) {
          const over = ink[source] as number;
          if (over === 0) continue;
          const under = pixels[place] as number;
          pixels[place] = under === 0 && alpha === 1 ? over : blended(over, under, alpha);
        }
      }
      if (box.inkX1 <= box.inkX0) {
        box.inkX0 = left;
        box.inkY0 = top;
        box.inkX1 = right;
        box.inkY1 = bottom;
      } else {
        if (left < box.inkX0) box.inkX0 = left;
        if (top < box.inkY0) box.inkY0 = top;
        if (right > box.inkX1) box.inkX1 = right;
        if (bottom > box.inkY1) box.inkY1 = bottom;
      }
      damage(left, top, right, bottom);
    },
    wipe(x0, y0, x1, y1) {
      for (let y = y0; y < y1; y++) for (let place = y * width + x0, end = y * width + x1; place < end; place++) pixels[place] = 0;
      damage(x0, y0, x1, y1);
    },
    lay({ left, top, width: across, height: down, pixels: ink }, originX, originY) {
      for (let row = 0, source = 0; row < down; row++) {
        for (let place = (originY + top + row) * width + originX + left, end = place + across; place < end; place++, source++) {
          const over = ink[source] as number;
          if (over === 0) continue;
          const under = pixels[place] as number;
          pixels[place] = under === 0 ? over : blended(over, under, 1);
        }
      }
    },
    damage,
    show() {
      if (image === null) return;
      for (let band = 0; band < from.length; band++) {
        const x0 = from[band] as number;
        const x1 = to[band] as number;
        if (x1 === 0) continue;
        to[band] = 0;
        context.putImageData(image, 0, 0, x0, band * bandRows, x1 - x0, Math.min(bandRows, height - band * bandRows));
      }
    },
    fetch({ x0, y0, x1, y1 }) {
      const [left, top, right, bottom] = [Math.max(0, x0), Math.max(0, y0), Math.min(width, x1), Math.min(height, y1)];
      if (right <= left || bottom <= top) return;
      const taken = new Uint32Array(context.getImageData(left, top, right - left, bottom - top).data.buffer);
      for (let y = top; y < bottom; y++) pixels.set(taken.subarray((y - top) * (right - left), (y - top + 1) * (right - left)), y * width + left);
    },
  };
}

/** One pixel over another, neither premultiplied: the "over" of Porter and Duff (1984), as a canvas paints by itself. */
function blended(over: number, under: number, alpha: number): number {
  const a = ((over >>> 24) * alpha) / 255;
  const b = ((under >>> 24) / 255) * (1 - a);
  const sum = a + b;
  if (sum <= 0) return 0;
  const mixed = (shift: number): number => Math.round((((over >>> shift) & 255) * a + ((under >>> shift) & 255) * b) / sum);
  return ((Math.round(sum * 255) << 24) | (mixed(16) << 16) | (mixed(8) << 8) | mixed(0)) >>> 0;
}
