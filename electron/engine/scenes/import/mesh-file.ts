import { createHash } from 'node:crypto';
import { type MeshFile, type MeshFileHead, meshFileMagic, meshHeadAt, meshSumBytes, readMeshFile } from '#shared/scene/mesh-file.ts';
import type { ImportedModel } from './import-protocol.ts';

/** A mesh as `shared/scene/mesh-file.ts` describes it, with its sum. */
export function packMesh({ mesh, report, hash }: ImportedModel, used: MeshFileHead['used']): Uint8Array {
  const { positions, normals, indices, coarseIndices, parts, bounds } = mesh;
  const header: MeshFileHead = { hash, used, report, parts, bounds, lengths: [positions.length, normals.length, indices.length, coarseIndices.length] };
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(meshHeadAt + Math.ceil(json.length / 4) * 4, ' ');
  head.write(meshFileMagic, 0, 'latin1');
  head.writeUInt32LE(head.length - meshHeadAt, meshFileMagic.length);
  json.copy(head, meshHeadAt);
  const columns = [positions, normals, indices, coarseIndices].map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  const sum = createHash('sha256').update(head);
  for (const column of columns) sum.update(column);
  return Buffer.concat([head, ...columns, sum.digest()]);
}

/** What was packed, its sum looked at, too; null for bytes that are damaged or of another version. The columns are views of `bytes`. */
export function unpackMesh(bytes: Uint8Array<ArrayBuffer>): MeshFile | null {
  if (bytes.length < meshHeadAt + meshSumBytes) return null;
  const body = bytes.subarray(0, bytes.length - meshSumBytes);
  if (!createHash('sha256').update(body).digest().equals(bytes.subarray(bytes.length - meshSumBytes))) return null;
  return readMeshFile(bytes);
}
