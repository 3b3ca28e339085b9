import { z } from 'zod';
import { AssetId } from '../model/ids.ts';
import { ProjectProblem } from '../model/project.ts';
import { Scene, SceneEntry, SceneId, SceneView } from '../model/scene.ts';
import { command, query } from '../rpc/define.ts';
import { float32Column, uint32Column, uint8Column } from './columns.ts';

/** What two texts of a scene are told apart by. */
const version = z.string().max(60);
/** Key of an entry of a scene: a model, a view. */
const entry = z.string().min(1).max(80);

const bounds = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);
const colour = z.tuple([z.number(), z.number(), z.number()]);

/** `SceneMesh` of `shared/scene/scene-mesh.ts`, which says what the columns mean. */
export const MeshColumns = z.object({
  positions: float32Column,
  normals: uint8Column,
  indices: uint32Column,
  coarseIndices: uint32Column,
  parts: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      from: z.number(),
      count: z.number(),
      coarseFrom: z.number(),
      coarseCount: z.number(),
      baseColour: colour,
      bounds,
    }),
  ),
  bounds,
});
export type MeshColumns = z.infer<typeof MeshColumns>;

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
  /** One model as plain triangles. A model that is broken, too large or hostile is `refused` with the reason. */
  'scene.mesh': query({
    role: 'view',
    input: z.strictObject({ scene: SceneId, model: entry }),
    output: z.object({ mesh: MeshColumns, report: MeshReport, /** Hash of the model's file. */ hash: z.string() }),
    faults: ['not-found', 'refused', 'busy', 'cancelled'],
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
};
