import type { Box } from '../edit/draft.ts';
import { type Cell, stopRoom } from './cells.ts';
import { isStop, layerGraph } from './layers.ts';
import type { Size } from './pack-blocks.ts';
import { placeHeights } from './place-columns.ts';
import type { GraphNode, ProcessGraph } from './process-graph.ts';
import { channelsOf, gutterWidth, type Pipe, routePipes } from './route-pipes.ts';

/** What stands together on a page; offsets count from its upper left corner. */
export type Block = Size & {
  readonly boxes: readonly { readonly name: string; readonly of: string; readonly box: Box }[];
  readonly pipes: readonly Pipe[];
  /** SVG lines of each part, in its section, with the corner at this point. */
  write(x: number, y: number): readonly { readonly section: 'link' | 'equipment' | 'table'; readonly lines: readonly string[] }[];
};

/** The graph in pieces that are joined by pipes, the largest first; what has no pipe is a piece of its own. */
export function piecesOf(graph: ProcessGraph): readonly ProcessGraph[] {
  const leader = new Map<string, string>();
  const find = (id: string): string => {
    let root = id;
    for (let next = leader.get(root); next !== undefined; next = leader.get(root)) root = next;
    return root;
  };
  for (const { from, to } of graph.edges) {
    const [one, other] = [find(from), find(to)];
    if (one !== other) leader.set(one, other);
  }
  const pieces = new Map<string, { nodes: GraphNode[]; edges: ProcessGraph['edges'][number][] }>();
  const pieceOf = (id: string) => {
    const root = find(id);
    const known = pieces.get(root) ?? { nodes: [], edges: [] };
    pieces.set(root, known);
    return known;
  };
  for (const node of graph.nodes) pieceOf(node.id).nodes.push(node);
  for (const edge of graph.edges) pieceOf(edge.from).edges.push(edge);
  return [...pieces.values()].sort((a, b) => b.nodes.length - a.nodes.length);
}

/** One piece of the process in its columns. */
export function flowBlock(piece: ProcessGraph, cells: ReadonlyMap<string, Cell>): Block {
  const layered = layerGraph(piece);
  const roomOf = (id: string) => cells.get(id) ?? stopRoom;
  const y = placeHeights(layered, roomOf);
  const channels = channelsOf(layered, y);
  const x = new Map<string, number>();
  const columns: { left: number; right: number }[] = [];
  let left = 0;
  layered.columns.forEach((ids, at) => {
    const width = Math.ceil(Math.max(0, ...ids.map((id) => roomOf(id).left + roomOf(id).right)) / 2) * 2;
    for (const id of ids) {
      const room = roomOf(id);
      // Stops have no middle: their pipe runs through the column.
      x.set(id, Math.round(left + (isStop(id) ? width / 2 : (width - room.left - room.right) / 2 + room.left)));
    }
    columns.push({ left, right: left + width });
    left += width + gutterWidth(channels[at] ?? new Map());
  });
  const ports = (id: string) => ({ left: cells.get(id)?.portLeft ?? 0, right: cells.get(id)?.portRight ?? 0 });
  const nodes = piece.nodes.flatMap((node) => {
    const cell = cells.get(node.id);
    return cell === undefined ? [] : [{ node, cell, x: x.get(node.id) ?? 0, y: y.get(node.id) ?? 0 }];
  });
  return {
    width: columns.at(-1)?.right ?? 0,
    height: Math.ceil(Math.max(0, ...[...y].map(([id, height]) => height + roomOf(id).bottom))),
    pipes: routePipes(layered, { x, y, columns }, ports),
    boxes: nodes.flatMap((one) =>
      one.cell.parts.map(({ name, box }) => ({ name, of: one.node.id, box: { ...box, x: box.x + one.x, y: box.y + one.y } })),
    ),
    write: (atX, atY) => nodes.map((one) => ({ section: one.node.kind, lines: one.cell.write(atX + one.x, atY + one.y) })),
  };
}

/** The same block further right and down. */
export function shifted({ boxes, pipes }: Pick<Block, 'boxes' | 'pipes'>, dx: number, dy: number): Pick<Block, 'boxes' | 'pipes'> {
  return {
    boxes: boxes.map((one) => ({ ...one, box: { ...one.box, x: one.box.x + dx, y: one.box.y + dy } })),
    pipes: pipes.map(({ way, points }) => ({ way, points: points.map(([x, y]) => [x + dx, y + dy] as const) })),
  };
}
