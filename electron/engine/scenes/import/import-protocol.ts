import type { MeshReport, SceneMesh } from '#shared/scene/scene-mesh.ts';
import type { ModelFormat } from './model-format.ts';

/** What the process is asked for: one model. */
export type ImportTask = {
  /** The file. It and all that it names must lie below `root`, links followed. */
  readonly path: string;
  readonly root: string;
  readonly up: 'y' | 'z' | null;
  /** Folder of meshes made before, made when absent; null: none are kept. */
  readonly cacheDir: string | null;
  /** Folder for a mesh that can't be kept; made when absent, and emptied by whoever asks. */
  readonly scratchDir: string;
  /** Wall time, for which of the kept were used last. */
  readonly nowMs: number;
  /** Of the reading thread's heap. */
  readonly heapMb: number;
  /** Somebody waits for this one: a STEP or IGES file may be longer and take more memory. */
  readonly isPatient: boolean;
};

export type ImportedModel = {
  readonly mesh: SceneMesh;
  readonly report: MeshReport;
  /** SHA-256 of the file and of those it names, hex. */
  readonly hash: string;
};

/** A mesh as it lies on the disk: `shared/scene/mesh-file.ts` reads it. */
export type KeptMesh = {
  /** Its file. Another model may make room by it at any time. */
  readonly file: string;
  /** Number of the file on its disk: another mesh of the same name has another. */
  readonly ino: string;
  readonly bytes: number;
  readonly hash: string;
  readonly report: MeshReport;
};

export type ModelFile = {
  readonly path: string;
  /** Folder that the file and all it names must lie in: the project's `scenes/models`. */
  readonly root: string;
  readonly up: 'y' | 'z' | null;
};

export type ImportAnswer =
  | { readonly ok: true; readonly kept: KeptMesh }
  /** `refused`: a sentence about the model. `busy`: too many wait. `cancelled`: by the signal, or the importer closed. */
  | { readonly ok: false; readonly code: 'refused' | 'busy' | 'cancelled'; readonly sentence: string };

/** `look` asks for the `usage`, at any time. */
export type ToImport = { readonly t: 'read'; readonly task: ImportTask } | { readonly t: 'look' };

/** What the reading thread says: `reading` once its file is open, `counted` with its own processor time by then; one of the others ends the task. */
export type FromThread =
  | { readonly t: 'reading'; readonly format: ModelFormat; readonly bytes: number }
  | { readonly t: 'counted'; readonly triangles: number; readonly threadMs: number }
  | { readonly t: 'done'; readonly kept: KeptMesh; readonly cacheProblem: string | null }
  | { readonly t: 'refused'; readonly reason: string; readonly advice: string }
  | { readonly t: 'failed'; readonly reason: string };

/** What the process says: its thread's words, and what has been used of the machine: processor time of the thread since its start, memory of the process. */
export type FromImport = FromThread | { readonly t: 'out-of-memory' } | { readonly t: 'usage'; readonly threadMs: number; readonly rssBytes: number };
