import { ok } from '#shared/model/fault.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'scene.list' | 'scene.get' | 'scene.mesh' | 'scene.meshBytes' | 'scene.mapNode' | 'scene.saveView' | 'scene.removeView' | 'scene.saveTour' | 'scene.removeTour';

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
      return made.ok ? ok({ ...made.value, report: { ...made.value.report, notes: [...made.value.report.notes] } }) : made;
    },
    'scene.meshBytes': async ({ mesh, from }, _session, { signal }) => {
      const piece = await scenes.meshBytes(mesh, from, signal);
      return piece.ok ? ok({ bytes: piece.value }) : piece;
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
    'scene.saveTour': async (change) => {
      const written = await scenes.saveTour(change);
      return written.ok ? ok({}) : written;
    },
    'scene.removeTour': async (change) => {
      const removed = await scenes.removeTour(change);
      return removed.ok ? ok({}) : removed;
    },
  };
}
