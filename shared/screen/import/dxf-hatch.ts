import { arcAround, bulgedSteps, splineCorners } from './dxf-curve.ts';
import type { Outline, Step } from './outline.ts';
import type { DxfEntity } from './read-dxf.ts';

const degrees = Math.PI / 180;
const mostEdges = 20_000;

/** Reads the groups of one entity in their order. */
class Cursor {
  #at = 0;
  readonly #entity: DxfEntity;
  constructor(entity: DxfEntity) {
    this.#entity = entity;
  }
  /** The number of the next group of this code; NaN where none follows. What stands between is passed over. */
  next(code: number): number {
    const at = this.#entity.codes.indexOf(code, this.#at);
    if (at < 0) {
      // Nobody looks through the rest again.
      this.#at = this.#entity.codes.length;
      return Number.NaN;
    }
    this.#at = at + 1;
    return Number(this.#entity.values[at]);
  }
  /** The same, where it is the very next group; `otherwise` where another is. */
  nextIf(code: number, otherwise: number): number {
    return this.#entity.codes[this.#at] === code ? this.next(code) : otherwise;
  }
}

/** The boundary of a solid fill, in its own plane; null for patterns, and for boundaries that cannot be read. */
export function hatchOutline(entity: DxfEntity): Outline | null {
  const cursor = new Cursor(entity);
  if (cursor.next(70) !== 1) return null;
  const paths = cursor.next(91);
  const steps: Step[] = [];
  for (let path = 0; path < paths && path < mostEdges; path++) {
    const flags = cursor.next(92);
    if (!Number.isFinite(flags)) break;
    const part = (flags & 2) === 2 ? polyline(cursor) : edges(cursor);
    for (const step of part) steps.push(step);
    if (steps.length > mostEdges * 4) return null;
  }
  return steps.length < 3 ? null : steps;
}

function polyline(cursor: Cursor): readonly Step[] {
  const hasBulge = cursor.next(72) === 1;
  cursor.next(73);
  const count = Math.min(mostEdges, cursor.next(93));
  const vertices = [];
  for (let n = 0; n < count; n++) {
    const [x, y] = [cursor.next(10), cursor.next(20)];
    if (!Number.isFinite(x + y)) break;
    vertices.push({ x, y, bulge: hasBulge ? cursor.nextIf(42, 0) : 0 });
  }
  return bulgedSteps(vertices, true);
}

/** Edges follow each other; where one begins elsewhere a line leads there. */
function edges(cursor: Cursor): readonly Step[] {
  const steps: Step[] = [];
  const count = Math.min(mostEdges, cursor.next(93));
  for (let n = 0; n < count; n++) {
    for (const step of edge(cursor, cursor.next(72))) steps.push(step.t === 'M' && steps.length > 0 ? { ...step, t: 'L' } : step);
  }
  return steps.length === 0 ? [] : [...steps, { t: 'Z' }];
}

function edge(cursor: Cursor, kind: number): readonly Step[] {
  const place = (): { x: number; y: number } => ({ x: cursor.next(10), y: cursor.next(20) });
  if (kind === 1) {
    const from = place();
    return [{ t: 'M', ...from }, { t: 'L', x: cursor.next(11), y: cursor.next(21) }];
  }
  if (kind === 2 || kind === 3) {
    const { x, y } = place();
    const major = kind === 2 ? null : { x: cursor.next(11), y: cursor.next(21) };
    const size = cursor.next(40);
    const [from, to] = [cursor.next(50) * degrees, cursor.next(51) * degrees];
    // Angles of an edge that runs clockwise are counted clockwise.
    const turn = cursor.next(73) === 0 ? -1 : 1;
    const map = major === null ? { a: size, b: 0, c: 0, d: size, e: x, f: y } : { a: major.x, b: major.y, c: -major.y * size, d: major.x * size, e: x, f: y };
    return arcAround(map, turn * from, turn * (to - from), false);
  }
  if (kind === 4) {
    const degree = cursor.next(94);
    const isRational = cursor.next(73) === 1;
    cursor.next(74);
    const [knotCount, controlCount] = [Math.min(mostEdges, cursor.next(95)), Math.min(mostEdges, cursor.next(96))];
    const knots = Array.from({ length: Number.isFinite(knotCount) ? knotCount : 0 }, () => cursor.next(40));
    const control: [number, number][] = [];
    const weights: number[] = [];
    for (let n = 0; n < controlCount; n++) {
      control.push([cursor.next(10), cursor.next(20)]);
      if (isRational) weights.push(cursor.nextIf(42, 1));
    }
    return (splineCorners({ degree, knots, control, weights }) ?? []).map(([px, py], at): Step => ({ t: at === 0 ? 'M' : 'L', x: px, y: py }));
  }
  return [];
}
