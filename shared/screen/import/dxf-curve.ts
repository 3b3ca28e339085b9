import { type Affine, mapPoint } from '../edit/affine.ts';
import { arcSteps, type Outline, type Step } from './outline.ts';

/** Chords of one span between knots of a spline. */
const chords = 8;
const mostSplinePoints = 20_000;

export type Corner = readonly [number, number];
export type Vertex = { x: number; y: number; bulge: number };

/** A part of the unit circle under a map, from an angle on, radians. */
export function arcAround(map: Affine, from: number, sweep: number, isWhole: boolean): Outline {
  const start = mapPoint(map, Math.cos(from), Math.sin(from));
  const steps: Step[] = [{ t: 'M', ...start }, ...arcSteps(from, sweep, map)];
  return isWhole ? [...steps, { t: 'Z' }] : steps;
}

/** Lines and arcs from vertex to vertex; a bulge is the tangent of a quarter of its arc, positive to the left. */
export function bulgedSteps(vertices: readonly Vertex[], isClosed: boolean): readonly Step[] {
  const steps: Step[] = [];
  const first = vertices[0];
  if (first !== undefined) steps.push({ t: 'M', x: first.x, y: first.y });
  const spans = isClosed ? vertices.length : vertices.length - 1;
  for (let at = 0; at < spans; at++) {
    const [from, to] = [vertices[at], vertices[(at + 1) % vertices.length]];
    if (from === undefined || to === undefined) continue;
    steps.push(...(Number.isFinite(from.bulge) && Math.abs(from.bulge) > 1e-9 ? bulge(from, to) : [{ t: 'L' as const, x: to.x, y: to.y }]));
  }
  return isClosed && steps.length > 0 ? [...steps, { t: 'Z' }] : steps;
}

function bulge(from: Vertex, to: Vertex): Step[] {
  const sweep = 4 * Math.atan(from.bulge);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const chord = Math.hypot(dx, dy);
  if (chord === 0) return [];
  const radius = chord / (2 * Math.sin(Math.abs(sweep) / 2));
  // From the chord's middle to the centre, to the left where the arc turns left and is less than a half.
  const off = (chord / 2) * ((1 - from.bulge * from.bulge) / (2 * from.bulge));
  const [cx, cy] = [(from.x + to.x) / 2 - (dy / chord) * off, (from.y + to.y) / 2 + (dx / chord) * off];
  return arcSteps(Math.atan2(from.y - cy, from.x - cx), sweep, { a: radius, b: 0, c: 0, d: radius, e: cx, f: cy });
}

export type Spline = { readonly degree: number; readonly knots: readonly number[]; readonly control: readonly Corner[]; readonly weights: readonly number[] };

/** Corners along a B-spline; knots that fit nothing are taken as clamped and even. Null for one that has no length or too many corners. */
export function splineCorners({ degree: asked, knots: given, control, weights }: Spline): readonly Corner[] | null {
  if (control.length < 2) return null;
  const degree = Math.min(Math.max(1, Math.round(Number.isFinite(asked) ? asked : 3)), control.length - 1, 12);
  let knots = given;
  const isUsable = knots.length === control.length + degree + 1 && knots.every((knot, at) => Number.isFinite(knot) && (at === 0 || knot >= (knots[at - 1] as number)));
  if (!isUsable) knots = clamped(control.length, degree);
  const points: [number, number][] = [];
  for (let span = degree; span < control.length; span++) {
    const [from, to] = [knots[span] as number, knots[span + 1] as number];
    if (!(to > from)) continue;
    for (let n = points.length === 0 ? 0 : 1; n <= chords; n++) {
      const point = deBoor(from + ((to - from) * n) / chords, span, degree, knots, control, weights);
      points.push(point);
      if (points.length > mostSplinePoints) return null;
    }
  }
  return points.length < 2 ? null : points;
}

const clamped = (count: number, degree: number): number[] => Array.from({ length: count + degree + 1 }, (_, at) => Math.min(Math.max(0, at - degree), count - degree));

function deBoor(at: number, span: number, degree: number, knots: readonly number[], control: readonly Corner[], weights: readonly number[]): [number, number] {
  const d = Array.from({ length: degree + 1 }, (_, j) => {
    const index = span - degree + j;
    const weight = weights.length === control.length ? (weights[index] as number) : 1;
    const [x, y] = control[index] as Corner;
    return [x * weight, y * weight, weight] as [number, number, number];
  });
  for (let r = 1; r <= degree; r++) {
    for (let j = degree; j >= r; j--) {
      const [low, high] = [knots[span - degree + j] as number, knots[span + 1 + j - r] as number];
      const share = high === low ? 0 : (at - low) / (high - low);
      const [a, b] = [d[j - 1] as [number, number, number], d[j] as [number, number, number]];
      d[j] = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2])];
    }
  }
  const [x, y, weight] = d[degree] as [number, number, number];
  return weight === 0 ? [x, y] : [x / weight, y / weight];
}
