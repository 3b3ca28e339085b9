import type { AssetDefinition } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { Connection } from '#shared/model/logic.ts';

/** How an effect gets from one asset to another. */
export type Path = {
  /** 1 for a direct connection; a step against the flow or between a machine and its part counts as well. */
  readonly cost: number;
  /** Sum of the least delays on the way, s; steps without a known delay count 0. */
  readonly leastS: number;
  /** Sum of the most, s; Infinity as soon as one step is unknown. */
  readonly mostS: number;
};

/** What is reached from one asset; the asset itself is not in it. */
export type Reach = ReadonlyMap<AssetId, Path>;

export type AssetGraph = {
  has(asset: AssetId): boolean;
  /** Assets directly before this one. */
  feeders(asset: AssetId): ReadonlySet<AssetId>;
  /** Everything an effect of this asset may get to, within `farthest`; empty for an unknown asset. */
  from(asset: AssetId): Reach;
};

const nothing: ReadonlySet<AssetId> = new Set();
type Step = { readonly to: AssetId; readonly cost: number; readonly leastS: number; readonly mostS: number };

/** Farther than this a path explains nothing any more: in a plant with recycles everything reaches everything. */
const farthest = 7;
const againstTheFlow = 1.5;
/** A machine and its parts share trouble; an area and its machines do not. */
const sharing: ReadonlySet<string> = new Set(['unit', 'equipment', 'part']);
/** Sources whose reach is kept; the plant of a flood has fewer, a hostile project may have more. */
const kept = 5000;

/**
 * The plant as a graph over its assets: connections with the flow, against it where they act back, and machines with
 * their parts. Reaches are found when asked for and kept; loops are no trouble. Paths are the cheapest ones.
 */
export function createAssetGraph(assets: readonly AssetDefinition[], connections: readonly Connection[]): AssetGraph {
  const steps = new Map<AssetId, Step[]>();
  const add = (from: AssetId, step: Step): void => {
    if (from === step.to) return;
    const list = steps.get(from);
    if (list === undefined) steps.set(from, [step]);
    else list.push(step);
  };
  const linked = new Set<AssetId>();
  const feeders = new Map<AssetId, Set<AssetId>>();
  for (const { from, to, back, delayS } of connections) {
    const [leastS, mostS] = delayS ?? [0, Number.POSITIVE_INFINITY];
    add(from, { to, cost: 1, leastS, mostS });
    if (back) add(to, { to: from, cost: againstTheFlow, leastS, mostS });
    linked.add(from).add(to);
    const before = feeders.get(to);
    if (before === undefined) feeders.set(to, new Set([from]));
    else before.add(from);
  }
  const levels = new Map(assets.map((asset) => [asset.id, asset.level]));
  for (const { id, parent } of assets) {
    if (parent === undefined || !sharing.has(levels.get(parent) ?? '')) continue;
    add(id, { to: parent, cost: 1, leastS: 0, mostS: Number.POSITIVE_INFINITY });
    add(parent, { to: id, cost: 1, leastS: 0, mostS: Number.POSITIVE_INFINITY });
    if (linked.has(parent)) linked.add(id);
  }
  const reaches = new Map<AssetId, Reach>();
  return {
    has: (asset) => linked.has(asset),
    feeders: (asset) => feeders.get(asset) ?? nothing,
    from: (asset) => {
      const known = reaches.get(asset);
      if (known !== undefined) return known;
      if (reaches.size >= kept) reaches.clear();
      const reach = cheapestPaths(steps, asset);
      reaches.set(asset, reach);
      return reach;
    },
  };
}

/** Dijkstra from one asset, in buckets of half a step, since all costs are multiples of that. */
function cheapestPaths(steps: ReadonlyMap<AssetId, readonly Step[]>, source: AssetId): Reach {
  const best = new Map<AssetId, Path>();
  const buckets: { readonly at: AssetId; readonly path: Path }[][] = Array.from({ length: farthest * 2 + 1 }, () => []);
  buckets[0]?.push({ at: source, path: { cost: 0, leastS: 0, mostS: 0 } });
  const done = new Set<AssetId>();
  for (const bucket of buckets) {
    for (const { at, path } of bucket) {
      if (done.has(at)) continue;
      done.add(at);
      if (at !== source) best.set(at, path);
      for (const step of steps.get(at) ?? []) {
        const cost = path.cost + step.cost;
        if (cost > farthest || done.has(step.to)) continue;
        buckets[Math.round(cost * 2)]?.push({ at: step.to, path: { cost, leastS: path.leastS + step.leastS, mostS: path.mostS + step.mostS } });
      }
    }
  }
  return best;
}
