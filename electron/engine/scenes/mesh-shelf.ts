import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { meshPieceBytes } from '#shared/contract/scenes.ts';
import { refused, type Result } from '#shared/model/fault.ts';
import type { KeptMesh } from './import/import-protocol.ts';

/** Meshes made since the start, to be fetched in pieces: only the piece under way is in memory. */
export type MeshShelf = {
  /** Gives the name it is fetched by. */
  put(mesh: KeptMesh): string;
  /** At most `meshPieceBytes` of a mesh from `from` on; empty behind its end. */
  piece(mesh: string, from: number, signal: AbortSignal): Promise<Result<Uint8Array, 'gone' | 'cancelled'>>;
};

/** Names remembered: more than the folder of meshes holds. */
const most = 1000;

export function createMeshShelf(): MeshShelf {
  const known = new Map<string, KeptMesh>();
  return {
    put(mesh) {
      const name = basename(mesh.file);
      known.delete(name);
      known.set(name, mesh);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      return name;
    },
    async piece(name, from, signal) {
      const mesh = known.get(name);
      const gone = refused('gone', `The mesh ${name} made room for others.`, 'Open the model again.');
      if (mesh === undefined) return gone;
      if (signal.aborted) return refused('cancelled', 'Reading the mesh was cancelled.');
      const length = Math.max(0, Math.min(meshPieceBytes, mesh.bytes - from));
      try {
        await using file = await open(mesh.file);
        // Another mesh under the same name, made of other side files, would be stitched together with this one.
        if (String((await file.stat({ bigint: true })).ino) !== mesh.ino) return gone;
        const bytes = new Uint8Array(length);
        const { bytesRead } = await file.read(bytes, 0, length, from);
        return bytesRead === length ? { ok: true, value: bytes } : gone;
      } catch {
        return gone;
      }
    },
  };
}
