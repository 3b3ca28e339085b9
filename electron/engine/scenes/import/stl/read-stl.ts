import { limits } from '../limits.ts';
import { ModelRefused, makeSmaller } from '../model-refused.ts';
import { type RawModel, type ReadOptions } from '../raw-model.ts';
import { readAsciiStl } from './ascii-stl.ts';
import type { StlSolid } from './stl-solid.ts';

const headerBytes = 84;
const triangleBytes = 50;

/**
 * Reads an STL file, binary or as text. It knows no unit: one of its units is a metre, and a scene's `scale` says
 * otherwise. Its normals are not taken: they are made of the triangles, as many writers leave them zero.
 */
export function readStl(bytes: Uint8Array, { up, count }: ReadOptions): RawModel {
  const solids = isBinary(bytes) ? [readBinary(bytes, count.bytes)] : readAsciiStl(bytes, count.bytes);
  const notes = new Set(['STL knows no unit: one of its units is drawn as a metre; give scale: 0.001 where it was drawn in millimetres']);
  const names = new Map<string, number>();
  const parts = solids.flatMap(({ name, corners }, index) => {
    const vertices = corners.length / 3;
    if (vertices === 0) return [];
    count.geometry(vertices / 3, vertices);
    count.nodes(1);
    count.bytes(corners.length * 4);
    for (const one of corners) if (!Number.isFinite(one)) throw new ModelRefused('a position in it is no number (NaN or infinity)');
    if (up === 'y') turnUp(corners);
    const plain = (name ?? '').trim().slice(0, limits.nameLength).replaceAll('/', '_') || `solid ${index + 1}`;
    const same = (names.get(plain) ?? 0) + 1;
    names.set(plain, same);
    return [{ name: plain, path: same === 1 ? plain : `${plain} (${same})`, colour: null, positions: corners, normals: null, indices: inOrder(vertices) }];
  });
  return { parts, notes: [...notes] };
}

/** A text file begins with “solid”, but so do some binary ones: the length decides, and then what stands in it. */
function isBinary(bytes: Uint8Array): boolean {
  if (bytes.length >= headerBytes && headerBytes + triangleBytes * triangleCount(bytes) === bytes.length) return true;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1000));
  return !(/^\s*solid\b/i.test(head) && /\b(?:facet|endsolid)\b/i.test(head));
}

const triangleCount = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(80, true);

function readBinary(bytes: Uint8Array, take: (count: number) => void): StlSolid {
  if (bytes.length < headerBytes) throw new ModelRefused('it ends within its header');
  const triangles = triangleCount(bytes);
  const held = Math.floor((bytes.length - headerBytes) / triangleBytes);
  if (triangles > held) throw new ModelRefused(`it says it has ${triangles} triangles, and holds ${held}`);
  if (triangles > limits.triangles) throw new ModelRefused(`it has ${triangles} triangles, and at most ${limits.triangles} are read`, makeSmaller);
  take(triangles * 36);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const corners = new Float32Array(triangles * 9);
  for (let triangle = 0; triangle < triangles; triangle += 1) {
    const from = headerBytes + triangle * triangleBytes + 12;
    for (let n = 0; n < 9; n += 1) corners[triangle * 9 + n] = view.getFloat32(from + n * 4, true);
  }
  return { name: undefined, corners };
}

function inOrder(count: number): Uint32Array {
  const out = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) out[at] = at;
  return out;
}

/** y up, z towards the eye, to east, north, up. */
function turnUp(corners: Float32Array): void {
  for (let at = 0; at < corners.length; at += 3) {
    const y = corners[at + 1] ?? 0;
    corners[at + 1] = -(corners[at + 2] ?? 0);
    corners[at + 2] = y;
  }
}
