import type { MeshBounds, MeshReport, SceneMesh, SceneMeshPart } from './scene-mesh.ts';

/** Changes whenever what is made of a model does: meshes of before are made anew. */
export const meshFileVersion = 3;
export const meshFileMagic = `FOMESH${String(meshFileVersion).padStart(2, '0')}`;
/** Magic and length of the head. */
export const meshHeadAt = 12;
/** SHA-256 of all before it, at the end. */
export const meshSumBytes = 32;

/** What stands before the columns, as JSON. */
export type MeshFileHead = {
  /** Of the model's file and of those it names, hex. */
  readonly hash: string;
  /** Files the model used besides its own, with their SHA-256. */
  readonly used: readonly (readonly [string, string])[];
  readonly report: MeshReport;
  readonly parts: readonly SceneMeshPart[];
  readonly bounds: MeshBounds;
  /** Elements of positions, normals, indices, coarse indices. */
  readonly lengths: readonly [number, number, number, number];
};

export type MeshFile = { readonly mesh: SceneMesh; readonly report: MeshReport; readonly hash: string; readonly used: MeshFileHead['used'] };

/**
 * A mesh as the engine keeps and sends it: the magic, the length of the head, the head up to a multiple of 4, the columns
 * as they lie in memory (little-endian), a sum. Null for bytes of another version, that do not fit together, or whose
 * triangles have no corner; the sum is not looked at. The columns are views of `bytes`, nothing is copied.
 */
export function readMeshFile(bytes: Uint8Array<ArrayBuffer>): MeshFile | null {
  const head = readHead(bytes);
  if (head === null) return null;
  const { hash, used, report, parts, bounds, lengths } = head.value;
  let at = bytes.byteOffset + head.end;
  const next = (length: number): number => {
    const from = at;
    at += length;
    return from;
  };
  const positions = new Float32Array(bytes.buffer, next(lengths[0] * 4), lengths[0]);
  const normals = new Uint8Array(bytes.buffer, next(lengths[1]), lengths[1]);
  const indices = new Uint32Array(bytes.buffer, next(lengths[2] * 4), lengths[2]);
  const coarseIndices = new Uint32Array(bytes.buffer, next(lengths[3] * 4), lengths[3]);
  const vertices = positions.length / 3;
  if (normals.length !== vertices * 4 || !areBelow(indices, vertices) || !areBelow(coarseIndices, vertices)) return null;
  return { mesh: { positions, normals, indices, coarseIndices, parts, bounds }, report, hash, used };
}

function readHead(bytes: Uint8Array<ArrayBuffer>): { readonly value: MeshFileHead; readonly end: number } | null {
  if (bytes.byteOffset % 4 !== 0 || bytes.length < meshHeadAt + meshSumBytes) return null;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    if (decoder.decode(bytes.subarray(0, meshFileMagic.length)) !== meshFileMagic) return null;
    const end = meshHeadAt + new DataView(bytes.buffer, bytes.byteOffset).getUint32(meshFileMagic.length, true);
    const columns = bytes.length - meshSumBytes - end;
    if (columns < 0 || end % 4 !== 0) return null;
    const value = JSON.parse(decoder.decode(bytes.subarray(meshHeadAt, end))) as MeshFileHead;
    const [positions, normals, indices, coarse] = value.lengths;
    const isWhole = value.lengths.every((one) => Number.isSafeInteger(one) && one >= 0) && positions % 3 === 0 && normals % 4 === 0 && indices % 3 === 0 && coarse % 3 === 0;
    // In here, too: parts may be no list, or hold anything.
    return isWhole && (positions + indices + coarse) * 4 + normals === columns && areInOrder(value.parts, value.lengths) ? { value, end } : null;
  } catch {
    return null;
  }
}

function areBelow(indices: Uint32Array, vertices: number): boolean {
  for (const index of indices) if (index >= vertices) return false;
  return true;
}

/** Ranges of parts follow each other without gaps, to the end. */
function areInOrder(parts: readonly SceneMeshPart[], [, , indices, coarse]: MeshFileHead['lengths']): boolean {
  let [from, coarseFrom] = [0, 0];
  for (const part of parts) {
    if (part.from !== from || (part.coarseCount > 0 && part.coarseFrom !== coarseFrom) || !(part.count >= 0) || !(part.coarseCount >= 0)) return false;
    from += part.count;
    coarseFrom += part.coarseCount;
  }
  return from === indices && coarseFrom === coarse;
}
