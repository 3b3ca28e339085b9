import type { Ref } from 'react';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { LoadedModel } from './scene-entity.ts';
import type { SceneHandle, ScenePick, SceneView3d } from './scene-handle.ts';

export type PlantSceneProps = {
  /** Laid out once by `layOutScene`; another object opens the scene anew, with the eye where it was. */
  readonly layout: SceneLayout;
  readonly models: readonly LoadedModel[];
  /** Where the eye stands when the scene opens; around all of it where null. */
  readonly view: SceneView3d | null;
  /** Halves the rate of frames where false. */
  readonly isInFront: boolean;
  readonly hasReducedMotion: boolean;
  /** What tells that colours changed: the console's theme. */
  readonly theme: string;
  readonly onPick: (pick: ScenePick | null, event: PointerEvent) => void;
  /** What the pointer is over, once a frame at most; null: nothing, or it left. */
  readonly onHover?: (pick: ScenePick | null) => void;
  /** After a frame in which eye, size or scene changed: labels are placed anew then. */
  readonly onView?: () => void;
  /** The scene can be used; with another handle after a layout or a lost graphics context. */
  readonly onReady: (handle: SceneHandle) => void;
  /** There is no WebGL here, or its context was lost twice: show the map. A sentence. */
  readonly onUnavailable: (reason: string) => void;
  readonly label: string;
  readonly ref?: Ref<SceneHandle | null>;
};
