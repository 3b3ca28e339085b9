import type { TagDefinition } from '#shared/model/tag.ts';
import type { Box } from '../edit/draft.ts';
import { attributes, type Cell, equipmentCell, linkCell, stopRoom, textOf } from './cells.ts';
import { isStop, layerGraph, type Layered } from './layers.ts';
import { placeHeights } from './place-columns.ts';
import { pairsOf, partBelow, type Plant, type PlantPart, tagsByAsset } from './plant-part.ts';
import { type GraphEdge, type GraphNode, processGraph } from './process-graph.ts';
import { arrowPath, channelsOf, gutterWidth, type Pipe, pipePath, type Placed, routePipes } from './route-pipes.ts';
import { controlledTags, placeTables, type PlacedTable, tableRows } from './tables.ts';

export type Generated = {
  readonly svg: string;
  /** What stands where, labels and marks included, and the node of the graph it belongs to: for tests and an editor's preview. */
  readonly boxes: readonly { readonly name: string; readonly of: string; readonly box: Box }[];
  readonly pipes: readonly Pipe[];
};
export type GenerateResult = { readonly ok: true; readonly screen: Generated } | { readonly ok: false; readonly message: string };

/** Width and height below the tiles at 1920 x 1080; larger drawings keep their ratio. */
const page = { width: 1512, height: 724 } as const;
const margin = 30;
const tilesAtMost = 7;
const equipmentAtMost = 300;

/**
 * A first drawing of an asset and all below it, to be worked on by hand: equipment in the order of the process as the
 * plant's logic tells it, values at their equipment, loops as tiles, what has no symbol in tables, flags to the screens
 * around. Everything is bound, on a grid, and nothing lies over anything else.
 */
export function generateScreen(plant: Plant, assetId: string): GenerateResult {
  const part = partBelow(plant, assetId);
  if (part === null) return { ok: false, message: `There is no asset ${assetId} in the project.` };
  if (part.equipment.length > equipmentAtMost) {
    return { ok: false, message: `${assetId} has ${part.equipment.length} machines below it, more than one screen can show; make one for each of its units.` };
  }
  const tags = tagsByAsset(plant);
  const graph = processGraph(plant, part);
  const joined = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const flow = { nodes: graph.nodes.filter(({ id }) => joined.has(id)), edges: graph.edges };
  const pairs = pairsOf(part.equipment);
  const cells = new Map(graph.nodes.map((node) => [node.id, cellOf(node, tags, pairs)]));
  const layered = layerGraph(flow);
  const placed = placeFlow(layered, cells);
  const flowBottom = Math.max(0, ...[...placed.y].map(([id, y]) => y + (cells.get(id)?.bottom ?? stopRoom.bottom)));
  const flowRight = placed.columns.at(-1)?.right ?? 0;
  const apart = placeApart(graph.nodes.filter(({ id }) => !joined.has(id)), cells, flowBottom === 0 ? margin : flowBottom + 36, Math.max(page.width, flowRight + margin));
  const loops = controlledTags(part, tags);
  const lists = tableRows(part, tags, loops.slice(tilesAtMost));
  const tableTop = Math.max(flowBottom, apart.bottom) + 30;
  const widest = Math.max(page.width, flowRight + margin);
  const tables = placeTables(lists, margin, tableTop, widest - 2 * margin);
  const links = placeSubScreens(part, Math.max(tableTop, ...tables.map(({ box }) => box.y + box.height)) + 24);
  const bottom = Math.max(flowBottom, apart.bottom, ...tables.map(({ box }) => box.y + box.height), ...links.map(({ box }) => box.y + box.height)) + margin;
  const size = fitted(widest, bottom);
  const ports = (id: string) => ({ left: cells.get(id)?.portLeft ?? 0, right: cells.get(id)?.portRight ?? 0 });
  const pipes = routePipes(layered, placed, ports);
  const origins = new Map([...[...placed.x].map(([id, x]) => [id, [x, placed.y.get(id) ?? 0]] as const), ...apart.origins]);
  const boxes = [...origins].flatMap(([id, [x, y]]) => (cells.get(id)?.parts ?? []).map(({ name, box }) => ({ name, of: id, box: { ...box, x: box.x + x, y: box.y + y } })));
  const svg = written({ part, plant, size, loops: loops.slice(0, tilesAtMost), pipes, graph: graph.nodes, origins, cells, tags, tables, links });
  return { ok: true, screen: { svg, boxes: [...boxes, ...[...tables, ...links].map(({ name, box }) => ({ name, of: name, box }))], pipes } };
}

