import { type Affine, mapPoint } from '../edit/affine.ts';
import { plainNumber } from '../edit/plain-number.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { Drawn } from './drawn.ts';
import { ellipse, type Outline, outlineOfPath, type Step } from './outline.ts';
import { lengthOf } from './svg-style.ts';

type Plain = Extract<Drawn, { readonly kind: 'shape' }>['plain'];
/** `plain` gives the element it may be written as under a map that only moves and stretches. */
export type SvgShape = { readonly outline: Outline; readonly plain: ((map: Affine) => Plain) | null };

const longestPath = 1_000_000;
const rounded = (value: number): number => Number(plainNumber(value, 1));

/** The outline of a shape element in its own units; null where its numbers cannot be read. */
export function shapeOf(element: XmlElement, name: string): SvgShape | null {
  const length = (attribute: string): number => lengthOf(element.attributes.get(attribute)) ?? 0;
  switch (name) {
    case 'rect':
      return rectangle({ x: length('x'), y: length('y'), width: length('width'), height: length('height'), rx: length('rx') });
    case 'circle':
      return circle(length('cx'), length('cy'), length('r'));
    case 'ellipse':
      return { outline: ellipse(length('cx'), length('cy'), length('rx'), length('ry')), plain: null };
    case 'line':
      return line(length('x1'), length('y1'), length('x2'), length('y2'));
    case 'path': {
      const text = element.attributes.get('d') ?? '';
      const outline = text.length > longestPath ? null : outlineOfPath(text);
      return outline === null || outline.length < 2 ? null : { outline, plain: null };
    }
    default:
      return polyline(element.attributes.get('points') ?? '', name === 'polygon');
  }
}

function rectangle({ x, y, width, height, rx }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly rx: number }): SvgShape {
  const corners: Step[] = [{ t: 'M', x, y }, { t: 'L', x: x + width, y }, { t: 'L', x: x + width, y: y + height }, { t: 'L', x, y: y + height }, { t: 'Z' }];
  return {
    outline: corners,
    plain: (map) => {
      const [from, to] = [mapPoint(map, x, y), mapPoint(map, x + width, y + height)];
      const round = rounded(rx * map.a);
      return { name: 'rect', attributes: { x: rounded(from.x), y: rounded(from.y), width: rounded(to.x - from.x), height: rounded(to.y - from.y), ...(round > 0 ? { rx: round } : {}) } };
    },
  };
}

function circle(cx: number, cy: number, r: number): SvgShape {
  return {
    outline: ellipse(cx, cy, r, r),
    plain: (map) => {
      if (Math.abs(map.a - map.d) > 1e-6 * map.a) return null;
      const at = mapPoint(map, cx, cy);
      return { name: 'circle', attributes: { cx: rounded(at.x), cy: rounded(at.y), r: rounded(r * map.a) } };
    },
  };
}

function line(x1: number, y1: number, x2: number, y2: number): SvgShape {
  return {
    outline: [{ t: 'M', x: x1, y: y1 }, { t: 'L', x: x2, y: y2 }],
    plain: (map) => {
      const [from, to] = [mapPoint(map, x1, y1), mapPoint(map, x2, y2)];
      return { name: 'line', attributes: { x1: rounded(from.x), y1: rounded(from.y), x2: rounded(to.x), y2: rounded(to.y) } };
    },
  };
}

function polyline(points: string, isClosed: boolean): SvgShape | null {
  const values = points.slice(0, longestPath).match(/[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?/g)?.map(Number) ?? [];
  if (values.length < 4 || values.some((value) => !Number.isFinite(value))) return null;
  const steps: Step[] = [];
  for (let n = 0; n + 1 < values.length; n += 2) steps.push({ t: n === 0 ? 'M' : 'L', x: values[n] as number, y: values[n + 1] as number });
  return { outline: isClosed ? [...steps, { t: 'Z' }] : steps, plain: null };
}
