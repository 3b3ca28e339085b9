import { circle, path, rect, svg, trim, type SvgNode } from '../svg-node.ts';
import { centredBox, type SymbolSpec } from '../symbol-spec.ts';
import { letteredBox } from './shapes.ts';

function zigzag(width: number, height: number): string {
  const [left, right] = [-width / 2, width / 2];
  const rx = height * 0.34;
  const from = left + rx;
  const step = (width - 2 * rx) / 6;
  const peak = height * 0.28;
  const points = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5].map((n, i) => `L${trim(from + step * n)} ${trim(i % 2 === 0 ? -peak : peak)}`).join('');
  return `M${trim(left)} 0H${trim(from)}${points}L${trim(right - rx)} 0H${trim(right)}`;
}

/** Process units and electrical gear. `width` and `height` are outer sizes, the origin is the centre. */
export const unitSymbols: readonly SymbolSpec[] = [
  {
    name: 'heat-exchanger',
    title: 'Heat exchanger',
    moving: 'none',
    draw({ width = 104, height = 46 }) {
      const rx = height * 0.34;
      const [x, y] = [width / 2, height / 2];
      return {
        nodes: [
          rect('sy-body', -x, -y, width, height, rx),
          path('sy-line', `M${trim(-x + rx * 1.13)} ${trim(-y)}V${trim(y)}M${trim(x - rx * 1.13)} ${trim(-y)}V${trim(y)}`),
          path('sy-line', zigzag(width, height)),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'filter',
    title: 'Filter',
    moving: 'none',
    draw({ width = 30, height = 50 }) {
      const [x, y] = [width / 2 - 4, height / 2 - 5];
      return {
        nodes: [
          rect('sy-body', -width / 2, -height / 2, width, height, 4),
          svg('path', { class: 'sy-line', d: `M${trim(-x)} ${trim(y)}L${trim(x)} ${trim(-y)}`, 'stroke-dasharray': '3 2.5' }),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'dryer',
    title: 'Fluid bed dryer',
    moving: 'chevron',
    draw({ width = 240, height = 92 }) {
      const [x, y] = [width / 2, height / 2];
      const dots = Array.from({ length: Math.floor(width / 22) }, (_, i) =>
        circle('sy-grain', 1.6, -x + 16 + i * 22, y * 0.22 + (i % 2) * 6 - 6),
      );
      return {
        nodes: [
          path(
            'sy-core',
            `M${trim(-x)} ${trim(-y + 16)}L${trim(-x + 26)} ${trim(-y)}H${trim(x - 26)}L${trim(x)} ${trim(-y + 16)}V${trim(y - 16)}L${trim(x - 26)} ${trim(y)}H${trim(-x + 26)}L${trim(-x)} ${trim(y - 16)}z`,
          ),
          svg('path', { class: 'sy-rib', d: `M${trim(-x)} ${trim(y * 0.45)}H${trim(x)}`, 'stroke-dasharray': '6 4' }),
          ...dots,
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'cyclone',
    title: 'Cyclone',
    moving: 'none',
    draw({ width = 54, height = 96 }) {
      const [x, y] = [width / 2, height / 2];
      return {
        nodes: [
          path('sy-body', `M${trim(-x)} ${trim(-y)}H${trim(x)}V${trim(-y * 0.15)}L6 ${trim(y)}H-6L${trim(-x)} ${trim(-y * 0.15)}z`),
          path('sy-line', `M-7 ${trim(-y - 8)}V${trim(-y * 0.4)}H7V${trim(-y - 8)}`),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'boiler',
    title: 'Boiler',
    moving: 'fill',
    draw({ width = 130, height = 90 }) {
      const [x, y] = [width / 2, height / 2];
      return {
        nodes: [
          rect('sy-body', -x, -y, width, height, 14),
          path('sy-line', `M${trim(-x + 34)} ${trim(-y + 20)}H${trim(x - 14)}M${trim(-x + 34)} ${trim(-y + 32)}H${trim(x - 14)}`),
          svg(
            'g',
            { transform: `translate(${trim(-x + 26)} ${trim(y - 26)})` },
            path('sy-core', 'M0 16C-12 14-13 2-5-6C-5 0-1 0 0-14C8-8 14 2 11 9C9 14 5 16 0 16z'),
          ),
        ],
        box: centredBox(width, height),
        level: { inner: rect('', -x + 1, -y + 1, width - 2, height - 2, 13), top: -y + 6, bottom: y - 2, x: -x, width },
      };
    },
  },
  {
    name: 'cooling-tower',
    title: 'Cooling tower',
    moving: 'none',
    draw({ width = 96, height = 104 }) {
      const [x, y] = [width / 2, height / 2];
      return {
        nodes: [
          path(
            'sy-body',
            `M${trim(-x * 0.62)} ${trim(-y)}H${trim(x * 0.62)}L${trim(x)} ${trim(y - 16)}V${trim(y)}H${trim(-x)}V${trim(y - 16)}z`,
          ),
          path(
            'sy-line',
            `M${trim(-x * 0.55)} ${trim(-y * 0.1)}L${trim(-x * 0.15)} ${trim(y * 0.5)}M${trim(-x * 0.05)} ${trim(-y * 0.1)}L${trim(x * 0.35)} ${trim(y * 0.5)}M${trim(x * 0.4)} ${trim(-y * 0.1)}L${trim(x * 0.7)} ${trim(y * 0.4)}`,
          ),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'hydraulic-unit',
    title: 'Hydraulic power unit',
    moving: 'none',
    draw({ width = 120, height = 70 }) {
      const [x, y] = [width / 2, height / 2];
      return {
        nodes: [rect('sy-body', -x, -y, width, height, 4), path('sy-line', `M${trim(-x)} ${trim(-y + 12)}H${trim(x)}`)],
        box: centredBox(width, height),
        level: { inner: rect('', -x + 1, -y + 12.6, width - 2, height - 13.6, 3), top: -y + 13, bottom: y - 1, x: -x, width },
      };
    },
  },
  {
    name: 'cylinder',
    title: 'Hydraulic cylinder',
    moving: 'fill',
    draw({ width = 74, height = 22 }) {
      const [x, y] = [width / 2, height / 2];
      return {
        nodes: [
          rect('sy-core', -x, -y, width * 0.62, height, 2),
          path('sy-line', `M${trim(-x + width * 0.2)} ${trim(-y)}V${trim(y)}M${trim(-x + width * 0.2)} 0H${trim(x)}M${trim(x)} -6V6`),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'air-dryer',
    title: 'Air dryer',
    moving: 'fill',
    draw({ width = 46, height = 62 }) {
      const [x, y] = [width / 2, height / 2];
      const tower = (at: number): SvgNode => rect('sy-core', at, -y, width / 2 - 4, height, 8);
      return {
        nodes: [tower(-x), tower(4), path('sy-line', `M-4 ${trim(-y + 12)}H4M-4 ${trim(y - 12)}H4`)],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'breaker',
    title: 'Circuit breaker',
    moving: 'fill',
    says: { running: 'closed', stopped: 'open' },
    draw({ size = 24 }) {
      return {
        nodes: [rect('sy-core', -size / 2, -size / 2, size, size, 2), path('sy-ink-line', 'M-5-5L5 5M-5 5L5-5')],
        box: centredBox(size, size),
      };
    },
  },
  {
    name: 'feeder',
    title: 'Motor feeder',
    moving: 'fill',
    draw: ({ size = 24 }) => ({ nodes: letteredBox(size, size, 'sy-core', 'F'), box: centredBox(size, size) }),
  },
  {
    name: 'transformer',
    title: 'Transformer',
    moving: 'none',
    draw({ size = 34 }) {
      const r = size * 0.34;
      return { nodes: [circle('sy-line', r, 0, -r * 0.62), circle('sy-line', r, 0, r * 0.62)], box: centredBox(2 * r, size) };
    },
  },
  {
    name: 'plc',
    title: 'Controller',
    moving: 'none',
    draw: ({ width = 60, height = 32 }) => ({
      nodes: [
        rect('sy-body', -width / 2, -height / 2, width, height, 3),
        path('sy-line', `M${trim(-width / 2 + 14)} ${trim(-height / 2)}V${trim(height / 2)}`),
      ],
      box: centredBox(width, height),
    }),
  },
];
