import { ModelRefused } from '../model-refused.ts';
import type { Accessors } from './accessors.ts';
import type { BufferViews } from './buffer-views.ts';
import type { DracoReader } from './draco.ts';
import type { GltfDocument, GltfPrimitive } from './gltf-document.ts';

/** Triangles in the frame of their mesh. */
export type Geometry = { readonly positions: Float32Array; readonly normals: Float32Array | null; readonly indices: Uint32Array; readonly material: number | undefined };

type Readers = { readonly document: GltfDocument; readonly views: BufferViews; readonly accessors: Accessors; readonly draco: DracoReader | null };

const isTriangles = (mode: number): boolean => mode >= 4;

/** Triangles of a primitive; null for points and lines. */
export function readPrimitive(readers: Readers, primitive: GltfPrimitive): Geometry | null {
  const { accessors } = readers;
  const { POSITION: position, NORMAL: normal } = primitive.attributes;
  if (!isTriangles(primitive.mode)) return null;
  if (position === undefined) throw new ModelRefused('a part of it has no positions');
  const packed = primitive.extensions?.KHR_draco_mesh_compression;
  if (packed !== undefined && readers.draco !== null) return readPacked(readers, readers.draco, primitive, packed);
  const positions = accessors.floats(position, 3, 'positions');
  const normals = normal === undefined ? null : accessors.floats(normal, 3, 'normals');
  const given = primitive.indices === undefined ? inOrder(positions.length / 3) : accessors.indices(primitive.indices, 'indices');
  return checked({ positions, normals, indices: asTriangles(given, primitive.mode), material: primitive.material });
}

function readPacked({ document, views, accessors }: Readers, draco: DracoReader, primitive: GltfPrimitive, packed: { readonly bufferView: number; readonly attributes: Readonly<Record<string, number>> }): Geometry {
  const { POSITION: position = -1, NORMAL: normal } = primitive.attributes;
  const { POSITION: packedPosition, NORMAL: packedNormal } = packed.attributes;
  if (primitive.indices === undefined || packedPosition === undefined) throw new ModelRefused('a part of it is compressed with Draco and does not say what it holds');
  if (primitive.mode === 6) throw new ModelRefused('a part of it is compressed with Draco as a fan, which does not exist');
  const strip = primitive.mode === 5;
  const indexCount = accessors.count(primitive.indices);
  const triangles = strip ? indexCount - 2 : indexCount / 3;
  const isNormalized = (accessor: number | undefined): boolean => accessor !== undefined && (document.accessors[accessor]?.normalized ?? false);
  return draco.read(views.view(packed.bufferView).bytes, triangles, accessors.count(position), (geometry) =>
    checked({
      positions: geometry.attribute(packedPosition, 3, isNormalized(position)),
      normals: packedNormal === undefined || normal === undefined ? null : geometry.attribute(packedNormal, 3, isNormalized(normal)),
      indices: geometry.indices,
      material: primitive.material,
    }),
  );
}

const inOrder = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, index) => index);

/** Strips and fans as single triangles, turned the same way round (glTF 2.0, 3.7.2.1). */
function asTriangles(given: Uint32Array, mode: number): Uint32Array {
  if (mode === 4) return given.length % 3 === 0 ? given : given.subarray(0, given.length - (given.length % 3));
  const count = Math.max(0, given.length - 2);
  const out = new Uint32Array(count * 3);
  for (let n = 0; n < count; n += 1) {
    const isFan = mode === 6;
    out[n * 3] = given[isFan ? n + 1 : n] ?? 0;
    out[n * 3 + 1] = given[isFan ? n + 2 : n + 1 + (n % 2)] ?? 0;
    out[n * 3 + 2] = given[isFan ? 0 : n + 2 - (n % 2)] ?? 0;
  }
  return out;
}

function checked(geometry: Geometry): Geometry {
  const { positions, normals, indices } = geometry;
  const vertices = positions.length / 3;
  if (normals !== null && normals.length !== positions.length) throw new ModelRefused(`a part of it has ${normals.length / 3} normals for ${vertices} vertices`);
  for (const index of indices) if (index >= vertices) throw new ModelRefused(`a triangle of it names vertex ${index}, and its part has ${vertices}`);
  for (const value of positions) if (!Number.isFinite(value)) throw new ModelRefused('a position in it is no number (NaN or infinity)');
  if (normals !== null) for (const value of normals) if (!Number.isFinite(value)) return { ...geometry, normals: null };
  return geometry;
}
