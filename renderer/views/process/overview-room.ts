import type { ScreenModel, ScreenNode, SymbolNode } from '#shared/screen/screen-model.ts';

/** Room of a panel, CSS pixels. */
export type Room = { readonly width: number; readonly height: number };

/** As narrow and as low as a row of a unit can be drawn (`unit-row.ts`). */
const leastWidth = 600;
const leastHeight = 90;
/** Rows are not stretched beyond this: what is read together stays together. */
const mostHeight = 160;

const isUnitRow = (node: ScreenNode): node is SymbolNode => node.kind === 'symbol' && node.symbol === 'unit-row';

/**
 * An overview that is rows of units and nothing else, laid out for a panel it would have to be made smaller for: its letters
 * keep their size and its rows stand closer, as far as they can be drawn. Any other screen, and one that has the room it was
 * drawn for, is given back as it is. Rows keep their order from top to bottom.
 */
export function overviewInRoom(model: ScreenModel, room: Room): ScreenModel {
  if (room.width <= 0 || room.height <= 0 || (room.width >= model.width && room.height >= model.height)) return model;
  if (model.nodes.length === 0 || model.tiles.length > 0 || !model.nodes.every(isUnitRow)) return model;
  const rows = model.nodes;
  // Where even the least does not fit, all of it is shown smaller rather than a part of it.
  const scale = Math.max(1, leastWidth / room.width, (leastHeight * rows.length) / room.height);
  if (scale >= Math.max(model.width / room.width, model.height / room.height)) return model;
  const width = Math.floor(Math.min(room.width * scale, model.width));
  const height = Math.floor(room.height * scale);
  const rowHeight = Math.min(mostHeight, Math.floor(height / rows.length));
  return {
    ...model,
    width,
    height,
    nodes: rows.map((node, at) => ({ ...node, transform: `translate(0 ${at * rowHeight})`, data: { ...node.data, width: String(width), height: String(rowHeight) } })),
  };
}
