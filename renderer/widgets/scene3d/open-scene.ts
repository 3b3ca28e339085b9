import { createElement } from 'react';
import type { Point } from '#shared/model/scene.ts';
import { type Bounds, boundsOfAll } from '#shared/scene/part-frame.ts';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import { cutOutline } from './drawn/cut-outline.ts';
import { type Drawn, nothingDrawn } from './drawn/drawn-line.ts';
import { SceneContents } from './drawn/scene-contents.tsx';
import type { Hull } from './hull/hull.ts';
import { entitiesOf, type LoadedModel } from './scene-entity.ts';
import type { SceneHandle, ScenePick, SceneStats, SceneView3d, SectionPlane } from './scene-handle.ts';
import { createTreePick, type PickTree } from './pick/pick-tree.ts';
import { openSceneRoot } from './scene-root.tsx';
import { createFramePace, type Effort } from './stage/frame-pace.ts';
import { pickHull } from './stage/pick-hull.ts';
import { createSceneCamera } from './stage/scene-camera.ts';
import { readSceneTheme } from './stage/scene-theme.ts';
import { moveApart } from './stage/move-apart.ts';
import { pictureOf, whenDrawn } from './stage/renderer.ts';
import { watchContext } from './stage/context-loss.ts';
import { createStage } from './stage/stage.ts';
import { uncutPlace } from './stage/uncut-place.ts';

export type SceneOptions = {
  readonly canvas: HTMLCanvasElement;
  readonly hull: Hull;
  readonly layout: SceneLayout;
  readonly models: readonly LoadedModel[];
  readonly view: SceneView3d | null;
  readonly hasReducedMotion: () => boolean;
  readonly onView: () => void;
  /** Its graphics context is lost for now, or back. */
  readonly onPause?: (isPaused: boolean) => void;
  /** Its graphics context is lost for good, and it draws no more: a sentence. */
  readonly onLost: (reason: string) => void;
};

export type OpenScene = {
  readonly handle: SceneHandle;
  resize(width: number, height: number): void;
  setInFront(isInFront: boolean): void;
  rereadTheme(): void;
  /** Picks are quicker from now on. */
  setPickTree(tree: PickTree): void;
  /** Lines and marks in the scene, with true depth. */
  draw(drawn: Drawn): void;
  dispose(): void;
};

const noPoints: readonly Point[] = [];
/** A little after the last movement the picture is drawn in full, ms. */
const restMs = 140;

/**
 * Opens a scene on a canvas; throws where there is no WebGL 2. react-three-fiber's root hosts it and asks for its frames; one
 * is drawn when something changed and none else. States go past React.
 */