type Tags = ReadonlyMap<string, readonly TagDefinition[]>;
type Origins = ReadonlyMap<string, readonly [number, number]>;

const cellOf = (node: GraphNode, tags: Tags, pairs: ReadonlyMap<string, string>): Cell =>
  node.kind === 'link' ? linkCell(node) : equipmentCell(node.asset, tags.get(node.id) ?? [], pairs.get(node.id));

function placeFlow(layered: Layered, cells: ReadonlyMap<string, Cell>): Placed {
  const roomOf = (id: string) => cells.get(id) ?? stopRoom;
  const heights = placeHeights(layered, roomOf);
  const y = new Map([...heights].map(([id, height]) => [id, height + margin]));
  const channels = channelsOf(layered, y);
  const x = new Map<string, number>();
  const columns: { left: number; right: number }[] = [];
  let left = margin;
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
  return { x, y, columns };
}

/** Equipment that nothing is known to be connected with, in rows. */
function placeApart(nodes: readonly GraphNode[], cells: ReadonlyMap<string, Cell>, top: number, width: number): { readonly origins: Origins; readonly bottom: number } {
  const origins = new Map<string, readonly [number, number]>();
  let [left, rowTop, rowBottom] = [margin, top, top];
  let row: { readonly id: string; readonly x: number; readonly cell: Cell }[] = [];
  const end = (): void => {
    const above = Math.max(0, ...row.map(({ cell }) => cell.top));
    for (const { id, x, cell } of row) {
      origins.set(id, [x, Math.round(rowTop + above)]);
      rowBottom = Math.max(rowBottom, rowTop + above + cell.bottom);
    }
    row = [];
    left = margin;
    rowTop = Math.ceil(rowBottom) + 22;
  };
  for (const { id } of nodes) {
    const cell = cells.get(id);
    if (cell === undefined) continue;
    if (row.length > 0 && left + cell.left + cell.right > width - margin) end();
    row.push({ id, x: Math.round(left + cell.left), cell });
    left += Math.ceil(cell.left + cell.right) + 24;
  }
  if (row.length > 0) end();
  return { origins, bottom: nodes.length === 0 ? 0 : rowBottom };
}

/** Flags to the screens of what is below and has one of its own. */
function placeSubScreens(part: PlantPart, top: number): readonly PlacedTable[] {
  let left = margin;
  let y = top + 13;
  return part.subScreens.map((asset) => {
    const label = `${asset.id} ${asset.name}`.slice(0, 40);
    const cell = linkCell({ kind: 'link', id: asset.id, label, screen: asset.screen ?? null });
    if (left > margin && left + cell.right > page.width - margin) [left, y] = [margin, y + 40];
    const placed = { name: label, box: { x: left, y: y - 13, width: cell.right, height: 26 }, lines: cell.write(left, y) };
    left += cell.right + 24;
    return placed;
  });
}

/** A page of the usual ratio that holds the drawing. */
function fitted(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.max(1, width / page.width, height / page.height);
  return { width: Math.ceil(page.width * scale), height: Math.ceil(page.height * scale) };
}

