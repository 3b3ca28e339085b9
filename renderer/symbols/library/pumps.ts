import { circle, group, label, path, rect, svg, trim } from '../svg-node.ts';
import type { SymbolSpec } from '../symbol-spec.ts';
import { blades, disc, foot, footedBox, inLine, turned } from './shapes.ts';

/** Pumps, blowers and what else moves fluids by force. Round ones take `size` as their diameter. */
export const pumpSymbols: readonly SymbolSpec[] = [
  {
    name: 'displacement-pump',
    title: 'Positive-displacement pump',
    moving: 'half',
    /** Two rotors that mesh. */
    draw(options) {
      const r = (options.size ?? 32) / 2;
      const rotors = group('', circle('sy-ink', r * 0.34, 0, -r * 0.36), circle('sy-ink', r * 0.34, 0, r * 0.36));
      return { nodes: [foot(r), ...disc(r), turned(options, rotors)], box: footedBox(r) };
    },
  },
  {
    name: 'metering-pump',
    title: 'Metering pump',
    moving: 'half',
    /** A membrane before the plunger. */
    draw(options) {
      const r = (options.size ?? 32) / 2;
      const head = group(
        '',
        path(
          'sy-ink',
          `M${trim(r * 0.08)} ${trim(-r * 0.58)}A${trim(r * 0.58)} ${trim(r * 0.58)} 0 0 1 ${trim(r * 0.08)} ${trim(r * 0.58)}z`,
        ),
        path('sy-ink-line', `M${trim(-r)} 0H${trim(r * 0.08)}M${trim(-r * 0.5)} ${trim(-r * 0.34)}V${trim(r * 0.34)}`),
      );
      return { nodes: [foot(r), ...disc(r), turned(options, head)], box: footedBox(r) };
    },
  },
  {
    name: 'submersible-pump',
    title: 'Submersible pump',
    moving: 'fill',
    /** Hangs on its riser: pump above, motor below. `size` is its width. */
    draw(options) {
      return inLine({ ...options, turn: 0 }, 20, { x: -10, y: -26, width: 20, height: 46 }, [
        path('sy-line', 'M-2.5-16V-26M2.5-16V-26'),
        rect('sy-core', -10, -16, 20, 36, 6),
        path('sy-ink', 'M0-12L6-2H-6z'),
        path('sy-line', 'M-10 3H10'),
        path('sy-ink-line', 'M-5 8H5M-5 12H5M-5 16H5'),
      ]);
    },
  },
  {
    name: 'blower',
    title: 'Blower',
    moving: 'chevron',
    /** A wheel in its scroll, out at the upper right. */
    draw(options) {
      const r = (options.size ?? 34) / 2;
      const scroll = `M0 ${trim(-r)}H${trim(r * 1.4)}V${trim(-r * 0.36)}H${trim(r * 0.933)}A${trim(r)} ${trim(r)} 0 1 1 0 ${trim(-r)}z`;
      return {
        nodes: [
          foot(r),
          path('sy-core', scroll),
          svg('g', { transform: `scale(${trim(r / 19)})` }, path('sy-ink', blades)),
          circle('sy-line', r * 0.8),
        ],
        box: { x: -r, y: -r, width: 2.4 * r, height: 2.22 * r },
      };
    },
  },
  {
    name: 'vacuum-pump',
    title: 'Vacuum pump',
    moving: 'half',
    /** A star of vanes out of the middle of its ring. */
    draw(options) {
      const r = (options.size ?? 32) / 2;
      const [wheel, cy] = [r * 0.56, -r * 0.24];
      const vanes = [0, 60, 120, 180, 240, 300]
        .map((angle) => {
          const turn = ((angle - 90) * Math.PI) / 180;
          return `M0 ${trim(cy)}L${trim(Math.cos(turn) * wheel)} ${trim(cy + Math.sin(turn) * wheel)}`;
        })
        .join('');
      return { nodes: [foot(r), ...disc(r), path('sy-ink-line', vanes), circle('sy-line', r * 0.8)], box: footedBox(r) };
    },
  },
  {
    name: 'ejector',
    title: 'Ejector',
    moving: 'none',
    /** Motive fluid from the left, suction from below, out to the right. `size` is its length. */
    draw: (options) =>
      inLine(options, 64, { x: -32, y: -13, width: 64, height: 32 }, [
        path('sy-body', 'M-32-13H-12L4-4L32-11V11L4 4L-12 13V19H-24V13H-32z'),
        path('sy-line', 'M-32-5L-13-1.8V1.8L-32 5'),
      ]),
  },
  {
    name: 'diesel-set',
    title: 'Diesel generator',
    moving: 'chevron',
    /** Engine block on a frame with the generator to its right. `size` is its length. */
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 76, { x: -38, y: -20, width: 76, height: 40 }, [
        rect('sy-foot', -38, 15, 76, 5, 1),
        rect('sy-core', -38, -13, 38, 28, 2),
        path('sy-line', 'M-32-13V-19M-24-13V-19M-16-13V-19M-8-13V-19'),
        path('sy-ink-line', 'M-34 8H-4'),
        path('sy-line', 'M0 0H6'),
        circle('sy-core', 15, 21, 0),
        label('sy-letter', 21, 4.3, 'G', 'middle'),
      ]),
  },
];
