import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SceneView3d } from '#renderer/widgets/scene3d/scene-handle.ts';
import type { Picture } from './scene-bar.tsx';
import type { SceneChoices } from './scene-session.ts';

/** How somebody left a scene in this window: whoever comes back from another view finds it so. */
export type SceneMemory = { readonly choices: StoreApi<SceneChoices>; readonly picture: Picture; /** Where the eye stood; null: nowhere yet. */ readonly view: SceneView3d | null };

const memories = new Map<string, SceneMemory>();

export function memoryOf(scene: string): SceneMemory {
  let memory = memories.get(scene);
  if (memory === undefined) memories.set(scene, (memory = { choices: createStore<SceneChoices>(() => ({ mode: 'fault', heat: null, seeThrough: 'off', isolated: null })), picture: '3d', view: null }));
  return memory;
}

export const remember = (scene: string, left: Partial<Pick<SceneMemory, 'picture' | 'view'>>): void => void memories.set(scene, { ...memoryOf(scene), ...left });
