import type { MeshReport, SceneMesh } from '#shared/scene/scene-mesh.ts';
import type { ModelFormat } from './model-format.ts';

/** What the thread is asked for: one model. */
export type ImportTask = {
  /** The file. It and all that it names must lie below `root`, links followed. */
  readonly path: string;
  readonly root: string;
  readonly up: 'y' | 'z' | null;
  /** Folder of meshes made before; null: none are kept. */
  readonly cacheDir: string | null;
  /** Wall time, for which of the kept were used last. */
  readonly nowMs: number;
};

export type ImportedModel = {
  readonly mesh: SceneMesh;
  readonly report: MeshReport;
  /** SHA-256 of the file and of those it names, hex. */
  readonly hash: string;
};

/** `reading` begins the time that is allowed; one of the others ends the task. */
export type FromImport =
  | { readonly t: 'reading'; readonly format: ModelFormat; readonly bytes: number }
  | { readonly t: 'done'; readonly model: ImportedModel; readonly cacheProblem: string | null }
  | { readonly t: 'refused'; readonly reason: string; readonly advice: string }
  | { readonly t: 'failed'; readonly reason: string };
