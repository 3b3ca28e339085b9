import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bounds } from '#shared/scene/part-frame.ts';
import { fitOf, mapPlace } from '#renderer/widgets/scene3d/map/map-place.ts';
import { planeOf } from './cut-strip.tsx';
import { viewId } from './save-view.tsx';
import { measuredWords } from './scene-lines.ts';

const bounds: Bounds = [10, 20, 0, 110, 60, 12];

describe('tools of the 3D view', () => {
  it('say a distance with its share to each side', () => {
    expect(measuredWords([])).toBe('Pick the first of two places.');
    expect(measuredWords([[0, 0, 0]])).toBe('Pick the second place.');
    expect(measuredWords([[0, 0, 0], [3, -4, 0]])).toBe('5.00 m: 3.00 east, 4.00 south, 0.00 up');
  });

  it('cut away what lies beyond a height or to the east, and what stands south of the plane', () => {
    const stays = (axis: 'height' | 'east' | 'north', share: number, at: readonly [number, number, number]): boolean => {
      const { normal, offset } = planeOf({ axis, share }, bounds);
      return normal[0] * at[0] + normal[1] * at[1] + normal[2] * at[2] <= offset;
    };
    expect([stays('height', 0.5, [50, 40, 5]), stays('height', 0.5, [50, 40, 7])]).toEqual([true, false]);
    expect([stays('east', 0.25, [34, 40, 1]), stays('east', 0.25, [36, 40, 1])]).toEqual([true, false]);
    expect([stays('north', 0.5, [50, 41, 1]), stays('north', 0.5, [50, 39, 1])]).toEqual([true, false]);
  });

  it('give a saved view an id that no other has, whatever it is called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 120 }), (name) => {
        const first = viewId(name, []);
        expect(first).toMatch(/^[A-Za-z0-9][\w.-]{0,79}$/);
        expect(viewId(name, [first])).not.toBe(first);
        expect(viewId(name, [first])).toMatch(/^[A-Za-z0-9][\w.-]{0,79}$/);
      }),
    );
  });
});

describe('places of the map', () => {
  it('lead back to the metres they came from, with north up', () => {
    const place = mapPlace(bounds);
    fc.assert(
      fc.property(fc.double({ min: -5000, max: 5000, noNaN: true }), fc.double({ min: -5000, max: 5000, noNaN: true }), (east, north) => {
        expect(place.east(place.x(east))).toBeCloseTo(east, 6);
        expect(place.north(place.y(north))).toBeCloseTo(north, 6);
        expect(place.y(north + 1)).toBeLessThan(place.y(north));
      }),
    );
  });

  it('are whole in sight in whatever window', () => {
    const { scale, left, top } = fitOf({ x: 0, y: 0, width: 100, height: 50 }, { width: 400, height: 400 });
    expect([scale, left, top]).toEqual([4, 0, 100]);
  });
});
