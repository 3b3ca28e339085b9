import { type Affine, compose, identity, rotation, scaling, translation } from '../edit/affine.ts';
import { arcAround, bulgedSteps, type Corner, splineCorners, type Vertex } from './dxf-curve.ts';
import { hatchOutline } from './dxf-hatch.ts';
import { mapOutline, type Outline, type Step } from './outline.ts';
import { type DxfEntity, numberOf, numbersOf } from './read-dxf.ts';

const degrees = Math.PI / 180;

/**
 * The outline of an entity in the drawing's units, y up; null where this type has none here. `filled` for solids. Arcs run
 * counterclockwise from the start to the end angle; a bulge is the tangent of a quarter of its arc.
 */
export function outlineOf(entity: DxfEntity): { readonly outline: Outline; readonly filled: boolean } | null {
  const flat = own(entity);
  if (flat === null) return null;
  const place = inPlane(entity, flat.isInPlane);
  return place === null ? null : { outline: place === identity ? flat.outline : mapOutline(flat.outline, place), filled: flat.filled };
}

type Own = { readonly outline: Outline; readonly filled: boolean; readonly isInPlane: boolean };

function own(entity: DxfEntity): Own | null {
  const n = (code: number, otherwise = 0): number => numberOf(entity, code, otherwise);
  switch (entity.type) {
    case 'LINE':
      return lines([[n(10), n(20)], [n(11), n(21)]], false);
    case 'CIRCLE':
    case 'ARC':
      return arc(entity);
    case 'ELLIPSE':
      return ellipseArc(entity);
    case 'LWPOLYLINE':
      return lightPolyline(entity);
    case 'POLYLINE':
      return oldPolyline(entity);
    case 'SPLINE':
      return spline(entity);
    case 'SOLID':
    case 'TRACE':
      // The third and fourth corner change places.
      return { ...lines([[n(10), n(20)], [n(11), n(21)], [n(13, n(12)), n(23, n(22))], [n(12), n(22)]], true), filled: true, isInPlane: true };
    case 'HATCH': {
      const outline = hatchOutline(entity);
      return outline === null ? null : { outline, filled: true, isInPlane: true };
    }
    case '3DFACE':
      return lines([[n(10), n(20)], [n(11), n(21)], [n(12), n(22)], [n(13, n(12)), n(23, n(22))]], true);
    case 'LEADER':
      return lines(pairs(numbersOf(entity, 10), numbersOf(entity, 20)), false);
    case 'MLINE':
      return lines(pairs(numbersOf(entity, 11), numbersOf(entity, 21)), (n(71) & 2) === 2);
    default:
      return null;
  }
}

const pairs = (xs: readonly number[], ys: readonly number[]): Corner[] => xs.map((x, at) => [x, ys[at] ?? 0]);

function lines(corners: readonly Corner[], isClosed: boolean): Own {
  const steps: Step[] = corners.map(([x, y], at) => ({ t: at === 0 ? 'M' : 'L', x, y }));
  return { outline: isClosed ? [...steps, { t: 'Z' }] : steps, filled: false, isInPlane: false };
}

function arc(entity: DxfEntity): Own {
  const [x, y, radius] = [numberOf(entity, 10, 0), numberOf(entity, 20, 0), numberOf(entity, 40, 0)];
  const isWhole = entity.type === 'CIRCLE';
  const from = isWhole ? 0 : numberOf(entity, 50, 0) * degrees;
  let sweep = isWhole ? 2 * Math.PI : (numberOf(entity, 51, 360) * degrees - from) % (2 * Math.PI);
  if (sweep <= 0) sweep += 2 * Math.PI;
  return { outline: arcAround({ a: radius, b: 0, c: 0, d: radius, e: x, f: y }, from, sweep, isWhole), filled: false, isInPlane: true };
}

function ellipseArc(entity: DxfEntity): Own {
  const [majorX, majorY, ratio] = [numberOf(entity, 11, 1), numberOf(entity, 21, 0), numberOf(entity, 40, 1)];
  const turn = numberOf(entity, 230, 1) < 0 ? -1 : 1;
  const map: Affine = { a: majorX, b: majorY, c: -majorY * ratio * turn, d: majorX * ratio * turn, e: numberOf(entity, 10, 0), f: numberOf(entity, 20, 0) };
  const from = numberOf(entity, 41, 0);
  let sweep = numberOf(entity, 42, 2 * Math.PI) - from;
  if (sweep <= 0) sweep += 2 * Math.PI;
  sweep = Math.min(sweep, 2 * Math.PI);
  return { outline: arcAround(map, from, sweep, sweep > 2 * Math.PI - 1e-6), filled: false, isInPlane: false };
}

