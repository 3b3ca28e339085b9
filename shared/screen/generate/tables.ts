import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { Block } from './blocks.ts';
import { attributes, isNumber, measuredOf, textOf, valuesAtEquipment } from './cells.ts';
import { cutAtWord } from './cut-at-word.ts';
import { type PlantPart, titleOf } from './plant-part.ts';

export type TableRows = { readonly heading: string; readonly tags: readonly TagDefinition[] };

const width = 352;
const pitch = 30;
const rowsAtMost = 12;

/** Values that have no place at their equipment: more of one machine than stand there, and those of assets without a symbol. */
export function tableRows(
  part: PlantPart,
  tags: ReadonlyMap<string, readonly TagDefinition[]>,
  controlled: readonly TagDefinition[],
): readonly TableRows[] {
  const lists: TableRows[] = [];
  const add = (heading: string, rows: readonly TagDefinition[]): void => {
    for (let at = 0; at < rows.length; at += rowsAtMost)
      lists.push({ heading: at === 0 ? heading : `${heading}, more`, tags: rows.slice(at, at + rowsAtMost) });
  };
  if (controlled.length > 0) add('Control loops', controlled);
  for (const asset of part.equipment) add(titleOf(asset), measuredOf(tags.get(asset.id) ?? []).slice(valuesAtEquipment));
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
  return [...lists].map(([owner, rows]) => ({ heading: headingOf(names.get(owner), isDrawn), tags: rows }));
}

/** The parts of a machine that is drawn have its name. */
const headingOf = (asset: AssetDefinition | undefined, drawn: ReadonlySet<string>): string =>
  asset === undefined ? 'Values' : drawn.has(asset.id) ? `${titleOf(asset)}, parts` : titleOf(asset);

/** A table with its heading. */
export function tableBlock({ heading, tags }: TableRows): Block {
  const size = { width: width + 12, height: 28 + tags.length * pitch };
  return {
    ...size,
    pipes: [],
    boxes: [{ name: heading, of: heading, box: { x: 0, y: 0, ...size } }],
    write: (left, y) => {
      const x = left + 6;
      return [
        {
          section: 'table',
          lines: [
            `<text${attributes({ class: 'heading', x, y: y + 14 })}>${textOf(heading)}</text>`,
            `<g${attributes({ 'data-symbol': 'table', 'data-width': width, transform: `translate(${x} ${y + 44})` })}>`,
            ...tags.map((tag) => `  <g${attributes({ 'data-tag': tag.id, 'data-label': rowLabel(tag, heading) })}/>`),
            '</g>',
          ],
        },
      ];
    },
  };
}

/** What the row is of, without what the heading says already; there is room for some 12 letters. */
function rowLabel(tag: TagDefinition, heading: string): string {
  const said = new Set(heading.toLowerCase().split(/\s+/));
  const words = (tag.name.split(',')[0] ?? '').split(' ').filter((word) => !said.has(word.toLowerCase()));
  const text = words.length === 0 ? tag.name : words.join(' ');
  return cutAtWord(text.charAt(0).toUpperCase() + text.slice(1), 12);
}

/** Loops of a part: what is held at a setpoint. */
export const controlledTags = (part: PlantPart, tags: ReadonlyMap<string, readonly TagDefinition[]>): readonly TagDefinition[] =>
  [part.root, ...part.equipment, ...part.others].flatMap((asset) =>
    (tags.get(asset.id) ?? []).filter((tag) => tag.use === 'pv' && isNumber(tag)),
  );
