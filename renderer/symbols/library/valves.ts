import { path, rect, svg, trim, type SvgNode } from '../svg-node.ts';
import type { Box, SymbolOptions, SymbolSpec } from '../symbol-spec.ts';

const bow = 'M-12-8.5L12 8.5V-8.5L-12 8.5z';

/** Draws at the scale and turn asked for; `size` is the length between the flanges, 24 by itself. */
function valve(options: SymbolOptions, nodes: readonly SvgNode[], top: number): { readonly nodes: readonly SvgNode[]; readonly box: Box } {
  const scale = (options.size ?? 24) / 24;
  const turn = options.turn ?? 0;
  const box: Box =
    turn === 90 || turn === 270
      ? { x: turn === 90 ? -9 * scale : top * scale, y: -12 * scale, width: (9 - top) * scale, height: 24 * scale }
      : { x: -12 * scale, y: turn === 180 ? -9 * scale : top * scale, width: 24 * scale, height: (9 - top) * scale };
  return { nodes: [svg('g', { transform: `rotate(${turn}) scale(${trim(scale)})` }, ...nodes)], box };
}

/** Valves sit on their line at the origin; the actuator stands above a line that runs to the right. */
export const valveSymbols: readonly SymbolSpec[] = [
  {
    name: 'valve',
    title: 'On-off valve',
    moving: 'fill',
    draw: (options) => valve(options, [path('sy-core', bow), path('sy-line', 'M0 0V-12'), rect('sy-body', -5, -19, 10, 8)], -20),
  },
  {
    name: 'control-valve',
    title: 'Control valve',
    moving: 'fill',
    draw: (options) =>
      valve(options, [path('sy-core', bow), path('sy-line', 'M0 0V-14'), path('sy-body', 'M-8.5-14A8.5 8.5 0 0 1 8.5-14z')], -23),
  },
  {
    name: 'hand-valve',
    title: 'Hand valve',
    moving: 'none',
    draw: (options) => valve(options, [path('sy-core', bow), path('sy-line', 'M0 0V-11M-6-11H6')], -12),
  },
  {
    name: 'check-valve',
    title: 'Check valve',
    moving: 'none',
    draw: (options) => valve(options, [path('sy-line', 'M-9-9V9'), path('sy-core', 'M-9 0L9-8.5V8.5z')], -9),
  },
  {
    name: 'relief-valve',
    title: 'Relief valve',
    moving: 'fill',
    draw: (options) => valve(options, [path('sy-core', 'M0 0L-8 12H8zM0 0L12-8V8z'), path('sy-line', 'M0 0V-4L-4-7 4-10-4-13 4-16')], -18),
  },
];
