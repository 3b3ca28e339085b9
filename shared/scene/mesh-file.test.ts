import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packMesh } from '#electron/engine/scenes/import/mesh-file.ts';
import { readMeshFile } from './mesh-file.ts';
import type { MeshBounds, SceneMesh } from './scene-mesh.ts';

const bounds: MeshBounds = [0, 0, 0, 1, 1, 0];
const mesh: SceneMesh = {
  positions: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0),
  normals: new Uint8Array(16).fill(127),
  indices: Uint32Array.of(0, 1, 2, 1, 3, 2),
  coarseIndices: Uint32Array.of(0, 1, 2),
  parts: [
    { name: 'Größe', path: 'Skid/Größe', from: 0, count: 3, coarseFrom: 0, coarseCount: 3, baseColour: [1, 2, 3], bounds },
    { name: 'b', path: 'b', from: 3, count: 3, coarseFrom: 0, coarseCount: 0, baseColour: [160, 166, 173], isColourless: true, bounds },
  ],
  bounds,
};
const report = { format: 'glb', fileBytes: 9, trianglesRead: 2, triangles: 2, vertices: 4, notes: ['animations are left out'] };
const packed = (): Uint8Array<ArrayBuffer> => new Uint8Array(packMesh({ mesh, report, hash: 'abc' }, [['a.bin', 'def']]));

describe('a mesh as bytes', () => {
  it('is what it was, and nothing of it is copied', () => {
    const bytes = packed();
    const read = readMeshFile(bytes);
    expect(read).toEqual({ mesh, report, hash: 'abc', used: [['a.bin', 'def']] });
    expect(read?.mesh.positions.buffer).toBe(bytes.buffer);
  });

  it('is none where it is cut, longer, of another version, or has a triangle without a corner', () => {
    const whole = packed();
    for (let length = 0; length < whole.length; length += 1) expect(readMeshFile(whole.slice(0, length))).toBeNull();
    expect(readMeshFile(new Uint8Array([...whole, 0, 0, 0, 0]))).toBeNull();
    const other = packed();
    other[7] = (other[7] ?? 0) + 1;
    expect(readMeshFile(other)).toBeNull();
    const cornerless = new Uint8Array(packMesh({ mesh: { ...mesh, indices: Uint32Array.of(0, 1, 4, 1, 3, 2) }, report, hash: '' }, []));
    expect(readMeshFile(cornerless)).toBeNull();
    const gap = new Uint8Array(packMesh({ mesh: { ...mesh, parts: mesh.parts.slice(1) }, report, hash: '' }, []));
    expect(readMeshFile(gap)).toBeNull();
  });

  it('is one that can be drawn or none, whatever bytes are changed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = packed();
        for (const [where, byte] of changes) bytes[where % bytes.length] = byte;
        const read = readMeshFile(bytes);
        if (read === null) return;
        const vertices = read.mesh.positions.length / 3;
        expect([...read.mesh.indices, ...read.mesh.coarseIndices].every((one) => one < vertices)).toBe(true);
        expect(read.mesh.parts.reduce((sum, { count }) => sum + count, 0)).toBe(read.mesh.indices.length);
      }),
      { numRuns: 500 },
    );
  });
});
