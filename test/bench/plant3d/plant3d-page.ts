import '#renderer/theme/base.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { Drawn } from '#renderer/widgets/scene3d/drawn/drawn-line.ts';
import { PlantScene } from '#renderer/widgets/scene3d/plant-scene.tsx';
import { createEntityStates, type EntityStates, type SceneHandle, type SectionPlane, type SceneStats, type SceneView3d, tinted } from '#renderer/widgets/scene3d/scene-handle.ts';
import type { Scene } from '#shared/model/scene.ts';
import { layOutScene, type SceneLayout } from '#shared/scene/scene-layout.ts';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';

/** Runs in the page; benches and golden images call it by name. Times are ms of the page's own clock. */
export type Shown = { readonly handle: SceneHandle; readonly layout: SceneLayout; setInFront(isInFront: boolean): void; draw(drawn: Drawn): void; close(): void };
let shown: Shown | null = null;
let unavailable: string | null = null;
const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A mesh as it can be handed to a page: plain lists. */
export type PlainMesh = Omit<SceneMesh, 'positions' | 'normals' | 'indices' | 'coarseIndices'> & Record<'positions' | 'normals' | 'indices' | 'coarseIndices', readonly number[]>;

function meshOf(plain: PlainMesh): SceneMesh {
  return { ...plain, positions: Float32Array.from(plain.positions), normals: Uint8Array.from(plain.normals), indices: Uint32Array.from(plain.indices), coarseIndices: Uint32Array.from(plain.coarseIndices) };
}

function mount(scene: Scene, view: SceneView3d | null, meshes: readonly PlainMesh[] = []): Promise<Shown> {
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
        createElement(PlantScene, {
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

/** Frames drawn while the page has so many of its own, the eye turning all the time, in front of other windows or behind them. */
async function turning(isInFront: boolean, frames: number): Promise<number> {
  const { handle, setInFront } = current();
  setInFront(isInFront);
  for (let i = 0; i < 3; i++) await frame();
  const before = handle.stats().frames;
  for (let i = 0; i < frames; i++) {
    handle.orbit(0.02, 0);
    await frame();
  }
  return handle.stats().frames - before;
}

/** Opens a scene in place of what is open; gives ms until it could be used. */
async function open(scene: Scene, view: SceneView3d | null, meshes: readonly PlainMesh[] = []): Promise<number> {
  shown?.close();
  const began = performance.now();
  shown = await mount(scene, view, meshes);
  const ms = performance.now() - began;
  await stands();
  return ms;
}

const current = (): Shown => {
  if (shown === null) throw new Error('no scene is open');
  return shown;
};

/** Until no frame is drawn for a while: the picture is then the one at rest. */
async function stands(): Promise<void> {
  const { handle } = current();
  for (let before = -1; before !== handle.stats().frames; ) {
    before = handle.stats().frames;
    await after(250);
    await frame();
  }
}

async function look(view: SceneView3d): Promise<void> {
  current().handle.flyTo(view, true);
  await stands();
}

/** Takes the graphics context away and, if wanted, gives it back, as a driver does that restarts; until what follows is drawn. */
async function loseContext(comesBack: boolean): Promise<void> {
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

export type Marks = {
  /** Alarm priority, fill and hatching by asset. */
  readonly priorities: Readonly<Record<string, number>>;
  readonly levels: Readonly<Record<string, number>>;
  readonly hatches: Readonly<Record<string, number>>;
  /** By laid pipe. */
  readonly flows: readonly number[] | null;
};

/** Shows these marks, the rest as clay: for pictures. */
function show({ priorities, levels, hatches, flows }: Marks): void {
  const { handle } = current();
  const style = getComputedStyle(document.documentElement);
  const columns = createEntityStates(handle.entities.length);
  handle.entities.forEach(({ asset }, at) => {
    if (asset === null) return;
    const priority = priorities[asset];
    if (priority !== undefined) columns.colour[at] = tinted(Number.parseInt(style.getPropertyValue(`--p${priority}`).trim().slice(1), 16));
    columns.level[at] = levels[asset] ?? Number.NaN;
    columns.hatch[at] = hatches[asset] ?? 0;
  });
  handle.setStates(columns);
  handle.setFlows(flows === null ? null : Float32Array.from(flows));
}

/** Draws lines and marks into the scene; until that is on the screen. */
async function draw(drawn: Drawn): Promise<void> {
  current().draw(drawn);
  await stands();
}

/** The scene as a picture, png in base 64. */
async function picture(width: number, height: number): Promise<string> {
  const blob = await current().handle.snapshot(width, height);
  if (blob === null) throw new Error('nothing was drawn');
  return base64Of(blob);
}

/** The same picture an eighth as large, with a little loss. */
async function packed(png: string): Promise<string> {
  const { width, height, data } = await pixelsOf(png);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  return base64Of(await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 }));
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** How two pictures differ: the mean of all differences of a channel, and the share of places where one differs by more than a quarter. */
async function difference(one: string, other: string): Promise<{ readonly mean: number; readonly share: number }> {
  const [a, b] = [await pixelsOf(one), await pixelsOf(other)];
  if (a.width !== b.width || a.height !== b.height) return { mean: 255, share: 1 };
  let [sum, far] = [0, 0];
  for (let at = 0; at < a.data.length; at += 4) {
    let most = 0;
    for (let k = 0; k < 3; k++) {
      const by = Math.abs((a.data[at + k] as number) - (b.data[at + k] as number));
      sum += by;
      most = Math.max(most, by);
    }
    if (most > 64) far++;
  }
  return { mean: sum / (a.width * a.height * 3), share: far / (a.width * a.height) };
}

async function pixelsOf(picture: string): Promise<ImageData> {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), (one) => one.charCodeAt(0))]));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

