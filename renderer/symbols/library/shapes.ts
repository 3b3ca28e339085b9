import { circle, label, path, rect, svg, trim, type SvgNode } from '../svg-node.ts';
import type { Box, SymbolOptions } from '../symbol-spec.ts';

/** Shapes that several symbols are made of. */

export const turned = (options: SymbolOptions, node: SvgNode): SvgNode =>
  options.turn === undefined || options.turn === 0 ? node : svg('g', { transform: `rotate(${options.turn})` }, node);

/** What a machine of radius `r` stands on. */
export const foot = (r: number): SvgNode =>
  path('sy-foot', `M${trim(-r * 0.75)} ${trim(r * 1.22)}h${trim(r * 1.5)}l${trim(-r * 0.3)} ${trim(-r * 0.42)}h${trim(-r * 0.9)}z`);
export const disc = (r: number): SvgNode[] => [
  circle('sy-core', r),
  path('sy-half', `M0 ${trim(-r)}A${trim(r)} ${trim(r)} 0 0 1 0 ${trim(r)}z`),
];
/** Bounds of a disc on its foot. */
export const footedBox = (r: number): Box => ({ x: -r, y: -r, width: 2 * r, height: 2.22 * r });

/** Three blades of a fan of radius 16. */
export const blades = 'M0 0C-4-6-4-12 0-14 4-12 4-6 0 0zM0 0C7-1 12 2 12 7 8 9 3 6 0 0zM0 0C-3 6-8 9-12 7-12 2-7-1 0 0z';
/** A flame some 30 high that stands on the origin. */
export const flame = 'M0 0C-12-2-13-14-5-22C-5-16-1-16 0-30C8-24 14-14 11-7C9-2 5 0 0 0z';

export function lettered(letter: string, r: number, shape: readonly SvgNode[]): readonly SvgNode[] {
  return [...shape, label('sy-letter', 0, r > 11 ? 4.3 : 3.6, letter, 'middle')];
}

export const letteredBox = (width: number, height: number, className: string, letter: string): readonly SvgNode[] => [
  rect(className, -width / 2, -height / 2, width, height, 3),
  label('sy-letter', 0, 4.3, letter, 'middle'),
];

/** A line of `peaks` peaks from one point of the x axis to another, `height` to each side. */
export function zigzag(from: number, to: number, height: number, peaks: number): string {
  const step = (to - from) / peaks;
  const points = Array.from({ length: peaks }, (_, i) => `L${trim(from + step * (i + 0.5))} ${trim(i % 2 === 0 ? -height : height)}`);
  return `M${trim(from)} 0${points.join('')}L${trim(to)} 0`;
}

/** A row of equal strokes, each path data of its own at an x from `from` to `to`, both included. */
export const row = (from: number, to: number, count: number, stroke: (x: number) => string): string =>
  Array.from({ length: count }, (_, i) => stroke(from + ((to - from) * i) / Math.max(1, count - 1))).join('');

/**
 * Line equipment drawn by hand at its own size: scaled by `size` over `own` and turned by quarters, bounds with it. Lines
 * get thinner with it, so that a small valve is no blot.
 */
export function inLine(
  options: SymbolOptions,
  own: number,
  box: Box,
  nodes: readonly SvgNode[],
): { readonly nodes: readonly SvgNode[]; readonly box: Box } {
  const scale = (options.size ?? own) / own;
  const turn = options.turn ?? 0;
  const [left, top, right, bottom] = [box.x * scale, box.y * scale, (box.x + box.width) * scale, (box.y + box.height) * scale];
  const [x, y] = { 0: [left, top], 90: [-bottom, left], 180: [-right, -bottom], 270: [top, -right] }[turn] as [number, number];
  const isUpright = turn === 90 || turn === 270;
  const [width, height] = isUpright ? [bottom - top, right - left] : [right - left, bottom - top];
  return { nodes: [svg('g', { transform: `rotate(${turn}) scale(${trim(scale)})` }, ...nodes)], box: { x, y, width, height } };
}
