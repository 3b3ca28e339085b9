import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { Hull } from './hull/hull.ts';
import type { PickTree } from './pick/pick-tree.ts';
import type { LoadedModel } from './scene-entity.ts';

export type HullLoad = {
  readonly hull: Promise<Hull>;
  /** Follows the hull; null where it could not be made: picks are slower then, and find the same. */
  readonly tree: Promise<PickTree | null>;
  cancel(): void;
};

/** Builds a scene's triangles beside the page, which stays free meanwhile. The worker ends with its second answer, or when cancelled. */
export function loadHull(layout: SceneLayout, models: readonly LoadedModel[]): HullLoad {
  const worker = new Worker(new URL('./hull/hull.worker.ts', import.meta.url), { type: 'module', name: 'scene' });
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'its program could not be loaded')));
    worker.addEventListener('messageerror', () => reject(new Error('the scene could not be read back')));
  });
  const answer = <Answer>(name: 'hull' | 'tree'): Promise<Answer> =>
    new Promise((resolve) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Readonly<Record<string, Answer>>>) => Object.hasOwn(data, name) && resolve(data[name] as Answer));
    });
  const hull = Promise.race([answer<Hull>('hull'), failed]);
  const tree = Promise.race([answer<PickTree>('tree'), failed])
    .catch(() => null)
    .finally(() => worker.terminate());
  worker.postMessage({ layout, models });
  return { hull, tree, cancel: () => worker.terminate() };
}
