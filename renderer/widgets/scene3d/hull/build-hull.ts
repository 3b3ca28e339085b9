import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { LoadedModel } from '../scene-entity.ts';
import { drawBuilding, drawFloor } from './draw-grounds.ts';
import { drawModel } from './draw-model.ts';
import { drawPart, plain } from './draw-part.ts';
import { drawPipe, drawSupports, type PipeEnds } from './draw-pipe.ts';
import { type Hull, levels } from './hull.ts';
import { Pen } from './pen.ts';
import { shade } from './shade.ts';

/** Beyond so many parts and pipes rounds have fewer sides: thousands of them are never large at once. */
const few = 800;

/** From this height on a floor is a deck: seen through with the buildings when something is isolated. */
const deckM = 1.5;

/** The whole scene as triangles and edges with its light baked in: pure and slow, so it runs in a worker. */
export function buildHull(layout: SceneLayout, models: readonly LoadedModel[]): Hull {
  const [parts, pipes] = [layout.parts.length, layout.pipes.length];
  const nodes = models.reduce((sum, { mesh }) => sum + mesh.parts.length, 0);
  const entityCount = parts + pipes + nodes;
  const fineness = Math.max(0.45, Math.min(1, Math.sqrt(few / Math.max(1, parts + pipes))));
  const pen = new Pen(entityCount + 2);
  const used = usedNozzles(layout);
  layout.parts.forEach((part, owner) => {
    const nozzles = used[owner] as ReadonlySet<string>;
    if (fineness >= plain) for (const level of levels) drawPart(pen, part, owner, level, nozzles, fineness);
    else {
      // Thousands of parts in three levels would fill the memory of a graphics card.
      for (const level of [0, 2] as const) drawPart(pen, part, owner, level, nozzles, fineness);
      pen.repeat(owner, 1, 2);
    }
  });
  const grounds = groundsOf(layout);
  layout.pipes.forEach((pipe, at) => {
    for (const level of levels) drawPipe(pen, pipe, parts + at, level, endsOf(layout, at), fineness);
  });
  let owner = parts + pipes;
  for (const model of models) {
    drawModel(pen, model, owner);
    owner += model.mesh.parts.length;
  }
  pen.begin(entityCount, 2);
  for (const floor of layout.scene.floors) if (floor.at[2] < deckM) drawFloor(pen, floor);
  pen.begin(entityCount + 1, 2);
  for (const floor of layout.scene.floors) if (floor.at[2] >= deckM) drawFloor(pen, floor);
  for (const building of layout.scene.buildings) drawBuilding(pen, building);
  for (const pipe of layout.pipes) drawSupports(pen, pipe, grounds);
  const drawn = pen.done();
  const { looks, shadow } = shade(drawn, solids(drawn.ranges, entityCount, drawn.indices.length));
  const { positions, owners, indices, ranges, edges, edgeOwners } = drawn;
  return { positions, looks, owners, indices, ranges, edges, edgeOwners, entityCount, shadow };
}

/** Whether the triangle at an index takes part in shadows: the middle level of everything, and no floor. */
function solids(ranges: Uint32Array, entityCount: number, length: number): (index: number) => boolean {
  const isSolid = new Uint8Array(length);
  for (let entity = 0; entity < entityCount; entity++) {
    const range = (entity * 3 + 1) * 2;
    const from = ranges[range] as number;
    isSolid.fill(1, from, from + (ranges[range + 1] as number));
  }
  return (index) => isSolid[index] === 1;
}

function usedNozzles({ scene, parts, pipes }: SceneLayout): readonly ReadonlySet<string>[] {
  const used = parts.map(() => new Set<string>());
  const note = (part: number | null, end: unknown): void => {
    if (part !== null && typeof end === 'string') used[part]?.add(end.slice(end.lastIndexOf('.') + 1));
  };
  for (const { index, fromPart, toPart } of pipes) {
    note(fromPart, scene.pipes[index]?.from);
    note(toPart, scene.pipes[index]?.to);
  }
  return used;
}

/** How far a pipe reaches into the bodies at its ends: to the middle of the part, so that it meets whatever is drawn there. */
function endsOf({ parts, pipes }: SceneLayout, at: number): PipeEnds {
  const { fromPart, toPart, points } = pipes[at] as SceneLayout['pipes'][number];
  const reach = (part: number | null, end: readonly number[] | undefined, next: readonly number[] | undefined): number => {
    const frame = part === null ? undefined : parts[part]?.frame;
    if (frame === undefined || end === undefined || next === undefined) return 0;
    const isUpright = Math.abs((end[2] as number) - (next[2] as number)) > Math.hypot((end[0] as number) - (next[0] as number), (end[1] as number) - (next[1] as number));
    return isUpright ? Math.min(0.8, (frame.size[2] - frame.legs) * 0.3) : Math.min(frame.size[0], frame.size[1]) * (frame.form === 'round' ? 0.4 : 0.24);
  };
  return { from: reach(fromPart, points[0], points[1]), to: reach(toPart, points.at(-1), points.at(-2)) };
}

/** Where a stand under a pipe would begin: on the highest floor below, unless a part, a road or a rack is in the way, or it is too far down. */
function groundsOf({ scene, parts }: SceneLayout): (east: number, north: number, below: number) => number | null {
  const blocks = parts.filter(({ part }) => part.shape !== 'bund' && part.shape !== 'kerb');
  return (east, north, below) => {
    let ground: number | null = null;
    let isRoad = false;
    for (const { at, size, kind } of scene.floors) {
      if (east < at[0] || north < at[1] || east > at[0] + size[0] || north > at[1] + size[1] || at[2] > below) continue;
      if (ground === null || at[2] >= ground) [ground, isRoad] = [at[2], kind === 'road' || kind === 'water'];
    }
    if (ground === null || isRoad || below - ground > 6.5) return null;
    const isTaken = blocks.some(({ bounds: [x0, y0, z0, x1, y1, z1] }) => east > x0 - 0.1 && east < x1 + 0.1 && north > y0 - 0.1 && north < y1 + 0.1 && z0 < below && z1 > (ground ?? 0) + 0.02);
    return isTaken ? null : ground;
  };
}
