import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openModelFiles } from '#electron/engine/scenes/import/model-files.ts';
import { readModel } from '#electron/engine/scenes/import/read-model.ts';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';
import { asciiStl, cube, foreignIo, ringsGlb } from '#test/support/foreign-models.ts';
import { meshGlb } from './mesh-glb.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstout-glb-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function meshOf(name: string, bytes: Uint8Array | string): Promise<SceneMesh> {
  writeFileSync(join(folder, name), bytes);
  return (await readModel(openModelFiles(join(folder, name), folder), null)).mesh;
}
const told = ({ parts }: SceneMesh) => parts.map(({ name, path, count, baseColour, isColourless }) => ({ name, path, count, baseColour, isColourless }));

describe('a mesh as a .glb', () => {
  it('is the same when it is read again: parts by their paths, colours, places and the way surfaces look', async () => {
    const before = await meshOf('rings.glb', await ringsGlb('plain'));
    const after = await meshOf('again.glb', meshGlb(before));
    expect(told(after)).toEqual(told(before));
    for (const [n, { bounds }] of before.parts.entries()) after.parts[n]?.bounds.forEach((value, axis) => expect(value).toBeCloseTo(bounds[axis] ?? Number.NaN, 5));
    expect(signedVolume(after)).toBeCloseTo(signedVolume(before), 4);
    expect(signedVolume(before)).toBeGreaterThan(1);
  });

  it('keeps apart parts that have one name', async () => {
    const after = await meshOf('cubes.glb', meshGlb(await meshOf('cubes.stl', asciiStl('a/b', cube()) + asciiStl('a/b', cube(2)))));
    expect(told(after).map(({ path }) => path)).toEqual(['a_b', 'a_b (2)']);
  });

  it('is read by a library we did not write', async () => {
    const mesh = await meshOf('rings.glb', await ringsGlb('plain'));
    const document = await (await foreignIo()).readBinary(meshGlb(mesh));
    const triangles = document.getRoot().listMeshes().flatMap((one) => one.listPrimitives()).reduce((sum, one) => sum + (one.getIndices()?.getCount() ?? 0) / 3, 0);
    expect(triangles).toBe(mesh.indices.length / 3);
  });
});

/** Six times the volume inside: less than none where its sides are turned inside out. */
function signedVolume({ positions, indices }: SceneMesh): number {
  let sum = 0;
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((n) => positions.subarray((indices[at + n] ?? 0) * 3, (indices[at + n] ?? 0) * 3 + 3)) as [Float32Array, Float32Array, Float32Array];
    const [ax = 0, ay = 0, az = 0] = a;
    const [bx = 0, by = 0, bz = 0] = b;
    const [cx = 0, cy = 0, cz = 0] = c;
    sum += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  }
  return sum;
}
