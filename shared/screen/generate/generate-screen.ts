import type { TagDefinition } from '#shared/model/tag.ts';
import { type Block, flowBlock, piecesOf, shifted } from './blocks.ts';
import { attributes, type Cell, equipmentCell, linkCell, textOf } from './cells.ts';
import { cutAtWord } from './cut-at-word.ts';
import { packBlocks } from './pack-blocks.ts';
import { pairsOf, partBelow, type Plant, type PlantPart, tagsByAsset, titleOf } from './plant-part.ts';
import { edgesAtMost, type GraphEdge, type GraphNode, processGraph } from './process-graph.ts';
import { arrowPath, type Pipe, pipePath } from './route-pipes.ts';
import { controlledTags, tableBlock, tableRows } from './tables.ts';

export type Generated = {
  readonly svg: string;
  /** What stands where, labels and marks included, and the node of the graph it belongs to: for tests and an editor's preview. */
  readonly boxes: Block['boxes'];
  readonly pipes: readonly Pipe[];
};
export type GenerateResult = { readonly ok: true; readonly screen: Generated } | { readonly ok: false; readonly message: string };

/** Width and height below the tiles at 1920 x 1080; larger drawings keep their ratio. */
const page = { width: 1512, height: 724 } as const;
const margin = 24;
const gap = 36;
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
    return {
      ok: false,
      message: `${assetId} has ${part.equipment.length} machines below it, more than one screen can show; make one for each of its units.`,
    };
  }
  const tags = tagsByAsset(plant);
  const graph = processGraph(plant, part);
  if (graph.edges.length > edgesAtMost) {
    return {
      ok: false,
      message: `The equipment below ${assetId} has ${graph.edges.length} connections, more than one screen can show; make one for each of its units.`,
    };
  }
  const pairs = pairsOf(part.equipment);
  const links = part.subScreens.map((asset): GraphNode => ({
    kind: 'link',
    id: asset.id,
    label: titleOf(asset).slice(0, 40),
    screen: asset.screen ?? null,
  }));
  const cells = new Map([...graph.nodes, ...links].map((node) => [node.id, cellOf(node, tags, pairs)]));
  const loops = controlledTags(part, tags);
  const blocks = [
    ...piecesOf(graph).map((piece) => flowBlock(piece, cells)),
    ...tableRows(part, tags, loops.slice(tilesAtMost)).map(tableBlock),
    ...links.map((link) => flowBlock({ nodes: [link], edges: [] }, cells)),
  ];
  const packed = packBlocks(blocks, { width: page.width - 2 * margin, height: page.height - 2 * margin }, gap);
  const size = fitted(packed.width + 2 * margin, packed.height + 2 * margin);
  const placed = blocks.map((block, at) => {
    const { x, y } = packed.places[at] ?? { x: 0, y: 0 };
    return { block, x: Math.round(x) + margin, y: Math.round(y) + margin };
  });
  const moved = placed.map(({ block, x, y }) => shifted(block, x, y));
  const pipes = moved.flatMap((one) => one.pipes);
  const parts = placed.flatMap(({ block, x, y }) => block.write(x, y));
  const svg = written({ part, plant, size, loops: loops.slice(0, tilesAtMost), pipes, parts, tags });
  return { ok: true, screen: { svg, boxes: moved.flatMap((one) => one.boxes), pipes } };
}

type Tags = ReadonlyMap<string, readonly TagDefinition[]>;

const cellOf = (node: GraphNode, tags: Tags, pairs: ReadonlyMap<string, string>): Cell =>
  node.kind === 'link' ? linkCell(node) : equipmentCell(node.asset, tags.get(node.id) ?? [], pairs.get(node.id));

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
  readonly parts: ReturnType<Block['write']>;
  readonly tags: Tags;
};

function written({ part, plant, size, loops, pipes, parts, tags }: Parts): string {
  const section = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', `<!-- ${name} -->`, ...lines];
  const drawn = (kind: (typeof parts)[number]['section']): readonly string[] =>
    parts.filter((one) => one.section === kind).flatMap(({ lines }) => lines);
  const lines = [
    `<title>${textOf(titleOf(part.root))}</title>`,
    ...section('Loops', tilesLines(plant, loops)),
    ...section(
      'Pipes',
      pipes.flatMap((pipe) => pipeLines(pipe, tags)),
    ),
    ...section('From and to other screens', drawn('link')),
    ...section('Equipment and its values', drawn('equipment')),
    ...section('Other values', drawn('table')),
  ];
  const head = attributes({ xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${size.width} ${size.height}`, 'data-display-level': 2 });
  return `<svg${head}>\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n</svg>\n`;
}

function tilesLines(plant: Plant, loops: readonly TagDefinition[]): readonly string[] {
  if (loops.length === 0) return [];
  const rows = loops.map(
    (tag) => `  <g${attributes({ 'data-tag': tag.id, 'data-label': loopLabel(tag), 'data-alarms': alarmsOf(plant, tag) })}/>`,
  );
  return ['<g data-symbol="tiles">', ...rows, '</g>'];
}

/** What a loop holds: its name up to a comma, without what says that it is the measured value. A tile has room for some 22 letters. */
const loopLabel = (tag: TagDefinition): string =>
  cutAtWord((tag.name.split(',')[0] ?? '').replace(/ +(?:PV|process value|measured value|controller|control)$/i, ''), 22);

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
