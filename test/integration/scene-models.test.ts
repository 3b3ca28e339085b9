import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';
import { openModelFiles } from '#electron/engine/scenes/import/model-files.ts';
import { readModel } from '#electron/engine/scenes/import/read-model.ts';
import { root } from '../source-files.ts';
import { foreignIo } from '../support/foreign-models.ts';

/**
 * Models of other people's programs, against a second reader. Besides the shared ones, those of any folder can be read:
 * SCENE_MODELS names it (82 .glb of @webxr-input-profiles/assets 1.0.20 agreed on 2026-11-29).
 */
const folders = [join(root, '../shared/models/gltf'), ...(process.env['SCENE_MODELS'] === undefined ? [] : [process.env['SCENE_MODELS']])].filter((folder) => existsSync(folder));
const models = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(glb|gltf)$/.test(file))
    .map((file) => join(folder, file)),
);
/** Samples of several CAD programs that come with the reader of STEP and IGES. */
const samples = join(dirname(createRequire(import.meta.url).resolve('occt-import-js/package.json')), 'test', 'testfiles');
const read = (file: string) => readModel(openModelFiles(file, dirname(file)), null);

describe('glTF of other programs', () => {
  it.skipIf(models.length === 0)('has the parts and triangles that gltf-transform finds in it, and a place in metres', async () => {
    const io = await foreignIo();
    for (const file of models) {
      const { mesh, report } = await read(file);
      const document = await io.read(file);
      let [triangles, nodes] = [0, 0];
      (document.getRoot().getDefaultScene() ?? document.getRoot().listScenes()[0])?.traverse((node) => {
        const own = (node.getMesh()?.listPrimitives() ?? []).reduce((sum, primitive) => {
          const corners = primitive.getIndices()?.getCount() ?? primitive.getAttribute('POSITION')?.getCount() ?? 0;
          return sum + (primitive.getMode() === 4 ? Math.floor(corners / 3) : [5, 6].includes(primitive.getMode()) ? Math.max(0, corners - 2) : 0);
        }, 0);
        triangles += own;
        nodes += own > 0 ? 1 : 0;
      });
      expect([file, report.trianglesRead, mesh.parts.length]).toEqual([file, triangles, nodes]);
      expect(mesh.bounds.every((one) => Number.isFinite(one))).toBe(true);
      expect(mesh.bounds[3] - mesh.bounds[0]).toBeGreaterThan(0);
    }
  });
});

/** What a closed surface holds, m³: the sum of the pyramids from the origin to each triangle. */
function volumeOf({ positions, indices }: SceneMesh): number {
  let sum = 0;
  const corner = (at: number, axis: number): number => positions[(indices[at] ?? 0) * 3 + axis] ?? 0;
  for (let at = 0; at < indices.length; at += 3) {
    for (let axis = 0; axis < 3; axis += 1) {
      const [next, last] = [(axis + 1) % 3, (axis + 2) % 3];
      sum += corner(at, axis) * (corner(at + 1, next) * corner(at + 2, last) - corner(at + 1, last) * corner(at + 2, next));
    }
  }
  return sum / 6;
}

describe('STEP and IGES of several CAD programs', { timeout: 180_000 }, () => {
  it('hold what they should: a cube of a centimetre, one part drawn by two programs', async () => {
    const volume = async (file: string) => volumeOf((await read(join(samples, file))).mesh) * 1e6;
    expect(await volume('cube-10x10mm/Cube 10x10.igs')).toBeCloseTo(1, 5);
    const [coCreate, unigraphics] = [await volume('cax-if/io1-cm-214.stp'), await volume('cax-if/io1-tu-203.stp')];
    // Triangles stand for round surfaces to a thousandth of the part.
    expect(Math.abs(coCreate / unigraphics - 1)).toBeLessThan(0.002);
  });
});
