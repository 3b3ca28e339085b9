import type { Corner, Point } from '../model/scene.ts';
import type { Heading } from './part-frame.ts';

/** One end of a pipe: a place, and the way out of the nozzle there; null for a plain point. */
export type RouteEnd = { readonly at: Point; readonly heading: Heading | null };

const axes = [0, 1, 2] as const;
type Axis = (typeof axes)[number];
const orders: readonly (readonly Axis[])[] = [
  [2, 0, 1],
  [2, 1, 0],
  [0, 1, 2],
  [1, 0, 2],
  [0, 2, 1],
  [1, 2, 0],
];
/** Nearer than this share of the diameter, two legs are one that slants a little: a step as small would look like a mistake. */
const slackOf = 0.8;
/** Nearer than this, m, two places are one. */
const near = 1e-6;

/**
 * The corners of a pipe from end to end, both ends included: straight out of its nozzles, then along the axes of the plant
 * through its corners. Between two of those that lie askew it rises first, falls last, runs on as it comes, and else takes
 * the longer way first; it turns back upon itself only where nothing else is left. A step of less than four fifths of its diameter
 * is taken up by a leg beside it.
 */
export function routePipe(from: RouteEnd, corners: readonly Corner[], to: RouteEnd, diameter: number): readonly Point[] {
  const stub = Math.max(2 * diameter, 0.2);
  const isFacing = from.heading !== null && to.heading !== null && dot(from.heading, to.heading) < -0.9 && corners.length === 0;
  const after = corners.reduce<Point | null>((first, corner) => first ?? cornerPoint(corner, from.at), null) ?? to.at;
  const first = from.heading === null ? from.at : along(from.at, from.heading, shortened(stub, from, after, isFacing));
  const last = to.heading === null ? to.at : along(to.at, to.heading, shortened(stub, to, isFacing || corners.length === 0 ? from.at : cornersEnd(corners, first), isFacing));
  const stops: Point[] = [first];
  for (const corner of corners) stops.push(cornerPoint(corner, stops.at(-1) as Point));
  stops.push(last);

  const points: Point[] = from.heading === null ? [first] : [from.at, first];
  let heading: Heading | null = from.heading;
  for (let i = 1; i < stops.length; i++) {
    const arrival: Heading | null = i === stops.length - 1 && to.heading !== null ? (to.heading.map((one) => -one) as unknown as Heading) : null;
    for (const point of legs({ from: stops[i - 1] as Point, to: stops[i] as Point, heading, arrival, slack: Math.max(near, diameter * slackOf) })) {
      heading = headingBetween(points.at(-1) as Point, point) ?? heading;
      points.push(point);
    }
  }
  if (to.heading !== null) points.push(to.at);
  return withoutIdle(points, Math.max(near, diameter * slackOf));
}

const dot = (a: Heading, b: Heading): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** How far it runs straight out of a nozzle: no farther than what it goes to, and half the way where two nozzles look at each other. */
function shortened(stub: number, { at, heading }: RouteEnd, goal: Point, isFacing: boolean): number {
  if (heading === null) return stub;
  const way = dot(heading, [goal[0] - at[0], goal[1] - at[1], goal[2] - at[2]]);
  if (way <= near) return stub;
  if (isFacing) return Math.min(stub, way / 2);
  // A little farther rather than a step shortly behind it.
  return way < stub * 1.5 ? way : stub;
}

const cornersEnd = (corners: readonly Corner[], first: Point): Point => corners.reduce<Point>((before, corner) => cornerPoint(corner, before), first);

const along = (at: Point, heading: Heading, length: number): Point => [at[0] + heading[0] * length, at[1] + heading[1] * length, at[2] + heading[2] * length];

function cornerPoint(corner: Corner, before: Point): Point {
  if (Array.isArray(corner)) return corner;
  return [corner.east ?? before[0], corner.north ?? before[1], corner.up ?? before[2]];
}

type Leap = { readonly from: Point; readonly to: Point; readonly heading: Heading | null; readonly arrival: Heading | null; readonly slack: number };

/** Corners from one place to another, without the first: one to three. */
function legs({ from, to, heading, arrival, slack }: Leap): readonly Point[] {
  let best: readonly Point[] = [to];
  let least = Infinity;
  for (const order of orders) {
    const used = order.filter((axis) => Math.abs(to[axis] - from[axis]) > slack);
    const cost = costOf(used, from, to, heading, arrival);
    if (cost >= least) continue;
    least = cost;
    let at = from;
    best = used.length === 0 ? [to] : used.map((axis, i) => (i === used.length - 1 ? to : (at = at.map((one, k) => (k === axis ? to[axis] : one)) as Point)));
  }
  return best;
}

