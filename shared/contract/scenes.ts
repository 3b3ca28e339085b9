import { z } from 'zod';
import { AssetId } from '../model/ids.ts';
import { ProjectProblem } from '../model/project.ts';
import { Scene, SceneEntry, SceneId, SceneTour, SceneView } from '../model/scene.ts';
import { command, query } from '../rpc/define.ts';
import { uint8Column } from './columns.ts';

/** What two texts of a scene are told apart by. */
const version = z.string().max(60);
/** Key of an entry of a scene: a model, a view. */
const entry = z.string().min(1).max(80);

/** Bytes of a mesh that travel at a time: a console asks for the next when it has room for them. */
export const meshPieceBytes = 1024 * 1024;

export const MeshReport = z.object({
  format: z.string(),
  fileBytes: z.number(),
  trianglesRead: z.number(),
  triangles: z.number(),
  vertices: z.number(),
  notes: z.array(z.string()),
});

/** 3D scenes of the project. `project.state` tells which there are and when one changed, after a change made here too. */
export const scenesContract = {
  /** In the order of their files' names. */
  'scene.list': query({ role: 'view', input: z.strictObject({}), output: z.object({ scenes: z.array(SceneEntry.extend({ version })) }) }),
  /** A scene as it was last read, checked: what leads nowhere is left out and told. */
  'scene.get': query({
    role: 'view',
    input: z.strictObject({ scene: SceneId }),
    output: z.object({ scene: Scene, version, problems: z.array(ProjectProblem) }),
    faults: ['not-found'],
  }),
  /**
   * Makes plain triangles of one model, or finds those made before: `bytes` of a mesh (`shared/scene/mesh-file.ts`), to be
   * fetched piece by piece as `mesh`. A model that is broken, too large or hostile is `refused` with the reason.
   */
  'scene.mesh': query({
    role: 'view',
    input: z.strictObject({ scene: SceneId, model: entry }),
    output: z.object({ mesh: z.string(), bytes: z.number(), report: MeshReport, /** Hash of the model's file. */ hash: z.string() }),
    faults: ['not-found', 'refused', 'busy', 'cancelled'],
  }),
  /** Bytes of a mesh from `from` on, `meshPieceBytes` of them or what is left; `gone` where another model took its room meanwhile. */
  'scene.meshBytes': query({
    role: 'view',
    input: z.strictObject({ mesh: z.string().max(200), from: z.number().int().nonnegative() }),
    output: z.object({ bytes: uint8Column }),
    faults: ['gone', 'cancelled'],
  }),
  /** Says which asset a node of a model is; null takes it away. `before` is what the console saw there. */
  'scene.mapNode': command({
    role: 'engineer',
    input: z.strictObject({ scene: SceneId, model: entry, node: z.string().min(1).max(1000), asset: AssetId.nullable(), before: AssetId.nullable() }),
    output: z.object({}),
    faults: ['not-found', 'changed-meanwhile', 'invalid', 'unwritable'],
  }),
  /** Writes a view, new (`before` null) or over the one of its id, which is refused where that is another by now. */
  'scene.saveView': command({
    role: 'engineer',
    input: z.strictObject({ scene: SceneId, view: SceneView, before: SceneView.nullable() }),
    output: z.object({}),
    faults: ['not-found', 'changed-meanwhile', 'invalid', 'unwritable'],
  }),
  'scene.removeView': command({
    role: 'engineer',
    input: z.strictObject({ scene: SceneId, before: SceneView }),
    output: z.object({}),
    faults: ['not-found', 'changed-meanwhile', 'unwritable'],
  }),
  /** Writes a tour as a view is written; its stops are views of the scene. */
  'scene.saveTour': command({
    role: 'engineer',
    input: z.strictObject({ scene: SceneId, tour: SceneTour, before: SceneTour.nullable() }),
    output: z.object({}),
    faults: ['not-found', 'changed-meanwhile', 'invalid', 'unwritable'],
  }),
  'scene.removeTour': command({
    role: 'engineer',
    input: z.strictObject({ scene: SceneId, before: SceneTour }),
    output: z.object({}),
    faults: ['not-found', 'changed-meanwhile', 'unwritable'],
  }),
};
