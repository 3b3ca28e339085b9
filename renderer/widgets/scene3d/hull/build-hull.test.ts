import { describe, expect, it } from 'vitest';
import { Scene, type ScenePart } from '#shared/model/scene.ts';
import { shapes } from '#shared/model/scene-shapes.ts';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';
import { buildHull } from './build-hull.ts';
import { drawPart } from './draw-part.ts';
import { drawPipe } from './draw-pipe.ts';
import { levels } from './hull.ts';
import { type Drawn, Pen } from './pen.ts';
import { cross, dot, minus } from './solids.ts';

const sceneOf = (parts: readonly object[], more: object = {}) => layOutScene(Scene.parse({ id: 'test', title: 'Test', parts, ...more }));

function drawnAt(shape: string, level: 0 | 1 | 2, more: Partial<ScenePart> = {}): Drawn {
  const layout = sceneOf([{ shape, at: [10, 20, 1], turn: 30, ...more }]);
  const pen = new Pen(1);
  drawPart(pen, layout.parts[0] as (typeof layout.parts)[number], 0, level, new Set(), 1);
  return pen.done();
}

const pointOf = (values: Float32Array, at: number): readonly [number, number, number] => [values[at * 3] as number, values[at * 3 + 1] as number, values[at * 3 + 2] as number];

/** Triangles whose winding and normals look opposite ways: the graphics card would leave them out. */
function insideOut({ positions, normals, indices }: Drawn): number {
  let wrong = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const corners = [0, 1, 2].map((k) => indices[i + k] as number) as [number, number, number];
    const [a, b, c] = corners.map((corner) => pointOf(positions, corner)) as [readonly [number, number, number], readonly [number, number, number], readonly [number, number, number]];
    const face = cross(minus(b, a), minus(c, a));
    const size = Math.hypot(...face);
    if (size < 1e-7) continue;
    const mean = corners.map((corner) => dot(face, pointOf(normals, corner)) / size);
    if (Math.max(...mean) < 0) wrong++;
  }
  return wrong;
}

describe('shapes of a scene', () => {
  it.each(shapes)('%s is drawn whole: real numbers, unit normals, no face inside out', (shape) => {
    for (const level of levels) {
      const drawn = drawnAt(shape, level);
      // Bunds and kerbs seen from far are no more than their shadow.
      if (level > 0) expect(drawn.indices.length).toBeGreaterThan(0);
      expect(drawn.positions.every(Number.isFinite)).toBe(true);
      expect(drawn.indices.every((index) => index < drawn.owners.length)).toBe(true);
      for (let v = 0; v < drawn.owners.length; v++) expect(Math.hypot(...pointOf(drawn.normals, v))).toBeCloseTo(1, 3);
      expect(insideOut(drawn)).toBe(0);
    }
  });

  it.each(shapes)('%s stays in its box, but for what people hold on to', (shape) => {
    const layout = sceneOf([{ shape, at: [10, 20, 1], turn: 90 }]);
    const [x0, y0, z0, x1, y1, z1] = (layout.parts[0] as (typeof layout.parts)[number]).bounds;
    const { positions } = drawnAt(shape, 2, { turn: 90 });
    // Railings on roofs and platforms, burners, shafts.
    const [beside, above] = [0.75, 1.2];
    for (let v = 0; v < positions.length / 3; v++) {
      const [x, y, z] = pointOf(positions, v);
      expect(x).toBeGreaterThan(x0 - beside);
      expect(x).toBeLessThan(x1 + beside);
      expect(y).toBeGreaterThan(y0 - beside);
      expect(y).toBeLessThan(y1 + beside);
      expect(z).toBeGreaterThan(z0 - 0.02);
      expect(z).toBeLessThan(z1 + above);
    }
  });

  it('draws what is far away with fewer triangles', () => {
    for (const shape of ['tank', 'pump', 'motor', 'compressor', 'rack'] as const) {
      const [far, middle, near] = levels.map((level) => drawnAt(shape, level).indices.length) as [number, number, number];
      expect(far).toBeLessThan(middle);
      expect(middle).toBeLessThan(near);
    }
  });

  it('lets a belt rise and leaves its feet on the floor', () => {
    const { positions } = drawnAt('belt-conveyor', 2, { turn: 0, rise: 3, at: [0, 0, 0] });
    const heights = (east: number): readonly number[] => Array.from({ length: positions.length / 3 }, (_, v) => pointOf(positions, v)).filter(([x]) => Math.abs(x - east) < 0.3).map(([, , z]) => z);
    expect(Math.max(...heights(3.9)) - Math.max(...heights(-3))).toBeGreaterThan(2);
    expect(Math.min(...heights(3.68))).toBeCloseTo(0, 3);
  });
});

