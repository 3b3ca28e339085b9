import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { Box } from '../edit/draft.ts';
import type { Room } from './place-columns.ts';
import { symbolOf } from './plant-part.ts';
import type { GraphNode } from './process-graph.ts';

/** A symbol or flag with its values below it, around the origin its pipes run through. */
export type Cell = Room & {
  /** Where pipes end left and right of the origin. */
  readonly portLeft: number;
  readonly portRight: number;
  /** Bounds around the origin of what is drawn and must stay apart, by what it is called in tests. */
  readonly parts: readonly { readonly name: string; readonly box: Box }[];
  /** SVG lines with the origin at this point of the drawing. */
  write(x: number, y: number): readonly string[];
};

/** Sizes that read well on a process screen, where a symbol's own are those of a list. */
const largerSizes: Readonly<Record<string, Readonly<Record<'width' | 'height', number>>>> = {
  tank: { width: 96, height: 130 },
  conveyor: { width: 160, height: 34 },
};

const valueWidth = 120;
const valueHeight = 58;
const valueGap = 6;
/** Values that stand at their equipment; more of them stand in a table. */
export const valuesAtEquipment = 3;

export const isNumber = (tag: TagDefinition): boolean => tag.type === 'float' || tag.type === 'int';
/** Measured values of an asset, those with a normal band first: they say more. */
export const measuredOf = (tags: readonly TagDefinition[]): readonly TagDefinition[] => {
  const measured = tags.filter((tag) => tag.use === 'measurement' && isNumber(tag));
  return [...measured.filter(({ normal }) => normal !== undefined), ...measured.filter(({ normal }) => normal === undefined)];
};

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
/** Attributes in their order, those that are undefined left out. */
export const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escape(String(value))}"`]))
    .join('');
export const textOf = escape;
const at = (x: number, y: number): string => `translate(${x} ${y})`;

/** A piece of equipment: symbol, name and state below it, then its values. */
export function equipmentCell(asset: AssetDefinition, tags: readonly TagDefinition[], pair: string | undefined): Cell {
  const entry = symbolOf(asset);
  if (entry === undefined) throw new Error(`Asset ${asset.id} has no symbol; only equipment with one is placed.`);
  const larger = largerSizes[entry.name];
  const takes = (name: string): boolean => entry.keys.some((key) => key.name === name);
  const size =
    larger === undefined ? entry.box : { x: -larger.width / 2, y: takes('height') ? -larger.height / 2 : entry.box.y, ...larger };
  const measured = measuredOf(tags);
  const values = measured.slice(0, valuesAtEquipment);
  const level = takes('level') ? measured.find((tag) => tag.unit === '%' && tag.id.startsWith('L')) : undefined;
  const half = Math.max(size.width / 2, asset.id.length * 4.6, 38);
  const belowSymbol = size.y + size.height;
  const firstValue = Math.ceil(belowSymbol + 46);
  const bottom = values.length === 0 ? Math.ceil(belowSymbol + 42) : firstValue + values.length * (valueHeight + valueGap);
  const parts: { name: string; box: Box }[] = [
    // With the badges at its left, the alarm glyph at its upper right and its two lines of words.
    {
      name: asset.id,
      box: {
        x: Math.min(size.x - 24, -half),
        y: size.y - 16,
        width: 2 * Math.max(-Math.min(size.x - 24, -half), half),
        height: size.height + 16 + 42,
      },
    },
    ...values.map((tag, row) => ({
      name: tag.id as string,
      box: { x: -valueWidth / 2, y: firstValue + row * (valueHeight + valueGap), width: valueWidth, height: valueHeight },
    })),
  ];
  return {
    left: -Math.min(...parts.map(({ box }) => box.x)),
    right: Math.max(...parts.map(({ box }) => box.x + box.width)),
    top: 16 - size.y,
    bottom,
    portLeft: size.x,
    portRight: size.x + size.width,
    parts,
    write: (x, y) => [
      `<g${attributes({
        'data-symbol': entry.name,
        'data-asset': asset.id,
        'data-pair': pair,
        'data-level': level?.id,
        'data-width': larger === undefined || !takes('width') ? undefined : larger.width,
        'data-height': larger === undefined || !takes('height') ? undefined : larger.height,
        transform: at(x, y),
      })}/>`,
      ...values.map((tag, row) => valueLine(tag, x - valueWidth / 2, y + firstValue + row * (valueHeight + valueGap))),
    ],
  };
}

/** A value in a box of `valueWidth`, its upper left corner here; with an indicator where there is a range to show it by. */
function valueLine(tag: TagDefinition, left: number, top: number): string {
  const hasIndicator = tag.range !== undefined || tag.normal !== undefined;
  // Where the parts of a value stand around its origin: see `value` in part-catalogue.ts.
  const [x, y] = [left + (hasIndicator ? 12 : 8), top + 7];
  return `<g${attributes({ 'data-symbol': 'value', 'data-tag': tag.id, 'data-show': hasIndicator ? 'indicator' : undefined, transform: at(x, y) })}/>`;
}

/** A flag to another screen, or the name of what is there where no screen shows it. */
export function linkCell(node: Extract<GraphNode, { readonly kind: 'link' }>): Cell {
  // Letters grow by up to a third on a drawing shown small.
  const width = Math.round(32 + node.label.length * 7.4);
  const box = { x: 0, y: -13, width, height: 26 };
  return {
    left: 0,
    right: width,
    top: 14,
    bottom: 14,
    portLeft: 0,
    portRight: width,
    parts: [{ name: node.label, box }],
    write: (x, y) =>
      node.screen === null
        ? [`<text${attributes({ class: 'note', x: x + width / 2, y: y + 4, 'text-anchor': 'middle' })}>${textOf(node.label)}</text>`]
        : [
            `<g${attributes({ 'data-symbol': 'link', 'data-screen': node.screen, 'data-label': node.label, 'data-width': width, transform: at(x, y) })}/>`,
          ],
  };
}

/** What a place held free for a pipe takes. */
export const stopRoom: Room = { left: 0, right: 0, top: 9, bottom: 9 };
