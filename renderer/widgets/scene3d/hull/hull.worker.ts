import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { LoadedModel } from '../scene-entity.ts';
import { buildHull } from './build-hull.ts';

/** Builds one scene and ends with its page's word. */
addEventListener('message', ({ data }: MessageEvent<{ readonly layout: SceneLayout; readonly models: readonly LoadedModel[] }>) => {
  const hull = buildHull(data.layout, data.models);
  const moved = [hull.positions, hull.looks, hull.owners, hull.indices, hull.ranges, hull.edges, hull.edgeOwners, hull.shadow.darkness].map(({ buffer }) => buffer as ArrayBuffer);
  (postMessage as (message: unknown, moved: readonly ArrayBuffer[]) => void)(hull, moved);
});
