import { createElement, type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Drawn } from '#renderer/widgets/scene3d/drawn/drawn-line.ts';
import { PlantScene, type PlantSceneProps } from '#renderer/widgets/scene3d/plant-scene.tsx';
import type { SceneHandle, SceneView3d } from '#renderer/widgets/scene3d/scene-handle.ts';
import type { Scene } from '#shared/model/scene.ts';
import { layOutScene, type SceneLayout } from '#shared/scene/scene-layout.ts';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';

export type Shown = { readonly handle: SceneHandle; readonly layout: SceneLayout; setInFront(isInFront: boolean): void; draw(drawn: Drawn): void; close(): void };
let shown: Shown | null = null;
let unavailable: string | null = null;
/** Why the map is to be shown instead; null: the scene is. */
export const unavailableReason = (): string | null => unavailable;

/** The next frame of the page, and its time. */
export const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
export const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A mesh as it can be handed to a page: plain lists. */
export type PlainMesh = Omit<SceneMesh, 'positions' | 'normals' | 'indices' | 'coarseIndices'> & Record<'positions' | 'normals' | 'indices' | 'coarseIndices', readonly number[]>;

function meshOf(plain: PlainMesh): SceneMesh {
  return { ...plain, positions: Float32Array.from(plain.positions), normals: Uint8Array.from(plain.normals), indices: Uint32Array.from(plain.indices), coarseIndices: Uint32Array.from(plain.coarseIndices) };
}

export function mount(scene: Scene, view: SceneView3d | null, meshes: readonly PlainMesh[] = [], isStrict = false): Promise<Shown> {
  const host = document.createElement('div');
  host.className = 'host';
  document.body.append(host);
  const root = createRoot(host);
  const layout = layOutScene(scene);
  const models = scene.models.slice(0, meshes.length).map((model, at) => ({ model, mesh: meshOf(meshes[at] as PlainMesh) }));
  return new Promise((resolve, reject) => {
    let [isInFront, drawn]: [boolean, Drawn] = [true, { lines: [], marks: [] }];
    const render = (): void =>
      root.render(
        inMode(isStrict, {
          layout,
          models,
          view,
          isInFront,
          drawn,
          hasReducedMotion: false,
          theme: document.documentElement.dataset['theme'] ?? 'dark',
          label: scene.title,
          onPick: () => undefined,
          onReady(handle) {
            resolve({
              handle,
              layout,
              setInFront(next) {
                isInFront = next;
                render();
              },
              draw(next) {
                drawn = next;
                render();
              },
              close() {
                root.unmount();
                host.remove();
              },
            });
          },
          onUnavailable(reason) {
            unavailable = reason;
            reject(new Error(reason));
          },
        }),
      );
    render();
  });
}

/** As a console in development mounts it where `isStrict`: twice, taken away in between. */
function inMode(isStrict: boolean, props: PlantSceneProps): ReactNode {
  const scene = createElement(PlantScene, props);
  return isStrict ? createElement(StrictMode, null, scene) : scene;
}

/** Opens a scene in place of what is open; gives ms until it could be used. */
export async function open(scene: Scene, view: SceneView3d | null, meshes: readonly PlainMesh[] = [], isStrict = false): Promise<number> {
  shown?.close();
  const began = performance.now();
  shown = await mount(scene, view, meshes, isStrict);
  const ms = performance.now() - began;
  await stands();
  return ms;
}

export const current = (): Shown => {
  if (shown === null) throw new Error('no scene is open');
  return shown;
};

/** Until no frame is drawn for a while: the picture is then the one at rest. */
export async function stands(): Promise<void> {
  const { handle } = current();
  for (let before = -1; before !== handle.stats().frames; ) {
    before = handle.stats().frames;
    await after(250);
    await frame();
  }
}

export async function look(view: SceneView3d): Promise<void> {
  current().handle.flyTo(view, true);
  await stands();
}

/** Takes the graphics context away and, if wanted, gives it back, as a driver does that restarts; until what follows is drawn. */
export async function loseContext(comesBack: boolean): Promise<void> {
  const canvas = document.querySelector('canvas');
  const gl = canvas?.getContext('webgl2');
  const extension = gl?.getExtension('WEBGL_lose_context');
  if (canvas === null || gl === null || gl === undefined || extension === null || extension === undefined) throw new Error('no scene is drawn');
  const lost = new Promise((resolve) => canvas.addEventListener('webglcontextlost', resolve, { once: true }));
  extension.loseContext();
  await lost;
  if (!comesBack) return;
  const back = new Promise((resolve) => canvas.addEventListener('webglcontextrestored', resolve, { once: true }));
  // A context is given back in a task of its own, not from within the news of its loss.
  await after(0);
  extension.restoreContext();
  await back;
  await stands();
}

/** Takes away what is open. */
export function closeShown(): void {
  shown?.close();
  shown = null;
}
