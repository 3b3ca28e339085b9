import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clearPlane, createPlane, paintDot, paintPen, unmultiply } from './pixel-paint.ts';
import { createPixelSpans } from './pixel-spans.ts';

const [width, height] = [23, 17];
const plane = () => createPlane(width, height, new ArrayBuffer(width * height * 4));
const y = fc.double({ min: -6, max: height + 6, noNaN: true });
const line = fc.record({
  points: fc.array(fc.tuple(fc.double({ min: -3, max: width + 3, noNaN: true }), y), { minLength: 2, maxLength: 8 }),
  bands: fc.array(fc.tuple(fc.double({ min: 0, max: width, noNaN: true }), y, y), { maxLength: 4 }),
  width: fc.double({ min: 1, max: 4, noNaN: true }),
  bandAlpha: fc.constantFrom(0, 0.22, 1),
  off: fc.constantFrom(0, 2),
  dots: fc.array(fc.tuple(fc.double({ min: -2, max: width + 2, noNaN: true }), y), { maxLength: 3 }),
});

it('marks every row that it paints on, so that clearing those leaves nothing', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
      const painted = plane();
      for (const { points, bands, width: linePx, bandAlpha, off, dots } of lines) {
        const spans = createPixelSpans(width);
        spans.clear();
        spans.moveTo(...(points[0] as [number, number]));
        for (const point of points.slice(1)) spans.lineTo(...point);
        for (const [at, [x, one, other]] of bands.entries()) spans.band(x, Math.min(one, other), Math.max(one, other), at === 0);
        paintPen(painted, spans, { colour: 0x8fb76f, width: linePx, bandAlpha, dash: { on: 3, off, shift: 1 } }, 0, height);
        for (const [x, dotY] of dots) paintDot(painted, x, dotY, 2, 0x40c0ff, 0, height);
      }
      const [first, behind] = [painted.rows[0] as number, painted.rows[1] as number];
      for (const [at, pixel] of painted.pixels.entries()) if (pixel !== 0) expect([Math.floor(at / width) >= first, Math.floor(at / width) < behind]).toEqual([true, true]);
      clearPlane(painted);
      expect(painted.pixels.every((pixel) => pixel === 0)).toBe(true);
      expect([...painted.rows]).toEqual([height, 0]);
    }),
  );
});

it('gives colours back as they were before they were multiplied by their alpha, opaque and empty pixels as they are', () => {
  const painted = plane();
  painted.rows.set([0, height]);
  const bytes = new Uint8Array(painted.pixels.buffer);
  const wanted: (readonly number[])[] = [];
  for (let at = 0; at < painted.pixels.length; at++) {
    const alpha = (at * 37) % 256;
    const colours = [at % 256, (at * 7) % 256, (at * 11) % 256].map((colour) => Math.floor((colour * alpha) / 255));
    bytes.set([...colours, alpha], at * 4);
    wanted.push([...colours.map((colour) => (alpha === 0 ? 0 : (colour * 255) / alpha)), alpha]);
  }
  unmultiply(painted);
  for (const [at, [red, green, blue, alpha]] of wanted.entries()) {
    const [r, g, b, a] = bytes.subarray(at * 4, at * 4 + 4);
    expect(a).toBe(alpha);
    // To the whole number below, at most one off where the fraction is cut.
    for (const [found, exact] of [[r, red], [g, green], [b, blue]] as const) expect(Math.abs((found as number) - Math.floor((exact as number) + 1e-9)), `pixel ${at}`).toBeLessThanOrEqual(1);
  }
});

it('leaves rows alone that were not painted on', () => {
  const painted = plane();
  painted.pixels.fill(0x40101010);
  painted.rows.set([3, 5]);
  unmultiply(painted);
  const rows = [2, 3, 4, 5].map((row) => painted.pixels[row * width + 4]);
  expect(rows).toEqual([0x40101010, rows[1], rows[1], 0x40101010]);
  expect(rows[1]).not.toBe(0x40101010);
});
