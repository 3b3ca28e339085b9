import { MeshoptDecoder } from 'meshoptimizer/decoder';
import { maxMeshParts } from '#shared/scene/scene-mesh.ts';
import type { ModelFiles } from '../model-files.ts';
import { ModelRefused, splitIt } from '../model-refused.ts';
import type { RawModel, RawPart, ReadOptions } from '../raw-model.ts';
import { type Accessors, createAccessors } from './accessors.ts';
import { createBufferViews } from './buffer-views.ts';
import { createDracoReader } from './draco.ts';
import { splitGlb } from './glb-chunks.ts';
import { readGltfDocument } from './gltf-document.ts';
import { createMaterials } from './materials.ts';
import { compose, determinant, identity, type Matrix, multiply, transformNormals, transformPoints } from './matrix.ts';
import { type PlacedNode, placeNodes } from './node-tree.ts';
import { type Geometry, readPrimitive } from './primitive.ts';

/** glTF's x y z are right, up and towards the eye; as east, north, up: x, −z, y. */
const yUp = (): Matrix => Float64Array.of(1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1);

/** Reads a .gltf or .glb file: its default scene as it stands, without animations, skins and morphs. */
export async function readGltf(files: ModelFiles, { up, count }: ReadOptions): Promise<RawModel> {
  const { json, binary } = files.format === 'glb' ? splitGlb(files.bytes) : { json: files.bytes, binary: null };
  const document = readGltfDocument(json);
  const uses = (extension: string): boolean => document.extensionsUsed.includes(extension) || document.extensionsRequired.includes(extension);
  const isPacked = document.meshes.some((mesh) => mesh.primitives.some((one) => one.extensions?.KHR_draco_mesh_compression !== undefined));
  await MeshoptDecoder.ready;
  const views = createBufferViews({ document, binary, beside: files.beside, count });
  const accessors = createAccessors(document, views, count);
  const readers = { document, views, accessors, draco: isPacked ? await createDracoReader(count) : null };
  const placed = placeNodes(document, up === 'z' ? identity() : yUp(), count);
  if (placed.length > maxMeshParts) throw new ModelRefused(`it has ${placed.length} parts, and at most ${maxMeshParts} are drawn`, splitIt);
  const notes = new Map<string, number>();
  const note = (sentence: string): void => void notes.set(sentence, (notes.get(sentence) ?? 0) + 1);
  const materials = await createMaterials({ document, views, beside: files.beside, count, note });
  const meshes = new Map<number, readonly Geometry[]>();
  const geometryOf = (index: number): readonly Geometry[] => {
    const known = meshes.get(index);
    if (known !== undefined) return known;
    const mesh = document.meshes[index];
    if (mesh === undefined) throw new ModelRefused(`it names mesh ${index} and has ${document.meshes.length}`);
    const geometry = mesh.primitives.flatMap((primitive) => {
      if ((primitive.targets?.length ?? 0) > 0) note('morph targets are left out: parts are drawn as they are at rest');
      const made = readPrimitive(readers, primitive);
      if (made === null) note('points and lines are left out');
      return made === null ? [] : [made];
    });
    meshes.set(index, geometry);
    return geometry;
  };
  const parts: RawPart[] = [];
  for (const one of placed) {
    const geometry = geometryOf(one.mesh);
    const places = instancesOf(one, accessors);
    const vertices = geometry.reduce((sum, { positions }) => sum + positions.length / 3, 0) * places.length;
    const triangles = geometry.reduce((sum, { indices }) => sum + indices.length / 3, 0) * places.length;
    count.geometry(triangles, vertices);
    count.bytes(vertices * 24 + triangles * 12);
    if (triangles > 0) parts.push({ name: one.name, path: one.path, colour: materials.colourOf(geometry), ...join(geometry, places, vertices, triangles) });
    if (one.node.skin !== undefined) note('skins are left out: parts are drawn as they are at rest');
  }
  if (document.animations.length > 0) note('animations are left out');
  if (uses('KHR_lights_punctual')) note('lights are left out');
  return { parts, notes: [...notes.keys()] };
}

/** Where a node's mesh stands: once, or at each place of EXT_mesh_gpu_instancing. */
function instancesOf({ node, world }: PlacedNode, accessors: Accessors): readonly Matrix[] {
  const attributes = node.extensions?.EXT_mesh_gpu_instancing?.attributes;
  if (attributes === undefined) return [world];
  const { TRANSLATION: move, ROTATION: turn, SCALE: scale } = attributes;
  const counts = [move, turn, scale].flatMap((one) => (one === undefined ? [] : [accessors.count(one)]));
  const [number = 0] = counts;
  if (number > maxInstances || counts.some((one) => one !== number)) throw new ModelRefused(`its node “${node.name ?? ''}” stands in ${number} places, which do not agree or are more than ${maxInstances}`);
  const moves = move === undefined ? null : accessors.floats(move, 3, 'places');
  const turns = turn === undefined ? null : accessors.floats(turn, 4, 'turns');
  const scales = scale === undefined ? null : accessors.floats(scale, 3, 'scales');
  return Array.from({ length: number }, (_, n) =>
    multiply(world, compose(moves?.subarray(n * 3, n * 3 + 3) ?? [0, 0, 0], turns?.subarray(n * 4, n * 4 + 4) ?? [0, 0, 0, 1], scales?.subarray(n * 3, n * 3 + 3) ?? [1, 1, 1])),
  );
}
const maxInstances = 100_000;

/** All geometry of a node at all its places as one; without normals where one of them has none. */
function join(geometry: readonly Geometry[], places: readonly Matrix[], vertices: number, triangles: number): Pick<RawPart, 'positions' | 'normals' | 'indices'> {
  const positions = new Float32Array(vertices * 3);
  const normals = geometry.every((one) => one.normals !== null) ? new Float32Array(vertices * 3) : null;
  const indices = new Uint32Array(triangles * 3);
  let vertex = 0;
  let at = 0;
  for (const place of places) {
    const isMirrored = determinant(place) < 0;
    for (const one of geometry) {
      transformPoints(place, one.positions, positions, vertex * 3);
      if (normals !== null && one.normals !== null) transformNormals(place, one.normals, normals, vertex * 3);
      for (let n = 0; n < one.indices.length; n += 3) {
        const second = (one.indices[n + 1] ?? 0) + vertex;
        const third = (one.indices[n + 2] ?? 0) + vertex;
        indices[at] = (one.indices[n] ?? 0) + vertex;
        indices[at + 1] = isMirrored ? third : second;
        indices[at + 2] = isMirrored ? second : third;
        at += 3;
      }
      vertex += one.positions.length / 3;
    }
  }
  return { positions, normals, indices };
}
