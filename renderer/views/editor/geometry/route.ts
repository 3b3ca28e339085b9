import type { Point } from './box.ts';

/** Where a line that keeps right angles ends when the pointer is there: the longer way of the two is gone. */
export function squareEnd(from: Point, pointer: Point): Point {
  return Math.abs(pointer.x - from.x) >= Math.abs(pointer.y - from.y) ? { x: pointer.x, y: from.y } : { x: from.x, y: pointer.y };
}

/** Without points that stand twice or lie on the way between their neighbours. */
export function thinned(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [last, before] = [kept.at(-1), kept.at(-2)];
    if (last !== undefined && last.x === point.x && last.y === point.y) continue;
    if (last !== undefined && before !== undefined && isBetween(before, last, point)) kept.pop();
    kept.push(point);
  }
  return kept;
}

const isBetween = (a: Point, b: Point, c: Point): boolean =>
  (b.x - a.x) * (c.y - b.y) === (b.y - a.y) * (c.x - b.x) && (b.x - a.x) * (c.x - b.x) >= 0 && (b.y - a.y) * (c.y - b.y) >= 0;

/** A path's `d` as a person would write it: H and V where a stretch is level or upright, rounded to hundredths. */
export function pathThrough(points: readonly Point[], isClosed = false): string {
  const parts: string[] = [];
  let last: Point | null = null;
  for (const { x, y } of points) {
    const point = { x: hundredths(x), y: hundredths(y) };
    if (last === null) parts.push(`M${point.x} ${point.y}`);
    else if (point.y === last.y) parts.push(`H${point.x}`);
    else if (point.x === last.x) parts.push(`V${point.y}`);
    else parts.push(`L${point.x} ${point.y}`);
    last = point;
  }
  return parts.join('') + (isClosed ? 'Z' : '');
}

export const hundredths = (value: number): number => Math.round(value * 100) / 100 || 0;
