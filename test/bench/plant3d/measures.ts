import { createEntityStates, type EntityStates, type SceneStats, tinted } from '#renderer/widgets/scene3d/scene-handle.ts';
import type { Scene } from '#shared/model/scene.ts';
import { after, closeShown, current, frame, mount, stands } from './shown-scene.ts';

/** Frames drawn while the page has so many of its own, the eye turning all the time, in front of other windows or behind them. */
export async function turning(isInFront: boolean, frames: number): Promise<number> {
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

export type Moving = { readonly gaps: readonly number[]; readonly js: readonly number[]; readonly calls: number; readonly triangles: number; readonly resolution: number };

/** A movement begins with what the machine can do unknown, s. */
const settleS = 2;

/** Turns the eye a little before every frame, all bound states changing, for so many seconds after it has settled. */
export async function move(seconds: number): Promise<Moving> {
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
export async function overlay(rounds: number): Promise<readonly number[]> {
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
export async function idle(seconds: number): Promise<number> {
  await stands();
  const { handle } = current();
  const before = handle.stats().frames;
  await after(seconds * 1000);
  return (handle.stats().frames - before) / seconds;
}

/** Opens and closes the scene so many times, drawing each; gives what the graphics card held in each while it was open. */
export async function openAndClose(scene: Scene, times: number, isStrict = false): Promise<readonly SceneStats[]> {
  closeShown();
  const seen: SceneStats[] = [];
  for (let i = 0; i < times; i++) {
    const one = await mount(scene, null, [], isStrict);
    while (one.handle.stats().frames === 0) await frame();
    seen.push(one.handle.stats());
    one.close();
    await frame();
  }
  return seen;
}
