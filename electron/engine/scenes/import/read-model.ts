import type { MeshReport } from '#shared/scene/scene-mesh.ts';
import { readCad } from './cad/read-cad.ts';
import { readGltf } from './gltf/read-gltf.ts';
import type { ImportedModel } from './import-protocol.ts';
import { buildMesh } from './mesh/build-mesh.ts';
import type { ModelFiles } from './model-files.ts';
import type { RawModel, ReadOptions } from './raw-model.ts';
import { readStl } from './stl/read-stl.ts';
import { createWorkCount } from './work-count.ts';

/**
 * What a model becomes; throws a ModelRefused with the reason. Runs in a process of its own: decoders take time and memory.
 * @param counted called with the triangles of the file before they are simplified
 */
export async function readModel(files: ModelFiles, up: 'y' | 'z' | null, counted: (triangles: number) => void = () => undefined): Promise<Omit<ImportedModel, 'hash'>> {
  const count = createWorkCount();
  count.bytes(files.bytes.length);
  const raw = await rawModel(files, { up, count });
  counted(count.trianglesRead);
  const { mesh, notes } = await buildMesh(raw);
  const report: MeshReport = {
    format: files.format,
    fileBytes: files.fileBytes,
    trianglesRead: count.trianglesRead,
    triangles: mesh.indices.length / 3,
    vertices: mesh.positions.length / 3,
    notes,
  };
  return { mesh, report };
}

function rawModel(files: ModelFiles, options: ReadOptions): RawModel | Promise<RawModel> {
  switch (files.format) {
    case 'glb':
    case 'gltf':
      return readGltf(files, options);
    case 'stl':
      return readStl(files.bytes, options);
    default:
      return readCad(files.bytes, files.format, options);
  }
}
