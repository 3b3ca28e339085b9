import type { Point } from '../model/scene.ts';
import { footOf } from './part-frame.ts';
import type { SceneLayout } from './scene-layout.ts';

/** East and north, m. */
export type MapPoint = readonly [number, number];

/** One thing seen from above. */
export type MapOutline = {
  readonly kind: 'floor' | 'building' | 'part';
  /** Position in the scene's list of that kind. */
  readonly index: number;
  /** Its highest point, m: higher ones are drawn over lower ones, and the list is in that order. */
  readonly topM: number;
} & ({ readonly form: 'circle'; readonly at: MapPoint; readonly radius: number } | { readonly form: 'polygon'; readonly points: readonly MapPoint[] });

/** A pipe seen from above, without its risers. */
export type MapPipe = { readonly index: number; readonly diameter: number; readonly topM: number; readonly points: readonly MapPoint[] };

/** The scene seen from above, from the lowest to the highest: what a console without a graphics card draws. */
export function mapOutlines({ scene, parts, pipes }: SceneLayout): { readonly outlines: readonly MapOutline[]; readonly pipes: readonly MapPipe[] } {
  const floors = scene.floors.map(({ at, size }, index): MapOutline => ({ kind: 'floor', index, topM: at[2], form: 'polygon', points: rectangle(at, size) }));
  const buildings = scene.buildings.map(({ at, size }, index): MapOutline => ({ kind: 'building', index, topM: at[2], form: 'polygon', points: rectangle(at, size) }));
  const things = parts.map(({ frame, index, bounds }): MapOutline => {
    const shared = { kind: 'part', index, topM: bounds[5] } as const;
    if (frame.form === 'round') return { ...shared, form: 'circle', at: [frame.at[0], frame.at[1]], radius: Math.max(frame.size[0], frame.size[1]) / 2 };
    return { ...shared, form: 'polygon', points: footOf(frame).map(([east, north]): MapPoint => [east, north]) };
  });
  const ranks = { floor: 0, building: 1, part: 2 };
  const outlines = [...floors, ...buildings, ...things].toSorted((a, b) => (a.kind === b.kind ? a.topM - b.topM : ranks[a.kind] - ranks[b.kind]));
  return {
    outlines,
    pipes: pipes.flatMap(({ pipe, index, points, bounds }) => {
      const flat = seenFromAbove(points);
      return flat.length < 2 ? [] : [{ index, diameter: pipe.diameter, topM: bounds[5], points: flat }];
    }),
  };
}

const rectangle = ([east, north]: Point, size: readonly number[]): readonly MapPoint[] => {
  const [width = 0, depth = 0] = size;
  return [
    [east, north],
    [east + width, north],
    [east + width, north + depth],
    [east, north + depth],
  ];
};

function seenFromAbove(points: readonly Point[]): readonly MapPoint[] {
  const flat: MapPoint[] = [];
  for (const [east, north] of points) {
    const last = flat.at(-1);
    if (last === undefined || Math.hypot(last[0] - east, last[1] - north) > 1e-6) flat.push([east, north]);
  }
  return flat;
}
