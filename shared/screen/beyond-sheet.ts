import { type Affine, compose, identity, mapPoint, transformMap } from './edit/affine.ts';
import { partBox } from './edit/symbol-place.ts';
import type { ScreenModel, ScreenNode, SymbolNode } from './screen-model.ts';

/** How far a part reaches over an edge of the sheet, in its units. */
export type BeyondSheet = { readonly node: SymbolNode; readonly edge: 'left' | 'upper' | 'right' | 'lower'; readonly by: number };

/** Bounds of parts are rounded up: less than this is not seen. */
const leastBeyond = 3;
/** Rows of a list of alarms at the catalogue's size, and the height of each. */
const summaryRows = 5;
const summaryPitch = 28;

/**
 * Symbols and live parts that reach over an edge of the screen's sheet, where the console cuts them off, each with the edge it
 * reaches over furthest; those that stand outside altogether too. Bounds are those of the catalogue, without labels and marks.
 * What moves by a binding is judged where it is drawn; what stands in a template is left out, and so is a transform nobody can read.
 */
export function beyondSheet({ nodes, width, height }: ScreenModel): readonly BeyondSheet[] {
  return placed(nodes, identity).flatMap(({ node, map }): BeyondSheet[] => {
    const { x, y, width: wide, height: high } = boundsOf(node);
    const corners = [mapPoint(map, x, y), mapPoint(map, x + wide, y), mapPoint(map, x, y + high), mapPoint(map, x + wide, y + high)];
    const [xs, ys] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)];
    const all = [
      { node, edge: 'left', by: -Math.min(...xs) },
      { node, edge: 'upper', by: -Math.min(...ys) },
      { node, edge: 'right', by: Math.max(...xs) - width },
      { node, edge: 'lower', by: Math.max(...ys) - height },
    ] as const;
    const worst = all.reduce((one, other) => (other.by > one.by ? other : one));
    return worst.by > leastBeyond ? [worst] : [];
  });
}

function placed(nodes: readonly (ScreenNode | string)[], outer: Affine): readonly { readonly node: SymbolNode; readonly map: Affine }[] {
  return nodes.flatMap((node) => {
    if (typeof node === 'string' || node.within !== null) return [];
    const own = transformMap(node.kind === 'symbol' ? node.transform : (node.attributes['transform'] ?? ''));
    if (own === null) return [];
    const map = compose(outer, own);
    return node.kind === 'symbol' ? [{ node, map }] : placed(node.children, map);
  });
}

/** As the catalogue has them; of values and lists of alarms as they are drawn with their settings (`value-box.ts`, `alarm-summary.ts`). */
function boundsOf({ symbol, data }: SymbolNode): ReturnType<typeof partBox> {
  const box = partBox({ attributes: new Map([['data-symbol', symbol], ...Object.entries(data).map(([key, value]) => [`data-${key}`, value] as const)]) });
  if (symbol === 'alarm-summary') return { ...box, height: box.height + ((Number(data['rows'] ?? summaryRows) || 0) - summaryRows) * summaryPitch };
  if (symbol !== 'value') return box;
  const [isSmall, isPlain] = [data['size'] === 'small', data['show']?.includes('plain') === true];
  const width = isSmall ? 84 : box.width;
  const x = data['align'] === 'middle' ? -width / 2 : data['align'] === 'end' ? -width - box.x : box.x;
  const [y, height] = isPlain ? (isSmall ? [-16, 22] : [-19, 26]) : [box.y, isSmall ? 38 : box.height];
  return { x, y, width, height };
}
