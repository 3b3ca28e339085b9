import type { Connection } from '#shared/model/logic.ts';
import type { Point } from '#shared/model/scene.ts';
import type { LaidPipe, SceneLayout } from '#shared/scene/scene-layout.ts';

export type Way = 'up' | 'down';
/** Assets next to each asset, by where it flows or acts. */
export type FlowGraph = Readonly<Record<Way, ReadonlyMap<string, ReadonlySet<string>>>>;

/** A pipe that begins or ends at a point this near to the skin of another pipe joins it there, m. */
const touchM = 0.12;

/**
 * What is connected to what: the project's logic (`connections`, which also act back where they say so) and the scene's pipes.
 * Through pipes that meet in a tee, and through parts that are no asset, it flows on to the next asset.
 */
export function flowGraph(layout: SceneLayout, connections: readonly Connection[]): FlowGraph {
  const up = new Map<string, Set<string>>();
  const down = new Map<string, Set<string>>();
  const join = (from: string, to: string): void => {
    if (from === to) return;
    add(down, from, to);
    add(up, to, from);
  };
  for (const { from, to, back } of connections) {
    join(from, to);
    if (back) join(to, from);
  }
  const next = pipeSteps(layout);
  layout.parts.forEach(({ part: { asset }, index }) => {
    if (asset === undefined) return;
    for (const found of assetsBehind(`part ${index}`, next, layout)) join(asset, found);
  });
  return { up, down };
}

/** The same of what runs through the plant alone: power, air, cooling and signals join everything with everything. */
export const lineGraph = (layout: SceneLayout, connections: readonly Connection[]): FlowGraph =>
  flowGraph(
    { ...layout, pipes: layout.pipes.filter(({ pipe }) => pipe.service === 'main' || pipe.service === 'vapour') },
    connections.filter(({ carries }) => carries === 'process' || carries === 'steam' || carries === 'lube' || carries === 'hydraulic'),
  );

/** Where it flows on from each part and pipe. */
function pipeSteps({ pipes }: SceneLayout): ReadonlyMap<string, ReadonlySet<string>> {
  const next = new Map<string, Set<string>>();
  for (const pipe of pipes) {
    const own = `pipe ${pipe.index}`;
    if (pipe.fromPart !== null) add(next, `part ${pipe.fromPart}`, own);
    else for (const other of touched(pipes, pipe, pipe.points[0] as Point)) add(next, `pipe ${other.index}`, own);
    if (pipe.toPart !== null) add(next, own, `part ${pipe.toPart}`);
    else for (const other of touched(pipes, pipe, pipe.points.at(-1) as Point)) add(next, own, `pipe ${other.index}`);
  }
  return next;
}

const touched = (pipes: readonly LaidPipe[], own: LaidPipe, at: Point): readonly LaidPipe[] =>
  pipes.filter((other) => {
    if (other === own) return false;
    const reach = other.pipe.diameter / 2 + own.pipe.diameter / 2 + touchM;
    const [a, b, c, d, e, f] = other.bounds;
    if (at[0] < a - reach || at[1] < b - reach || at[2] < c - reach || at[0] > d + reach || at[1] > e + reach || at[2] > f + reach) return false;
    return other.points.some((point, i) => i > 0 && distanceToLine(at, other.points[i - 1] as Point, point) <= reach);
  });

function distanceToLine(at: Point, from: Point, to: Point): number {
  const way = [to[0] - from[0], to[1] - from[1], to[2] - from[2]] as const;
  const squared = way[0] ** 2 + way[1] ** 2 + way[2] ** 2;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((at[0] - from[0]) * way[0] + (at[1] - from[1]) * way[1] + (at[2] - from[2]) * way[2]) / squared));
  return Math.hypot(at[0] - from[0] - along * way[0], at[1] - from[1] - along * way[1], at[2] - from[2] - along * way[2]);
}

/** The first assets that are met, through pipes and parts without one. */
function assetsBehind(start: string, next: ReadonlyMap<string, ReadonlySet<string>>, { scene }: SceneLayout): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set([start]);
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const one of next.get(at) ?? []) {
      if (seen.has(one)) continue;
      seen.add(one);
      const asset = one.startsWith('part ') ? scene.parts[Number(one.slice(5))]?.asset : undefined;
      if (asset === undefined) open.push(one);
      else found.add(asset);
    }
  }
  return found;
}

/** Assets reached from these by at most `steps` steps up- or downstream, without themselves; nearest first. A ring ends where it began. */
export function reach(graph: FlowGraph, from: readonly string[], way: Way, steps: number): readonly string[] {
  const seen = new Set(from);
  const found: string[] = [];
  let edge: readonly string[] = from;
  for (let step = 0; step < steps && edge.length > 0; step++) {
    const reached: string[] = [];
    for (const asset of edge) {
      for (const one of graph[way].get(asset) ?? []) {
        if (seen.has(one)) continue;
        seen.add(one);
        reached.push(one);
      }
    }
    found.push(...reached);
    edge = reached;
  }
  return found;
}

/** The assets with what stands up- and downstream of them within so many steps. */
export const withNeighbours = (graph: FlowGraph, assets: readonly string[], steps: number): ReadonlySet<string> =>
  new Set([...assets, ...reach(graph, assets, 'up', steps), ...reach(graph, assets, 'down', steps)]);

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
