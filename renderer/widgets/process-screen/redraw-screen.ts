import { nodesOf, type ScreenModel, type ScreenNode } from '#shared/screen/screen-model.ts';
import type { Binding, ScreenFollower } from './screen-context.ts';

/** Where marks of a part stand in front of the drawing; null until it has one. */
export type PlacedMarks = { readonly host: SVGElement; layer: SVGElement | null };

/** What one top-level part of a screen brought onto the page. */
export type ScreenPiece = {
  readonly node: ScreenNode;
  readonly elements: readonly Element[];
  readonly bindings: readonly Binding[];
  readonly marks: readonly PlacedMarks[];
  readonly followers: readonly ScreenFollower[];
};

/** Which parts of the list before give way to which of the list after; what stands before and behind them is the same. */
export type ChangedRange = { readonly from: number; readonly beforeTo: number; readonly afterTo: number };

export function changedRange(before: readonly ScreenNode[], after: readonly ScreenNode[]): ChangedRange {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && isSame(before[from], after[from])) from++;
  let behind = 0;
  while (behind < most - from && isSame(before[before.length - 1 - behind], after[after.length - 1 - behind])) behind++;
  return { from, beforeTo: before.length - behind, afterTo: after.length - behind };
}

/** Whether a drawing can be brought from one model to the other part by part: the sheet, the tiles and what it may show are the same. */
export const isSameSheet = (before: ScreenModel, after: ScreenModel): boolean =>
  before.width === after.width &&
  before.height === after.height &&
  before.title === after.title &&
  isSame(before.tiles, after.tiles) &&
  isSame(before.parameters, after.parameters);

/** Where an element stands in the text is no difference: it moves with every edit before it. */
const places = new Set(['from', 'line']);

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Map) return b instanceof Map && isSame([...a], [...b]);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, at) => isSame(one, b[at]));
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => places.has(key) || isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

/** Writes the offsets of a part that was not drawn anew where the text before it became longer or shorter. */
export function moveOffsets(elements: readonly Element[], before: ScreenNode, node: ScreenNode): void {
  if (before.from === node.from) return;
  const [only] = elements;
  if (only !== undefined && (node.kind === 'symbol' || node.children.length === 0))
    return only.setAttribute('data-from', String(node.from));
  const marked = elements.flatMap((element) => [
    ...(element.hasAttribute('data-from') ? [element] : []),
    ...element.querySelectorAll('[data-from]'),
  ]);
  const nodes = nodesOf([node]);
  for (const [at, element] of marked.entries()) {
    const from = nodes[at]?.from;
    if (from !== undefined && element.getAttribute('data-from') !== String(from)) element.setAttribute('data-from', String(from));
  }
}
