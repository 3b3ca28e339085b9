import type { Point } from '#shared/model/scene.ts';
import { type Bounds, boundsOfAll } from '#shared/scene/part-frame.ts';
import type { SceneEntity } from '../scene-entity.ts';

/** Writes how far each entity is moved; false: none is. */
export function moveApart(move: Float32Array, entities: readonly SceneEntity[], assembly: string | null, factor: number): boolean {
  move.fill(0);
  if (factor <= 0) return false;
  const groups = new Map<string, number[]>();
  entities.forEach((entity, at) => {
    if (entity.assembly === null || (assembly !== null && entity.assembly !== assembly)) return;
    const known = groups.get(entity.assembly);
    if (known === undefined) groups.set(entity.assembly, [at]);
    else known.push(at);
  });
  for (const members of groups.values()) {
    const whole = middle(boundsOfAll(members.map((at) => (entities[at] as SceneEntity).bounds)));
    for (const at of members) {
      const own = middle((entities[at] as SceneEntity).bounds);
      for (let k = 0; k < 3; k++) move[at * 4 + k] = ((own[k] as number) - (whole[k] as number)) * factor;
      // Nothing goes below what it stands on.
      move[at * 4 + 2] = Math.max(0, move[at * 4 + 2] as number);
    }
  }
  return groups.size > 0;
}

const middle = ([a, b, c, d, e, f]: Bounds): Point => [(a + d) / 2, (b + e) / 2, (c + f) / 2];
