import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitViewport, nearest, panBy, type Viewport, zoomAt, zoomOf, zoomToBox } from './viewport.ts';

const extent = { width: 1500, height: 700 };
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the part of a drawing that is shown', () => {
  it('is the whole drawing at first and never less near than that', () => {
    const fit = fitViewport(extent);
    expect(zoomOf(fit, extent)).toBe(1);
    expect(zoomAt(fit, extent, 0.5, { x: 10, y: 10 })).toEqual(fit);
    expect(panBy(fit, extent, 100, -100)).toEqual(fit);
  });

  it('keeps the point under the pointer in its place while it comes nearer inside the drawing', () => {
    const nearer = zoomAt(fitViewport(extent), extent, 2, { x: 750, y: 350 });
    expect(nearer).toEqual({ x: 375, y: 175, width: 750, height: 350 });
    expect(zoomAt(nearer, extent, 0.5, { x: 750, y: 350 })).toEqual(fitViewport(extent));
  });

  it('comes near to a picked part with room around it, but not nearer than four times for a small one', () => {
    expect(zoomOf(zoomToBox({ x: 700, y: 300, width: 20, height: 20 }, extent), extent)).toBe(4);
    const wide = zoomToBox({ x: 100, y: 100, width: 920, height: 10 }, extent);
    expect(wide.width).toBeCloseTo(1000);
    expect(wide.x).toBeCloseTo(60);
  });

  it('never shows ground beyond the edges, whatever is done to it', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('zoom' as const), factor: fc.double({ min: 0.1, max: 10, noNaN: true }), x: share, y: share }),
      fc.record({ kind: fc.constant('pan' as const), factor: fc.constant(1), x: fc.double({ min: -2, max: 2, noNaN: true }), y: fc.double({ min: -2, max: 2, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let at: Viewport = fitViewport(extent);
        for (const { kind, factor, x, y } of acts) {
          at = kind === 'zoom' ? zoomAt(at, extent, factor, { x: x * extent.width, y: y * extent.height }) : panBy(at, extent, x * extent.width, y * extent.height);
          expect(at.x).toBeGreaterThanOrEqual(0);
          expect(at.y).toBeGreaterThanOrEqual(0);
          expect(at.x + at.width).toBeLessThanOrEqual(extent.width + 1e-6);
          expect(at.y + at.height).toBeLessThanOrEqual(extent.height + 1e-6);
          expect(at.width / at.height).toBeCloseTo(extent.width / extent.height);
          expect(zoomOf(at, extent)).toBeLessThanOrEqual(nearest + 1e-9);
        }
      }),
    );
  });
});
