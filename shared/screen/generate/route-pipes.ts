import type { Layered, Way } from './layers.ts';

/** A pipe as it runs: its corner points from its source to its target. */
export type Pipe = { readonly way: Way; readonly points: readonly (readonly [number, number])[] };

export type Placed = {
  /** Origins of nodes and stops. */
  readonly x: ReadonlyMap<string, number>;
  readonly y: ReadonlyMap<string, number>;
  /** Left and right edge of each column. */
  readonly columns: readonly { readonly left: number; readonly right: number }[];
};

const channelGap = 10;
const channelMargin = 22;

type Step = { readonly from: string; readonly to: string; readonly gutter: number };

/** Steps of all ways between neighbouring columns that change their height, by the gutter they do it in and the node they come from. */
function stepsOf(layered: Layered, columnOf: ReadonlyMap<string, number>): readonly Step[] {
  return layered.ways.flatMap(({ stops }) =>
    stops.slice(1).map((to, at) => {
      const from = stops[at] as string;
      return { from, to, gutter: Math.min(columnOf.get(from) ?? 0, columnOf.get(to) ?? 0) };
    }),
  );
}

export const columnsOf = (layered: Layered): ReadonlyMap<string, number> =>
  new Map(layered.columns.flatMap((ids, at) => ids.map((id): readonly [string, number] => [id, at])));

/** For each gutter the nodes whose pipes turn in it, each with an upright line of its own: those of one node share theirs. */
export function channelsOf(layered: Layered, y: ReadonlyMap<string, number>): readonly ReadonlyMap<string, number>[] {
  const columnOf = columnsOf(layered);
  const gutters = layered.columns.map(() => new Map<string, { readonly down: boolean; readonly height: number }>());
  for (const { from, to, gutter } of stepsOf(layered, columnOf)) {
    const [start, end] = [y.get(from) ?? 0, y.get(to) ?? 0];
    if (start !== end) gutters[gutter]?.set(from, { down: end > start, height: start });
  }
  // Those that go down are taken from the lowest on, so that they do not cross each other's way out; those that go up the other way round.
  return gutters.map((gutter) => {
    const sorted = [...gutter].sort(([, a], [, b]) =>
      a.down !== b.down ? (a.down ? -1 : 1) : a.down ? b.height - a.height : a.height - b.height,
    );
    return new Map(sorted.map(([id], channel) => [id, channel]));
  });
}

export const gutterWidth = (channels: ReadonlyMap<string, number>): number =>
  2 * channelMargin + Math.max(0, channels.size - 1) * channelGap;

/** The pipes of a placed graph: straight where they can be, else upright in the gutters between the columns, never through one. */
export function routePipes(
  layered: Layered,
  placed: Placed,
  ports: (id: string) => { readonly left: number; readonly right: number },
): readonly Pipe[] {
  const columnOf = columnsOf(layered);
  const channels = channelsOf(layered, placed.y);
  return layered.ways.map((way) => {
    const points: (readonly [number, number])[] = [];
    way.stops.forEach((to, at) => {
      const from = way.stops[at - 1];
      if (from === undefined) return;
      const [start, end] = [columnOf.get(from) ?? 0, columnOf.get(to) ?? 0];
      const gutter = Math.min(start, end);
      const channel = channels[gutter]?.get(from) ?? 0;
      const turnX = (placed.columns[gutter]?.right ?? 0) + channelMargin + channel * channelGap;
      const isRight = end > start;
      const [fromY, toY] = [placed.y.get(from) ?? 0, placed.y.get(to) ?? 0];
      const fromX = (placed.x.get(from) ?? 0) + (isRight ? ports(from).right : ports(from).left);
      const toX = (placed.x.get(to) ?? 0) + (isRight ? ports(to).left : ports(to).right);
      points.push([fromX, fromY]);
      if (fromY !== toY) points.push([turnX, fromY], [turnX, toY]);
      points.push([toX, toY]);
    });
    return { way, points: straightened(points) };
  });
}

/** Without points in the middle of a straight line. */
function straightened(points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  return points.filter(([x, y], at) => {
    const [before, next] = [points[at - 1], points[at + 1]];
    if (before === undefined || next === undefined) return true;
    return !((before[0] === x && next[0] === x) || (before[1] === y && next[1] === y));
  });
}

/** The path of a pipe in as few letters as a hand would take. */
export function pipePath(points: readonly (readonly [number, number])[]): string {
  let text = '';
  points.forEach(([x, y], at) => {
    const before = points[at - 1];
    if (before === undefined) text += `M${x} ${y}`;
    else if (before[1] === y) text += `H${x}`;
    else if (before[0] === x) text += `V${y}`;
    else text += `L${x} ${y}`;
  });
  return text;
}

/** The head of an arrow that ends a pipe. */
export function arrowPath(points: readonly (readonly [number, number])[]): string {
  const [[x, y], [fromX]] = [points.at(-1) ?? [0, 0], points.at(-2) ?? [0, 0]];
  const back = fromX <= x ? -11 : 11;
  return `M${x + back} ${y - 6}L${x} ${y}L${x + back} ${y + 6}z`;
}
