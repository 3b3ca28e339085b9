import { createRoot, extend, flushSync, type RootState, useFrame } from '@react-three/fiber';
import type { ReactNode } from 'react';
import { Mesh, PerspectiveCamera, type Scene, type WebGLRenderer } from 'three';
import { isDrawnBySoftware, openRenderer } from './stage/renderer.ts';
import { cameraProps } from './stage/scene-camera.ts';
import { keepThreeQuiet } from './stage/three-messages.ts';

// What components of the scene are made of; a name that stands not here is none of the scene.
extend({ Mesh });
keepThreeQuiet();

/** A canvas with react-three-fiber's root on it, which owns renderer, scene, camera and the loop of frames. */
export type SceneRoot = {
  readonly renderer: WebGLRenderer;
  readonly scene: Scene;
  readonly camera: PerspectiveCamera;
  readonly isSoftware: boolean;
  /** Asks for one more frame. */
  ask(): void;
  /** CSS pixels; the renderer follows. */
  resize(width: number, height: number): void;
  /** Places of the picture a CSS pixel; the renderer follows. */
  setPixelRatio(ratio: number): void;
  /** What is in the scene, at once. */
  render(contents: ReactNode): void;
  /** Takes everything out, then gives back the renderer and its context. */
  close(): void;
};

/** Throws where there is no WebGL 2. `onFrame` is called once for each frame that was asked for and draws it, or not. */
export function openSceneRoot(canvas: HTMLCanvasElement, onFrame: (nowMs: number) => void): SceneRoot {
  const isSoftware = isDrawnBySoftware();
  const root = createRoot(canvas);
  // Colours are those of the screen's tokens: nothing is lit, so nothing is converted.
  void root.configure({ frameloop: 'demand', linear: true, flat: true, dpr: devicePixelRatio, camera: cameraProps, size: { width: 0, height: 0, top: 0, left: 0 }, gl: () => openRenderer(canvas, isSoftware) });
  let store: ReturnType<typeof root.render>;
  const render = (contents: ReactNode): void => {
    const all = (
      <>
        <Frames onFrame={onFrame} />
        {contents}
      </>
    );
    // At once: a frame without the plant would be seen else.
    flushSync(() => {
      store = root.render(all);
    });
  };
  try {
    render(null);
  } catch (error) {
    root.unmount();
    throw error;
  }
  const state = (): RootState => store.getState();
  const { gl: renderer, scene, camera } = state();
  if (!(camera instanceof PerspectiveCamera)) throw new Error('the scene has no camera');
  // Nothing in it has a place of its own: all coordinates are those of the plant.
  scene.matrixWorldAutoUpdate = false;
  return {
    renderer,
    scene,
    camera,
    isSoftware,
    ask: () => state().invalidate(),
    resize: (width, height) => state().setSize(width, height),
    setPixelRatio: (ratio) => state().setDpr(ratio),
    render,
    close: () => root.unmount(),
  };
}

/** Draws in place of the root, which would draw in full whatever has changed. */
function Frames({ onFrame }: { readonly onFrame: (nowMs: number) => void }): null {
  // The time of the frame, not of this call: what is between two of them is how quick drawing is.
  useFrame(() => onFrame(Number(document.timeline.currentTime)), 1);
  return null;
}
