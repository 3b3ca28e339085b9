import { describe, expect, it } from 'vitest';
import { cutOutline } from './cut-outline.ts';

const box = [0, 0, 0, 4, 2, 6] as const;

describe('the outline of a cut', () => {
  it('is the rectangle where the plane leaves the scene, closed', () => {
    const outline = cutOutline(box, { normal: [0, -1, 0], offset: -0.5 });
    expect(outline).toHaveLength(5);
    expect(outline[0]).toEqual(outline[4]);
    expect(outline.every(([, north]) => north === 0.5)).toBe(true);
    // Round the rectangle, never across it: each step goes along one axis.
    for (let i = 1; i < 5; i++) expect((outline[i] ?? []).filter((at, axis) => at !== (outline[i - 1] ?? [])[axis])).toHaveLength(1);
  });
  it('is a hexagon where a plane goes through a cube askew', () => {
    expect(cutOutline([0, 0, 0, 1, 1, 1], { normal: [1, 1, 1], offset: 1.5 })).toHaveLength(7);
  });
  it('is nothing beside the scene', () => {
    expect(cutOutline(box, { normal: [1, 0, 0], offset: 9 })).toEqual([]);
  });
});
