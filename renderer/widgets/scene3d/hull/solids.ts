import type { Pen, Vec } from './pen.ts';

/** Edges sharper than this are drawn as lines and shaded with a break. */
const sharp = Math.cos((32 * Math.PI) / 180);

export type BoxSides = { readonly noBottom?: boolean; readonly noEdges?: boolean };

/** A box from its least to its greatest corner. */
export function box(pen: Pen, [x0, y0, z0]: Vec, [x1, y1, z1]: Vec, { noBottom = false, noEdges = false }: BoxSides = {}): void {
  const face = (nx: number, ny: number, nz: number, corners: readonly Vec[]): void => {
    const [a, b, c, d] = corners.map(([x, y, z]) => pen.vertex(x, y, z, nx, ny, nz)) as [number, number, number, number];
    pen.quad(a, b, c, d);
  };
  face(0, 0, 1, [[x0, y0, z1], [x1, y0, z1], [x1, y1, z1], [x0, y1, z1]]);
  if (!noBottom) face(0, 0, -1, [[x0, y1, z0], [x1, y1, z0], [x1, y0, z0], [x0, y0, z0]]);
  face(0, -1, 0, [[x0, y0, z0], [x1, y0, z0], [x1, y0, z1], [x0, y0, z1]]);
  face(0, 1, 0, [[x1, y1, z0], [x0, y1, z0], [x0, y1, z1], [x1, y1, z1]]);
  face(-1, 0, 0, [[x0, y1, z0], [x0, y0, z0], [x0, y0, z1], [x0, y1, z1]]);
  face(1, 0, 0, [[x1, y0, z0], [x1, y1, z0], [x1, y1, z1], [x1, y0, z1]]);
  if (noEdges || !pen.isFine) return;
  for (const z of noBottom ? [z1] : [z0, z1]) {
    const ring: readonly Vec[] = [[x0, y0, z], [x1, y0, z], [x1, y1, z], [x0, y1, z]];
    ring.forEach((from, i) => pen.edge(from, ring[(i + 1) % 4] as Vec));
  }
  for (const [x, y] of [[x0, y0], [x1, y0], [x1, y1], [x0, y1]] as const) pen.edge([x, y, z0], [x, y, z1]);
}

export type Axis = { readonly at: Vec; readonly along: Vec };
export const upright = (x: number, y: number, z = 0): Axis => ({ at: [x, y, z], along: [0, 0, 1] });
export const lengthwise = (x: number, y: number, z: number): Axis => ({ at: [x, y, z], along: [1, 0, 0] });
export const crosswise = (x: number, y: number, z: number): Axis => ({ at: [x, y, z], along: [0, 1, 0] });

/** Radius and way along the axis, from one end to the other with the outside to the right. */
export type Profile = readonly (readonly [radius: number, along: number])[];

export type LatheOptions = { readonly sides: number; /** Radians by which the first corner is turned. */ readonly turned?: number };