describe('pipes of a scene', () => {
  it('are round all along and no face of them is inside out, whatever way they take', () => {
    const layout = sceneOf([{ shape: 'tank', asset: 'TK', at: [0, 0, 0] }], {
      pipes: [{ id: 'a', from: 'TK.out', via: [{ up: 3 }, { north: 6 }, { east: 9 }], to: [12, 6, 0.5], diameter: 0.2 }],
    });
    for (const level of levels) {
      const pen = new Pen(1);
      drawPipe(pen, layout.pipes[0] as (typeof layout.pipes)[number], 0, level, { from: 0.4, to: 0 }, 1);
      const drawn = pen.done();
      expect(drawn.positions.every(Number.isFinite)).toBe(true);
      expect(insideOut(drawn)).toBe(0);
    }
  });
});

describe('a whole scene as one mesh', () => {
  const mesh: SceneMesh = {
    positions: new Float32Array([0, 0, 0, 2, 0, 0, 2, 2, 0, 0, 2, 0, 0, 0, 3]),
    normals: new Uint8Array([0, 0, 127, 0, 0, 0, 127, 0, 0, 0, 127, 0, 0, 0, 127, 0, 0, 0, 127, 0]),
    indices: new Uint32Array([0, 1, 2, 0, 2, 3, 0, 1, 4]),
    coarseIndices: new Uint32Array(),
    parts: [
      { name: 'plate', path: 'plate', from: 0, count: 6, coarseFrom: 0, coarseCount: 0, baseColour: [200, 200, 200], bounds: [0, 0, 0, 2, 2, 0] },
      { name: 'fin', path: 'fin', from: 6, count: 3, coarseFrom: 0, coarseCount: 0, baseColour: [200, 200, 200], bounds: [0, 0, 0, 2, 0, 3] },
    ],
    bounds: [0, 0, 0, 2, 2, 3],
  };
  const layout = sceneOf([{ shape: 'pump', asset: 'P-1', at: [5, 5, 0] }], { pipes: [{ id: 'a', from: 'P-1.out', to: [9, 5, 2] }], floors: [{ at: [0, 0, 0], size: [20, 20] }], models: [{ id: 'm', file: 'a.glb', at: [10, 10, 0], turn: 90 }] });
  const [model] = layout.scene.models;
  const hull = buildHull(layout, [{ model: model as NonNullable<typeof model>, mesh }]);

  it('gives each thing its own vertices: parts, pipes, nodes of models, ground and buildings last', () => {
    expect(hull.entityCount).toBe(4);
    for (let entity = 0; entity <= 4; entity++) {
      for (const level of entity === 4 ? [2] : levels) {
        const [from, count] = [hull.ranges[(entity * 3 + level) * 2] as number, hull.ranges[(entity * 3 + level) * 2 + 1] as number];
        expect(count).toBeGreaterThan(0);
        for (const index of hull.indices.subarray(from, from + count)) expect(hull.owners[index]).toBe(entity);
      }
    }
  });

  it('puts a model where its entry says', () => {
    const from = hull.ranges[(2 * 3 + 2) * 2] as number;
    const [x, y, z] = pointOf(hull.positions, hull.indices[from + 1] as number);
    expect([x, y, z].map((one) => Math.round(one * 1e4) / 1e4)).toEqual([10, 12, 0]);
  });

  it('darkens the ground where something stands on it', () => {
    const { darkness, columns, at, size } = hull.shadow;
    const cell = size[0] / columns;
    const darkAt = (east: number, north: number): number => darkness[Math.floor((north - at[1]) / cell) * columns + Math.floor((east - at[0]) / cell)] as number;
    expect(darkAt(5, 5)).toBeGreaterThan(80);
    expect(darkAt(17, 17)).toBe(0);
  });
});
