import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxBetween, holds, intersects, unionOf } from './box.ts';
import { pathThrough, squareEnd, thinned } from './route.ts';
import { boxToPixels, mostZoom, pannedBy, sightOn, toDrawing, toPixels, viewBoxOf, zoomedAt } from './view-box.ts';

describe('what of a drawing is seen', () => {
  it('fits a drawing into the window with its margin, in the middle', () => {
    const sight = sightOn({ x: 0, y: 0, width: 1000, height: 500 }, { width: 548, height: 648 }, 24);
    expect(sight.zoom).toBe(0.5);
    expect(boxToPixels(sight, { x: 0, y: 0, width: 1000, height: 500 })).toEqual({ x: 24, y: 199, width: 500, height: 250 });
    expect(viewBoxOf(sight, { width: 548, height: 648 })).toBe('-48 -398 1096 1296');
  });

  it('zooms about the pointer, and not beyond its limits', () => {
    const point = { x: 130, y: 70 };
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 3, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true }), (factor, zoom) => {
        const sight = { x: 10, y: -20, zoom };
        const before = toDrawing(sight, point);
        const after = toDrawing(zoomedAt(sight, point, factor), point);
        expect(after.x).toBeCloseTo(before.x, 6);
        expect(after.y).toBeCloseTo(before.y, 6);
      }),
    );
    expect(zoomedAt({ x: 0, y: 0, zoom: 10 }, point, 100).zoom).toBe(mostZoom);
  });

  it('goes with the hand when panned', () => {
    const sight = { x: 0, y: 0, zoom: 2 };
    const under = toDrawing(sight, { x: 50, y: 50 });
    expect(toPixels(pannedBy(sight, 30, -10), under)).toEqual({ x: 80, y: 40 });
  });
});

describe('boxes', () => {
  it('a marquee is the box between its corners, whichever way it is drawn', () => {
    expect(boxBetween({ x: 30, y: 5 }, { x: 10, y: 25 })).toEqual({ x: 10, y: 5, width: 20, height: 20 });
  });

  it('the union holds all of them, and every one of them intersects it', () => {
    const boxes = fc.array(fc.record({ x: fc.integer(), y: fc.integer(), width: fc.nat(1000), height: fc.nat(1000) }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(boxes, (all) => {
        const union = unionOf(all);
        expect(union).not.toBeNull();
        for (const one of all) {
          expect(holds(union as NonNullable<typeof union>, one)).toBe(true);
          expect(intersects(union as NonNullable<typeof union>, one)).toBe(true);
        }
      }),
    );
    expect(unionOf([])).toBeNull();
  });
});

describe('lines that are drawn', () => {
  it('keep right angles: the shorter way is left out', () => {
    expect(squareEnd({ x: 0, y: 0 }, { x: 30, y: 7 })).toEqual({ x: 30, y: 0 });
    expect(squareEnd({ x: 0, y: 0 }, { x: 3, y: -7 })).toEqual({ x: 0, y: -7 });
  });

  it('lose points on the way and points that stand twice, but not a way back', () => {
    const at = (x: number, y: number) => ({ x, y });
    expect(thinned([at(0, 0), at(0, 0), at(10, 0), at(20, 0), at(20, 5)])).toEqual([at(0, 0), at(20, 0), at(20, 5)]);
    expect(thinned([at(0, 0), at(20, 0), at(10, 0)])).toEqual([at(0, 0), at(20, 0), at(10, 0)]);
  });

  it('are written as a person would: level and upright stretches as H and V', () => {
    expect(
      pathThrough([
        { x: 10, y: 20 },
        { x: 50, y: 20 },
        { x: 50, y: 80.006 },
        { x: 70, y: 90 },
      ]),
    ).toBe('M10 20H50V80.01L70 90');
    expect(
      pathThrough(
        [
          { x: 0, y: 0 },
          { x: 10, y: 0 },
          { x: 10, y: 10 },
        ],
        true,
      ),
    ).toBe('M0 0H10V10Z');
  });
});