/** A body turned on a lathe. Its outside is where the profile rises; with a profile that begins and ends at radius 0 it is closed. */
export function lathe(pen: Pen, { at, along }: Axis, profile: Profile, { sides, turned = 0 }: LatheOptions): void {
  const [u, v] = squareTo(along);
  const normals = profile.slice(1).map(([r, t], i): readonly [number, number] => {
    const [r0, t0] = profile[i] as readonly [number, number];
    const length = Math.hypot(r - r0, t - t0) || 1;
    return [(t - t0) / length, -(r - r0) / length];
  });
  const angles = Array.from({ length: sides + 1 }, (_, j) => turned + (2 * Math.PI * j) / sides);
  const spokes = angles.map((angle): Vec => [
    Math.cos(angle) * u[0] + Math.sin(angle) * v[0],
    Math.cos(angle) * u[1] + Math.sin(angle) * v[1],
    Math.cos(angle) * u[2] + Math.sin(angle) * v[2],
  ]);
  const pointOf = (spoke: Vec, r: number, t: number): Vec => [at[0] + spoke[0] * r + along[0] * t, at[1] + spoke[1] * r + along[1] * t, at[2] + spoke[2] * r + along[2] * t];
  const ring = ([r, t]: readonly [number, number], [nr, nt]: readonly [number, number]): readonly number[] =>
    spokes.map((spoke) => {
      const [x, y, z] = pointOf(spoke, r, t);
      return pen.vertex(x, y, z, spoke[0] * nr + along[0] * nt, spoke[1] * nr + along[1] * nt, spoke[2] * nr + along[2] * nt);
    });
  const isSharp = (i: number): boolean => {
    const [one, other] = [normals[i - 1], normals[i]];
    return one === undefined || other === undefined || one[0] * other[0] + one[1] * other[1] < sharp;
  };
  const between = (i: number): readonly [number, number] => {
    const [one, other] = [normals[i - 1], normals[i]];
    if (one === undefined || other === undefined) return (one ?? other) as readonly [number, number];
    const length = Math.hypot(one[0] + other[0], one[1] + other[1]) || 1;
    return [(one[0] + other[0]) / length, (one[1] + other[1]) / length];
  };
  let before: readonly number[] = [];
  for (const [i, point] of profile.entries()) {
    if (isSharp(i) && point[0] > 1e-4) for (let j = 0; j < sides; j++) pen.edge(pointOf(spokes[j] as Vec, point[0], point[1]), pointOf(spokes[j + 1] as Vec, point[0], point[1]));
    const isBreak = isSharp(i);
    if (i > 0) {
      const now = ring(point, isBreak ? (normals[i - 1] as readonly [number, number]) : between(i));
      const [lower, upper] = [(profile[i - 1] as readonly [number, number])[0], point[0]];
      for (let j = 0; j < sides; j++) {
        if (lower > 1e-6) pen.triangle(before[j] as number, before[j + 1] as number, now[j + 1] as number);
        if (upper > 1e-6) pen.triangle(before[j] as number, now[j + 1] as number, now[j] as number);
      }
      before = now;
    }
    if (i === 0 || (isBreak && i < profile.length - 1)) before = ring(point, normals[i] as readonly [number, number]);
  }
}

/** A closed cylinder. */
export function cylinder(pen: Pen, axis: Axis, radius: number, from: number, to: number, sides: number): void {
  lathe(pen, axis, [[0, from], [radius, from], [radius, to], [0, to]], { sides });
}

/** Two unit vectors square to this one and to each other, right-handed with it. */
export function squareTo(along: Vec): readonly [Vec, Vec] {
  const other: Vec = Math.abs(along[2]) > 0.9 ? [1, 0, 0] : [0, 0, 1];
  const u = unit(cross(other, along));
  return [u, cross(along, u)];
}

export const cross = (a: Vec, b: Vec): Vec => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const minus = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export function unit(a: Vec): Vec {
  const length = Math.hypot(a[0], a[1], a[2]) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
}

/** A square bar from one point to another. */
export function bar(pen: Pen, from: Vec, to: Vec, width: number, height = width): void {
  const along = unit(minus(to, from));
  const up: Vec = Math.abs(along[2]) > 0.9 ? [1, 0, 0] : unit(cross(cross(along, [0, 0, 1]), along));
  const side = cross(up, along);
  const [w, h] = [width / 2, height / 2];
  const at = (point: Vec, s: number, u: number): Vec => [
    point[0] + side[0] * s * w + up[0] * u * h,
    point[1] + side[1] * s * w + up[1] * u * h,
    point[2] + side[2] * s * w + up[2] * u * h,
  ];
  const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]] as const;
  const normals: readonly Vec[] = [[-up[0], -up[1], -up[2]], side, up, [-side[0], -side[1], -side[2]]];
  for (let i = 0; i < 4; i++) {
    const [s0, u0] = corners[i] as readonly [number, number];
    const [s1, u1] = corners[(i + 1) % 4] as readonly [number, number];
    const n = normals[i] as Vec;
    const [a, b, c, d] = [at(from, s0, u0), at(from, s1, u1), at(to, s1, u1), at(to, s0, u0)].map((p) => pen.vertex(...p, ...n)) as [number, number, number, number];
    pen.quad(a, b, c, d);
  }
}