export function openScene({ canvas, hull, layout, models, view, hasReducedMotion, onView, onPause, onLost }: SceneOptions): OpenScene {
  const root = openSceneRoot(canvas, (nowMs) => frame(nowMs));
  const { renderer, scene, isSoftware } = root;
  const entities = entitiesOf(layout, models);
  const boundsOf = entities.map(({ bounds }) => bounds);
  const bounds = boundsOfAll([layout.bounds, ...entities.filter(({ kind }) => kind === 'node').map((node) => node.bounds)]);
  const stage = createStage(renderer, hull, layout, boundsOf, readSceneTheme(canvas));
  const eye = createSceneCamera(root.camera, canvas, bounds, hasReducedMotion);
  const pace = createFramePace(isSoftware);
  stage.applyTheme(readSceneTheme(canvas));

  const context = watchContext(canvas, {
    onLost,
    onPause(isPaused) {
      onPause?.(isPaused);
      if (isPaused) return;
      resolution = 0;
      invalidate();
    },
  });
  let [width, height] = [0, 0];
  let resolution = 0;
  let [isInFront, isClosed, isDirty, isMoving, hasMoved] = [true, false, false, false, true];
  let skipped = false;
  let drawn = nothingDrawn;
  let pickByTree: ReturnType<typeof createTreePick> | null = null;
  let restTimer = 0;
  let lastMs = Number.NaN;
  let drawnAt = Number.NaN;
  let isTimed = false;
  let section: SectionPlane | null = null;
  let hasExploded = false;
  const stats = { frames: 0, drawCalls: 0, triangles: 0, jsMs: 0 };

  const setResolution = (share: number): void => {
    const next = share * devicePixelRatio;
    if (next === resolution || width === 0) return;
    resolution = next;
    root.setPixelRatio(next);
    stage.uniforms.uPixel.value = next;
  };
  const draw = (effort: Effort): void => {
    const began = performance.now();
    setResolution(effort.resolution);
    stage.draw(scene, eye, width, height, effort, isMoving);
    stats.jsMs = performance.now() - began;
    stats.frames++;
    stats.drawCalls = renderer.info.render.calls;
    stats.triangles = renderer.info.render.triangles;
    isDirty = false;
  };
  const frame = (nowMs: number): void => {
    if (isClosed || context.isLost() || width === 0) return;
    // Behind other windows or tabs every other frame is enough.
    if (!isInFront && !skipped) {
      skipped = true;
      ask();
      return;
    }
    skipped = false;
    const seconds = Number.isNaN(lastMs) ? 1 / 60 : (nowMs - lastMs) / 1000;
    if (isMoving && !Number.isNaN(drawnAt)) pace.moved(nowMs - drawnAt);
    const goesOn = eye.update(seconds);
    if (goesOn) {
      if (!isMoving) [isMoving, drawnAt] = [true, Number.NaN];
      hasMoved = true;
      clearTimeout(restTimer);
      restTimer = window.setTimeout(rest, restMs);
    }
    lastMs = nowMs;
    if (isDirty || goesOn) {
      draw(isMoving ? pace.moving() : pace.resting());
      if (!isMoving) noteCost();
      drawnAt = nowMs;
      if (hasMoved) {
        hasMoved = false;
        onView();
      }
    }
    if (goesOn) ask();
    else lastMs = Number.NaN;
  };
  /** How long a frame at rest takes until it is drawn indeed, to the next look. */
  const noteCost = (): void => {
    if (isTimed) return;
    isTimed = true;
    const began = performance.now();
    whenDrawn(renderer, () => {
      isTimed = false;
      if (!isMoving && !isClosed) pace.stood(performance.now() - began);
    });
  };
  const rest = (): void => {
    isMoving = false;
    pace.rested();
    invalidate();
  };
  const ask = (): void => {
    if (!isClosed && !context.isLost()) root.ask();
  };
  const invalidate = (): void => {
    isDirty = true;
    ask();
  };
  const onControl = (): void => ask();
  /** What people drew goes through React, which is slower and happens rarely; it draws a frame itself. */
  const showContents = (): void => {
    if (!isClosed) root.render(createElement(SceneContents, { stage, drawn, cut: section === null ? noPoints : cutOutline(bounds, section), onChange: invalidate }));
  };
  showContents();
  eye.controls.addEventListener('control', onControl);
  eye.controls.addEventListener('controlstart', onControl);
  eye.controls.addEventListener('update', onControl);
  eye.controls.addEventListener('transitionstart', onControl);

  if (view === null) eye.flyTo(bounds, true);
  else eye.flyTo(view, true);

  /** How far an entity is moved apart, m. */
  const moveOf = (entity: number): Point => {
    const { move } = stage.states;
    return hasExploded && entity >= 0 ? [move[entity * 4] ?? 0, move[entity * 4 + 1] ?? 0, move[entity * 4 + 2] ?? 0] : [0, 0, 0];
  };
  const isDown = (): boolean => isClosed || context.isOver();
  const handle: SceneHandle = {
    entities,
    bounds,
    setStates(states) {
      if (!isDown() && stage.states.write(states)) invalidate();
    },
    setLit(isLit) {
      if (isDown() || stage.uniforms.uLit.value === Number(isLit)) return;
      stage.uniforms.uLit.value = Number(isLit);
      if (stage.states.hasPulse()) invalidate();
    },
    setFlows(flows) {
      if (!isDown() && stage.arrows.set(flows)) invalidate();
    },
    isolate(kept) {
      if (isDown()) return;
      const own = kept === null ? null : kept.slice();
      stage.list.setKept(own);
      stage.arrows.isolate(own);
      invalidate();
    },
    setSection(plane) {
      if (isDown()) return;
      section = plane;
      stage.setSection(plane);
      showContents();
      // What is pointed at stands elsewhere now, or nowhere.
      hasMoved = true;
      invalidate();
    },
    explode(assembly, factor) {
      if (isDown()) return;
      hasExploded = moveApart(stage.states.move, entities, assembly, factor);
      stage.states.moves.needsUpdate = true;
      stage.uniforms.uHasMoves.value = Number(hasExploded);
      stage.list.setMoves(hasExploded ? stage.states.move : null);
      hasMoved = true;
      invalidate();
    },
    flyTo(goal, isInstant = false) {
      if (isDown()) return;
      eye.flyTo(goal, isInstant);
      ask();
    },
    view: () => eye.view(),
    orbit(around, over) {
      if (isDown()) return;
      void eye.controls.rotate(around, over, !hasReducedMotion());
      ask();
    },
    pan(right, up) {
      if (isDown()) return;
      const reach = eye.controls.distance;
      void eye.controls.truck(right * reach, -up * reach, !hasReducedMotion());
      ask();
    },
    zoom(factor) {
      if (isDown()) return;
      void eye.controls.dollyTo(eye.controls.distance * factor, !hasReducedMotion());
      ask();
    },
    pick(x, y): ScenePick | null {
      if (isDown() || width === 0) return null;
      const ray = eye.ray((x / width) * 2 - 1, 1 - (y / height) * 2);
      const limits = { isShown: stage.list.isShown, section, moves: hasExploded ? stage.states.move : null };
      return pickByTree === null || hasExploded ? pickHull(hull, boundsOf, ray, limits) : pickByTree(ray, limits);
    },
    project(east, north, up, out, entity = -1) {
      const [moveEast, moveNorth, moveUp] = moveOf(entity);
      return eye.project(east + moveEast, north + moveNorth, up + moveUp, width, height, out);
    },
    uncut([east, north, up], entity) {
      const [x, y, z] = moveOf(entity);
      const own = boundsOf[entity];
      const bounds: Bounds | null = own === undefined ? null : [own[0] + x, own[1] + y, own[2] + z, own[3] + x, own[4] + y, own[5] + z];
      const found = uncutPlace([east + x, north + y, up + z], bounds, section);
      return found === null ? null : [found[0] - x, found[1] - y, found[2] - z];
    },
    async snapshot(wide, high) {
      if (isDown() || context.isLost()) return null;
      const shown = stage.uniforms.uPixel.value;
      eye.resize(wide, high);
      eye.update(0);
      stage.uniforms.uPixel.value = Math.max(1, high / 1080);
      const picture = pictureOf(renderer, wide, high, () => stage.draw(scene, eye, wide, high, pace.full(), false));
      stage.uniforms.uPixel.value = shown;
      eye.resize(width, height);
      invalidate();
      return picture;
    },
    invalidate,
    stats: (): SceneStats => ({ ...stats, resolution: resolution / devicePixelRatio, geometries: renderer.info.memory.geometries, textures: renderer.info.memory.textures }),
  };

  return {
    handle,
    resize(wide, high) {
      if (isClosed || wide === 0 || high === 0 || (wide === width && high === height)) return;
      [width, height] = [wide, high];
      root.resize(wide, high);
      if (resolution === 0) setResolution(1);
      eye.resize(wide, high);
      hasMoved = true;
      invalidate();
    },
    setInFront(next) {
      isInFront = next;
      ask();
    },
    rereadTheme() {
      stage.applyTheme(readSceneTheme(canvas));
      invalidate();
    },
    setPickTree(tree) {
      if (!isClosed) pickByTree = createTreePick(hull, tree);
    },
    draw(next) {
      if (isDown() || next === drawn) return;
      drawn = next;
      showContents();
    },
    dispose() {
      if (isClosed) return;
      isClosed = true;
      clearTimeout(restTimer);
      context.stop();
      eye.dispose();
      stage.dispose();
      // A browser keeps some sixteen contexts in all and takes the oldest: this one is given back with the root.
      root.close();
    },
  };
}
