import './plant-scene.css';
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import { type Drawn, nothingDrawn } from './drawn/drawn-line.ts';
import { loadHull } from './load-hull.ts';
import { type OpenScene, openScene } from './open-scene.ts';
import type { LoadedModel } from './scene-entity.ts';
import type { SceneHandle, ScenePick, SceneView3d } from './scene-handle.ts';

export type PlantSceneProps = {
  /** Laid out once by `layOutScene`; another object opens the scene anew, with the eye where it was. */
  readonly layout: SceneLayout;
  /** Another array opens the scene anew as well. */
  readonly models: readonly LoadedModel[];
  /** Where the eye stands when the scene opens; around all of it where null. */
  readonly view: SceneView3d | null;
  /** Halves the rate of frames where false. */
  readonly isInFront: boolean;
  readonly hasReducedMotion: boolean;
  /** What tells that colours changed: the console's theme. */
  readonly theme: string;
  /** Lines and marks in the scene, with true depth; another object is another drawing. */
  readonly drawn?: Drawn;
  readonly onPick: (pick: ScenePick | null, event: PointerEvent) => void;
  /** What the pointer is over, once a frame at most; null: nothing, or it left. */
  readonly onHover?: (pick: ScenePick | null) => void;
  /** After a frame in which eye, size or scene changed: labels are placed anew then. */
  readonly onView?: () => void;
  /** The scene can be used; with another handle after another layout. */
  readonly onReady: (handle: SceneHandle) => void;
  /** There is no WebGL here, or its context was lost for good: show the map. A sentence. */
  readonly onUnavailable: (reason: string) => void;
  readonly label: string;
  readonly ref?: Ref<SceneHandle | null>;
};

/** A press that moved farther than this turned the view and picks nothing, px. */
const clickPx = 4;
const turn = Math.PI / 24;

/** A scene on a canvas of its own. What it shows of the plant goes through its handle, past React. */
export function PlantScene(props: PlantSceneProps) {
  const { layout, models, isInFront, theme, drawn = nothingDrawn, label, ref } = props;
  const latest = useRef(props);
  latest.current = props;
  const host = useRef<HTMLDivElement>(null);
  const opened = useRef<OpenScene | null>(null);
  const lastView = useRef<SceneView3d | null>(null);
  const [handle, setHandle] = useState<SceneHandle | null>(null);
  const [isPaused, setPaused] = useState(false);
  useImperativeHandle(ref, () => handle as SceneHandle, [handle]);

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const load = loadHull(layout, models);
    // A canvas whose context was given back cannot get another one: each opening has its own.
    const canvas = document.createElement('canvas');
    element.prepend(canvas);
    let isGone = false;
    let watch: ResizeObserver | null = null;
    load.hull.then(
      (hull) => {
        if (isGone) return;
        try {
          const scene = openScene({
            canvas,
            hull,
            layout,
            models,
            view: lastView.current ?? latest.current.view,
            hasReducedMotion: () => latest.current.hasReducedMotion,
            onView: () => latest.current.onView?.(),
            onPause: setPaused,
            onLost: (reason) => latest.current.onUnavailable(reason),
          });
          opened.current = scene;
          scene.setInFront(latest.current.isInFront);
          watch = new ResizeObserver(() => scene.resize(element.clientWidth, element.clientHeight));
          watch.observe(element);
          scene.resize(element.clientWidth, element.clientHeight);
          setHandle(scene.handle);
          void load.tree.then((tree) => tree !== null && !isGone && scene.setPickTree(tree));
          latest.current.onReady(scene.handle);
        } catch {
          latest.current.onUnavailable('This console cannot draw in 3D (no WebGL 2), so the map is shown instead.');
        }
      },
      (error: unknown) => {
        if (!isGone) latest.current.onUnavailable(`The scene could not be drawn: ${error instanceof Error ? error.message : String(error)}. The map is shown instead.`);
      },
    );
    return () => {
      isGone = true;
      load.cancel();
      watch?.disconnect();
      lastView.current = opened.current?.handle.view() ?? lastView.current;
      opened.current?.dispose();
      opened.current = null;
      canvas.remove();
      setHandle(null);
      setPaused(false);
    };
  }, [layout, models]);

  useEffect(() => opened.current?.setInFront(isInFront), [isInFront]);
  useEffect(() => opened.current?.rereadTheme(), [theme]);
  useEffect(() => opened.current?.draw(drawn), [drawn, handle]);
  usePointer(host, opened, latest);

  // One stop of Tab: arrows turn, Shift moves, plus and minus go nearer and farther.
  return (
    <div className="plant-scene" ref={host} tabIndex={0} data-first-focus role="img" aria-label={label} onKeyDown={(event) => opened.current !== null && onKey(event, opened.current.handle)}>
      {handle === null ? <div className="plant-scene-wait">Building the scene…</div> : isPaused ? <div className="plant-scene-wait" role="status">The graphics card gave up; the picture comes back when it does.</div> : null}
    </div>
  );
}

function onKey(event: KeyboardEvent, handle: SceneHandle): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const move = event.shiftKey;
  const act: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => (move ? handle.pan(-0.1, 0) : handle.orbit(-turn, 0)),
    ArrowRight: () => (move ? handle.pan(0.1, 0) : handle.orbit(turn, 0)),
    ArrowUp: () => (move ? handle.pan(0, 0.1) : handle.orbit(0, -turn)),
    ArrowDown: () => (move ? handle.pan(0, -0.1) : handle.orbit(0, turn)),
    '+': () => handle.zoom(0.8),
    '=': () => handle.zoom(0.8),
    '-': () => handle.zoom(1.25),
  };
  const found = Object.hasOwn(act, event.key) ? act[event.key] : undefined;
  if (found === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  found();
}

type Latest<T> = { readonly current: T };

function usePointer(host: Latest<HTMLDivElement | null>, opened: Latest<OpenScene | null>, latest: Latest<PlantSceneProps>): void {
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    let pressed: { readonly x: number; readonly y: number } | null = null;
    let hoverFrame = 0;
    const placeOf = (event: PointerEvent): readonly [number, number] => {
      const box = element.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const pick = (event: PointerEvent): ScenePick | null => opened.current?.handle.pick(...placeOf(event)) ?? null;
    const down = (event: PointerEvent): void => void (pressed = event.button === 0 ? { x: event.clientX, y: event.clientY } : null);
    const up = (event: PointerEvent): void => {
      if (pressed !== null && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) <= clickPx) latest.current.onPick(pick(event), event);
      pressed = null;
    };
    const move = (event: PointerEvent): void => {
      if (latest.current.onHover === undefined || event.buttons !== 0) return;
      cancelAnimationFrame(hoverFrame);
      hoverFrame = requestAnimationFrame(() => latest.current.onHover?.(pick(event)));
    };
    const leave = (): void => {
      cancelAnimationFrame(hoverFrame);
      latest.current.onHover?.(null);
    };
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', leave);
    return () => {
      cancelAnimationFrame(hoverFrame);
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', leave);
    };
  }, [host, opened, latest]);
}
