import type { Point } from '#shared/model/scene.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';
import type { Hull } from '../hull/hull.ts';
import type { ScenePick, SectionPlane } from '../scene-handle.ts';

export type Ray = { readonly from: Point; readonly along: Point };
export type PickLimits = {
  isShown(entity: number): boolean;
  readonly section: SectionPlane | null;
  /** Four numbers an entity, or null. */
  readonly moves: Float32Array | null;
};

/** The nearest surface a ray meets, of what is drawn whole: boxes first, then the finest triangles of what they hold. */
export function pickHull(hull: Hull, boundsOf: readonly Bounds[], ray: Ray, limits: PickLimits): ScenePick | null {
  let nearest = Infinity;
  let found: number | null = null;
  for (let entity = 0; entity < hull.entityCount + 2; entity++) {
    // Ground and buildings are nothing that is picked; they are in the way all the same.
    const isGround = entity >= hull.entityCount;
    const bounds = boundsOf[entity];
    if (entity !== hull.entityCount && !limits.isShown(entity)) continue;
    const move: Point = isGround || limits.moves === null ? [0, 0, 0] : [limits.moves[entity * 4] as number, limits.moves[entity * 4 + 1] as number, limits.moves[entity * 4 + 2] as number];
    const from: Point = [ray.from[0] - move[0], ray.from[1] - move[1], ray.from[2] - move[2]];
    if (bounds !== undefined && !(meetsBox(bounds, from, ray.along) < nearest)) continue;
    const distance = meetsTriangles(hull, entity, { from, along: ray.along }, nearest, limits.section);
    if (distance < nearest) [nearest, found] = [distance, isGround ? null : entity];
  }
  if (nearest === Infinity) return null;
  const { from, along } = ray;
  return { entity: found, at: [from[0] + along[0] * nearest, from[1] + along[1] * nearest, from[2] + along[2] * nearest] };
}

/** Way to a box along a ray, 0 inside it; infinite: beside it. */
function meetsBox(bounds: Bounds, from: Point, along: Point): number {
  let [near, far] = [0, Infinity];
  for (let axis = 0; axis < 3; axis++) {
    const [at, way] = [from[axis] as number, along[axis] as number];
    // Stubs and supports stand out of the box a little.
    const [low, high] = [(bounds[axis] as number) - 0.3, (bounds[axis + 3] as number) + 0.3];
    if (Math.abs(way) < 1e-12) {
      if (at < low || at > high) return Infinity;
      continue;
    }
    const [one, other] = [(low - at) / way, (high - at) / way];
    near = Math.max(near, Math.min(one, other));
    far = Math.min(far, Math.max(one, other));
  }
  return near <= far ? near : Infinity;
}

/** Moller and Trumbore's test over one entity's triangles (J. Graphics Tools 2, 1997; read in secondary texts), those behind a section left out. */
function meetsTriangles({ positions: p, indices, ranges }: Hull, entity: number, { from, along }: Ray, nearest: number, section: SectionPlane | null): number {
  const range = (entity * 3 + 2) * 2;
  const [first, count] = [ranges[range] as number, ranges[range + 1] as number];
  const [dx, dy, dz] = along;
  for (let i = first; i < first + count; i += 3) {
    const [a, b, c] = [(indices[i] as number) * 3, (indices[i + 1] as number) * 3, (indices[i + 2] as number) * 3];
    const [ax, ay, az] = [p[a] as number, p[a + 1] as number, p[a + 2] as number];
    const [ux, uy, uz] = [(p[b] as number) - ax, (p[b + 1] as number) - ay, (p[b + 2] as number) - az];
    const [vx, vy, vz] = [(p[c] as number) - ax, (p[c + 1] as number) - ay, (p[c + 2] as number) - az];
    const [hx, hy, hz] = [dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx];
    const volume = ux * hx + uy * hy + uz * hz;
    if (Math.abs(volume) < 1e-12) continue;
    const [sx, sy, sz] = [from[0] - ax, from[1] - ay, from[2] - az];
    const s = (sx * hx + sy * hy + sz * hz) / volume;
    if (s < 0 || s > 1) continue;
    const [qx, qy, qz] = [sy * uz - sz * uy, sz * ux - sx * uz, sx * uy - sy * ux];
    const t = (dx * qx + dy * qy + dz * qz) / volume;
    if (t < 0 || s + t > 1) continue;
    const way = (vx * qx + vy * qy + vz * qz) / volume;
    if (way <= 1e-4 || way >= nearest) continue;
    if (section !== null) {
      const { normal, offset } = section;
      if (normal[0] * (from[0] + dx * way) + normal[1] * (from[1] + dy * way) + normal[2] * (from[2] + dz * way) > offset) continue;
    }
    nearest = way;
  }
  return nearest;
}
