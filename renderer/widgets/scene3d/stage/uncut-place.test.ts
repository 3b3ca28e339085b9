import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '#shared/model/scene.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';
import { uncutPlace } from './uncut-place.ts';

const box: Bounds = [0, 0, 0, 4, 4, 2];
const top: Point = [2, 2, 2];

describe('where something is pointed at while the scene is cut', () => {
  it('is where it was while nothing of it is cut away', () => {
    expect(uncutPlace(top, box, null)).toBe(top);
    expect(uncutPlace(top, box, { normal: [1, 0, 0], offset: 3 })).toBe(top);
  });

  it('moves onto what is left of it', () => {
    expect(uncutPlace(top, box, { normal: [1, 0, 0], offset: 1 })).toEqual([1, 2, 2]);
    expect(uncutPlace(top, box, { normal: [0, 0, 1], offset: 0.5 })).toEqual([2, 2, 0.5]);
  });

  it('is nowhere when all of it is cut away, or nothing but a sliver is left', () => {
    expect(uncutPlace(top, box, { normal: [1, 0, 0], offset: -1 })).toBeNull();
    expect(uncutPlace(top, box, { normal: [1, 0, 0], offset: 0.01 })).toBeNull();
    expect(uncutPlace(top, null, { normal: [0, -1, 0], offset: -3 })).toBeNull();
  });

  it('never is beyond the plane, and never outside what it belongs to', () => {
    const axis = fc.constantFrom<Point>([1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(axis, fc.double({ min: -6, max: 6, noNaN: true }), fc.tuple(share, share, share), (normal, offset, [x, y, z]) => {
        const found = uncutPlace([x * 4, y * 4, z * 2], box, { normal, offset });
        if (found === null) return;
        expect(normal[0] * found[0] + normal[1] * found[1] + normal[2] * found[2] - offset).toBeLessThanOrEqual(1e-9);
        for (let k = 0; k < 3; k++) {
          expect(found[k]).toBeGreaterThanOrEqual((box[k] as number) - 1e-9);
          expect(found[k]).toBeLessThanOrEqual((box[k + 3] as number) + 1e-9);
        }
      }),
    );
  });
});
