import '#renderer/theme/base.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { PlantScene } from '#renderer/widgets/scene3d/plant-scene.tsx';
import { createEntityStates, type EntityStates, type SceneHandle, type SceneStats, type SceneView3d, tinted } from '#renderer/widgets/scene3d/scene-handle.ts';
import type { Scene } from '#shared/model/scene.ts';
import { layOutScene, type SceneLayout } from '#shared/scene/scene-layout.ts';

/** Runs in the page; benches and golden images call it by name. Times are ms of the page's own clock. */
export type Shown = { readonly handle: SceneHandle; readonly layout: SceneLayout; close(): void };
let shown: Shown | null = null;
const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function mount(scene: Scene, view: SceneView3d | null): Promise<Shown> {
  const host = document.createElement('div');
  host.className = 'host';
  document.body.append(host);
  const root = createRoot(host);
  const layout = layOutScene(scene);
  return new Promise((resolve, reject) => {
    root.render(
      createElement(PlantScene, {
        layout,
        models: [],
        view,
        isInFront: true,
        hasReducedMotion: false,
        theme: document.documentElement.dataset['theme'] ?? 'dark',
        label: scene.title,
        onPick: () => undefined,
        onReady(handle) {
          resolve({
            handle,
            layout,
            close() {
              root.unmount();
              host.remove();
            },
          });
        },
        onUnavailable: (reason) => reject(new Error(reason)),
      }),
    );
  });
}

/** Opens a scene in place of what is open; gives ms until it could be used. */
async function open(scene: Scene, view: SceneView3d | null): Promise<number> {
  shown?.close();
  const began = performance.now();
  shown = await mount(scene, view);
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

/** Shows these states by asset, the rest as clay: for pictures. */
function show(states: { readonly colours: Readonly<Record<string, number>>; readonly levels: Readonly<Record<string, number>>; readonly hatches: Readonly<Record<string, number>> }, flows: readonly number[] | null): void {
  const { handle } = current();
  const columns = createEntityStates(handle.entities.length);
  handle.entities.forEach(({ asset }, at) => {
    if (asset === null) return;
    const colour = states.colours[asset];
    if (colour !== undefined) columns.colour[at] = tinted(colour);
    columns.level[at] = states.levels[asset] ?? Number.NaN;
    columns.hatch[at] = states.hatches[asset] ?? 0;
  });
  handle.setStates(columns);
  handle.setFlows(flows === null ? null : Float32Array.from(flows));
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
    // The frame after it begins when this one was drawn.
    await frame();
    times.push(performance.now() - began);
  }
  return times;
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
  readonly show: typeof show;
  readonly move: typeof move;
  readonly overlay: typeof overlay;
  readonly idle: typeof idle;
  readonly openAndClose: typeof openAndClose;
  readonly stats: () => SceneStats;
  readonly pick: (x: number, y: number) => ReturnType<SceneHandle['pick']>;
  readonly isolate: (assets: readonly string[] | null) => void;
  readonly explode: (assembly: string | null, factor: number) => void;
};
(window as unknown as { plant3dBench: Plant3dPage }).plant3dBench = {
  open,
  look,
  show,
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
  explode: (assembly, factor) => current().handle.explode(assembly, factor),
};