/** A round bar through points, with its own radius at each; the ends are closed where `caps`. */
export function tube(pen: Pen, points: readonly Vec[], radius: number | readonly number[], sides: number, caps = false): void {
  const radiusAt = (i: number): number => (typeof radius === 'number' ? radius : (radius[i] as number));
  const last = points.length - 1;
  const headings = points.map((point, i) => unit(minus(points[Math.min(last, i + 1)] ?? point, points[Math.max(0, i - 1)] ?? point)));
  let [u] = squareTo(headings[0] as Vec);
  let before: readonly number[] | null = null;
  points.forEach((point, i) => {
    const along = headings[i] as Vec;
    // The frame is carried along without turning about the way.
    const slip = dot(u, along);
    u = unit([u[0] - along[0] * slip, u[1] - along[1] * slip, u[2] - along[2] * slip]);
    const v = cross(along, u);
    const r = radiusAt(i);
    const ring = Array.from({ length: sides + 1 }, (_, j) => {
      const [cos, sin] = [Math.cos((2 * Math.PI * j) / sides), Math.sin((2 * Math.PI * j) / sides)];
      const n: Vec = [u[0] * cos + v[0] * sin, u[1] * cos + v[1] * sin, u[2] * cos + v[2] * sin];
      return pen.vertex(point[0] + n[0] * r, point[1] + n[1] * r, point[2] + n[2] * r, n[0], n[1], n[2]);
    });
    if (before !== null) for (let j = 0; j < sides; j++) pen.quad(before[j] as number, before[j + 1] as number, ring[j + 1] as number, ring[j] as number);
    before = ring;
  });
  if (!caps) return;
  const [start, end] = [points[0] as Vec, points[last] as Vec];
  const [first, final] = [headings[0] as Vec, headings[last] as Vec];
  lathe(pen, { at: start, along: [-first[0], -first[1], -first[2]] }, [[radiusAt(0), 0], [0, 0]], { sides });
  lathe(pen, { at: end, along: final }, [[radiusAt(last), 0], [0, 0]], { sides });
}

/** A flat outline of x and z (or x and y where `isFlat`), anticlockwise, with a thickness across (or upwards). Convex outlines alone. */
export function plate(pen: Pen, outline: readonly (readonly [number, number])[], from: number, to: number, isFlat = false): void {
  const place = ([a, b]: readonly [number, number], c: number): Vec => (isFlat ? [a, b, c] : [a, c, b]);
  const face = (c: number, sign: number): void => {
    const n: Vec = isFlat ? [0, 0, sign] : [0, sign, 0];
    const at = outline.map((point) => pen.vertex(...place(point, c), ...n));
    const isForward = isFlat ? sign > 0 : sign < 0;
    for (let i = 1; i + 1 < at.length; i++) {
      if (isForward) pen.triangle(at[0] as number, at[i] as number, at[i + 1] as number);
      else pen.triangle(at[0] as number, at[i + 1] as number, at[i] as number);
    }
  };
  face(from, -1);
  face(to, 1);
  outline.forEach((point, i) => {
    const next = outline[(i + 1) % outline.length] as readonly [number, number];
    const [a, b] = [next[0] - point[0], next[1] - point[1]];
    const length = Math.hypot(a, b) || 1;
    const n: Vec = isFlat ? [b / length, -a / length, 0] : [b / length, 0, -a / length];
    const corners: readonly Vec[] = [place(point, from), place(next, from), place(next, to), place(point, to)];
    const [p, q, r, s] = corners.map((corner) => pen.vertex(...corner, ...n)) as [number, number, number, number];
    if (isFlat) pen.quad(p, q, r, s);
    else pen.quad(s, r, q, p);
    pen.edge(place(point, from), place(next, from));
    pen.edge(place(point, to), place(next, to));
    pen.edge(place(point, from), place(point, to));
  });
}