function costOf(used: readonly Axis[], from: Point, to: Point, heading: Heading | null, arrival: Heading | null): number {
  const [first, last] = [used[0], used.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const way = (axis: Axis): number => Math.sign(to[axis] - from[axis]);
  let cost = 0;
  if (heading !== null) {
    const on = heading[first] * way(first);
    if (on < -0.5) cost += 100;
    if (on > 0.5) cost -= 4;
  }
  if (arrival !== null) {
    const on = arrival[last] * way(last);
    if (on < -0.5) cost += 100;
    if (on > 0.5) cost -= 3;
  }
  const vertical = used.indexOf(2);
  if (vertical >= 0) cost += 10 * (way(2) > 0 ? vertical : used.length - 1 - vertical);
  const level = used.filter((axis) => axis !== 2);
  if (level.length === 2) {
    const [one, other] = level as [Axis, Axis];
    if (Math.abs(to[one] - from[one]) < Math.abs(to[other] - from[other])) cost += 2;
  }
  return cost;
}

function headingBetween(from: Point, to: Point): Heading | null {
  const length = distance(from, to);
  return length < near ? null : [(to[0] - from[0]) / length, (to[1] - from[1]) / length, (to[2] - from[2]) / length];
}

/** Without points that are next to the one before, or lie on the straight way on. Both ends stay. */
function withoutIdle(points: readonly Point[], slack: number): readonly Point[] {
  const kept: Point[] = [];
  for (const [i, point] of points.entries()) {
    if (kept.length > 0 && distance(kept.at(-1) as Point, point) < slack) {
      if (i < points.length - 1) continue;
      if (kept.length > 1 || distance(kept[0] as Point, point) < near) kept.pop();
    }
    const [earlier, before] = [kept.at(-2), kept.at(-1)];
    if (before !== undefined && earlier !== undefined) {
      const [come, go] = [headingBetween(earlier, before), headingBetween(before, point)];
      if (come !== null && go !== null && come[0] * go[0] + come[1] * go[1] + come[2] * go[2] > 1 - 1e-9) kept.pop();
    }
    kept.push(point);
  }
  return kept;
}

export const distance = (from: Point, to: Point): number => Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);

/** A way along a pipe with its bends drawn round. */
export type BentPath = {
  /** East, north, up of each place, one after the other, m. */
  readonly points: Float64Array;
  /** Way from the beginning to each place, m. */
  readonly ways: Float64Array;
};

/**
 * Corners with a bend of `radius` at each, less where a leg is too short for it: the corner is left out, and the arc from
 * one leg to the next stands in `steps` pieces in its place. A corner that turns back upon itself stays sharp.
 */
export function bendPath(corners: readonly Point[], radius: number, steps = 6): BentPath {
  const out: Point[] = [];
  const end = corners.length - 1;
  for (let i = 0; i <= end; i++) {
    const at = corners[i] as Point;
    const [before, after] = [corners[i - 1], corners[i + 1]];
    const come = before === undefined ? null : headingBetween(before, at);
    const go = after === undefined ? null : headingBetween(at, after);
    if (before === undefined || after === undefined || come === null || go === null) out.push(at);
    else out.push(...arc({ at, come, go, radius, room: Math.min(distance(before, at) / (i === 1 ? 1 : 2), distance(at, after) / (i === end - 1 ? 1 : 2)), steps }));
  }
  const points = new Float64Array(out.length * 3);
  const ways = new Float64Array(out.length);
  out.forEach((point, i) => {
    points.set(point, i * 3);
    if (i > 0) ways[i] = (ways[i - 1] as number) + distance(out[i - 1] as Point, point);
  });
  return { points, ways };
}

type Bend = { readonly at: Point; readonly come: Heading; readonly go: Heading; readonly radius: number; readonly room: number; readonly steps: number };

function arc({ at, come, go, radius, room, steps }: Bend): readonly Point[] {
  const cos = come[0] * go[0] + come[1] * go[1] + come[2] * go[2];
  const angle = Math.acos(Math.min(1, Math.max(-1, cos)));
  if (angle < 1e-3 || angle > Math.PI - 1e-3) return [at];
  // From the corner to where the bend touches a leg.
  const back = Math.min(radius * Math.tan(angle / 2), room);
  const bend = back / Math.tan(angle / 2);
  const start = along(at, come, -back);
  // Square to the way that comes, towards the inside.
  const inward: Heading = [(go[0] - come[0] * cos) / Math.sin(angle), (go[1] - come[1] * cos) / Math.sin(angle), (go[2] - come[2] * cos) / Math.sin(angle)];
  return Array.from({ length: steps + 1 }, (_, i): Point => {
    const turned = (angle * i) / steps;
    return along(along(start, come, bend * Math.sin(turned)), inward, bend * (1 - Math.cos(turned)));
  });
}