export type Moving = { readonly gaps: readonly number[]; readonly js: readonly number[]; readonly calls: number; readonly triangles: number; readonly resolution: number };

/** A movement begins with what the machine can do unknown, s. */
const settleS = 2;

/** Turns the eye a little before every frame, all bound states changing, for so many seconds after it has settled. */
async function move(seconds: number): Promise<Moving> {
  const { handle } = current();
  const count = handle.entities.length;
  const states = createEntityStates(count);
  const gaps: number[] = [];
  const js: number[] = [];
  let most = { calls: 0, triangles: 0 };
  let last = await frame();
  const begin = last;
  for (let round = 0; last - begin < (seconds + settleS) * 1000; round++) {
    const began = performance.now();
    handle.orbit(0.02, 0);
    change(states, round);
    handle.setStates(states);
    const own = performance.now() - began;
    const now = await frame();
    // The page's own frame, drawn just before this callback.
    if (now - begin > settleS * 1000) {
      gaps.push(now - last);
      const { jsMs, drawCalls, triangles } = handle.stats();
      js.push(own + jsMs);
      most = { calls: Math.max(most.calls, drawCalls), triangles: Math.max(most.triangles, triangles) };
    }
    last = now;
  }
  return { gaps, js, calls: most.calls, triangles: most.triangles, resolution: handle.stats().resolution };
}

/** Fifty entities have another colour each round, as many as alarms change in a flood. */
function change(states: EntityStates, round: number): void {
  for (let i = 0; i < 50; i++) {
    const at = (round * 50 + i) % states.colour.length;
    states.colour[at] = states.colour[at] === 0 ? tinted(0xff_5a_50) : 0;
    states.level[at] = (round % 100) / 100;
  }
}

/** From a changed state being handed over until its frame is through, ms, so many times, the eye at rest. */
async function overlay(rounds: number): Promise<readonly number[]> {
  const { handle } = current();
  const states = createEntityStates(handle.entities.length);
  const times: number[] = [];
  await stands();
  for (let round = 0; round < rounds; round++) {
    await after(150);
    change(states, round);
    const before = handle.stats().frames;
    const began = performance.now();
    handle.setStates(states);
    while (handle.stats().frames === before) await frame();
    // Waits until every pixel is there, which the frame after alone would not say; then the screen is put together.
    finish();
    await frame();
    times.push(performance.now() - began);
  }
  return times;
}

function finish(): void {
  const gl = document.querySelector('canvas')?.getContext('webgl2');
  if (gl === null || gl === undefined) throw new Error('no scene is drawn');
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

/** Frames drawn in so many seconds while nothing changes. */
async function idle(seconds: number): Promise<number> {
  await stands();
  const { handle } = current();
  const before = handle.stats().frames;
  await after(seconds * 1000);
  return (handle.stats().frames - before) / seconds;
}

/** Opens and closes the scene so many times, drawing each; gives what the graphics card held in each while it was open. */
async function openAndClose(scene: Scene, times: number): Promise<readonly SceneStats[]> {
  shown?.close();
  shown = null;
  const seen: SceneStats[] = [];
  for (let i = 0; i < times; i++) {
    const one = await mount(scene, null);
    while (one.handle.stats().frames === 0) await frame();
    seen.push(one.handle.stats());
    one.close();
    await frame();
  }
  return seen;
}

export type Plant3dPage = {
  readonly open: typeof open;
  readonly look: typeof look;
  readonly fly: (view: SceneView3d) => void;
  readonly turning: typeof turning;
  readonly loseContext: typeof loseContext;
  /** Why the map is to be shown instead; null: the scene is. */
  readonly unavailable: () => string | null;
  readonly show: typeof show;
  readonly picture: typeof picture;
  readonly packed: typeof packed;
  readonly difference: typeof difference;
  readonly move: typeof move;
  readonly overlay: typeof overlay;
  readonly idle: typeof idle;
  readonly openAndClose: typeof openAndClose;
  readonly stats: () => SceneStats;
  readonly pick: (x: number, y: number) => ReturnType<SceneHandle['pick']>;
  readonly isolate: (assets: readonly string[] | null) => void;
  readonly draw: typeof draw;
  readonly cut: (plane: SectionPlane | null) => void;
  readonly explode: (assembly: string | null, factor: number) => void;
};
(window as unknown as { plant3dBench: Plant3dPage }).plant3dBench = {
  open,
  look,
  fly: (view) => current().handle.flyTo(view, true),
  turning,
  loseContext,
  unavailable: () => unavailable,
  show,
  picture,
  packed,
  difference,
  move,
  overlay,
  idle,
  openAndClose,
  stats: () => current().handle.stats(),
  pick: (x, y) => current().handle.pick(x, y),
  isolate(assets) {
    const { handle } = current();
    handle.isolate(assets === null ? null : Uint8Array.from(handle.entities, ({ asset }) => Number(asset !== null && assets.includes(asset))));
  },
  draw,
  cut: (plane) => current().handle.setSection(plane),
  explode: (assembly, factor) => current().handle.explode(assembly, factor),
};
