import { circle, label, path, rect, svg, trim } from '../svg-node.ts';
import { centredBox, type SymbolSpec } from '../symbol-spec.ts';
import { flame, inLine, lettered, row } from './shapes.ts';

/** Columns, reactors, basins and what stands at the ends of a plant's lines. */
export const columnSymbols: readonly SymbolSpec[] = [
  {
    name: 'column',
    title: 'Column with trays',
    moving: 'none',
    /** Its level is that of the sump, which is its lowest quarter: 100 % stands below the lowest tray. */
    draw({ width = 52, height = 220 }) {
      const [x, y] = [width / 2, height / 2];
      const rx = Math.min(x, 26);
      const count = Math.max(3, Math.floor((height * 0.6) / 20));
      const [top, bottom] = [-y + height * 0.12, y - height * 0.32];
      const step = (bottom - top) / (count - 1);
      const trays = Array.from({ length: count }, (_, i) => {
        const at = top + step * i;
        const [from, to] = i % 2 === 0 ? [-x, x * 0.6] : [x, -x * 0.6];
        return `M${trim(from)} ${trim(at)}H${trim(to)}V${trim(at + Math.min(10, step * 0.55))}`;
      }).join('');
      return {
        nodes: [rect('sy-body', -x, -y, width, height, rx)],
        box: centredBox(width, height),
        level: {
          inner: rect('', -x + 1, -y + 1, width - 2, height - 2, rx - 1),
          top: y - height * 0.25,
          bottom: y - 2,
          x: -x,
          width,
        },
        front: [path('sy-line', trays)],
      };
    },
  },
  {
    name: 'reactor',
    title: 'Agitated reactor',
    moving: 'chevron',
    /** Its state is that of the agitator. */
    draw({ width = 76, height = 116 }) {
      const [x, y] = [width / 2, height / 2];
      const r = Math.min(12, height * 0.14);
      const [top, bottom] = [-y + 2.4 * r, y];
      const rx = Math.min(x, (bottom - top) / 2) * 0.7;
      const [wall, from] = [x - 6, top + (bottom - top) * 0.36];
      const blade = wall * 0.6;
      const at = bottom - (bottom - top) * 0.24;
      return {
        nodes: [
          path(
            'sy-foot',
            `M${trim(-x)} ${trim(from)}H${trim(x)}V${trim(bottom - rx)}Q${trim(x)} ${trim(bottom)} ${trim(x - rx)} ${trim(bottom)}H${trim(-x + rx)}Q${trim(-x)} ${trim(bottom)} ${trim(-x)} ${trim(bottom - rx)}z`,
          ),
          rect('sy-body', -wall, top, 2 * wall, bottom - top - 6, rx * 0.9),
        ],
        box: centredBox(width, height),
        level: {
          inner: rect('', -wall + 1, top + 1, 2 * wall - 2, bottom - top - 8, rx * 0.9 - 1),
          top: top + r * 0.5,
          bottom: bottom - 7,
          x: -wall,
          width: 2 * wall,
        },
        front: [
          path(
            'sy-line',
            `M0 ${trim(top - r * 0.4)}V${trim(at)}M${trim(-blade)} ${trim(at - 5)}L${trim(blade)} ${trim(at + 5)}M${trim(-blade)} ${trim(at + 5)}L${trim(blade)} ${trim(at - 5)}`,
          ),
          svg('g', { transform: `translate(0 ${trim(-y + r)})` }, ...lettered('M', r, [circle('sy-core', r)])),
        ],
      };
    },
  },
  {
    name: 'basin',
    title: 'Basin',
    moving: 'none',
    /** Open on top. */
    draw({ width = 130, height = 52 }) {
      const [x, y] = [width / 2, height / 2];
      return {
        nodes: [path('sy-body', `M${trim(-x)} ${trim(-y)}V${trim(y)}H${trim(x)}V${trim(-y)}`)],
        box: centredBox(width, height),
        level: { inner: rect('', -x + 1, -y, width - 2, height - 1), top: -y + 3, bottom: y - 1, x: -x, width },
      };
    },
  },
  {
    name: 'strainer',
    title: 'Strainer',
    moving: 'none',
    /** In the line, its basket hangs at the lower right. `size` is its length. */
    draw: (options) =>
      inLine(options, 28, { x: -14, y: -6, width: 28, height: 24 }, [
        path('sy-body', 'M-14-6H14V6H6L12 12L6 18L-6 6H-14z'),
        svg('path', { class: 'sy-line', d: 'M-11-6L9 14.5', 'stroke-dasharray': '3 2' }),
      ]),
  },
  {
    name: 'steam-trap',
    title: 'Steam trap',
    moving: 'none',
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 24, centredBox(24, 24), [circle('sy-body', 12), label('sy-bubble', 0, 4.3, 'T', 'middle')]),
  },
  {
    name: 'flare',
    title: 'Flare',
    moving: 'fill',
    says: { running: 'burning', stopped: 'out' },
    draw({ height = 170 }) {
      const y = height / 2;
      const tip = -y + 30;
      return {
        nodes: [
          path('sy-line', `M-4 ${trim(tip + 26)}L-22 ${trim(y)}M4 ${trim(tip + 26)}L22 ${trim(y)}`),
          rect('sy-body', -4.5, tip, 9, height - 30, 1),
          rect('sy-foot', -8, tip - 2, 16, 8, 1),
          svg('g', { transform: `translate(0 ${trim(tip - 2)})` }, path('sy-core', flame)),
        ],
        box: { x: -22, y: -y, width: 44, height },
      };
    },
  },
  {
    name: 'stack',
    title: 'Stack',
    moving: 'none',
    draw({ width = 34, height = 150 }) {
      const [x, y] = [width / 2, height / 2];
      return {
        nodes: [
          path('sy-body', `M${trim(-x * 0.58)} ${trim(-y)}H${trim(x * 0.58)}L${trim(x)} ${trim(y)}H${trim(-x)}z`),
          path(
            'sy-line',
            `M${trim(-x * 0.62)} ${trim(-y + height * 0.08)}H${trim(x * 0.62)}M${trim(-x * 0.66)} ${trim(-y + height * 0.16)}H${trim(x * 0.66)}`,
          ),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'tanker',
    title: 'Tanker',
    moving: 'none',
    /** A road tanker, its cab to the right. `size` is its length. */
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 128, { x: -64, y: -26, width: 128, height: 52 }, [
        rect('sy-foot', -60, 12, 106, 5, 1),
        rect('sy-body', -64, -22, 100, 34, 15),
        path(
          'sy-line',
          row(-38, 10, 3, (at) => `M${trim(at)}-22V12`),
        ),
        rect('sy-foot', -22, -26, 16, 4, 1),
        path('sy-body', 'M40 17V-14H53L64 0V17z'),
        path('sy-line', 'M46-8H52L58 0H46z'),
        ...[-46, -28, 52].map((at) => circle('sy-body', 8, at, 18)),
      ]),
  },
  {
    name: 'loading-arm',
    title: 'Loading arm',
    moving: 'none',
    /** Its foot at the lower left, its drop pipe at the right. `size` is its reach. */
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 84, { x: -42, y: -34, width: 84, height: 68 }, [
        rect('sy-foot', -42, 28, 24, 6, 1),
        rect('sy-body', -34, -24, 8, 52, 1),
        rect('sy-body', -30, -30, 66, 8, 1),
        rect('sy-body', 32, -24, 8, 38, 1),
        rect('sy-foot', 30, 14, 12, 6, 1),
        circle('sy-core', 7, -30, -26),
        circle('sy-core', 7, 36, -26),
      ]),
  },
];
