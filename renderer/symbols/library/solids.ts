import { circle, path, rect, svg, trim } from '../svg-node.ts';
import { centredBox, type SymbolSpec } from '../symbol-spec.ts';
import { inLine, row } from './shapes.ts';

/** Machines for solids. `width` and `height` are outer sizes, the origin is the centre. */
export const solidsSymbols: readonly SymbolSpec[] = [
  {
    name: 'crusher',
    title: 'Crusher',
    moving: 'chevron',
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 56, { x: -28, y: -30, width: 56, height: 60 }, [
        path('sy-body', 'M-28-30H28L20-4V24H-20V-4z'),
        circle('sy-core', 10.5, -9.5, 6),
        circle('sy-core', 10.5, 9.5, 6),
        path('sy-ink-line', 'M-9.5 0.5V11.5M-15 6H-4M9.5 0.5V11.5M4 6H15'),
        path('sy-line', 'M-8 24V30M8 24V30'),
      ]),
  },
  {
    name: 'mill',
    title: 'Ball mill',
    moving: 'chevron',
    draw({ width = 96, height = 44 }) {
      const [x, y] = [width / 2, height / 2];
      const drum = x - 12;
      const balls = Array.from({ length: Math.max(3, Math.floor((drum * 2 - 14) / 9)) }, (_, i) =>
        circle('sy-ink', 2.6, -drum + 10 + i * 9, y - 6 - (i % 2) * 5),
      );
      return {
        nodes: [
          path('sy-body', `M${trim(-drum)} ${trim(-y * 0.8)}L${trim(-x)} -6V6L${trim(-drum)} ${trim(y * 0.8)}z`),
          path('sy-body', `M${trim(drum)} ${trim(-y * 0.8)}L${trim(x)} -6V6L${trim(drum)} ${trim(y * 0.8)}z`),
          rect('sy-core', -drum, -y, 2 * drum, height, 3),
          ...balls,
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'mixer',
    title: 'Mixer',
    moving: 'chevron',
    /** A trough with its ribbon. */
    draw({ width = 96, height = 46 }) {
      const [x, y] = [width / 2, height / 2];
      const end = Math.min(18, y);
      const count = Math.max(3, Math.round(width / 16));
      const points = Array.from({ length: count }, (_, i) => {
        const at = -x + 12 + ((width - 24) * (i + 0.5)) / count;
        return `L${trim(at)} ${trim(i % 2 === 0 ? -y * 0.5 : y * 0.5)}`;
      }).join('');
      return {
        nodes: [
          path(
            'sy-core',
            `M${trim(-x)} ${trim(-y)}H${trim(x)}V${trim(y - end)}Q${trim(x)} ${trim(y)} ${trim(x - end)} ${trim(y)}H${trim(-x + end)}Q${trim(-x)} ${trim(y)} ${trim(-x)} ${trim(y - end)}z`,
          ),
          path('sy-ink-line', `M${trim(-x)} 0H${trim(x)}M${trim(-x + 12)} 0${points}L${trim(x - 12)} 0`),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'static-mixer',
    title: 'Static mixer',
    moving: 'none',
    draw({ width = 76, height = 22 }) {
      const [x, y] = [width / 2, height / 2];
      const count = Math.max(2, Math.round(width / 22));
      const step = width / count;
      const crosses = row(
        -x,
        x - step,
        count,
        (at) => `M${trim(at)} ${trim(-y)}L${trim(at + step)} ${trim(y)}M${trim(at)} ${trim(y)}L${trim(at + step)} ${trim(-y)}`,
      );
      return { nodes: [rect('sy-body', -x, -y, width, height, 2), path('sy-line', crosses)], box: centredBox(width, height) };
    },
  },
  {
    name: 'sieve',
    title: 'Sieve',
    moving: 'chevron',
    /** A deck that falls to the right, on springs. */
    draw({ width = 92, height = 56 }) {
      const [x, y] = [width / 2, height / 2];
      const fall = height * 0.34;
      const foot = y - 4;
      const edge = (at: number): number => -y + height * 0.36 + fall * ((at + x) / width);
      const spring = (at: number): string =>
        `M${trim(at)} ${trim(edge(at))}l-4 3 8 4-8 4 4 3V${trim(foot)}M${trim(at - 8)} ${trim(foot)}h16`;
      const deck = (lift: number): string => `${trim(-y + height * lift)}`;
      return {
        nodes: [
          path('sy-line', spring(-x * 0.62) + spring(x * 0.5)),
          path('sy-core', `M${trim(-x)} ${deck(0)}L${trim(x)} ${deck(0.34)}V${deck(0.7)}L${trim(-x)} ${deck(0.36)}z`),
          svg('path', { class: 'sy-ink-line', d: `M${trim(-x)} ${deck(0.18)}L${trim(x)} ${deck(0.52)}`, 'stroke-dasharray': '5 3' }),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'screw-conveyor',
    title: 'Screw conveyor',
    moving: 'chevron',
    draw(options) {
      const width = options.width ?? 180;
      const x = width / 2;
      const count = Math.max(3, Math.round((width - 24) / 14));
      const lean = options.turn === 180 ? -6 : 6;
      const flights = row(-x + 24, x - 10, count, (at) => `M${trim(at - lean / 2)} 8L${trim(at + lean / 2)} -8`);
      return {
        nodes: [
          rect('sy-body', -x + 12, -10, width - 12, 20, 3),
          path('sy-line', `M${trim(-x + 12)} 0H${trim(x)}${flights}`),
          rect('sy-core', -x, -9, 14, 18, 2),
        ],
        box: { x: -x, y: -10, width, height: 20 },
      };
    },
  },
  {
    name: 'bucket-elevator',
    title: 'Bucket elevator',
    moving: 'chevron',
    /** In at the lower left, out at the upper right. */
    draw({ height = 150 }) {
      const y = height / 2;
      const count = Math.max(2, Math.floor((height - 56) / 16));
      const [top, bottom] = [-y + 30, y - 30];
      const up = row(top, bottom, count, (at) => `M-8 ${trim(at - 3)}H-13V${trim(at + 3)}L-8 ${trim(at + 1)}`);
      const down = row(top, bottom, count, (at) => `M8 ${trim(at + 3)}H13V${trim(at - 3)}L8 ${trim(at - 1)}`);
      return {
        nodes: [
          path(
            'sy-body',
            `M16 ${trim(-y + 20)}L32 ${trim(-y + 34)}V${trim(-y + 46)}L16 ${trim(-y + 34)}zM-16 ${trim(y - 44)}L-32 ${trim(y - 58)}V${trim(y - 46)}L-16 ${trim(y - 30)}z`,
          ),
          rect('sy-body', -18, -y, 36, height, 8),
          path('sy-line', `M-8 ${trim(-y + 18)}V${trim(y - 18)}M8 ${trim(-y + 18)}V${trim(y - 18)}${up}${down}`),
          circle('sy-core', 9, 0, -y + 18),
          circle('sy-core', 9, 0, y - 18),
        ],
        box: { x: -32, y: -y, width: 64, height },
      };
    },
  },
  {
    name: 'hopper',
    title: 'Hopper',
    moving: 'none',
    draw({ width = 64, height = 62 }) {
      const [x, y] = [width / 2, height / 2];
      const outline = (inset: number): string =>
        `M${trim(-x + inset)} ${trim(-y + inset)}H${trim(x - inset)}V${trim(-y * 0.5)}L${trim(7 - inset)} ${trim(y - inset)}H${trim(-7 + inset)}L${trim(-x + inset)} ${trim(-y * 0.5)}z`;
      return {
        nodes: [path('sy-body', outline(0))],
        box: centredBox(width, height),
        level: { inner: path('', outline(0.9)), top: -y + 4, bottom: y - 1, x: -x, width },
      };
    },
  },
];
