import { join } from 'node:path';
import type { ProjectProblem } from '#shared/model/project.ts';
import type { Scene, SceneEntry, SceneId, SceneTour, SceneView } from '#shared/model/scene.ts';
import { refused, type Result } from '#shared/model/fault.ts';
import type { SceneWork } from '../project/scene-work.ts';
import type { NodeChange, SceneWriteFault, TourChange, ViewChange } from '../project/write-scene.ts';
import type { MeshReport } from '#shared/scene/scene-mesh.ts';
import { createMeshShelf } from './mesh-shelf.ts';
import type { ModelImporter } from './import/model-importer.ts';

/** Scenes of the project as it was last read, the meshes of their models, and what people change in them. */
export type Scenes = {
  list(): readonly (SceneEntry & { readonly version: string })[];
  get(id: SceneId): Result<{ readonly scene: Scene; readonly version: string; readonly problems: readonly ProjectProblem[] }, 'not-found'>;
  /** Makes a mesh of a model, or finds the one made before: what `meshBytes` calls it, how long it is, and what became of the file. */
  mesh(id: SceneId, model: string, signal: AbortSignal): Promise<Result<{ readonly mesh: string; readonly bytes: number; readonly hash: string; readonly report: MeshReport }, 'not-found' | 'refused' | 'busy' | 'cancelled'>>;
  /** The next piece of a mesh; `gone` for one that was not made since the start, or made room for another. */
  meshBytes(mesh: string, from: number, signal: AbortSignal): Promise<Result<Uint8Array, 'gone' | 'cancelled'>>;
  mapNode(change: NodeChange): Promise<Result<null, SceneWriteFault>>;
  saveView(change: ViewChange & { readonly view: SceneView }): Promise<Result<null, SceneWriteFault>>;
  removeView(change: { readonly scene: string; readonly before: SceneView }): Promise<Result<null, Exclude<SceneWriteFault, 'invalid'>>>;
  /** A tour whose stops are views of the scene. */
  saveTour(change: TourChange & { readonly tour: SceneTour }): Promise<Result<null, SceneWriteFault>>;
  removeTour(change: { readonly scene: string; readonly before: SceneTour }): Promise<Result<null, Exclude<SceneWriteFault, 'invalid'>>>;
  /** Resolves when nothing is under way. */
  close(): Promise<void>;
};

export type ScenesOptions = {
  readonly projectDir: string;
  /** The project as it was last read; asked for at each call. */
  readonly project: () => { readonly scenes: readonly Scene[]; readonly sceneVersions: ReadonlyMap<SceneId, string>; readonly problems: readonly ProjectProblem[] };
  /** Whether an asset is in the running project: what is mapped to nothing would be left out at the next load. */
  readonly hasAsset: (id: string) => boolean;
  readonly models: ModelImporter;
  /** Writes scenes' files. */
  readonly work: Pick<SceneWork, 'writeNode' | 'writeView' | 'writeTour'>;
};

export function createScenes({ projectDir, project, hasAsset, models, work }: ScenesOptions): Scenes {
  const shelf = createMeshShelf();
  // One change at a time: each reads the file anew.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(change: () => Promise<Value>): Promise<Value> => {
    const done = last.then(change);
    last = done.catch(() => undefined);
    return done;
  };
  const find = (id: string): Scene | undefined => project().scenes.find((scene) => scene.id === id);
  const unknown = (id: string) => refused('not-found', `There is no scene ${id} in the project.`);
  const missingAssets = (view: SceneView): string | undefined => [...view.assets, ...view.isolate].find((asset) => !hasAsset(asset));

  return {
    list: () =>
      project().scenes.map(({ id, title, asset, parts, pipes, models }) => ({
        id,
        title,
        asset: asset ?? null,
        parts: parts.length,
        pipes: pipes.length,
        models: models.length,
        version: project().sceneVersions.get(id) ?? '',
      })),
    get(id) {
      const scene = find(id);
      if (scene === undefined) return unknown(id);
      const own = new Set([`scenes/${id}.yaml`, `scenes/${id}.yml`]);
      return { ok: true, value: { scene, version: project().sceneVersions.get(id) ?? '', problems: project().problems.filter(({ file }) => own.has(file)) } };
    },
    async mesh(id, model, signal) {
      const scene = find(id);
      if (scene === undefined) return unknown(id);
      const entry = scene.models.find((one) => one.id === model);
      if (entry === undefined) return refused('not-found', `The scene ${id} has no model ${model}.`);
      const root = join(projectDir, 'scenes', 'models');
      const answer = await models.load({ path: join(root, entry.file), root, up: entry.up ?? null }, signal);
      if (!answer.ok) return refused(answer.code, answer.sentence);
      const { bytes, hash, report } = answer.kept;
      return { ok: true, value: { mesh: shelf.put(answer.kept), bytes, hash, report } };
    },
    meshBytes: (mesh, from, signal) => shelf.piece(mesh, from, signal),
    async mapNode(change) {
      if (change.asset !== null && !hasAsset(change.asset)) return refused('invalid', `There is no asset ${change.asset} in the project.`);
      return inTurn(() => work.writeNode(projectDir, change));
    },
    async saveView(change) {
      const missing = missingAssets(change.view);
      if (missing !== undefined) return refused('invalid', `There is no asset ${missing} in the project.`);
      return inTurn(() => work.writeView(projectDir, change));
    },
    removeView: async ({ scene, before }) => removal(await inTurn(() => work.writeView(projectDir, { scene, view: null, before }))),
    async saveTour(change) {
      const views = new Set(find(change.scene)?.views.map(({ id }) => id));
      const missing = change.tour.stops.find(({ view }) => !views.has(view));
      if (missing !== undefined) return refused('invalid', `There is no view ${missing.view} in the scene ${change.scene}.`);
      return inTurn(() => work.writeTour(projectDir, change));
    },
    removeTour: async ({ scene, before }) => removal(await inTurn(() => work.writeTour(projectDir, { scene, tour: null, before }))),
    async close() {
      await last;
      await models.close();
    },
  };
}

/** What is taken away is of no wrong form: where it would be, the file is. */
function removal(result: Result<null, SceneWriteFault>): Result<null, Exclude<SceneWriteFault, 'invalid'>> {
  if (result.ok) return result;
  const { code, message, tip } = result.fault;
  return refused(code === 'invalid' ? 'unwritable' : code, message, tip);
}
