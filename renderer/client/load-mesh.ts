import { meshPieceBytes } from '#shared/contract/scenes.ts';
import { type Fault, refused, type Result } from '#shared/model/fault.ts';
import { type MeshFile, readMeshFile } from '#shared/scene/mesh-file.ts';
import type { ConsoleClient } from './console-client.ts';

export type LoadedMesh = Pick<MeshFile, 'mesh' | 'report' | 'hash'>;

/** Pieces asked for at once: the line is busy while one is put away, and other answers wait behind two at most. */
const underWay = 2;
/** A mesh as large as the engine would ever make of a model within its limits; more is not taken in. */
const mostBytes = 256 * 1024 * 1024;

/**
 * The triangles of a model, made by the engine and fetched piece by piece as they are taken in. `signal` ends it, at the
 * engine too: the fault is `cancelled` then. A model that is not drawn is `refused` with a sentence to show.
 */
export async function loadMesh(call: ConsoleClient['call'], model: { readonly scene: string; readonly model: string }, signal: AbortSignal): Promise<Result<LoadedMesh>> {
  // Another model may take a mesh's room while it is fetched; made anew it is the last to go.
  for (let attempt = 0; ; attempt += 1) {
    const made = await call('scene.mesh', model, { signal });
    if (!made.ok) return made;
    const { mesh, bytes } = made.value;
    if (bytes > mostBytes) return refused('unreadable', `The mesh of ${model.model} is larger than a console takes in.`, 'Leave out what is not seen from outside.');
    const whole = new Uint8Array(bytes);
    const fault = await fetchPieces(call, mesh, whole, signal);
    if (signal.aborted) return refused('cancelled', 'Loading the model was cancelled.');
    if (fault?.code === 'gone' && attempt < 2) continue;
    if (fault !== null) return { ok: false, fault };
    const file = readMeshFile(whole);
    return file === null ? refused('unreadable', `The mesh of ${model.model} did not come whole.`, 'Open the scene again.') : { ok: true, value: file };
  }
}

/** Fills `whole`; gives the first fault, and asks for nothing more then. */
async function fetchPieces(call: ConsoleClient['call'], mesh: string, whole: Uint8Array, signal: AbortSignal): Promise<Fault | null> {
  let next = 0;
  let fault: Fault | null = null;
  const fetchOn = async (): Promise<void> => {
    while (next < whole.length && fault === null && !signal.aborted) {
      const from = next;
      next += meshPieceBytes;
      const piece = await call('scene.meshBytes', { mesh, from }, { signal });
      if (!piece.ok) fault ??= piece.fault;
      else if (piece.value.bytes.length !== Math.min(meshPieceBytes, whole.length - from)) fault ??= { code: 'gone', message: `The mesh ${mesh} is another by now.` };
      else whole.set(piece.value.bytes, from);
    }
  };
  await Promise.all(Array.from({ length: underWay }, fetchOn));
  return fault;
}
