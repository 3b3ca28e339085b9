import type { Result } from '#shared/model/fault.ts';
import type { MeshReport, SceneMesh } from '#shared/scene/scene-mesh.ts';

/** A model of a scene, made into plain triangles. */
export type MadeMesh = {
  readonly mesh: SceneMesh;
  readonly report: MeshReport;
  /** Of the model's file as it was read. */
  readonly hash: string;
};

/** Turns files of `scenes/models/` into meshes, in a thread of its own, and keeps what it made. */
export type MeshSource = {
  /**
   * @param file below `scenes/models/`, as a scene names it. `up`: which axis of the file is up; what is usual for its format
   * where absent. `refused` is a file that is broken, too large or hostile, with the reason; `busy`: too many are asked for.
   */
  load(request: { readonly file: string; readonly up?: 'y' | 'z' | undefined }, signal: AbortSignal): Promise<Result<MadeMesh, 'not-found' | 'refused' | 'busy' | 'cancelled'>>;
  close(): Promise<void>;
};
