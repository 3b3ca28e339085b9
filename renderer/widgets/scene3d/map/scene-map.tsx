import { useEffect, useMemo, useRef } from 'react';
import type { Point } from '#shared/model/scene.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';
import { createHatch } from '../../hatch.ts';
import { fitViewport, panBy, type Viewport, zoomAt, zoomToBox } from '../../screen-viewport/viewport.ts';
import { listenToViewport } from '../../screen-viewport/viewport-input.ts';
import type { PlantSceneProps } from '../plant-scene.tsx';
import { entitiesOf } from '../scene-entity.ts';
import type { SceneView3d } from '../scene-handle.ts';
import type { SceneSurface } from '../scene-surface.ts';
import { MapDrawing } from './map-drawing.tsx';
import { MapFlows } from './map-flows.tsx';
import { createMapPainter } from './map-paint.ts';
import { fitOf, mapPlace } from './map-place.ts';
import './scene-map.css';

/** Ground around what is flown to, m, and how near that may come. */
const aroundM = 4;
const nearestFit = 8;

type SceneMapProps = Pick<PlantSceneProps, 'layout' | 'models' | 'view' | 'onPick' | 'onView' | 'label'> & {
  /** Shows each pipe's direction; a column as `SceneHandle.setFlows` takes it. */
  readonly onReady: (surface: SceneSurface) => void;
};

/**
 * The scene from above as a drawing: the same places, colours, hatching and labels, without a graphics card. Wheel, drag and
 * two fingers zoom and move it; + − 0 and Shift with arrows do by key.
 */
export function SceneMap({ layout, models, view, onPick, onView, onReady, label }: SceneMapProps) {
  const host = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const flows = useRef<SVGGElement>(null);
  const entities = useMemo(() => entitiesOf(layout, models), [layout, models]);
  const place = useMemo(() => mapPlace(layout.bounds), [layout]);
  const latest = useRef({ onPick, onView, view });
  latest.current = { onPick, onView, view };

  useEffect(() => {
    const [element, drawing, arrows] = [host.current, svg.current, flows.current];
    if (element === null || drawing === null || arrows === null) return undefined;
    const hatch = createHatch();
    drawing.prepend(hatch.defs);
    const painter = createMapPainter(drawing, hatch.fill);
    let viewport: Viewport = fitViewport(place);
    const set = (next: Viewport): void => {
      viewport = next;
      drawing.setAttribute('viewBox', `${next.x} ${next.y} ${next.width} ${next.height}`);
      latest.current.onView?.();
    };
    const toDrawing = (clientX: number, clientY: number): { x: number; y: number } | null => {
      const box = element.getBoundingClientRect();
      if (box.width === 0) return null;
      const { scale, left, top } = fitOf(viewport, box);
      return { x: viewport.x + (clientX - box.left - left) / scale, y: viewport.y + (clientY - box.top - top) / scale };
    };
    const entityAt = (target: EventTarget | null): number | null => {
      const found = target instanceof Element ? target.closest<SVGElement>('[data-entity]') : null;
      return found === null || found.classList.contains('is-still') ? null : Number(found.dataset['entity']);
    };
    const pickAt = (target: EventTarget | null, clientX: number, clientY: number) => {
      const at = toDrawing(clientX, clientY);
      if (at === null) return null;
      const entity = entityAt(target);
      const up = entity === null ? 0 : (entities[entity]?.bounds[5] ?? 0);
      return { entity, at: [place.east(at.x), place.north(at.y), up] as Point };
    };
    const onClick = (event: MouseEvent): void => latest.current.onPick(pickAt(event.target, event.clientX, event.clientY), event as PointerEvent);
    element.addEventListener('click', onClick);
    const stopInput = listenToViewport({ host: element, extent: place, get: () => viewport, set, toDrawing, isPart: (target) => entityAt(target) !== null });
    const resized = new ResizeObserver(() => latest.current.onView?.());
    resized.observe(element);

    const surface: SceneSurface = {
      entities,
      bounds: layout.bounds,
      setStates: painter.states,
      setLit: (isLit) => void drawing.classList.toggle('is-dark', !isLit),
      setFlows: (column) => showFlows(arrows, column),
      isolate: painter.isolate,
      flyTo: (goal) => set(zoomToBox(boxOf(goal, place), place, aroundM, nearestFit)),
      zoom: (factor) => set(zoomAt(viewport, place, 1 / factor, { x: viewport.x + viewport.width / 2, y: viewport.y + viewport.height / 2 })),
      pan: (right, up) => set(panBy(viewport, place, right * viewport.width, -up * viewport.height)),
      pick(x, y) {
        const box = element.getBoundingClientRect();
        return pickAt(document.elementFromPoint(box.left + x, box.top + y), box.left + x, box.top + y);
      },
      project(east, north, _up, out) {
        const { scale, left, top } = fitOf(viewport, { width: element.clientWidth, height: element.clientHeight });
        out[0] = left + (place.x(east) - viewport.x) * scale;
        out[1] = top + (place.y(north) - viewport.y) * scale;
        out[2] = 0;
        return true;
      },
      uncut: (at) => at,
    };
    // The view is where it begins; later ones are flown to.
    const begin = latest.current.view;
    set(begin === null || isAll(begin, layout.bounds) ? fitViewport(place) : zoomToBox(boxOf(begin, place), place, aroundM, nearestFit));
    onReady(surface);
    return () => {
      resized.disconnect();
      stopInput();
      element.removeEventListener('click', onClick);
      hatch.defs.remove();
    };
  }, [layout, entities, place, onReady]);

  return (
    <div ref={host} className="scene-map" tabIndex={0} role="application" aria-label={label}>
      <svg ref={svg} viewBox={`0 0 ${place.width} ${place.height}`} aria-hidden="true">
        <MapDrawing layout={layout} entities={entities} place={place} />
        <g ref={flows} className="scene-map-flows">
          <MapFlows layout={layout} place={place} />
        </g>
      </svg>
    </div>
  );
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** What a goal shows of the ground: a box as it is, a view about half as wide as the eye is far. */
function boxOf(goal: SceneView3d | Bounds, place: ReturnType<typeof mapPlace>): Box {
  if (!('eye' in goal)) return { x: place.x(goal[0]), y: place.y(goal[4]), width: goal[3] - goal[0], height: goal[4] - goal[1] };
  const { eye, target } = goal;
  const half = Math.hypot(eye[0] - target[0], eye[1] - target[1], eye[2] - target[2]) / 3;
  return { x: place.x(target[0]) - half, y: place.y(target[1]) - half, width: 2 * half, height: 2 * half };
}

const isAll = ({ eye, target }: SceneView3d, [east, north, , east2, north2]: Bounds): boolean =>
  Math.hypot(eye[0] - target[0], eye[1] - target[1], eye[2] - target[2]) > Math.max(east2 - east, north2 - north) / 2;

/** One arrow a pipe: which way, or none. */
function showFlows(arrows: SVGGElement, column: Float32Array | null): void {
  for (const arrow of arrows.querySelectorAll<SVGElement>('[data-pipe]')) {
    const flow = column?.[Number(arrow.dataset['pipe'])] ?? Number.NaN;
    arrow.classList.toggle('is-shown', flow !== 0 && !Number.isNaN(flow));
    arrow.classList.toggle('is-back', flow < 0);
  }
}
