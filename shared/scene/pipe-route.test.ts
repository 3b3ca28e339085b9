import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../model/scene.ts';
import type { Heading } from './part-frame.ts';
import { bendPath, distance, routePipe } from './pipe-route.ts';

const end = (at: Point, heading: Heading | null = null) => ({ at, heading });
const place = fc.integer({ min: -400, max: 400 }).map((tenths) => tenths / 10);
const point = fc.tuple(place, place, place);
const heading = fc.constantFrom<Heading | null>(null, [1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]);
const diameter = fc.constantFrom(0.03, 0.1, 0.3, 0.9);

describe('the way of a pipe', () => {
  it('is straight between two nozzles that look at each other', () => {
    expect(routePipe(end([0, 0, 1], [1, 0, 0]), [], end([0.4, 0, 1], [-1, 0, 0]), 0.8)).toEqual([
      [0, 0, 1],
      [0.4, 0, 1],
    ]);
  });

  it('rises first, runs the longer way, and falls last', () => {
    expect(routePipe(end([0, 0, 0]), [], end([5, 2, 3]), 0.1)).toEqual([[0, 0, 0], [0, 0, 3], [5, 0, 3], [5, 2, 3]]);
    expect(routePipe(end([0, 0, 3]), [], end([5, 2, 0]), 0.1)).toEqual([[0, 0, 3], [5, 0, 3], [5, 2, 3], [5, 2, 0]]);
  });

  it('leaves a nozzle that looks down before it goes up, beside itself', () => {
    const points = routePipe(end([0, 0, 1], [0, 0, -1]), [], end([4, 0, 5]), 0.1);
    expect(points[1]).toEqual([0, 0, 0.8]);
    expect(points[2]).toEqual([4, 0, 0.8]);
  });

  it('takes a corner that says one direction only from the corner before it', () => {
    expect(routePipe(end([1, 2, 3]), [{ up: 6 }, { east: 9 }, { north: 7 }], end([9, 7, 1]), 0.1)).toEqual([[1, 2, 3], [1, 2, 6], [9, 2, 6], [9, 7, 6], [9, 7, 1]]);
  });

  it('makes no step of a few millimetres where two nozzles are not quite at one height', () => {
    expect(routePipe(end([0, 0, 1], [1, 0, 0]), [], end([6, 0, 1.02], [-1, 0, 0]), 0.2)).toHaveLength(4);
    expect(routePipe(end([0, 0, 1]), [], end([6, 0, 1.02]), 0.2)).toEqual([[0, 0, 1], [6, 0, 1.02]]);
  });

  it('begins and ends at its nozzles, leaves and reaches them straight, and goes through every corner', () => {
    fc.assert(
      fc.property(point, heading, point, heading, fc.array(point, { maxLength: 4 }), diameter, (from, out, to, into, corners, wide) => {
        const points = routePipe(end(from, out), corners, end(to, into), wide);
        fc.pre(points.length >= 2);
        expect(points[0]).toEqual(from);
        expect(points.at(-1)).toEqual(to);
        for (const one of points.flat()) expect(Number.isFinite(one)).toBe(true);
        // A corner nearer than a step that may be left out is passed by within that step.
        for (const corner of corners) expect(Math.min(...points.slice(1).map((b, i) => distanceToLeg(corner, points[i] as Point, b)))).toBeLessThan(wide + 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('runs along the axes but for slants within its own width', () => {
    fc.assert(
      fc.property(point, heading, point, heading, diameter, (from, out, to, into, wide) => {
        const points = routePipe(end(from, out), [], end(to, into), wide);
        points.slice(1).forEach((b, i) => {
          const a = points[i] as Point;
          const across = [Math.abs(b[0] - a[0]), Math.abs(b[1] - a[1]), Math.abs(b[2] - a[2])].toSorted((one, other) => other - one);
          expect(across[1]).toBeLessThanOrEqual(wide + 1e-6);
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('bends', () => {
  it('stand in place of the corners, no wider than their legs allow', () => {
    const { points, ways } = bendPath([[0, 0, 0], [4, 0, 0], [4, 0, 4]], 1, 4);
    expect([...points.slice(0, 3)]).toEqual([0, 0, 0]);
    expect([...points.slice(-3)]).toEqual([4, 0, 4]);
    expect(points).toHaveLength((2 + 5) * 3);
    // Two legs of 3 m and a quarter of a circle of 1 m, drawn in four pieces.
    expect(ways.at(-1)).toBeCloseTo(6 + 8 * Math.sin(Math.PI / 16), 9);
  });

  it('never make a pipe longer, and the way along it never falls', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), fc.double({ min: 0.05, max: 3, noNaN: true }), (corners, radius) => {
        const { points, ways } = bendPath(corners, radius);
        const straight = corners.slice(1).reduce((sum, b, i) => sum + distance(corners[i] as Point, b), 0);
        expect(ways.at(-1)).toBeLessThanOrEqual(straight + 1e-6);
        for (let i = 1; i < ways.length; i++) expect(ways[i]).toBeGreaterThanOrEqual(ways[i - 1] as number);
        for (const one of points) expect(Number.isFinite(one)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

function distanceToLeg(at: Point, from: Point, to: Point): number {
  const leg = [to[0] - from[0], to[1] - from[1], to[2] - from[2]] as const;
  const square = leg[0] ** 2 + leg[1] ** 2 + leg[2] ** 2;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((at[0] - from[0]) * leg[0] + (at[1] - from[1]) * leg[1] + (at[2] - from[2]) * leg[2]) / square));
  return distance(at, [from[0] + leg[0] * share, from[1] + leg[1] * share, from[2] + leg[2] * share]);
}
