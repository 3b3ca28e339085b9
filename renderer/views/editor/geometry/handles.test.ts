import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from './box.ts';
import { handleIds, handlePoint, inSteps, resizedBox, turnedBy } from './handles.ts';

const box: Box = { x: 100, y: 50, width: 80, height: 40 };
const opposite = { nw: 'se', n: 's', ne: 'sw', e: 'w', se: 'nw', s: 'n', sw: 'ne', w: 'e' } as const;
const boxes = fc.record({
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
  width: fc.integer({ min: 1, max: 400 }),
  height: fc.integer({ min: 1, max: 400 }),
});
const by = fc.integer({ min: -600, max: 600 });

describe('handles of a selection', () => {
  it('a corner follows the pointer, a side moves across only', () => {
    expect(resizedBox(box, 'se', 20, 10)).toEqual({ x: 100, y: 50, width: 100, height: 50 });
    expect(resizedBox(box, 'nw', 20, 10)).toEqual({ x: 120, y: 60, width: 60, height: 30 });
    expect(resizedBox(box, 'e', 20, 10)).toEqual({ x: 100, y: 50, width: 100, height: 40 });
    expect(resizedBox(box, 'n', 20, 10)).toEqual({ x: 100, y: 60, width: 80, height: 30 });
  });

  it('with the ratio kept the greater pull decides; with a side handle the other side follows around the middle', () => {
    expect(resizedBox(box, 'se', 80, 0, { keepsRatio: true })).toEqual({ x: 100, y: 50, width: 160, height: 80 });
    expect(resizedBox(box, 'e', 80, 0, { keepsRatio: true })).toEqual({ x: 100, y: 30, width: 160, height: 80 });
  });

  it('from the middle both sides move', () => {
    expect(resizedBox(box, 'e', 10, 0, { fromCentre: true })).toEqual({ x: 90, y: 50, width: 100, height: 40 });
  });

  it('is never turned inside out, and what lies opposite keeps its place', () => {
    fc.assert(
      fc.property(boxes, fc.constantFrom(...handleIds), by, by, fc.boolean(), (from, handle, dx, dy, keepsRatio) => {
        const after = resizedBox(from, handle, dx, dy, { keepsRatio, least: 1 });
        expect(after.width).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(after.height).toBeGreaterThanOrEqual(1 - 1e-9);
        const [was, is] = [handlePoint(from, opposite[handle]), handlePoint(after, opposite[handle])];
        expect(is.x).toBeCloseTo(was.x, 6);
        expect(is.y).toBeCloseTo(was.y, 6);
        if (keepsRatio) expect(after.width / after.height).toBeCloseTo(from.width / from.height, 6);
      }),
    );
  });

  it('from the middle, the middle keeps its place', () => {
    fc.assert(
      fc.property(boxes, fc.constantFrom(...handleIds), by, by, (from, handle, dx, dy) => {
        const after = resizedBox(from, handle, dx, dy, { fromCentre: true });
        expect(after.x + after.width / 2).toBeCloseTo(from.x + from.width / 2, 6);
        expect(after.y + after.height / 2).toBeCloseTo(from.y + from.height / 2, 6);
      }),
    );
  });

  it('a turn is the angle about the middle, clockwise positive, the short way round', () => {
    expect(turnedBy({ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 0, y: 10 })).toBeCloseTo(90);
    expect(turnedBy({ x: 0, y: 0 }, { x: -10, y: 1 }, { x: -10, y: -1 })).toBeCloseTo(11.42, 1);
    expect(inSteps(50, 90)).toBe(90);
    expect(inSteps(-44, 90)).toBe(0);
    expect(Object.is(inSteps(-44, 90), 0)).toBe(true);
  });
});
