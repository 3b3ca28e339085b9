import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPixelGrid } from './pixel-grid.ts';

const startMs = 1_764_000_000_000;

it('shows a span that slides on whole pixels of the first, later by less than one, and of the same length', () => {
  fc.assert(
    fc.property(fc.double({ min: 1000, max: 1e9, noNaN: true }), fc.integer({ min: 100, max: 4000 }), fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 30 }), (spanMs, widthPx, moves) => {
      const onGrid = createPixelGrid();
      const pixelMs = spanMs / widthPx;
      let fromMs = startMs;
      const first = onGrid({ fromMs, toMs: fromMs + spanMs }, widthPx);
      expect([first.fromMs, first.toMs]).toEqual([fromMs, fromMs + spanMs]);
      for (const move of moves) {
        fromMs += move * pixelMs;
        const shown = onGrid({ fromMs, toMs: fromMs + spanMs }, widthPx);
        expect(shown.fromMs - fromMs).toBeGreaterThan(-0.002 * pixelMs - 0.001);
        expect(shown.fromMs - fromMs).toBeLessThan(pixelMs + 0.001);
        const pixels = (shown.fromMs - startMs) / pixelMs;
        expect(Math.abs(pixels - Math.round(pixels)) * pixelMs).toBeLessThan(0.001);
        expect(Math.abs(shown.toMs - shown.fromMs - spanMs)).toBeLessThan(0.001);
      }
    }),
  );
});

it('takes a span of another length, or in another width, as it is', () => {
  const onGrid = createPixelGrid();
  onGrid({ fromMs: startMs, toMs: startMs + 60_000 }, 1200);
  expect(onGrid({ fromMs: startMs + 12, toMs: startMs + 60_012 }, 1200).fromMs).toBe(startMs + 50);
  expect(onGrid({ fromMs: startMs + 12, toMs: startMs + 60_013 }, 1200)).toMatchObject({ fromMs: startMs + 12, toMs: startMs + 60_013 });
  expect(onGrid({ fromMs: startMs + 17, toMs: startMs + 60_018 }, 900).fromMs).toBe(startMs + 17);
});
