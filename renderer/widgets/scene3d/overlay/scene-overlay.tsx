import { type Ref, useCallback, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { Point } from '#shared/model/scene.ts';
import type { SceneSurface } from '../scene-surface.ts';
import './scene-overlay.css';

/** A line of the plant drawn over the scene: a person's way, or what is measured. */
export type OverlayLine = { readonly id: string; readonly kind: 'way' | 'measure'; readonly points: readonly Point[]; /** Stands at its middle; empty: nothing. */ readonly text: string };
/** A place that is marked, numbered as in the list. */
export type OverlayMark = { readonly id: string; readonly at: Point; readonly number: number; readonly title: string };
export type SceneOverlayHandle = { readonly place: () => void };

/** Long lines are cut in pieces of so many metres, so that one that ends behind the eye is drawn as far as it is seen. */
const pieceM = 1.5;

export type SceneOverlayProps = {
  readonly lines: readonly OverlayLine[];
  readonly marks: readonly OverlayMark[];
  /** The scene draws lines and marks itself, with true depth: what they say is all that stands over it. */
  readonly hasWordsOnly: boolean;
  readonly surface: SceneSurface | null;
  readonly ref?: Ref<SceneOverlayHandle>;
};

/** Words of lines at their places in the scene; over a map the lines and numbered marks as well. They hide nothing and take no pointer. */
export function SceneOverlay({ lines, marks, hasWordsOnly, surface, ref }: SceneOverlayProps) {
  const svg = useRef<SVGSVGElement>(null);
  const latest = useRef({ lines, marks, surface });
  latest.current = { lines, marks, surface };
  const place = useCallback((): void => {
    const { lines: allLines, marks: allMarks, surface: on } = latest.current;
    if (svg.current === null || on === null) return;
    for (const line of allLines) {
      const group = svg.current.querySelector(`[data-line="${CSS.escape(line.id)}"]`);
      group?.querySelectorAll('path').forEach((path) => path.setAttribute('d', pathOf(line.points, on)));
      const middle = seen(middleOf(line.points), on);
      const text = group?.querySelector('text');
      text?.setAttribute('visibility', middle === null ? 'hidden' : 'visible');
      if (middle !== null) text?.setAttribute('transform', `translate(${middle[0]} ${middle[1] - 10})`);
    }
    for (const mark of allMarks) {
      const group = svg.current.querySelector(`[data-mark="${CSS.escape(mark.id)}"]`);
      const at = seen(mark.at, on);
      group?.setAttribute('visibility', at === null ? 'hidden' : 'visible');
      if (at !== null) group?.setAttribute('transform', `translate(${at[0]} ${at[1]})`);
    }
  }, []);
  useImperativeHandle(ref, () => ({ place }), [place]);
  useLayoutEffect(place);
  return (
    <svg ref={svg} className="scene-overlay" aria-hidden="true">
      {lines.map(({ id, kind, text }) => (
        <g key={id} data-line={id} className={`scene-overlay-line is-${kind}`}>
          {hasWordsOnly ? null : (
            <>
              <path className="scene-overlay-edge" />
              <path />
            </>
          )}
          {text === '' ? null : <text>{text}</text>}
        </g>
      ))}
      {(hasWordsOnly ? [] : marks).map(({ id, number, title }) => (
        <g key={id} data-mark={id} className="scene-overlay-mark">
          <title>{title}</title>
          <path d="M-4.5-7v-3a4.5 4.5 0 0 1 9 0v3" />
          <rect x="-8" y="-7" width="16" height="14" rx="2.5" />
          <text y="4">{number}</text>
        </g>
      ))}
    </svg>
  );
}

const out = new Float64Array(3);
function seen([east, north, up]: Point, surface: SceneSurface): readonly [number, number] | null {
  return surface.project(east, north, up, out) ? [out[0] as number, out[1] as number] : null;
}

function pathOf(points: readonly Point[], surface: SceneSurface): string {
  let path = '';
  let isOpen = false;
  const go = (at: Point): void => {
    const place = seen(at, surface);
    if (place !== null) path += `${isOpen ? 'L' : 'M'}${place[0].toFixed(1)} ${place[1].toFixed(1)}`;
    isOpen = place !== null;
  };
  points.forEach((point, i) => {
    const before = points[i - 1];
    if (before === undefined) return go(point);
    const pieces = Math.max(1, Math.min(200, Math.ceil(lengthOf([before, point]) / pieceM)));
    for (let piece = 1; piece <= pieces; piece++) go(between(before, point, piece / pieces));
  });
  return path;
}

const between = (a: Point, b: Point, share: number): Point => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];

/** Way along points, m. */
export const lengthOf = (points: readonly Point[]): number => points.reduce((sum, point, i) => (i === 0 ? 0 : sum + Math.hypot(...([0, 1, 2] as const).map((axis) => point[axis] - (points[i - 1] as Point)[axis]))), 0);

/** The place half the way along. */
function middleOf(points: readonly Point[]): Point {
  let left = lengthOf(points) / 2;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1] as Point, points[i] as Point];
    const length = lengthOf([a, b]);
    if (left <= length && length > 0) return between(a, b, left / length);
    left -= length;
  }
  return points[0] ?? [0, 0, 0];
}
