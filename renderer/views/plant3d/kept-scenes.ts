import type { ProjectProblem } from '#shared/model/project.ts';
import type { Scene, SceneEntry } from '#shared/model/scene.ts';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';
import type { ConsoleClient } from '#renderer/client/console-client.ts';

export type ReadyScene = {
  readonly state: 'ready';
  readonly scene: Scene;
  /** Of a scene with the same parts and pipes: its views, tours and ways may be older than those of `scene`. */
  readonly layout: SceneLayout;
  readonly version: string;
  readonly problems: readonly ProjectProblem[];
};

/** What this window has read of the project's scenes. */
export type KeptScenes = {
  /** Null until the list came for the first time. */
  list: readonly SceneEntry[] | null;
  readonly scene: (id: string) => ReadyScene | undefined;
  readonly keep: (id: string, scene: ReadyScene) => void;
  /** Meshes of a scene's models, by `wanted` (`use-scene.ts`) and the model's id; they go with their scene. */
  readonly meshes: (scene: string, wanted: string) => ReadonlyMap<string, SceneMesh>;
  readonly keepMesh: (scene: string, wanted: string, model: string, mesh: SceneMesh) => void;
};

/** Scenes are large, and few are looked at in a shift. */
const mostScenes = 4;
const none: ReadonlyMap<string, SceneMesh> = new Map();

/** Remembers the scenes looked at last: the one asked for longest ago goes first, its meshes with it. */
export function createKeptScenes(): KeptScenes {
  const kept = new Map<string, { readonly scene: ReadyScene; wanted: string; meshes: Map<string, SceneMesh> }>();
  return {
    list: null,
    scene(id) {
      const found = kept.get(id);
      if (found === undefined) return undefined;
      kept.delete(id);
      kept.set(id, found);
      return found.scene;
    },
    keep(id, scene) {
      const before = kept.get(id);
      kept.delete(id);
      kept.set(id, { scene, wanted: before?.wanted ?? '', meshes: before?.meshes ?? new Map() });
      const [oldest] = kept.keys();
      if (kept.size > mostScenes && oldest !== undefined) kept.delete(oldest);
    },
    meshes(scene, wanted) {
      const found = kept.get(scene);
      return found?.wanted === wanted ? found.meshes : none;
    },
    keepMesh(scene, wanted, model, mesh) {
      const found = kept.get(scene);
      if (found === undefined) return;
      if (found.wanted !== wanted) [found.wanted, found.meshes] = [wanted, new Map()];
      found.meshes.set(model, mesh);
    },
  };
}

const ofClient = new WeakMap<ConsoleClient, KeptScenes>();

/** Those of this window, so that a scene it has shown is there while the engine is away. */
export function keptScenes(client: ConsoleClient): KeptScenes {
  let kept = ofClient.get(client);
  if (kept === undefined) ofClient.set(client, (kept = createKeptScenes()));
  return kept;
}
