import type { Hull } from '../hull/hull.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';

/** What the eye sees, as far as it decides which level of detail is drawn. */
export type Sight = {
  readonly eye: readonly [number, number, number];
  /** Six planes looking inwards, a b c d each. */
  readonly planes: Float32Array;
  /** Pixels high of a thing one metre large one metre away. */
  readonly pixelsPerM: number;
  /** At most so many triangles, as far as levels can make fewer. */
  readonly budget: number;
  readonly hasEdges: boolean;
};

/** Pixels from which an entity is drawn in full, and with rounds; smaller ones are blocks. */
const finePx = 70;
const roundPx = 14;
const buckets = 96;
/** Smaller than this is not seen. */
const leastPx = 1;

/**
 * Puts together what is drawn: indices of the entities in sight, each at the level its size on the screen asks for. The same
 * levels give the same list and nothing is copied.
 */
export function createDrawList(hull: Hull, boundsOf: readonly Bounds[], edgeRanges: Uint32Array) {
  const count = hull.entityCount;
  const spheres = new Float32Array(count * 4);
  boundsOf.forEach(([x0, y0, z0, x1, y1, z1], entity) => {
    spheres.set([(x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2, Math.hypot(x1 - x0, y1 - y0, z1 - z0) / 2], entity * 4);
  });
  // 0 out of sight, else level + 1; ground and buildings are always drawn.
  const [ground, buildings] = [count, count + 1];
  const chosen = new Uint8Array(count + 2);
  const before = new Uint8Array(count + 2).fill(255);
  const sizes = new Float32Array(count);
  const distances = new Float32Array(count);
  const order = new Uint32Array(count + 2);
  const starts = new Uint32Array(buckets + 1);
  let edgesBefore = false;
  let coarser = 1;
  const solid = growing(400_000);
  const ghost = growing(60_000);
  const edges = growing(60_000);
  let kept: Uint8Array | null = null;
  let moves: Float32Array | null = null;
  let keptChanged = true;

  /** Size in sight, px: of the larger side of its box seen from the eye; 0 out of sight. */
  const measure = ({ eye, planes, pixelsPerM }: Sight): void => {
    for (let entity = 0; entity < count; entity++) {
      const at = entity * 4;
      let [x, y, z] = [spheres[at] as number, spheres[at + 1] as number, spheres[at + 2] as number];
      const r = spheres[at + 3] as number;
      if (moves !== null) {
        x += moves[at] as number;
        y += moves[at + 1] as number;
        z += moves[at + 2] as number;
      }
      const [dx, dy, dz] = [x - eye[0], y - eye[1], z - eye[2]];
      const distance = Math.max(0.1, Math.sqrt(dx * dx + dy * dy + dz * dz) - r);
      // Some of what is beside the picture too: the list is not made anew for every frame of a movement.
      const margin = -(r * 1.15 + distance * 0.08);
      let isIn = true;
      for (let p = 0; p < 24 && isIn; p += 4) isIn = (planes[p] as number) * x + (planes[p + 1] as number) * y + (planes[p + 2] as number) * z + (planes[p + 3] as number) > margin;
      distances[entity] = distance;
      sizes[entity] = isIn ? (2 * r * pixelsPerM) / distance : 0;
    }
  };
  const trianglesAt = (factor: number): number => {
    let sum = 0;
    for (let entity = 0; entity < count; entity++) {
      const px = sizes[entity] as number;
      const isGhost = kept !== null && kept[entity] !== 1;
      const level = px < leastPx ? 0 : px > finePx * factor && !isGhost ? 3 : px > roundPx * factor ? 2 : 1;
      chosen[entity] = level;
      if (level > 0) sum += (hull.ranges[(entity * 3 + level - 1) * 2 + 1] as number) / 3;
    }
    return sum;
  };
  /** Near ones first, roughly: what is hidden by them is then not shaded at all. */
  const sortByDistance = (): void => {
    starts.fill(0);
    const bucketOf = (entity: number): number => Math.min(buckets - 1, Math.floor(8 * Math.log2(1 + (distances[entity] as number))));
    for (let entity = 0; entity < count; entity++) starts[bucketOf(entity) + 1] = (starts[bucketOf(entity) + 1] as number) + 1;
    for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
    for (let entity = 0; entity < count; entity++) {
      const bucket = bucketOf(entity);
      const at = starts[bucket] as number;
      starts[bucket] = at + 1;
      order[at] = entity;
    }
  };
  return {
    solid,
    ghost,
    edges,
    setKept(columns: Uint8Array | null): void {
      kept = columns;
      keptChanged = true;
    },
    setMoves(columns: Float32Array | null): void {
      moves = columns;
      keptChanged = true;
    },
    /** Something else than the eye asks for another list. */
    isStale: (): boolean => keptChanged,
    isShown: (entity: number): boolean => kept === null || kept[entity] === 1,
    /** True: the lists are others than before. */
    compose(sight: Sight): boolean {
      measure(sight);
      // From a little finer than last time: the same place gives the same levels, and few turns are needed.
      coarser = Math.max(1, coarser / 1.4);
      for (let turn = 0; turn < 12 && trianglesAt(coarser) > sight.budget; turn++) coarser *= 1.4;
      chosen[ground] = chosen[buildings] = 3;
      let isSame = !keptChanged && edgesBefore === sight.hasEdges;
      for (let entity = 0; entity < chosen.length && isSame; entity++) isSame = chosen[entity] === before[entity];
      if (isSame) return false;
      [keptChanged, edgesBefore] = [false, sight.hasEdges];
      before.set(chosen);
      solid.length = ghost.length = edges.length = 0;
      sortByDistance();
      // The ground comes last: most of it is hidden by what stands on it.
      order[buildings - 1] = buildings;
      order[buildings] = ground;
      for (let at = 0; at < chosen.length; at++) {
        const entity = order[at] as number;
        const level = chosen[entity] as number;
        if (level === 0) continue;
        const range = (entity * 3 + level - 1) * 2;
        const [from, length] = [hull.ranges[range] as number, hull.ranges[range + 1] as number];
        const isGhost = kept !== null && entity !== ground && kept[entity] !== 1;
        append(isGhost ? ghost : solid, hull.indices, from, length);
        if (sight.hasEdges && level === 3 && !isGhost) appendRun(edges, edgeRanges[entity * 2] as number, edgeRanges[entity * 2 + 1] as number);
      }
      return true;
    },
  };
}

export type Growing = { array: Uint32Array; length: number };
const growing = (length: number): Growing => ({ array: new Uint32Array(length), length: 0 });

function room(list: Growing, more: number): void {
  if (list.length + more <= list.array.length) return;
  const next = new Uint32Array(Math.max(list.array.length * 2, list.length + more));
  next.set(list.array.subarray(0, list.length));
  list.array = next;
}

function append(list: Growing, source: Uint32Array, from: number, length: number): void {
  room(list, length);
  list.array.set(source.subarray(from, from + length), list.length);
  list.length += length;
}

function appendRun(list: Growing, from: number, length: number): void {
  room(list, length);
  for (let i = 0; i < length; i++) list.array[list.length++] = from + i;
}

/** First point and number of points of the edges of each entity, ground and buildings last: edges lie entity by entity. */
export function edgeRangesOf({ edgeOwners, entityCount }: Hull): Uint32Array {
  const ranges = new Uint32Array((entityCount + 2) * 2);
  for (let i = 0; i < edgeOwners.length; i++) {
    const owner = edgeOwners[i] as number;
    if (ranges[owner * 2 + 1] === 0) ranges[owner * 2] = i;
    ranges[owner * 2 + 1] = (ranges[owner * 2 + 1] as number) + 1;
  }
  return ranges;
}
