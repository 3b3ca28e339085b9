import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxMeshTriangles, type SceneMesh } from '#shared/scene/scene-mesh.ts';
import { cube, torus } from '#test/support/foreign-models.ts';
import { noColour, type RawPart } from '../raw-model.ts';
import { buildMesh } from './build-mesh.ts';

const part = (positions: readonly number[] | Float32Array, more: Partial<RawPart> = {}): RawPart => ({
  name: 'part',
  path: 'part',
  colour: noColour,
  positions: Float32Array.from(positions),
  normals: null,
  indices: Uint32Array.from({ length: positions.length / 3 }, (_, n) => n),
  ...more,
});

/** A flat sheet of squares in waves of `height`, each two triangles. */
function sheet(side: number, height: number): RawPart {
  const positions = new Float32Array((side + 1) ** 2 * 3);
  const indices = new Uint32Array(side * side * 6);
  for (let y = 0; y <= side; y += 1) for (let x = 0; x <= side; x += 1) positions.set([x, y, height * Math.sin(x / 40) * Math.cos(y / 40)], (y * (side + 1) + x) * 3);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const a = y * (side + 1) + x;
      indices.set([a, a + 1, a + side + 2, a, a + side + 2, a + side + 1], (y * side + x) * 6);
    }
  }
  return { ...part([]), positions, indices };
}

const normalsOf = ({ normals }: SceneMesh): number[][] => Array.from({ length: normals.length / 4 }, (_, n) => Array.from(new Int8Array(normals.buffer, n * 4, 3)));

describe('a mesh of a model', () => {
  it('has the 36 corners of a cube welded to 24, with an edge wherever faces meet', async () => {
    const { mesh } = await buildMesh({ parts: [part(cube(2))], notes: [] });
    expect(mesh.positions).toHaveLength(24 * 3);
    expect(mesh.bounds).toEqual([0, 0, 0, 2, 2, 2]);
    for (const normal of normalsOf(mesh)) expect(normal.map(Math.abs).toSorted((a, b) => a - b)).toEqual([0, 0, 127]);
  });

  it('is smooth where faces meet at less than an edge', async () => {
    const { positions, normals, indices } = torus(40, 40);
    const loose = part(Array.from(indices).flatMap((vertex) => Array.from(positions.subarray(vertex * 3, vertex * 3 + 3))));
    const { mesh } = await buildMesh({ parts: [loose], notes: [] });
    expect(mesh.positions).toHaveLength(positions.length);
    // Each as the ring's own, within 6°: no triangle kept a normal to itself.
    const own = new Map(Array.from({ length: positions.length / 3 }, (_, n) => [positions.subarray(n * 3, n * 3 + 3).join(), normals.subarray(n * 3, n * 3 + 3)]));
    for (const [n, normal] of normalsOf(mesh).entries()) {
      const expected = own.get(mesh.positions.subarray(n * 3, n * 3 + 3).join()) ?? [];
      expect(normal.reduce((sum, value, axis) => sum + (value / 127) * (expected[axis] ?? 0), 0)).toBeGreaterThan(Math.cos((6 * Math.PI) / 180));
    }
  });

  it('leaves out triangles without an area, and says how many', async () => {
    const { mesh, notes } = await buildMesh({ parts: [part([...cube(), 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 2, 2, 2])], notes: ['one before'] });
    expect(mesh.indices).toHaveLength(36);
    expect(notes).toEqual(['one before', '2 triangles without an area are left out']);
  });

  it('is refused where nothing is left', async () => {
    await expect(buildMesh({ parts: [part([0, 0, 0, 1, 1, 1, 2, 2, 2])], notes: [] })).rejects.toThrow('nothing in it has a surface');
  });

  it('is simplified to what is drawn at most, small parts untouched, and says how far surfaces moved', async () => {
    const { mesh, notes } = await buildMesh({ parts: [sheet(460, 1), { ...part(cube()), path: 'small' }], notes: [] });
    expect(mesh.indices.length / 3).toBeLessThanOrEqual(maxMeshTriangles);
    expect(mesh.indices.length / 3).toBeGreaterThan(1000);
    expect(mesh.parts[1]?.count).toBe(36);
    expect(notes[0]).toMatch(/^of 423,212 triangles [\d,]+ are drawn; surfaces moved by up to [\d.]+ (mm|m)$/);
    expect(mesh.coarseIndices.length).toBeLessThan(mesh.indices.length * 0.6);
    expect(mesh.bounds[3]).toBe(460);
  });

  it('is refused where a heap of loose triangles can’t be made fewer without being lost', async () => {
    // Each reaches through the whole room, and none meets another.
    let state = 1;
    const chance = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    const loose = part(Array.from({ length: 30_000 * 9 }, chance));
    await expect(buildMesh({ parts: [loose], notes: [] }, 4000)).rejects.toThrow("its 30,000 triangles can't be made 4,000 without losing parts of it");
  });

  it('has no coarse level where that would spare little', async () => {
    expect((await buildMesh({ parts: [sheet(20, 1)], notes: [] })).mesh.coarseIndices).toHaveLength(0);
  });

  it('says where it stands too far from its origin to be drawn finely', async () => {
    const far = part(cube().map((value) => value + 1e6));
    expect((await buildMesh({ parts: [far], notes: [] })).notes[0]).toMatch(/more than 5 km from its own origin/);
  });

  it('covers the area it was given, whatever the triangles', async () => {
    const coordinate = fc.integer({ min: -50, max: 50 });
    const area = (positions: Float32Array, indices: Uint32Array): number => {
      let sum = 0;
      for (let n = 0; n < indices.length; n += 3) {
        const [a = [], b = [], c = []] = [0, 1, 2].map((k) => Array.from(positions.subarray((indices[n + k] ?? 0) * 3, (indices[n + k] ?? 0) * 3 + 3)));
        const [u, v] = [b, c].map((end) => end.map((value, axis) => value - (a[axis] ?? 0)));
        const at = (of: number[] | undefined, index: number): number => of?.[index % 3] ?? 0;
        sum += Math.hypot(...[0, 1, 2].map((axis) => at(u, axis + 1) * at(v, axis + 2) - at(u, axis + 2) * at(v, axis + 1))) / 2;
      }
      return sum;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(...Array.from({ length: 9 }, () => coordinate)), { minLength: 1, maxLength: 40 }), async (triangles) => {
        const given = part(triangles.flat());
        const before = area(given.positions, given.indices);
        if (before === 0) return;
        const { mesh } = await buildMesh({ parts: [given], notes: [] });
        expect(area(mesh.positions, mesh.indices)).toBeCloseTo(before, 2);
      }),
      { numRuns: 60 },
    );
  });
});
