import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import { buildPickTree } from '../pick/pick-tree.ts';
import type { LoadedModel } from '../scene-entity.ts';
import { buildHull } from './build-hull.ts';

const send = postMessage as (message: unknown, moved: readonly ArrayBuffer[]) => void;

/** Builds one scene, which can be shown then, and after it the tree picks are quicker by. */
addEventListener('message', ({ data }: MessageEvent<{ readonly layout: SceneLayout; readonly models: readonly LoadedModel[] }>) => {
  const hull = buildHull(data.layout, data.models);
  const kept = { positions: hull.positions.slice(), indices: hull.indices.slice(), ranges: hull.ranges.slice(), entityCount: hull.entityCount };
  const moved = [hull.positions, hull.looks, hull.owners, hull.indices, hull.ranges, hull.edges, hull.edgeOwners, hull.shadow.darkness].map(({ buffer }) => buffer as ArrayBuffer);
  send({ hull }, moved);
  const tree = buildPickTree(kept);
  send({ tree }, [...(tree.roots as ArrayBuffer[]), tree.indices.buffer as ArrayBuffer]);
});
