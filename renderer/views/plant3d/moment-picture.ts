import { createStore } from 'zustand/vanilla';
import type { ConsoleClient } from '#renderer/client/console-client.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { loadMesh } from '#renderer/client/load-mesh.ts';
import type { Moment } from '#renderer/client/moment.ts';
import { createSelection } from '#renderer/client/selection.ts';
import { headColours, headPx, paintHead, type PictureHead, pngOf } from '#renderer/widgets/process-screen/picture/screen-picture.ts';
import { loadHull } from '#renderer/widgets/scene3d/load-hull.ts';
import { type OpenScene, openScene, type SceneOptions } from '#renderer/widgets/scene3d/open-scene.ts';
import { entitiesOf, type LoadedModel } from '#renderer/widgets/scene3d/scene-entity.ts';
import type { Scene } from '#shared/model/scene.ts';
import { layOutScene, type SceneLayout } from '#shared/scene/scene-layout.ts';
import { paintLocks, placeLocks, type PlacedLock } from './picture-locks.ts';
import { bindScene, type BoundAsset } from './scene-binding.ts';
import { readFacts } from './scene-facts.ts';
import { lockMarksOf } from './scene-labels-of.ts';
import { createSceneSession, type SceneChoices } from './scene-session.ts';
import { readPalette } from './use-palette.ts';

/** Size of a picture, px: some 170 an inch on A4, and what a processor draws in about a second. */
const [widePx, highPx] = [1120, 640];
/** Nobody sees the canvas itself, so its own frames cost nothing; of the same shape, places on it are places on the picture. */
const shrink = 80;

/** As `MomentCamera` of the process graphics. */
export type SceneCamera = {
  readonly scene: Pick<Scene, 'id' | 'title'>;
  take(head: Omit<PictureHead, 'title'>): Promise<Blob>;
  close(): void;
};

/**
 * Draws the scene in which an asset stands, out of sight, of a moment of its own, with the eye at the asset; null where it is in
 * no scene. Rejects with a sentence where it cannot be drawn. A model that cannot be fetched is left out, as in the view.
 */
export async function sceneCamera(client: ConsoleClient, moment: Moment, directory: DirectoryIndex, asset: string, signal: AbortSignal): Promise<SceneCamera | null> {
  const layout = await layoutOf(client, directory, asset, signal);
  if (layout === null) return null;
  const { scene } = layout;
  const models: LoadedModel[] = [];
  for (const model of scene.models) {
    const answer = await loadMesh(client.call, { scene: scene.id, model: model.id }, signal);
    if (answer.ok) models.push({ model, mesh: answer.value.mesh });
  }
  const load = loadHull(layout, models);
  const hull = await load.hull.finally(load.cancel);
  if (signal.aborted) throw new Error('It took too long.');
  // In the page for its colours, those for paper; its context is given back at the end.
  const [place, canvas] = [document.createElement('div'), document.createElement('canvas')];
  place.className = 'moment-camera';
  place.dataset['theme'] = 'light';
  place.inert = true;
  place.append(canvas);
  document.body.append(place);
  const open = opened({ canvas, hull, layout, models, view: null, hasReducedMotion: () => true, onView: () => undefined, onLost: () => undefined }, () => place.remove());
  const entities = entitiesOf(layout, models);
  const choices = createStore<SceneChoices>(() => ({ mode: 'fault', heat: null, seeThrough: 'off', isolated: null }));
  const session = createSceneSession({
    client: { ...moment, timeline: { state: { subscribe: () => () => undefined } } },
    directory,
    selection: createSelection(() => null),
    layout,
    entities,
    palette: readPalette(place),
    choices,
  });
  open.resize(widePx / shrink, highPx / shrink);
  const anchor = session.binding.assets[session.binding.homeOf(asset)];
  session.goTo(asset, false, scene.views);
  return {
    scene,
    async take(head) {
      // A moment's alarms tell the session by themselves; its frame is not waited for.
      session.show(open.handle);
      const picture = await open.handle.snapshot(widePx, highPx);
      if (picture === null) throw new Error('The scene could not be drawn: the graphics card gave up.');
      const point = new Float64Array(3);
      const isInSight = anchor !== undefined && open.handle.project(...anchor.anchor, point);
      const mark = isInSight && anchor !== undefined ? { anchor, x: (point[0] as number) * shrink, y: (point[1] as number) * shrink } : null;
      const facts = readFacts(session.binding, moment.alarms.getState(), new Map(), moment.locks.getState().byAsset);
      const locks = placeLocks(lockMarksOf(facts, session.binding, moment.nowMs()), open.handle, { width: widePx, height: highPx, scale: shrink });
      return pngOf(await withHead(place, picture, { ...head, title: scene.title }, { mark, locks }));
    },
    close() {
      session.dispose();
      open.dispose();
      place.remove();
    },
  };
}

function opened(options: SceneOptions, undo: () => void): OpenScene {
  try {
    return openScene(options);
  } catch {
    undo();
    throw new Error('This console cannot draw in 3D (no WebGL 2).');
  }
}

/** The first scene, in the order of the project, in which the asset is drawn, else the first in which one above it is. */
async function layoutOf(client: ConsoleClient, directory: DirectoryIndex, asset: string, signal: AbortSignal): Promise<SceneLayout | null> {
  const list = await client.call('scene.list', {}, { signal });
  if (!list.ok) throw new Error(list.fault.message);
  let around: SceneLayout | null = null;
  for (const { id } of list.value.scenes) {
    const answer = await client.call('scene.get', { scene: id }, { signal });
    if (!answer.ok) continue;
    const layout = layOutScene(answer.value.scene);
    const binding = bindScene(layout, entitiesOf(layout, []), directory);
    if (binding.positionOf(asset) >= 0) return layout;
    if (binding.homeOf(asset) >= 0) around ??= layout;
  }
  return around;
}

type Marks = { readonly mark: { readonly anchor: Pick<BoundAsset, 'id' | 'name'>; readonly x: number; readonly y: number } | null; readonly locks: readonly PlacedLock[] };

/** The picture under its head, with padlocks at what was locked out and a line from the asset to its name. */
async function withHead(place: Element, picture: Blob, head: PictureHead, { mark, locks }: Marks): Promise<HTMLCanvasElement> {
  const image = await createImageBitmap(picture);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height + headPx];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the browser gives no canvas for it');
  const colours = headColours(place);
  paintHead(context, head, canvas.width, colours);
  context.drawImage(image, 0, headPx);
  image.close();
  paintLocks(context, locks, { top: headPx, width: canvas.width, named: mark?.anchor.id ?? null }, colours);
  if (mark === null) return canvas;
  const text = `${mark.anchor.id}  ${mark.anchor.name}`;
  context.font = `620 15px ${colours.font}`;
  const wide = context.measureText(text).width + 16;
  const left = Math.min(Math.max(8, mark.x + 24), canvas.width - wide - 8);
  const top = Math.min(Math.max(headPx + 8, mark.y + headPx - 60), canvas.height - 36);
  context.strokeStyle = colours.ink;
  context.beginPath();
  context.moveTo(mark.x, mark.y + headPx);
  context.lineTo(left, top + 14);
  context.stroke();
  context.fillStyle = colours.chrome;
  context.fillRect(left, top, wide, 28);
  context.strokeRect(left, top, wide, 28);
  context.fillStyle = colours.ink;
  context.textBaseline = 'middle';
  context.fillText(text, left + 8, top + 14);
  return canvas;
}
