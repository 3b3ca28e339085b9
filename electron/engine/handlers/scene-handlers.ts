import { ok } from '#shared/model/fault.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'scene.list' | 'scene.get' | 'scene.mesh' | 'scene.mapNode' | 'scene.saveView' | 'scene.removeView';

/** Scenes are files of the project: the watcher picks changes up, and `project.state` tells every console. */
export function sceneHandlers({ scenes }: EngineParts): HandlersOf<Names> {
  return {
    'scene.list': () => ok({ scenes: [...scenes.list()] }),
    'scene.get': ({ scene }) => {
      const found = scenes.get(scene);
      return found.ok ? ok({ ...found.value, problems: [...found.value.problems] }) : found;
    },
    'scene.mesh': async ({ scene, model }, _session, { signal }) => {
      const made = await scenes.mesh(scene, model, signal);
      if (!made.ok) return made;
      const { mesh, report, hash } = made.value;
      return ok({ mesh: { ...mesh, parts: mesh.parts.map((part) => ({ ...part, baseColour: [...part.baseColour], bounds: [...part.bounds] })), bounds: [...mesh.bounds] }, report: { ...report, notes: [...report.notes] }, hash });
    },
    'scene.mapNode': async (change) => {
      const written = await scenes.mapNode(change);
      return written.ok ? ok({}) : written;
    },
    'scene.saveView': async (change) => {
      const written = await scenes.saveView(change);
      return written.ok ? ok({}) : written;
    },
    'scene.removeView': async (change) => {
      const removed = await scenes.removeView(change);
      return removed.ok ? ok({}) : removed;
    },
  };
}
