import { circle, group, label, path, rect, svg, trim } from '../svg-node.ts';
import { centredBox, type SymbolSpec } from '../symbol-spec.ts';
import { blades, disc, foot, footedBox, lettered, turned } from './shapes.ts';

/** Machines that turn. Round ones take `size` as their diameter. */
export const rotatingSymbols: readonly SymbolSpec[] = [
  {
    name: 'pump',
    title: 'Pump',
    moving: 'half',
    draw(options) {
      const r = (options.size ?? 32) / 2;
      const arrow = path('sy-ink', `M${trim(-r * 0.42)} ${trim(-r * 0.56)}L${trim(r * 0.66)} 0L${trim(-r * 0.42)} ${trim(r * 0.56)}z`);
      return { nodes: [foot(r), ...disc(r), turned(options, arrow)], box: footedBox(r) };
    },
  },
  {
    name: 'motor',
    title: 'Motor',
    moving: 'chevron',
    draw(options) {
      const r = (options.size ?? 32) / 2;
      return { nodes: lettered('M', r, disc(r)), box: centredBox(2 * r, 2 * r) };
    },
  },
  {
    name: 'generator',
    title: 'Generator',
    moving: 'chevron',
    draw(options) {
      const r = (options.size ?? 32) / 2;
      return { nodes: lettered('G', r, disc(r)), box: centredBox(2 * r, 2 * r) };
    },
  },
  {
    name: 'drive',
    title: 'Variable speed drive',
    moving: 'chevron',
    draw(options) {
      const a = options.size ?? 30;
      const wave = path(
        'sy-ink-line',
        `M${trim(-a * 0.3)} 0C${trim(-a * 0.2)} ${trim(-a * 0.34)} ${trim(-a * 0.1)} ${trim(-a * 0.34)} 0 0S${trim(a * 0.2)} ${trim(a * 0.34)} ${trim(a * 0.3)} 0`,
      );
      return { nodes: [rect('sy-core', -a / 2, -a / 2, a, a, 3), wave], box: centredBox(a, a) };
    },
  },
  {
    name: 'fan',
    title: 'Fan',
    moving: 'chevron',
    draw(options) {
      const r = (options.size ?? 32) / 2;
      return {
        nodes: [...disc(r), svg('g', { transform: `scale(${trim(r / 16)})` }, path('sy-ink', blades))],
        box: centredBox(2 * r, 2 * r),
      };
    },
  },
  {
    name: 'agitator',
    title: 'Agitator',
    moving: 'chevron',
    draw(options) {
      const r = (options.size ?? 26) / 2;
      const shaft = options.height ?? 60;
      const blade = trim(r * 1.1);
      return {
        nodes: [
          path(
            'sy-line',
            `M0 ${trim(r)}V${trim(r + shaft)}M-${blade} ${trim(r + shaft - 4)}L${blade} ${trim(r + shaft + 4)}M-${blade} ${trim(r + shaft + 4)}L${blade} ${trim(r + shaft - 4)}`,
          ),
          ...lettered('M', r, disc(r)),
        ],
        box: centredBox(2 * r, 2 * r),
      };
    },
  },
  {
    name: 'rotary-valve',
    title: 'Rotary valve',
    moving: 'chevron',
    draw(options) {
      const r = (options.size ?? 28) / 2;
      const a = r * 0.7;
      return {
        nodes: [
          ...disc(r),
          path('sy-ink-line', `M${trim(-a)} ${trim(-a)}L${trim(a)} ${trim(a)}M${trim(-a)} ${trim(a)}L${trim(a)} ${trim(-a)}`),
        ],
        box: centredBox(2 * r, 2 * r),
      };
    },
  },
  {
    name: 'compressor',
    title: 'Compressor',
    moving: 'chevron',
    draw(options) {
      const width = options.width ?? 84;
      const height = options.height ?? 80;
      const [x, y] = [width / 2, height / 2];
      const shape = path('sy-core', `M${trim(-x)} ${trim(-y)}L${trim(x)} ${trim(-y * 0.52)}V${trim(y * 0.52)}L${trim(-x)} ${trim(y)}z`);
      const caption = options.caption === undefined ? [] : [label('sy-caption', 0, 5, options.caption, 'middle')];
      return { nodes: [turned(options, shape), ...caption], box: centredBox(width, height) };
    },
  },
  {
    name: 'screw-compressor',
    title: 'Screw compressor',
    moving: 'chevron',
    draw(options) {
      const r = (options.size ?? 36) / 2;
      const lines = path(
        'sy-ink-line',
        `M${trim(-r * 0.75)} ${trim(-r * 0.65)}L${trim(r * 0.92)} ${trim(-r * 0.35)}M${trim(-r * 0.75)} ${trim(r * 0.65)}L${trim(r * 0.92)} ${trim(r * 0.35)}`,
      );
      return { nodes: [foot(r), ...disc(r), turned(options, lines)], box: footedBox(r) };
    },
  },
  {
    name: 'centrifuge',
    title: 'Centrifuge',
    moving: 'chevron',
    draw(options) {
      const width = options.width ?? 72;
      const height = options.height ?? 44;
      const [x, y] = [width / 2, height / 2];
      const ribs = [-0.55, -0.22, 0.11, 0.44].map((part) => `M${trim(x * part)} ${trim(-y * 0.55)}V${trim(y * 0.55)}`).join('');
      return {
        nodes: [
          path(
            'sy-core',
            `M${trim(-x)} ${trim(-y)}H${trim(x - 12)}L${trim(x)} ${trim(-y + 10)}V${trim(y - 10)}L${trim(x - 12)} ${trim(y)}H${trim(-x)}z`,
          ),
          path('sy-rib', `M${trim(-x * 0.78)} 0H${trim(x * 0.78)}${ribs}`),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'conveyor',
    title: 'Conveyor',
    moving: 'chevron',
    draw(options) {
      const width = options.width ?? 254;
      const x = width / 2 - 8;
      const count = Math.max(2, Math.round(width / 52));
      const step = (2 * x) / (count + 1);
      const left = options.turn === 180;
      const chevrons = Array.from({ length: count }, (_, i) => `M${trim(-x + step * (i + 1))}-4l${left ? -5 : 5} 4${left ? 5 : -5} 4`).join(
        '',
      );
      return {
        nodes: [
          path('sy-foot', `M${trim(-x + 14)} 8v15M${trim(x - 14)} 8v15M${trim(-x + 6)} 23h16M${trim(x - 22)} 23h16`),
          rect('sy-body', -width / 2, -8, width, 16, 8),
          group('', circle('sy-core', 5, -x, 0), circle('sy-core', 5, x, 0)),
          path('sy-line', chevrons),
        ],
        box: { x: -width / 2, y: -10, width, height: 34 },
      };
    },
  },
];