type Parts = {
  readonly part: PlantPart;
  readonly plant: Plant;
  readonly size: { readonly width: number; readonly height: number };
  readonly loops: readonly TagDefinition[];
  readonly pipes: readonly Pipe[];
  readonly graph: readonly GraphNode[];
  readonly origins: Origins;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly tags: Tags;
  readonly tables: readonly PlacedTable[];
  readonly links: readonly PlacedTable[];
};

function written({ part, plant, size, loops, pipes, graph, origins, cells, tags, tables, links }: Parts): string {
  const { root } = part;
  const section = (name: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', `<!-- ${name} -->`, ...lines]);
  const drawn = (kind: GraphNode['kind']): readonly string[] =>
    graph.flatMap((node) => {
      const origin = origins.get(node.id);
      return node.kind !== kind || origin === undefined ? [] : (cells.get(node.id)?.write(origin[0], origin[1]) ?? []);
    });
  const lines = [
    `<title>${textOf(`${root.id} ${root.name}`)}</title>`,
    ...section('Loops', tilesLines(plant, loops)),
    ...section('Pipes', pipes.flatMap((pipe) => pipeLines(pipe, tags))),
    ...section('From and to other screens', [...drawn('link'), ...links.flatMap((link) => link.lines)]),
    ...section('Equipment and its values', drawn('equipment')),
    ...section('Other values', tables.flatMap((table) => table.lines)),
  ];
  const head = attributes({ xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${size.width} ${size.height}`, 'data-display-level': 2 });
  return `<svg${head}>\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n</svg>\n`;
}

function tilesLines(plant: Plant, loops: readonly TagDefinition[]): readonly string[] {
  if (loops.length === 0) return [];
  const rows = loops.map((tag) => `  <g${attributes({ 'data-tag': tag.id, 'data-label': loopLabel(tag), 'data-alarms': alarmsOf(plant, tag) })}/>`);
  return ['<g data-symbol="tiles">', ...rows, '</g>'];
}

/** A tile has room for some 22 letters. */
const loopLabel = (tag: TagDefinition): string => {
  const name = tag.name.replace(/[ ,]*(?:PV|process value|controller|control)$/i, '');
  return name.length <= 22 ? name : `${name.slice(0, 21).trimEnd()}…`;
};

/** The measurement of the same loop where that has the alarms: FT-2011 for FIC-2011.PV, by the letters of ISA-5.1. */
function alarmsOf(plant: Plant, tag: TagDefinition): string | undefined {
  if (plant.alarmedTags.has(tag.id)) return undefined;
  const loop = /^([A-Z]+)IC-(\w+)(?:\.|$)/.exec(tag.id);
  const measured = loop === null ? undefined : `${loop[1] ?? ''}T-${loop[2] ?? ''}`;
  return measured !== undefined && plant.alarmedTags.has(measured) && plant.tags.some(({ id }) => id === measured) ? measured : undefined;
}

function pipeLines({ way, points }: Pipe, tags: Tags): readonly string[] {
  const isMain = way.edge.carries === 'process';
  const flow = flowOf(way.edge, tags);
  return [
    `<path${attributes({ class: isMain ? 'pipe-main' : 'pipe-utility', 'data-flow': flow, d: pipePath(points) })}/>`,
    `<path${attributes({ class: isMain ? 'arrow' : 'arrow-utility', 'data-flow': flow, d: arrowPath(points) })}/>`,
  ];
}

const isFlow = (tag: TagDefinition): boolean => tag.use === 'measurement' && /^(?:m³|Nm³|l|kg|t)\/(?:h|min|s|d)$/.test(tag.unit);

/** What tells whether anything flows in a pipe: the running signal, flow or position of its source, else of its target. */
function flowOf({ from, to }: GraphEdge, tags: Tags): string | undefined {
  for (const id of [from, to]) {
    const own = tags.get(id) ?? [];
    const tag = own.find(({ use }) => use === 'run') ?? own.find(isFlow) ?? own.find(({ use }) => use === 'open');
    if (tag !== undefined) return tag.id;
  }
  return undefined;
}
