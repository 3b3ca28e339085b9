import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstPlace, keptInside } from './float-place.ts';

const area = { left: 60, top: 104, width: 1500, height: 800 };

it('frames open at the upper right, each a step further in', () => {
  expect(firstPlace(0, { width: 340, height: 400 }, area)).toEqual({ left: 1204, top: 160 });
  expect(firstPlace(1, { width: 340, height: 400 }, area)).toEqual({ left: 1172, top: 192 });
});

it('a frame stays whole in sight wherever it is dragged and whatever the window shrinks to', () => {
  const any = fc.integer({ min: -5000, max: 5000 });
  fc.assert(
    fc.property(any, any, fc.integer({ min: 10, max: 3000 }), fc.integer({ min: 10, max: 3000 }), (left, top, width, height) => {
      const kept = keptInside({ left, top }, { width, height }, area);
      expect(kept.left).toBeGreaterThanOrEqual(area.left);
      expect(kept.top).toBeGreaterThanOrEqual(area.top);
      if (width <= area.width) expect(kept.left + width).toBeLessThanOrEqual(area.left + area.width);
      if (height <= area.height) expect(kept.top + height).toBeLessThanOrEqual(area.top + area.height);
    }),
  );
});
