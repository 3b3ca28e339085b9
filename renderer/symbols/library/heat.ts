import { circle, path, rect, svg, trim } from '../svg-node.ts';
import { centredBox, type SymbolSpec } from '../symbol-spec.ts';
import { blades, flame, row, zigzag } from './shapes.ts';

/** Heat exchange. `width` and `height` are outer sizes, the origin is the centre. */
export const heatSymbols: readonly SymbolSpec[] = [
  {
    name: 'plate-exchanger',
    title: 'Plate heat exchanger',
    moving: 'none',
    draw({ width = 48, height = 64 }) {
      const [x, y] = [width / 2, height / 2];
      const count = Math.max(4, Math.round((width - 16) / 5));
      return {
        nodes: [
          rect('sy-foot', -x, -y, 6, height, 1),
          rect('sy-foot', x - 6, -y, 6, height, 1),
          rect('sy-body', -x + 6, -y + 4, width - 12, height - 8),
          path(
            'sy-line',
            row(-x + 10, x - 10, count, (at) => `M${trim(at)} ${trim(-y + 4)}V${trim(y - 4)}`),
          ),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'air-cooler',
    title: 'Air-cooled exchanger',
    moving: 'chevron',
    /** A bank of tubes over its fan. */
    draw({ width = 110, height = 60 }) {
      const [x, y] = [width / 2, height / 2];
      const bank = height * 0.4;
      const r = Math.min(height * 0.24, x * 0.5);
      const centre = y - r;
      return {
        nodes: [
          path('sy-foot', `M${trim(-x + 6)} ${trim(-y + bank)}H${trim(x - 6)}L${trim(r + 4)} ${trim(centre)}H${trim(-r - 4)}z`),
          rect('sy-body', -x, -y, width, bank, 2),
          svg(
            'g',
            { transform: `translate(0 ${trim(-y + bank / 2)})` },
            path('sy-line', zigzag(-x, x, bank * 0.3, Math.max(6, 2 * Math.round(width / 22)))),
          ),
          circle('sy-core', r, 0, centre),
          svg('g', { transform: `translate(0 ${trim(centre)}) scale(${trim(r / 16)})` }, path('sy-ink', blades)),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'condenser',
    title: 'Condenser',
    moving: 'none',
    /** Tubes above, hotwell with its level below. */
    draw({ width = 120, height = 60 }) {
      const [x, y] = [width / 2, height / 2];
      const rx = height * 0.3;
      const [left, right] = [-x + rx * 1.15, x - rx * 1.15];
      const tubes = row(-y + height * 0.16, -y + height * 0.5, 4, (at) => `M${trim(left)} ${trim(at)}H${trim(right)}`);
      return {
        nodes: [rect('sy-body', -x, -y, width, height, rx)],
        box: centredBox(width, height),
        level: {
          inner: rect('', left + 0.8, -y + 1, right - left - 1.6, height - 2),
          top: y - height * 0.4,
          bottom: y - 1,
          x: left,
          width: right - left,
        },
        front: [path('sy-line', `M${trim(left)} ${trim(-y)}V${trim(y)}M${trim(right)} ${trim(-y)}V${trim(y)}${tubes}`)],
      };
    },
  },
  {
    name: 'chiller',
    title: 'Chiller',
    moving: 'chevron',
    /** Its compressor beside the coil. */
    draw({ width = 104, height = 60 }) {
      const [x, y] = [width / 2, height / 2];
      const r = Math.min(height * 0.3, width * 0.17);
      const centre = -x + r + 10;
      const coil = zigzag(-(x - centre - r - 8) / 2, (x - centre - r - 8) / 2, height * 0.26, 6);
      return {
        nodes: [
          rect('sy-body', -x, -y, width, height, 3),
          circle('sy-core', r, centre, 0),
          path(
            'sy-ink-line',
            `M${trim(centre - r * 0.72)} ${trim(-r * 0.66)}L${trim(centre + r * 0.92)} ${trim(-r * 0.34)}M${trim(centre - r * 0.72)} ${trim(r * 0.66)}L${trim(centre + r * 0.92)} ${trim(r * 0.34)}`,
          ),
          svg('g', { transform: `translate(${trim((centre + r + x) / 2)} 0)` }, path('sy-line', coil)),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'furnace',
    title: 'Fired heater',
    moving: 'fill',
    says: { running: 'firing', stopped: 'out' },
    draw({ width = 92, height = 130 }) {
      const [x, y] = [width / 2, height / 2];
      const shoulder = -y + height * 0.34;
      const neck = x * 0.36;
      const coil = `M${trim(x)} ${trim(shoulder + 14)}H${trim(-x + 14)}V${trim(shoulder + 26)}H${trim(x - 14)}V${trim(shoulder + 38)}H${trim(-x)}`;
      return {
        nodes: [
          path(
            'sy-body',
            `M${trim(-neck)} ${trim(-y)}H${trim(neck)}V${trim(shoulder - height * 0.12)}L${trim(x)} ${trim(shoulder)}V${trim(y)}H${trim(-x)}V${trim(shoulder)}L${trim(-neck)} ${trim(shoulder - height * 0.12)}z`,
          ),
          path('sy-line', coil),
          ...[-x * 0.42, x * 0.42].map((at) =>
            svg('g', { transform: `translate(${trim(at)} ${trim(y - 4)}) scale(.95)` }, path('sy-core', flame)),
          ),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'electric-heater',
    title: 'Electric heater',
    moving: 'fill',
    says: { running: 'on', stopped: 'off' },
    draw({ width = 72, height = 28 }) {
      const [x, y] = [width / 2, height / 2];
      return {
        nodes: [
          rect('sy-core', -x, -y, width, height, 3),
          path('sy-ink-line', zigzag(-x + 6, x - 6, y * 0.5, 2 * Math.max(3, Math.round(width / 18)))),
        ],
        box: centredBox(width, height),
      };
    },
  },
];
