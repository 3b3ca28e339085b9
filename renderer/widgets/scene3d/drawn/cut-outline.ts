import type { Point } from '#shared/model/scene.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';
import type { SectionPlane } from '../scene-handle.ts';

/** Where a plane leaves a box: corners in their order round it, the first one again at the end; empty where they do not meet. */
export function cutOutline([x0, y0, z0, x1, y1, z1]: Bounds, { normal, offset }: SectionPlane): readonly Point[] {
  const corner = (i: number): Point => [i & 1 ? x1 : x0, i & 2 ? y1 : y0, i & 4 ? z1 : z0];
  const beyond = ([x, y, z]: Point): number => normal[0] * x + normal[1] * y + normal[2] * z - offset;
  const found: Point[] = [];
  for (let from = 0; from < 8; from++) {
    for (const axis of [1, 2, 4]) {
      if ((from & axis) !== 0) continue;
      const [a, b] = [corner(from), corner(from | axis)];
      const [one, other] = [beyond(a), beyond(b)];
      if (one === other || one > 0 === other > 0) continue;
      const share = one / (one - other);
      found.push([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]);
    }
  }
  if (found.length < 3) return [];
  const middle = ([0, 1, 2] as const).map((k) => found.reduce((sum, point) => sum + point[k], 0) / found.length);
  // Two directions within the plane, to sort by the angle between them.
  const [nx, ny, nz] = normal;
  const side: Point = Math.abs(nz) > 0.9 * Math.hypot(nx, ny, nz) ? [1, 0, 0] : [-ny, nx, 0];
  const up: Point = [ny * side[2] - nz * side[1], nz * side[0] - nx * side[2], nx * side[1] - ny * side[0]];
  const angle = (point: Point): number => {
    const off = point.map((at, k) => at - (middle[k] as number)) as [number, number, number];
    return Math.atan2(off[0] * up[0] + off[1] * up[1] + off[2] * up[2], off[0] * side[0] + off[1] * side[1] + off[2] * side[2]);
  };
  const round = found.toSorted((a, b) => angle(a) - angle(b));
  return [...round, round[0] as Point];
}
