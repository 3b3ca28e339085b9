import type { Point } from '#shared/model/scene.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';
import type { SectionPlane } from '../scene-handle.ts';

/** A part of which less than this share is left along the cut is no more to be found: what is pointed at would be a sliver. */
const leastLeft = 0.02;

/**
 * Where something can be pointed at while the scene is cut, m: the place itself where it stays; else the nearest place of its
 * box on the plane, so that a mark stands on what is left of it; null where all of it is cut away. `bounds`: where it stands
 * now, moved apart or not; null of something without a box. Planes are square to an axis.
 */
export function uncutPlace(at: Point, bounds: Bounds | null, plane: SectionPlane | null): Point | null {
  if (plane === null) return at;
  const { normal, offset } = plane;
  const beyond = normal[0] * at[0] + normal[1] * at[1] + normal[2] * at[2] - offset;
  if (beyond <= 0) return at;
  if (bounds === null) return null;
  let [nearest, farthest] = [-offset, -offset];
  for (let k = 0; k < 3; k++) {
    const [one, other] = [(normal[k] as number) * (bounds[k] as number), (normal[k] as number) * (bounds[k + 3] as number)];
    nearest += Math.min(one, other);
    farthest += Math.max(one, other);
  }
  if (nearest > -leastLeft * (farthest - nearest)) return null;
  return [at[0] - normal[0] * beyond, at[1] - normal[1] * beyond, at[2] - normal[2] * beyond];
}
