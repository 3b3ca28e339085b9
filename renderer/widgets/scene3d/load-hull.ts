import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { Hull } from './hull/hull.ts';
import type { LoadedModel } from './scene-entity.ts';

export type HullLoad = { readonly hull: Promise<Hull>; cancel(): void };

/** Builds a scene's triangles beside the page, which stays free meanwhile. The worker ends with its one answer, or when cancelled. */
export function loadHull(layout: SceneLayout, models: readonly LoadedModel[]): HullLoad {
  const worker = new Worker(new URL('./hull/hull.worker.ts', import.meta.url), { type: 'module', name: 'scene' });
  const hull = new Promise<Hull>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Hull>) => resolve(data));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    worker.addEventListener('messageerror', () => reject(new Error('the scene could not be read back')));
  }).finally(() => worker.terminate());
  worker.postMessage({ layout, models });
  return { hull, cancel: () => worker.terminate() };
}
