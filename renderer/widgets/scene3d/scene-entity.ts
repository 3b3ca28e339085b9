import type { SceneModel } from '#shared/model/scene.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import { placeMesh } from './place-mesh.ts';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';

/** A model of the scene as the engine converted it; models that were refused or are still on their way are absent. */
export type LoadedModel = { readonly model: SceneModel; readonly mesh: SceneMesh };

/**
 * One thing of the scene that can be picked, coloured and seen through. Its position in the list of entities is what the
 * columns of `SceneHandle` are ordered by: all parts of the scene, then its laid pipes, then the nodes of the models as they were handed over.
 */
export type SceneEntity = {
  readonly kind: 'part' | 'pipe' | 'node';
  /** Position in the scene's `parts` or `pipes`, or in the `parts` of the model's mesh. */
  readonly index: number;
  /** Which asset it is of the plant; null: none, and it is never coloured. */
  readonly asset: string | null;
  /** Of a node: the id of its model and its path in it; null else. */
  readonly model: string | null;
  readonly path: string | null;
  /** What people call it. */
  readonly name: string;
  readonly assembly: string | null;
  readonly bounds: Bounds;
};

/** Every entity of a scene, in the order of the columns. */
export function entitiesOf(layout: SceneLayout, models: readonly LoadedModel[]): readonly SceneEntity[] {
  const parts = layout.parts.map(({ part, index, bounds }): SceneEntity => ({
    kind: 'part',
    index,
    asset: part.asset ?? null,
    model: null,
    path: null,
    name: part.name ?? part.asset ?? part.id ?? part.shape,
    assembly: part.assembly ?? null,
    bounds,
  }));
  const pipes = layout.pipes.map(({ pipe, index, bounds }): SceneEntity => ({
    kind: 'pipe',
    index,
    asset: pipe.asset ?? null,
    model: null,
    path: null,
    name: pipe.name ?? pipe.id,
    assembly: null,
    bounds,
  }));
  const nodes = models.flatMap(({ model, mesh }) =>
    mesh.parts.map((part, index): SceneEntity => ({
      kind: 'node',
      index,
      asset: assetOfNode(model, part.path),
      model: model.id,
      path: part.path,
      name: part.name,
      assembly: model.assembly ?? null,
      bounds: placeMesh(model).bounds(part.bounds),
    })),
  );
  return [...parts, ...pipes, ...nodes];
}

/** The asset of a node: its own, else that of the nearest node above it which has one, else the model's. */
export function assetOfNode(model: SceneModel, path: string): string | null {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    if (Object.hasOwn(model.nodes, at)) return model.nodes[at] ?? null;
  }
  return model.asset ?? null;
}
