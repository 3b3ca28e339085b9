import type { FirstoutContract } from '#shared/contract/index.ts';
import { ok, refused } from '#shared/model/fault.ts';
import type { Scene } from '#shared/model/scene.ts';
import type { Handlers } from '#shared/rpc/server.ts';

type Names = Extract<keyof FirstoutContract, `scene.${string}`>;

/** Scenes of the fake engine: views and nodes are kept in the page's memory. It reads no models. */
export function createFakeScenes(begin: readonly Scene[]): { readonly handlers: Pick<Handlers<FirstoutContract>, Names>; versions(): Record<string, string> } {
  const scenes = new Map(begin.map((scene) => [scene.id, { scene, version: 1 }]));
  const missing = (id: string) => refused('not-found', `There is no scene ${id}.`);
  const put = (scene: Scene) => {
    scenes.set(scene.id, { scene, version: (scenes.get(scene.id)?.version ?? 0) + 1 });
    return ok({});
  };
  const handlers: Pick<Handlers<FirstoutContract>, Names> = {
    'scene.list': () =>
      ok({
        scenes: [...scenes.values()].map(({ scene, version }) => ({
          id: scene.id,
          title: scene.title,
          asset: scene.asset ?? null,
          parts: scene.parts.length,
          pipes: scene.pipes.length,
          models: scene.models.length,
          version: String(version),
        })),
      }),
    'scene.get': ({ scene: id }) => {
      const found = scenes.get(id);
      return found === undefined ? missing(id) : ok({ scene: found.scene, version: String(found.version), problems: [] });
    },
    'scene.mesh': ({ scene, model }) => (scenes.has(scene) ? refused('refused', `The fake engine reads no models, so ${model} is not drawn.`) : missing(scene)),
    'scene.meshBytes': ({ mesh }) => refused('gone', `The fake engine made no mesh ${mesh}.`),
    'scene.mapNode': ({ scene: id, model, node, asset }) => {
      const found = scenes.get(id)?.scene;
      if (found === undefined) return missing(id);
      const models = found.models.map((one) => {
        if (one.id !== model) return one;
        const { [node]: _, ...nodes } = one.nodes;
        return { ...one, nodes: asset === null ? nodes : { ...nodes, [node]: asset } };
      });
      return put({ ...found, models });
    },
    'scene.saveView': ({ scene: id, view }) => {
      const found = scenes.get(id)?.scene;
      return found === undefined ? missing(id) : put({ ...found, views: [...found.views.filter((one) => one.id !== view.id), view] });
    },
    'scene.saveTour': ({ scene: id, tour }) => {
      const found = scenes.get(id)?.scene;
      return found === undefined ? missing(id) : put({ ...found, tours: [...found.tours.filter((one) => one.id !== tour.id), tour] });
    },
    'scene.removeTour': ({ scene: id, before }) => {
      const found = scenes.get(id)?.scene;
      return found === undefined ? missing(id) : put({ ...found, tours: found.tours.filter((one) => one.id !== before.id) });
    },
    'scene.removeView': ({ scene: id, before }) => {
      const found = scenes.get(id)?.scene;
      return found === undefined ? missing(id) : put({ ...found, views: found.views.filter((one) => one.id !== before.id) });
    },
  };
  return { handlers, versions: () => Object.fromEntries([...scenes].map(([id, { version }]) => [id, String(version)])) };
}
