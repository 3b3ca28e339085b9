import { path, rect, svg, trim, type SvgNode } from '../svg-node.ts';
import { centredBox, type SymbolSpec } from '../symbol-spec.ts';

/** Outline of an upright tank with a domed roof and a flat floor, `inset` inside its edge. */
function tankOutline(width: number, height: number, dome: number, inset: number): string {
  const [x, top, bottom] = [width / 2 - inset, -height / 2 + inset, height / 2 - inset];
  const shoulder = Math.min(28, width / 4);
  const r = Math.min(4, width / 8);
  return (
    `M${trim(-x)} ${trim(top + dome)}Q${trim(-x)} ${trim(top)} ${trim(-x + shoulder)} ${trim(top)}H${trim(x - shoulder)}` +
    `Q${trim(x)} ${trim(top)} ${trim(x)} ${trim(top + dome)}V${trim(bottom - r)}Q${trim(x)} ${trim(bottom)} ${trim(x - r)} ${trim(bottom)}` +
    `H${trim(-x + r)}Q${trim(-x)} ${trim(bottom)} ${trim(-x)} ${trim(bottom - r)}z`
  );
}

const tubes = (from: number, to: number, top: number, bottom: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `M${trim(from + ((to - from) * i) / (count - 1))} ${trim(top)}V${trim(bottom)}`).join('');

function capsule(width: number, height: number, rx: number): SvgNode {
  return rect('', -width / 2 + 1, -height / 2 + 1, width - 2, height - 2, rx - 1);
}

/** Vessels, drawn in front view with their contents. `width` and `height` are outer sizes, the origin is the centre. */
export const vesselSymbols: readonly SymbolSpec[] = [
  {
    name: 'tank',
    title: 'Tank',
    moving: 'none',
    draw({ width = 34, height = 44 }) {
      const dome = Math.min(12, height / 6);
      return {
        nodes: [path('sy-body', tankOutline(width, height, dome, 0))],
        box: centredBox(width, height),
        level: {
          inner: path('', tankOutline(width, height, dome, 0.9)),
          top: -height / 2 + dome,
          bottom: height / 2 - 1,
          x: -width / 2,
          width,
        },
      };
    },
  },
  {
    name: 'vessel',
    title: 'Upright vessel',
    moving: 'none',
    draw({ width = 60, height = 120 }) {
      const r = width / 2;
      return {
        nodes: [rect('sy-body', -r, -height / 2, width, height, r * 0.9)],
        box: centredBox(width, height),
        level: { inner: capsule(width, height, r * 0.9), top: -height / 2 + r * 0.5, bottom: height / 2 - r * 0.2, x: -r, width },
      };
    },
  },
  {
    name: 'drum',
    title: 'Drum',
    moving: 'none',
    draw({ width = 116, height = 48 }) {
      return {
        nodes: [rect('sy-body', -width / 2, -height / 2, width, height, height / 2)],
        box: centredBox(width, height),
        level: { inner: capsule(width, height, height / 2), top: -height / 2 + 1, bottom: height / 2 - 1, x: -width / 2, width },
      };
    },
  },
  {
    name: 'silo',
    title: 'Silo',
    moving: 'none',
    draw({ width = 80, height = 130 }) {
      const [x, y] = [width / 2, height / 2];
      const outline = (inset: number): string =>
        `M${trim(-x + inset)} ${trim(-y + inset)}H${trim(x - inset)}V${trim(y * 0.35)}L${trim(9 - inset)} ${trim(y - inset)}H${trim(-9 + inset)}L${trim(-x + inset)} ${trim(y * 0.35)}z`;
      return {
        nodes: [path('sy-body', outline(0))],
        box: centredBox(width, height),
        level: { inner: path('', outline(0.9)), top: -y + 4, bottom: y - 1, x: -x, width },
      };
    },
  },
  {
    name: 'accumulator',
    title: 'Hydraulic accumulator',
    moving: 'none',
    draw({ width = 26, height = 60 }) {
      return {
        nodes: [rect('sy-body', -width / 2, -height / 2, width, height, width / 2)],
        box: centredBox(width, height),
        level: { inner: capsule(width, height, width / 2), top: -height / 2 + 4, bottom: height / 2 - 2, x: -width / 2, width },
        front: [path('sy-line', `M${trim(-width / 2)} 0Q0 ${trim(-height / 8)} ${trim(width / 2)} 0`)],
      };
    },
  },
  {
    name: 'evaporator',
    title: 'Evaporator',
    moving: 'none',
    /** A fixed 156 by 398: vapour body with mist eliminator, calandria, slurry cone. */
    draw() {
      return {
        nodes: [
          path('sy-body', 'M-68-153Q-68-197 0-199Q68-197 68-153V3H-68z'),
          path('sy-body', 'M-74 119H74L16 199H-16z'),
          path('sy-level-cone', 'M-70 121H70L15 197H-15z'),
        ],
        box: centredBox(156, 398),
        level: { inner: path('', 'M-67-153Q-67-196 0-198Q67-196 67-153V2H-67z'), top: -103, bottom: 2, x: -68, width: 136 },
        front: [
          rect('sy-body', -78, 3, 156, 116, 3),
          path('sy-line', tubes(-66, -9, 9, 113, 6) + tubes(10.4, 67.4, 9, 113, 6)),
          svg('path', { class: 'sy-line', d: 'M-56-135H56M-56-129H56', 'stroke-dasharray': '5 3' }),
        ],
      };
    },
  },
];
