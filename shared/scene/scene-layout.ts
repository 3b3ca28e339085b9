import type { Point, Scene, ScenePart, ScenePipe } from '../model/scene.ts';
import { type Bounds, boundsOfAll, boundsOfPart, boundsOfPoints, frameOf, nozzleNames, nozzleOf, type PartFrame } from './part-frame.ts';
import { distance, type RouteEnd, routePipe } from './pipe-route.ts';

export type LaidPart = { readonly part: ScenePart; /** Position in the scene's `parts`. */ readonly index: number; readonly frame: PartFrame; readonly bounds: Bounds };

export type LaidPipe = {
  readonly pipe: ScenePipe;
  /** Position in the scene's `pipes`. */
  readonly index: number;
  /** Corners from end to end. */
  readonly points: readonly Point[];
  readonly lengthM: number;
  readonly bounds: Bounds;
  /** Positions of the parts at its ends in the scene's `parts`; null for an end at a point. */
  readonly fromPart: number | null;
  readonly toPart: number | null;
};

/** What leads nowhere in a scene: where in its file, and why. */
export type LayoutFault = { readonly at: readonly (string | number)[]; readonly message: string };

/** A scene with every place worked out. Pipes whose ends lead nowhere are left out and stand in `faults`. */
export type SceneLayout = {
  readonly scene: Scene;
  readonly parts: readonly LaidPart[];
  readonly pipes: readonly LaidPipe[];
  /** Around floors, buildings, parts and pipes; models are not known here. */
  readonly bounds: Bounds;
  readonly faults: readonly LayoutFault[];
};

/** What pipes call a part: its id, else its asset; null: they cannot name it. */
export const partName = (part: ScenePart): string | null => part.id ?? part.asset ?? null;

export function layOutScene(scene: Scene): SceneLayout {
  const faults: LayoutFault[] = [];
  const parts = scene.parts.map((part, index): LaidPart => {
    const frame = frameOf(part);
    return { part, index, frame, bounds: boundsOfPart(frame) };
  });
  const byName = new Map<string, number>();
  // Of several parts of an asset the first is the asset's own.
  scene.parts.forEach((part, index) => {
    const name = partName(part);
    if (name !== null && !byName.has(name)) byName.set(name, index);
  });

  const endOf = (pipe: ScenePipe, index: number, key: 'from' | 'to'): (RouteEnd & { readonly part: number | null }) | null => {
    const end = pipe[key];
    if (typeof end !== 'string') return { at: end, heading: null, part: null };
    const dot = end.lastIndexOf('.');
    const [name, nozzle] = [end.slice(0, dot), end.slice(dot + 1)];
    const fault = (why: string): null => {
      faults.push({ at: ['pipes', index, key], message: `pipe ${pipe.id}: ${key}: ${why}; the pipe is left out` });
      return null;
    };
    const part = byName.get(name);
    if (part === undefined) return fault(`there is no part "${name}" in this scene`);
    const found = nozzleOf(scene.parts[part] as ScenePart, nozzle);
    if (found !== null) return { ...found, part };
    const names = nozzleNames(scene.parts[part] as ScenePart);
    return fault(`${name} has no nozzle "${nozzle}"${names.length === 0 ? ' and none at all' : `; it has ${names.join(', ')}`}`);
  };
  const pipes = scene.pipes.flatMap((pipe, index): LaidPipe[] => {
    const [from, to] = [endOf(pipe, index, 'from'), endOf(pipe, index, 'to')];
    if (from === null || to === null) return [];
    const points = routePipe(from, pipe.via, to, pipe.diameter);
    if (points.length < 2) {
      faults.push({ at: ['pipes', index], message: `pipe ${pipe.id}: it ends where it begins; the pipe is left out` });
      return [];
    }
    const lengthM = points.reduce((sum, point, i) => (i === 0 ? 0 : sum + distance(points[i - 1] as Point, point)), 0);
    return [{ pipe, index, points, lengthM, bounds: widened(boundsOfPoints(points), pipe.diameter / 2), fromPart: from.part, toPart: to.part }];
  });
  const grounds = scene.floors.map(({ at, size, thickness }): Bounds => [at[0], at[1], at[2] - thickness, at[0] + size[0], at[1] + size[1], at[2]]);
  const houses = scene.buildings.map(({ at, size }): Bounds => [at[0], at[1], at[2], at[0] + size[0], at[1] + size[1], at[2] + size[2]]);
  const bounds = boundsOfAll([...grounds, ...houses, ...parts.map((one) => one.bounds), ...pipes.map((one) => one.bounds)]);
  return { scene, parts, pipes, bounds, faults };
}

const widened = ([a, b, c, d, e, f]: Bounds, by: number): Bounds => [a - by, b - by, c - by, d + by, e + by, f + by];

/** Boxes of every asset with a part: all its parts together. Pipes count for their `asset` alone. */
export function boundsOfAssets({ parts, pipes }: SceneLayout): ReadonlyMap<string, Bounds> {
  const all = new Map<string, Bounds[]>();
  const add = (asset: string | undefined, bounds: Bounds): void => {
    if (asset === undefined) return;
    const known = all.get(asset);
    if (known === undefined) all.set(asset, [bounds]);
    else known.push(bounds);
  };
  for (const { part, bounds } of parts) add(part.asset, bounds);
  for (const { pipe, bounds } of pipes) add(pipe.asset, bounds);
  return new Map([...all].map(([asset, boxes]) => [asset, boundsOfAll(boxes)]));
}
