import type { SceneHandle } from './scene-handle.ts';

/** What the 3D view and its map can both do: labels, lists and overlays need no more. */
export type SceneSurface = Pick<SceneHandle, 'entities' | 'bounds' | 'setStates' | 'setLit' | 'setFlows' | 'isolate' | 'flyTo' | 'zoom' | 'pan' | 'pick' | 'project' | 'uncut'>;
