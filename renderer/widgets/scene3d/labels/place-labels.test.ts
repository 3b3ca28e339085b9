import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LabelField, type LabelWish, placeLabels } from './place-labels.ts';

const field: LabelField = { width: 1200, height: 700, margin: 12, gap: 8, most: 8 };
const wishes = fc
  .uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 60 }), x: fc.double({ min: -200, max: 1400, noNaN: true }), y: fc.double({ min: -200, max: 900, noNaN: true }), width: fc.integer({ min: 120, max: 260 }), height: fc.integer({ min: 42, max: 84 }) }), { selector: ({ id }) => id, maxLength: 20 })
  .map((all) => all.map((one): LabelWish => ({ ...one, id: `A-${one.id}` })));
const fields = fc.record({ width: fc.integer({ min: 200, max: 1900 }), height: fc.integer({ min: 60, max: 1000 }), margin: fc.constant(12), gap: fc.constant(8), most: fc.integer({ min: 0, max: 12 }) });

describe('labels of the 3D view', () => {
  it('never overlap, never leave the picture, and each is either placed or told in the group', () => {
    fc.assert(
      fc.property(wishes, fields, (all, space) => {
        const { placed, grouped } = placeLabels(all, space);
        expect([...placed.map(({ id }) => id), ...grouped].toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        expect(placed.length).toBeLessThanOrEqual(space.most);
        const boxes = placed.map(({ id, left, top }) => {
          const { width, height } = all.find((one) => one.id === id) as LabelWish;
          return { left, top, right: left + width, bottom: top + height };
        });
        for (const [i, one] of boxes.entries()) {
          expect(Math.min(one.left, one.top, space.width - one.right, space.height - one.bottom)).toBeGreaterThanOrEqual(space.margin - 1e-6);
          for (const other of boxes.slice(i + 1)) {
            const isApart = one.right <= other.left + 1e-6 || other.right <= one.left + 1e-6 || one.bottom <= other.top + 1e-6 || other.bottom <= one.top + 1e-6;
            expect(isApart).toBe(true);
          }
        }
      }),
    );
  });

  it('keep their side and order when the camera moves a little', () => {
    fc.assert(
      fc.property(wishes, fc.double({ min: -4, max: 4, noNaN: true }), fc.double({ min: -4, max: 4, noNaN: true }), (all, dx, dy) => {
        const before = placeLabels(all, field);
        const moved = all.map((one, i) => ({ ...one, x: one.x + dx * (i % 2 === 0 ? 1 : -1), y: one.y + dy * (i % 3 === 0 ? 1 : -1) }));
        const after = placeLabels(moved, field, before);
        expect(after.placed.map(({ id, side }) => [id, side])).toEqual(before.placed.map(({ id, side }) => [id, side]));
        expect(after.grouped).toEqual(before.grouped);
      }),
    );
  });

  it('the most important ones stay when there are more than eight', () => {
    const many = Array.from({ length: 12 }, (_, i): LabelWish => ({ id: `A-${i}`, x: 100 + i * 80, y: 50 * i, width: 160, height: 42 }));
    const { placed, grouped } = placeLabels(many, field);
    expect(placed.map(({ id }) => id).toSorted()).toEqual(['A-0', 'A-1', 'A-2', 'A-3', 'A-4', 'A-5', 'A-6', 'A-7']);
    expect(grouped).toEqual(['A-8', 'A-9', 'A-10', 'A-11']);
  });

  it('stand at the height of what they tell of where nothing is in the way', () => {
    const [label] = placeLabels([{ id: 'P-231A', x: 300, y: 400, width: 160, height: 42 }], field).placed;
    expect(label).toEqual({ id: 'P-231A', side: 'left', left: 12, top: 379, fromX: 172, fromY: 400 });
  });
});
