import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { Box } from '../edit/draft.ts';
import { attributes, isNumber, measuredOf, textOf, valuesAtEquipment } from './cells.ts';
import type { PlantPart } from './plant-part.ts';

export type TableRows = { readonly heading: string; readonly tags: readonly TagDefinition[] };

const width = 352;
const pitch = 30;
const rowsAtMost = 12;
const columnPitch = width + 34;

/** Values that have no place at their equipment: more of one machine than stand there, and those of assets without a symbol. */
export function tableRows(part: PlantPart, tags: ReadonlyMap<string, readonly TagDefinition[]>, controlled: readonly TagDefinition[]): readonly TableRows[] {
  const lists: TableRows[] = [];
  const add = (heading: string, rows: readonly TagDefinition[]): void => {
    for (let at = 0; at < rows.length; at += rowsAtMost) lists.push({ heading: at === 0 ? heading : `${heading}, more`, tags: rows.slice(at, at + rowsAtMost) });
  };
  if (controlled.length > 0) add('Control loops', controlled);
  for (const asset of part.equipment) add(`${asset.id} ${asset.name}`, measuredOf(tags.get(asset.id) ?? []).slice(valuesAtEquipment));
  for (const rows of otherRows(part, tags)) add(rows.heading, rows.tags);
  return lists;
}

/** Of assets without a symbol, those below one machine together. */
function otherRows(part: PlantPart, tags: ReadonlyMap<string, readonly TagDefinition[]>): readonly TableRows[] {
  const names = new Map<string, AssetDefinition>([part.root, ...part.equipment, ...part.others].map((asset) => [asset.id, asset]));
  const lists = new Map<string, TagDefinition[]>();
  const isDrawn = new Set<string>(part.equipment.map(({ id }) => id));
  for (const asset of [part.root, ...part.others]) {
    if (isDrawn.has(asset.id)) continue;
    const rows = measuredOf(tags.get(asset.id) ?? []);
    if (rows.length === 0) continue;
    const owner = asset.id !== part.root.id && asset.parent !== undefined && isDrawn.has(asset.parent) ? asset.parent : asset.id;
    lists.set(owner, [...(lists.get(owner) ?? []), ...rows]);
  }
  return [...lists].map(([owner, rows]) => ({ heading: `${owner} ${names.get(owner)?.name ?? ''}`.trim(), tags: rows }));
}

export type PlacedTable = { readonly box: Box; readonly lines: readonly string[]; readonly name: string };

/** Tables beside and below one another from a height on, within a width; each with its heading. */
export function placeTables(lists: readonly TableRows[], left: number, top: number, room: number): readonly PlacedTable[] {
  const perRow = Math.max(1, Math.floor((room + 34) / columnPitch));
  const placed: PlacedTable[] = [];
  let y = top;
  for (let at = 0; at < lists.length; at += perRow) {
    const row = lists.slice(at, at + perRow);
    row.forEach((list, column) => placed.push(placeTable(list, left + column * columnPitch, y)));
    y += Math.max(...row.map(({ tags }) => tableHeight(tags.length))) + 24;
  }
  return placed;
}

const tableHeight = (rows: number): number => 28 + rows * pitch;

function placeTable({ heading, tags }: TableRows, x: number, y: number): PlacedTable {
  return {
    name: heading,
    box: { x: x - 6, y, width: width + 12, height: tableHeight(tags.length) },
    lines: [
      `<text${attributes({ class: 'heading', x, y: y + 14 })}>${textOf(heading)}</text>`,
      `<g${attributes({ 'data-symbol': 'table', 'data-width': width, transform: `translate(${x} ${y + 44})` })}>`,
      ...tags.map((tag) => `  <g${attributes({ 'data-tag': tag.id, 'data-label': rowLabel(tag) })}/>`),
      '</g>',
    ],
  };
}

/** Row words have the room of some 14 letters. */
const rowLabel = (tag: TagDefinition): string => (tag.name.length <= 14 ? tag.name : `${tag.name.slice(0, 13).trimEnd()}…`);

/** Loops of a part: what is held at a setpoint. */
export const controlledTags = (part: PlantPart, tags: ReadonlyMap<string, readonly TagDefinition[]>): readonly TagDefinition[] =>
  [part.root, ...part.equipment, ...part.others].flatMap((asset) => (tags.get(asset.id) ?? []).filter((tag) => tag.use === 'pv' && isNumber(tag)));
