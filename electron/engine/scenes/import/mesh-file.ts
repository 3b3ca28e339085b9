import { createHash } from 'node:crypto';
import type { MeshBounds, MeshReport, SceneMeshPart } from '#shared/scene/scene-mesh.ts';
import type { ImportedModel } from './import-protocol.ts';

/** Changes whenever what is made of a model does: meshes of before are made anew. */
export const meshFileVersion = 1;
const magic = `FOMESH${String(meshFileVersion).padStart(2, '0')}`;
const headBytes = 12;
const sumBytes = 32;

type Header = {
  readonly hash: string;
  /** Files the model used besides its own, with their SHA-256. */
  readonly used: readonly (readonly [string, string])[];
  readonly report: MeshReport;
  readonly parts: readonly SceneMeshPart[];
  readonly bounds: MeshBounds;
  /** Elements of positions, normals, indices, coarse indices. */
  readonly lengths: readonly [number, number, number, number];
};

/** Magic, length of the header, the header as JSON up to a multiple of 4, the columns as they lie in memory, SHA-256 of all before. */
export function packMesh({ mesh, report, hash }: ImportedModel, used: Header['used']): Uint8Array {
  const { positions, normals, indices, coarseIndices, parts, bounds } = mesh;
  const header: Header = { hash, used, report, parts, bounds, lengths: [positions.length, normals.length, indices.length, coarseIndices.length] };
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(headBytes + Math.ceil(json.length / 4) * 4, ' ');
  head.write(magic, 0, 'latin1');
  head.writeUInt32LE(head.length - headBytes, 8);
  json.copy(head, headBytes);
  const columns = [positions, normals, indices, coarseIndices].map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  const sum = createHash('sha256').update(head);
  for (const column of columns) sum.update(column);
  return Buffer.concat([head, ...columns, sum.digest()]);
}

/** What was packed; null for bytes that are damaged or of another version. The columns are views of `bytes`. */
export function unpackMesh(bytes: Uint8Array<ArrayBuffer>): { readonly model: ImportedModel; readonly used: Header['used'] } | null {
  if (bytes.length < headBytes + sumBytes || Buffer.from(bytes.subarray(0, 8)).toString('latin1') !== magic) return null;
  const body = bytes.subarray(0, bytes.length - sumBytes);
  if (!createHash('sha256').update(body).digest().equals(bytes.subarray(bytes.length - sumBytes))) return null;
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const { hash, used, report, parts, bounds, lengths } = JSON.parse(Buffer.from(bytes.subarray(headBytes, headBytes + jsonBytes)).toString()) as Header;
  let at = bytes.byteOffset + headBytes + jsonBytes;
  const next = (length: number): number => {
    const from = at;
    at += length;
    return from;
  };
  const mesh = {
    positions: new Float32Array(bytes.buffer, next(lengths[0] * 4), lengths[0]),
    normals: new Uint8Array(bytes.buffer, next(lengths[1]), lengths[1]),
    indices: new Uint32Array(bytes.buffer, next(lengths[2] * 4), lengths[2]),
    coarseIndices: new Uint32Array(bytes.buffer, next(lengths[3] * 4), lengths[3]),
    parts,
    bounds,
  };
  return { model: { mesh, report, hash }, used };
}
