import type { Point } from '#shared/model/scene.ts';
import { type OverlayLine, type OverlayMark, lengthOf } from '#renderer/widgets/scene3d/overlay/scene-overlay.tsx';
import { type WayIn, wayWords } from './way-in.ts';

/** Ways and what is measured, as lines over the scene. */
export function linesOf(way: WayIn | null, measured: readonly Point[] | null): readonly OverlayLine[] {
  const ways = (way?.ways ?? []).map(({ route, lengthM }): OverlayLine => ({ id: `way ${route.id}`, kind: 'way', points: route.points, text: wayWords(lengthM) }));
  return measured === null || measured.length < 2 ? ways : [...ways, { id: 'measure', kind: 'measure', points: measured, text: `${lengthOf(measured).toFixed(2)} m` }];
}

export const marksOf = (way: WayIn | null): readonly OverlayMark[] => (way?.isolations ?? []).map(({ id, at, label }, i) => ({ id, at, number: i + 1, title: label }));

/** "3.42 m: 2.10 east, 1.00 north, 2.20 up": a distance with its share along each axis. */
export function measuredWords(measured: readonly Point[]): string {
  const [from, to] = measured;
  if (from === undefined) return 'Pick the first of two places.';
  if (to === undefined) return 'Pick the second place.';
  const part = (axis: 0 | 1 | 2, plus: string, minus: string): string => {
    const along = to[axis] - from[axis];
    return `${Math.abs(along).toFixed(2)} ${along < 0 ? minus : plus}`;
  };
  return `${lengthOf(measured).toFixed(2)} m: ${part(0, 'east', 'west')}, ${part(1, 'north', 'south')}, ${part(2, 'up', 'down')}`;
}
