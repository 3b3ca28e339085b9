import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from './box.ts';
import { createSnapper, freeSnapper } from './snap.ts';

const box = (x: number, y: number, width = 40, height = 40): Box => ({ x, y, width, height });

describe('snapping while something is dragged', () => {
  it('an edge near to that of another is taken there, with a line through both', () => {
    const snapper = createSnapper([box(200, 300)], { grid: 0, reach: 5 });
    const snapped = snapper.move(box(0, 0), 203, 100);
    expect(snapped).toEqual({ dx: 200, dy: 100, guides: [{ axis: 'x', at: 200, from: 100, to: 340, kind: 'line' }] });
  });

  it('middles are taken to middles, and right edges to left ones', () => {
    const snapper = createSnapper([box(200, 300, 60, 60)], { grid: 0, reach: 5 });
    expect(snapper.move(box(0, 0), 212, 0).dx).toBe(210);
    expect(snapper.move(box(0, 0), 162, 0).dx).toBe(160);
  });

  it('where no other is near the upper left corner sits on the grid, not the way it was dragged', () => {
    const snapper = createSnapper([], { grid: 4, reach: 5 });
    expect(snapper.move(box(3, 3), 10, 2)).toEqual({ dx: 9, dy: 1, guides: [] });
  });

  it('between two neighbours of its row it comes to stand in the middle, with both gaps shown', () => {
    const snapper = createSnapper([box(0, 0), box(200, 0)], { grid: 0, reach: 5 });
    const snapped = snapper.move(box(0, 500), 103, -500);
    expect(snapped.dx).toBe(100);
    expect(snapped.guides.filter(({ kind }) => kind === 'gap')).toEqual([
      { axis: 'y', at: 20, from: 40, to: 100, kind: 'gap' },
      { axis: 'y', at: 20, from: 140, to: 200, kind: 'gap' },
    ]);
  });

  it('behind two others it keeps the gap they have', () => {
    const snapper = createSnapper([box(0, 0), box(70, 0)], { grid: 0, reach: 5 });
    expect(snapper.move(box(0, 0), 143, 0).dx).toBe(140);
    expect(createSnapper([box(200, 0), box(270, 0)], { grid: 0, reach: 5 }).move(box(0, 0), 132, 0).dx).toBe(130);
  });

  it('a dragged edge is taken to the nearest line, else to the grid', () => {
    const snapper = createSnapper([box(200, 300)], { grid: 4, reach: 5 });
    expect(snapper.edge('x', 238, [0, 10])).toEqual({ at: 240, guides: [{ axis: 'x', at: 240, from: 0, to: 340, kind: 'line' }] });
    expect(snapper.edge('x', 110, [0, 10])).toEqual({ at: 112, guides: [] });
  });

  it('equipment is taken by its origin, where its pipes meet, not by the middle of its body', () => {
    const pump = { x: 184, y: 284, width: 32, height: 35.52, origin: { x: 200, y: 300 } };
    const snapper = createSnapper([pump], { grid: 4, reach: 5 });
    expect(snapper.edge('y', 303, [0, 10]).at).toBe(300);
    expect(snapper.move({ ...box(0, 0, 24, 32), origin: { x: 12, y: 23 } }, 400, 279).dy).toBe(277);
    expect(createSnapper([], { grid: 4, reach: 5 }).move({ ...box(0, 0, 24, 32), origin: { x: 12, y: 23 } }, 401, 0)).toEqual({
      dx: 400,
      dy: 1,
      guides: [],
    });
  });

  it('with Alt nothing is taken anywhere', () => {
    expect(freeSnapper.move(box(3, 3), 7, 9)).toEqual({ dx: 7, dy: 9, guides: [] });
  });

  it('never takes anything further than it reaches, and off the lines the corner is on the grid', () => {
    const boxes = fc.record({
      x: fc.integer({ min: 0, max: 900 }),
      y: fc.integer({ min: 0, max: 900 }),
      width: fc.integer({ min: 1, max: 200 }),
      height: fc.integer({ min: 1, max: 200 }),
    });
    fc.assert(
      fc.property(
        fc.array(boxes, { maxLength: 30 }),
        boxes,
        fc.integer({ min: -400, max: 400 }),
        fc.integer({ min: -400, max: 400 }),
        (others, own, dx, dy) => {
          const grid = 4;
          const reach = 6;
          const snapped = createSnapper(others, { grid, reach }).move(own, dx, dy);
          for (const [asked, got, start] of [
            [dx, snapped.dx, own.x],
            [dy, snapped.dy, own.y],
          ] as const) {
            expect(Math.abs(got - asked)).toBeLessThanOrEqual(reach);
            if (snapped.guides.length === 0) expect(Math.abs((start + got) % grid)).toBeCloseTo(0, 9);
          }
        },
      ),
    );
  });
});
