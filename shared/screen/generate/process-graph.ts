import type { AssetDefinition } from '#shared/model/asset.ts';
import type { Connection } from '#shared/model/logic.ts';
import { pairsOf, type Plant, type PlantPart, screenAbove, symbolOf } from './plant-part.ts';

/** Something that stands in the drawing and has pipes. */
export type GraphNode =
  | { readonly kind: 'equipment'; readonly id: string; readonly asset: AssetDefinition }
  /** Where a pipe comes from or goes to outside; opens the screen there where there is one. */
  | { readonly kind: 'link'; readonly id: string; readonly label: string; readonly screen: string | null };

export type GraphEdge = { readonly from: string; readonly to: string; readonly carries: Connection['carries'] };
export type ProcessGraph = { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] };

/** What is drawn as a pipe; power and signals are not. */
const piped = new Set<Connection['carries']>(['process', 'steam', 'air', 'cooling', 'hydraulic', 'lube']);

/** More pipes than a screen can show: a graph with more is not made simpler, since that takes steps with their square. */
export const edgesAtMost = 1500;

/**
 * The equipment of a part of a plant and how it is connected: through what has no symbol, without short cuts of a way that
 * is drawn already, pumps that stand by for each other side by side. Where the plant's logic says nothing, no edges.
 */
export function processGraph(plant: Plant, part: PlantPart): ProcessGraph {
  const assets = new Map(plant.assets.map((asset) => [asset.id as string, asset]));
  const drawn = new Set<string>(part.equipment.map(({ id }) => id));
  const pairs = pairsOf(part.equipment);
  // Instrument air goes to every valve: on a process screen it would hide the process.
  const isValveAir = ({ carries, to }: Connection): boolean =>
    carries === 'air' && symbolOf(assets.get(to) ?? part.root)?.group === 'Valves';
  const connections = plant.connections.filter(
    (one) => piped.has(one.carries) && !isValveAir(one) && (part.ids.has(one.from) || part.ids.has(one.to)),
  );
  const nodes = new Map<string, GraphNode>(part.equipment.map((asset) => [asset.id, { kind: 'equipment', id: asset.id, asset }]));
  const edges = new Map<string, GraphEdge>();
  const addEdge = (from: string, to: string, carries: Connection['carries']): void => {
    if (from !== to && pairs.get(from) !== to) edges.set(`${from} ${to}`, { from, to, carries });
  };
  /** A link stands for all that comes from, or goes to, one other screen at one place of this drawing. */
  const linkTo = (id: string, at: string, way: 'in' | 'out'): string => {
    const there = screenAbove(plant, assets, id);
    const name = there === null ? id : there.asset.id;
    const key = `${way} ${name} ${at}`;
    if (!nodes.has(key))
      nodes.set(key, {
        kind: 'link',
        id: key,
        label: there === null ? id : linkLabel(there.asset.id, assets.get(id)?.name ?? id),
        screen: there?.screen ?? null,
      });
    return key;
  };
  const feeding = follow(
    connections,
    (one) => one.to,
    (one) => one.from,
    drawn,
    part.ids,
  );
  const fed = follow(
    connections,
    (one) => one.from,
    (one) => one.to,
    drawn,
    part.ids,
  );
  for (const id of drawn) {
    for (const { end, carries } of fed(id)) addEdge(id, drawn.has(end) ? end : linkTo(end, id, 'out'), carries);
    for (const { end, carries } of feeding(id)) if (!drawn.has(end)) addEdge(linkTo(end, id, 'in'), id, carries);
  }
  const all = [...edges.values()];
  return { nodes: [...nodes.values()], edges: all.length > edgesAtMost ? all : withoutShortCuts(all) };
}

const linkLabel = (unit: string, asset: string): string => {
  const label = `${unit} ${asset.charAt(0).toLowerCase()}${asset.slice(1)}`;
  return label.length > 28 ? unit : label;
};

type Reached = { readonly end: string; readonly carries: Connection['carries'] };

/** From an asset along its connections to what is drawn or lies outside, through what is inside but not drawn. */
function follow(
  connections: readonly Connection[],
  near: (one: Connection) => string,
  far: (one: Connection) => string,
  drawn: ReadonlySet<string>,
  inside: ReadonlySet<string>,
): (id: string) => readonly Reached[] {
  const leaving = new Map<string, Connection[]>();
  for (const one of connections) {
    const list = leaving.get(near(one));
    if (list === undefined) leaving.set(near(one), [one]);
    else list.push(one);
  }
  return (id) => {
    const reached = new Map<string, Reached>();
    const seen = new Set([id]);
    const queue = [id];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const one of leaving.get(at) ?? []) {
        const end = far(one);
        if (seen.has(end)) continue;
        if (drawn.has(end) || !inside.has(end)) reached.set(end, reached.get(end) ?? { end, carries: one.carries });
        else {
          seen.add(end);
          queue.push(end);
        }
      }
    }
    return [...reached.values()];
  };
}

/** Leaves out edges whose ends are joined by a longer way of the same medium. */
function withoutShortCuts(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const leaving = new Map<string, GraphEdge[]>();
  for (const edge of edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
  return edges.filter((edge) => {
    const seen = new Set<string>([edge.from]);
    const queue = (leaving.get(edge.from) ?? []).filter((other) => other !== edge && other.carries === edge.carries).map(({ to }) => to);
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (at === edge.to) return false;
      if (seen.has(at)) continue;
      seen.add(at);
      for (const next of leaving.get(at) ?? []) if (next.carries === edge.carries && next.to !== edge.from) queue.push(next.to);
    }
    return true;
  });
}
