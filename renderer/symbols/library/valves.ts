import { circle, group, path, rect, type SvgNode } from '../svg-node.ts';
import type { SymbolOptions, SymbolSpec } from '../symbol-spec.ts';
import { inLine } from './shapes.ts';

const bow = 'M-12-8.5L12 8.5V-8.5L-12 8.5z';

/** Draws at the scale and turn asked for; `size` is the length between the flanges, 24 by itself. */
const valve = (options: SymbolOptions, nodes: readonly SvgNode[], top: number, bottom = 9): ReturnType<typeof inLine> =>
  inLine(options, 24, { x: -12, y: top, width: 24, height: bottom - top }, nodes);

const stem = path('sy-line', 'M0 0V-12');
const box = rect('sy-body', -5, -19, 10, 8);

/** Valves sit on their line at the origin; the actuator stands above a line that runs to the right. */
export const valveSymbols: readonly SymbolSpec[] = [
  {
    name: 'valve',
    title: 'On-off valve',
    moving: 'fill',
    draw: (options) => valve(options, [path('sy-core', bow), stem, box], -20),
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
  {
    name: 'three-way-valve',
    title: 'Three-way valve',
    moving: 'fill',
    draw: (options) => valve(options, [path('sy-core', `${bow}M0 0L-8.5 12H8.5z`), stem, box], -20, 12),
  },
  {
    name: 'angle-valve',
    title: 'Angle valve',
    moving: 'fill',
    /** In from the left, out at the bottom. */
    draw: (options) => valve(options, [path('sy-core', 'M0 0L-12-8.5V8.5zM0 0L-8.5 12H8.5z'), stem, box], -20, 12),
  },
  {
    name: 'butterfly-valve',
    title: 'Butterfly valve',
    moving: 'fill',
    draw: (options) =>
      valve(
        options,
        [
          path('sy-line', 'M0-9V-12'),
          box,
          rect('sy-core', -8, -9, 16, 18),
          path('sy-line', 'M-11-9.5V9.5M11-9.5V9.5'),
          path('sy-ink-line', 'M-5.5 6.5L5.5-6.5'),
          circle('sy-ink', 2),
        ],
        -20,
        10,
      ),
  },
  {
    name: 'ball-valve',
    title: 'Ball valve',
    moving: 'fill',
    draw: (options) => valve(options, [path('sy-core', bow), path('sy-line', 'M0-5V-12'), box, circle('sy-core', 5)], -20),
  },
  {
    name: 'diaphragm-valve',
    title: 'Diaphragm valve',
    moving: 'fill',
    draw: (options) => valve(options, [path('sy-core', bow), path('sy-line', 'M0-6V-12M-12-8.5C-8-2 8-2 12-8.5'), box], -20),
  },
  {
    name: 'safety-valve',
    title: 'Safety valve',
    moving: 'fill',
    /** In from below, out to the right: body, bonnet with its spring, lifting lever. */
    draw: (options) =>
      valve(
        options,
        [
          path('sy-core', 'M0 0L-8 12H8zM0 0L12-8V8z'),
          path('sy-line', 'M0 0V-4M0-18V-21M-6-21H6'),
          rect('sy-body', -5, -18, 10, 14, 1.5),
          path('sy-line', 'M-3-7L3-9.5-3-12 3-14.5'),
        ],
        -22,
        12,
      ),
  },
  {
    name: 'damper',
    title: 'Damper',
    moving: 'fill',
    says: { running: 'open', stopped: 'shut' },
    /** Blades lie along the flow while open and stand across it while shut. */
    draw: (options) =>
      valve(
        options,
        [
          path('sy-line', 'M0-10V-12'),
          box,
          rect('sy-core', -9, -10, 18, 20),
          path('sy-line', 'M-12-10.5V10.5M12-10.5V10.5'),
          group('sy-when-on', path('sy-ink-line', 'M-6-5H6M-6 5H6')),
          group('sy-when-off', path('sy-ink-line', 'M-2.5-9L2.5-.5M-2.5.5L2.5 9')),
        ],
        -20,
        11,
      ),
  },
];