function lightPolyline(entity: DxfEntity): Own {
  const vertices: Vertex[] = [];
  for (const [at, code] of entity.codes.entries()) {
    const value = Number(entity.values[at]);
    if (code === 10) vertices.push({ x: value, y: 0, bulge: 0 });
    const last = vertices.at(-1);
    if (last === undefined) continue;
    if (code === 20) last.y = value;
    if (code === 42) last.bulge = value;
  }
  return bulged(vertices, (numberOf(entity, 70, 0) & 1) === 1);
}

function oldPolyline(entity: DxfEntity): Own | null {
  const flags = numberOf(entity, 70, 0);
  // Meshes of faces are no lines in a plane.
  if ((flags & (16 | 64)) !== 0) return null;
  // Control points of a curve (flag 16) stand beside the points that were fitted to it.
  const vertices = entity.parts.filter((vertex) => (numberOf(vertex, 70, 0) & 16) === 0);
  return bulged(vertices.map((vertex) => ({ x: numberOf(vertex, 10, 0), y: numberOf(vertex, 20, 0), bulge: numberOf(vertex, 42, 0) })), (flags & 1) === 1);
}

const bulged = (vertices: readonly Vertex[], isClosed: boolean): Own => ({ outline: bulgedSteps(vertices, isClosed), filled: false, isInPlane: true });

/** A B-spline, rational where it has weights, by de Boor's recursion; through its fit points in straight lines where it has those only. */
function spline(entity: DxfEntity): Own | null {
  const control = pairs(numbersOf(entity, 10), numbersOf(entity, 20));
  const isClosed = (numberOf(entity, 70, 0) & 1) === 1;
  if (control.length < 2) {
    const fit = pairs(numbersOf(entity, 11), numbersOf(entity, 21));
    return fit.length < 2 ? null : lines(fit, isClosed);
  }
  const points = splineCorners({ degree: numberOf(entity, 71, 3), knots: numbersOf(entity, 40), control, weights: numbersOf(entity, 41) });
  return points === null ? null : lines(points, false);
}

/**
 * From an entity's own plane to the drawing's, seen from above, by the arbitrary axis rule of DXF (extrusion 210, 220, 230); null
 * where it stands on its edge.
 */
export function inPlane(entity: DxfEntity, isInPlane: boolean): Affine | null {
  if (!isInPlane || !entity.codes.includes(230)) return identity;
  const [nx, ny, nz] = [numberOf(entity, 210, 0), numberOf(entity, 220, 0), numberOf(entity, 230, 1)];
  const length = Math.hypot(nx, ny, nz);
  if (!(length > 0)) return identity;
  const [x, y, z] = [nx / length, ny / length, nz / length];
  if (z > 1 - 1e-9) return identity;
  const nearUp = Math.abs(x) < 1 / 64 && Math.abs(y) < 1 / 64;
  // World Y or Z, whichever is not near the normal, times the normal.
  const [ax, ay, az] = nearUp ? [z, 0, -x] : [-y, x, 0];
  const size = Math.hypot(ax, ay, az);
  const [ux, uy, uz] = [ax / size, ay / size, az / size];
  const [vx, vy] = [y * uz - z * uy, z * ux - x * uz];
  const map: Affine = { a: ux, b: uy, c: vx, d: vy, e: 0, f: 0 };
  return Math.abs(map.a * map.d - map.b * map.c) < 1e-9 ? null : map;
}

/** Where an insert puts its block: base point to insertion point, scaled, turned. */
export function insertMap(entity: DxfEntity, base: { readonly x: number; readonly y: number }, column: number, row: number): Affine | null {
  const place = inPlane(entity, true);
  if (place === null) return null;
  const turned = compose(rotation(numberOf(entity, 50, 0)), translation(column * numberOf(entity, 44, 0), row * numberOf(entity, 45, 0)));
  const scaled = compose(scaling(numberOf(entity, 41, 1) || 1, numberOf(entity, 42, 1) || 1), translation(-base.x, -base.y));
  return compose(place, compose(translation(numberOf(entity, 10, 0), numberOf(entity, 20, 0)), compose(turned, scaled)));
}
