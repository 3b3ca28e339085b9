import type { GraphEdge, ProcessGraph } from './process-graph.ts';

/** An edge as it runs through the columns: `stops` are its two ends and, between them, a place held free in each column it passes. */
export type Way = { readonly edge: GraphEdge; readonly stops: readonly string[] };
export type Layered = {
  /** Ids from top to bottom in each column, from left to right; those of stops between begin with `way `. */
  readonly columns: readonly (readonly string[])[];
  readonly ways: readonly Way[];
};

export const isStop = (id: string): boolean => id.startsWith('way ');

/**
 * The graph in columns, so that it reads from left to right: each node behind all that feeds it, returns running back
 * through columns of their own. After Sugiyama, Tagawa and Toda (1981), from memory: longest ways, then barycentres.
 */
export function layerGraph(graph: ProcessGraph): Layered {
  const ids = graph.nodes.map(({ id }) => id);
  const returns = returningEdges(ids, graph.edges);
  // A return is laid like its reverse: it runs between the same columns.
  const forward = graph.edges.map((edge) =>
    returns.has(edge) ? { edge, from: edge.to, to: edge.from } : { edge, from: edge.from, to: edge.to },
  );
  const rank = ranksOf(ids, forward);
  const columns: string[][] = [];
  const put = (id: string, column: number): void => void (columns[column] ??= []).push(id);
  for (const id of ids) put(id, rank.get(id) ?? 0);
  const ways: Way[] = [];
  for (const { edge, from, to } of forward) {
    const between: string[] = [];
    for (let column = (rank.get(from) ?? 0) + 1; column < (rank.get(to) ?? 0); column++) {
      const stop = `way ${edge.from} ${edge.to} ${column}`;
      put(stop, column);
      between.push(stop);
    }
    const stops = [from, ...between, to];
    ways.push({ edge, stops: returns.has(edge) ? stops.reverse() : stops });
  }
  const filled = columns.map((column) => column ?? []);
  return { columns: ordered(filled, ways), ways };
}

/** Edges that close a ring when one walks from the sources in the order of the project. */
function returningEdges(ids: readonly string[], edges: readonly GraphEdge[]): ReadonlySet<GraphEdge> {
  const leaving = new Map<string, GraphEdge[]>();
  const fed = new Set<string>();
  for (const edge of edges) {
    leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
    fed.add(edge.to);
  }
  const returns = new Set<GraphEdge>();
  const state = new Map<string, 'open' | 'done'>();
  for (const start of [...ids.filter((id) => !fed.has(id)), ...ids]) {
    if (state.has(start)) continue;
    // A stack of its own: a long chain must not exhaust the language's.
    const stack: { readonly id: string; next: number }[] = [{ id: start, next: 0 }];
    state.set(start, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = leaving.get(top.id)?.[top.next++];
      if (edge === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(edge.to) === 'open') returns.add(edge);
      else if (!state.has(edge.to)) {
        state.set(edge.to, 'open');
        stack.push({ id: edge.to, next: 0 });
      }
    }
  }
  return returns;
}

type Directed = { readonly from: string; readonly to: string };

/** The column of each node: one behind the last that feeds it; what nothing feeds moves up to what it feeds. */
function ranksOf(ids: readonly string[], edges: readonly Directed[]): ReadonlyMap<string, number> {
  const rank = new Map<string, number>(ids.map((id) => [id, 0]));
  const waiting = new Map<string, number>(ids.map((id) => [id, 0]));
  const leaving = new Map<string, string[]>();
  for (const { from, to } of edges) {
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    leaving.set(from, [...(leaving.get(from) ?? []), to]);
  }
  const sources = new Set(ids.filter((id) => waiting.get(id) === 0));
  const queue = [...sources];
  for (let at = 0; at < queue.length; at++) {
    const id = queue[at] as string;
    for (const to of leaving.get(id) ?? []) {
      rank.set(to, Math.max(rank.get(to) ?? 0, (rank.get(id) ?? 0) + 1));
      const left = (waiting.get(to) ?? 1) - 1;
      waiting.set(to, left);
      if (left === 0) queue.push(to);
    }
  }
  for (const id of sources) {
    const nearest = Math.min(...(leaving.get(id) ?? []).map((to) => rank.get(to) ?? 0));
    if (Number.isFinite(nearest)) rank.set(id, Math.max(0, nearest - 1));
  }
  return rank;
}

/** Each column in the order of the middle of its neighbours, swept to and fro, so that few pipes cross. */
function ordered(columns: readonly string[][], ways: readonly Way[]): readonly (readonly string[])[] {
  const before = new Map<string, string[]>();
  const behind = new Map<string, string[]>();
  const columnOf = new Map(columns.flatMap((column, at) => column.map((id): readonly [string, number] => [id, at])));
  for (const { stops } of ways) {
    for (let at = 1; at < stops.length; at++) {
      const [one, other] = [stops[at - 1] as string, stops[at] as string];
      const [left, right] = (columnOf.get(one) ?? 0) < (columnOf.get(other) ?? 0) ? [one, other] : [other, one];
      before.set(right, [...(before.get(right) ?? []), left]);
      behind.set(left, [...(behind.get(left) ?? []), right]);
    }
  }
  const result = columns.map((column) => [...column]);
  const place = new Map<string, number>();
  const number = (column: readonly string[]): void => column.forEach((id, at) => place.set(id, at / Math.max(1, column.length - 1)));
  result.forEach(number);
  const sort = (column: string[], neighbours: ReadonlyMap<string, readonly string[]>): void => {
    const middle = (id: string, at: number): number => {
      const near = neighbours.get(id) ?? [];
      return near.length === 0
        ? at / Math.max(1, column.length - 1)
        : near.reduce((sum, one) => sum + (place.get(one) ?? 0), 0) / near.length;
    };
    const keys = new Map(column.map((id, at) => [id, middle(id, at)]));
    column.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
    number(column);
  };
  for (let sweep = 0; sweep < 6; sweep++) {
    for (const column of result) sort(column, before);
    for (const column of [...result].reverse()) sort(column, behind);
  }
  for (const column of result) sort(column, before);
  return result;
}
