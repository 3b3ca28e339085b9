import { describe, expect, it } from 'vitest';
import { Scene } from '#shared/model/scene.ts';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import { buildHull } from '../hull/build-hull.ts';
import { entitiesOf } from '../scene-entity.ts';
import { createDrawList, edgeRangesOf, type Sight } from './draw-list.ts';
import { pickHull, type PickLimits } from './pick-hull.ts';

const layout = layOutScene(
  Scene.parse({
    id: 'test',
    title: 'Test',
    floors: [{ at: [-20, -20, 0], size: [60, 60] }],
    parts: [
      { shape: 'box', asset: 'NEAR', at: [0, 0, 0], size: [1, 1, 1] },
      { shape: 'tank', asset: 'FAR', at: [0, 12, 0], size: [4, 4, 5] },
      { shape: 'pump', asset: 'BESIDE', at: [3, 0, 0] },
    ],
  }),
);
const hull = buildHull(layout, []);
const boundsOf = entitiesOf(layout, []).map(({ bounds }) => bounds);
const everywhere = new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
const sight: Sight = { eye: [0, -6, 2], planes: everywhere, pixelsPerM: 1000, budget: 1e6, hasEdges: true };
const listOf = () => createDrawList(hull, boundsOf, edgeRangesOf(hull));
const ownersIn = ({ array, length }: { readonly array: Uint32Array; readonly length: number }): readonly number[] => [...new Set(Array.from(array.subarray(0, length), (index) => hull.owners[index] as number))].toSorted((a, b) => a - b);

describe('what is drawn of a scene', () => {
  it('is the same list while nothing changes, and nothing is copied', () => {
    const list = listOf();
    expect(list.compose(sight)).toBe(true);
    expect(list.compose(sight)).toBe(false);
    expect(ownersIn(list.solid)).toEqual([0, 1, 2, 3]);
    expect(list.edges.length).toBeGreaterThan(0);
  });

  it('leaves out what is out of sight, never the ground', () => {
    const list = listOf();
    // Only what lies west of x = 1.
    list.compose({ ...sight, planes: Float32Array.from([-1, 0, 0, 1, ...everywhere.subarray(4)]) });
    expect(ownersIn(list.solid)).toEqual([0, 1, 3]);
  });

  it('takes fewer triangles where the budget is small, and the fine ones again when it is not', () => {
    const list = listOf();
    list.compose(sight);
    const fine = list.solid.length;
    list.compose({ ...sight, budget: 200, hasEdges: false });
    expect(list.solid.length).toBeLessThan(fine / 3);
    expect(list.edges.length).toBe(0);
    for (let turn = 0; turn < 12; turn++) list.compose(sight);
    expect(list.solid.length).toBe(fine);
  });

  it('shows the rest as glass when some are isolated', () => {
    const list = listOf();
    list.setKept(Uint8Array.of(1, 0, 0));
    expect(list.isStale()).toBe(true);
    list.compose(sight);
    expect(ownersIn(list.solid)).toEqual([0, 3]);
    expect(ownersIn(list.ghost)).toEqual([1, 2]);
    list.setKept(null);
    list.compose(sight);
    expect(list.ghost.length).toBe(0);
  });
});

describe('a pick', () => {
  const free: PickLimits = { isShown: () => true, section: null, moves: null };
  const north = { from: [0, -6, 0.5], along: [0, 1, 0] } as const;
  const pick = (limits: Partial<PickLimits>) => pickHull(hull, boundsOf, { from: [...north.from], along: [...north.along] }, { ...free, ...limits });

  it('is the nearest surface the ray meets', () => {
    expect(pick({})).toEqual({ entity: 0, at: [0, expect.closeTo(-0.5, 5), 0.5] });
  });
  it('goes through what is seen through, and through what a section cut away', () => {
    expect(pick({ isShown: (entity) => entity !== 0 })?.entity).toBe(1);
    expect(pick({ section: { normal: [0, -1, 0], offset: -5 } })?.entity).toBe(1);
  });
  it('finds a part where it was moved to', () => {
    const moves = new Float32Array(16);
    moves[2] = 4;
    expect(pick({ moves })?.entity).toBe(1);
  });
  it('is the ground where nothing stands, and nothing in the sky', () => {
    const at = (along: readonly [number, number, number]) => pickHull(hull, boundsOf, { from: [15, 15, 2], along: [...along] }, free);
    expect(at([0, 0, -1])).toEqual({ entity: null, at: [15, 15, expect.closeTo(0, 5)] });
    expect(at([0, 0, 1])).toBeNull();
  });
});
