import type { RawPart, Rgb } from '../raw-model.ts';
import { makeNormals } from './make-normals.ts';
import { weld } from './weld.ts';

/** A part ready to be simplified: no vertex twice, no triangle without area, a normal for each vertex. */
export type CleanPart = {
  readonly name: string;
  readonly path: string;
  readonly colour: Rgb | null;
  readonly positions: Float32Array;
  /** As in a SceneMesh: x y z 0, signed bytes. */
  readonly normals: Uint8Array;
  readonly indices: Uint32Array;
};

/** Null where nothing of the part has an area. */
export function cleanPart(part: RawPart): CleanPart | null {
  const places = weld(part.positions, null);
  const indices = withArea(part, places.same);
  if (indices.length === 0) return null;
  const { positions, normals } =
    part.normals === null
      ? { positions: pick(part.positions, indices), normals: makeNormals(part.positions, indices, places.same, places.count) }
      : { positions: part.positions, normals: part.normals };
  const given = part.normals === null ? inOrder(indices.length) : indices;
  const tags = packNormals(normals);
  const welded = weld(positions, tags);
  const bytes = new Uint8Array(welded.count * 4);
  for (let n = 0; n < welded.count; n += 1) {
    const tag = tags[welded.first[n] ?? 0] ?? 0;
    bytes[n * 4] = tag & 255;
    bytes[n * 4 + 1] = (tag >>> 8) & 255;
    bytes[n * 4 + 2] = (tag >>> 16) & 255;
  }
  return { name: part.name, path: part.path, colour: part.colour, positions: pick(positions, welded.first), normals: bytes, indices: given.map((vertex) => welded.same[vertex] ?? 0) };
}

/** Triangles with three places and an area between them. */
function withArea({ positions, indices }: RawPart, same: Uint32Array): Uint32Array {
  const kept = new Uint32Array(indices.length);
  let count = 0;
  for (let at = 0; at + 2 < indices.length; at += 3) {
    const [a, b, c] = [indices[at] ?? 0, indices[at + 1] ?? 0, indices[at + 2] ?? 0];
    const [p, q, r] = [same[a], same[b], same[c]];
    if (p === q || q === r || r === p || isFlat(positions, a * 3, b * 3, c * 3)) continue;
    kept[count] = a;
    kept[count + 1] = b;
    kept[count + 2] = c;
    count += 3;
  }
  return kept.slice(0, count);
}

/** Whether three points lie on a line, as near as single precision tells. */
function isFlat(positions: Float32Array, a: number, b: number, c: number): boolean {
  const at = (index: number): number => positions[index] ?? 0;
  const [ux, uy, uz] = [at(b) - at(a), at(b + 1) - at(a + 1), at(b + 2) - at(a + 2)];
  const [vx, vy, vz] = [at(c) - at(a), at(c + 1) - at(a + 1), at(c + 2) - at(a + 2)];
  const area = Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
  return !(area > 1e-9 * (ux * ux + uy * uy + uz * uz + vx * vx + vy * vy + vz * vz));
}

const inOrder = (count: number): Uint32Array => {
  const out = new Uint32Array(count);
  for (let n = 0; n < count; n += 1) out[n] = n;
  return out;
};

function pick(vectors: Float32Array, which: Uint32Array): Float32Array {
  const out = new Float32Array(which.length * 3);
  for (let n = 0; n < which.length; n += 1) {
    const from = (which[n] ?? 0) * 3;
    out[n * 3] = vectors[from] ?? 0;
    out[n * 3 + 1] = vectors[from + 1] ?? 0;
    out[n * 3 + 2] = vectors[from + 2] ?? 0;
  }
  return out;
}

/** Each normal as its three bytes in one number; one of no length looks up. */
function packNormals(normals: Float32Array): Uint32Array {
  const out = new Uint32Array(normals.length / 3);
  for (let n = 0; n < out.length; n += 1) {
    const [x, y, z] = [normals[n * 3] ?? 0, normals[n * 3 + 1] ?? 0, normals[n * 3 + 2] ?? 0];
    const length = Math.hypot(x, y, z);
    const by = length > 0 ? 127 / length : 0;
    const up = length > 0 ? Math.round(z * by) : 127;
    out[n] = (Math.round(x * by) & 255) | ((Math.round(y * by) & 255) << 8) | ((up & 255) << 16);
  }
  return out;
}
