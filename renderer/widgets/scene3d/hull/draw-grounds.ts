import type { Building, Floor, Point } from '#shared/model/scene.ts';
import type { Pen } from './pen.ts';
import { tones } from './shape-kit.ts';
import { bar, box } from './solids.ts';

const floorTone: Readonly<Record<Floor['kind'], number>> = { concrete: 1, grating: 0.94, road: 0.8, gravel: 0.9, grass: 0.86, water: 0.7 };

export function drawFloor(pen: Pen, { kind, at, size, thickness }: Floor): void {
  const [x, y, z] = at;
  pen.isGround = true;
  pen.tone = floorTone[kind];
  box(pen, [x, y, z - thickness], [x + size[0], y + size[1], z], { noBottom: z < 1 });
  pen.isGround = false;
  pen.tone = tones.body;
}

const lowM = 1.2;
const wallM = 0.2;
type Side = Building['open'][number];

export function drawBuilding(pen: Pen, building: Building): void {
  const { at, size, walls, roof } = building;
  if (walls === 'frame') frame(pen, building);
  else {
    for (const side of ['east', 'north', 'west', 'south'] as const) {
      if (building.open.includes(side)) continue;
      // Cut: high where people look from seldom, low towards them.
      const high = walls === 'full' || (walls === 'cut' && (side === 'north' || side === 'west')) ? size[2] : Math.min(lowM, size[2]);
      wall(pen, building, side, high);
    }
  }
  if (!roof) return;
  pen.tone = tones.light;
  box(pen, [at[0] - 0.15, at[1] - 0.15, at[2] + size[2]], [at[0] + size[0] + 0.15, at[1] + size[1] + 0.15, at[2] + size[2] + 0.2]);
  pen.tone = tones.body;
}

function wall(pen: Pen, { at, size, doors }: Building, side: Side, high: number): void {
  const isAlong = side === 'south' || side === 'north';
  const length = isAlong ? size[0] : size[1];
  const gaps = doors.filter((door) => door.side === side).map(({ along, width }) => [along, along + width] as const);
  let from = 0;
  pen.tone = tones.pale;
  for (const [start, end] of [...gaps.toSorted((a, b) => a[0] - b[0]), [length, length] as const]) {
    if (start - from > 0.05) piece(pen, at, size, side, isAlong, from, Math.min(start, length), high);
    from = Math.max(from, end);
  }
  pen.tone = tones.body;
}

function piece(pen: Pen, [x, y, z]: Point, size: readonly number[], side: Side, isAlong: boolean, from: number, to: number, high: number): void {
  const [w = 0, d = 0] = size;
  if (isAlong) {
    const at = side === 'south' ? y : y + d - wallM;
    box(pen, [x + from, at, z], [x + to, at + wallM, z + high], { noBottom: true });
  } else {
    const at = side === 'west' ? x : x + w - wallM;
    box(pen, [at, y + from, z], [at + wallM, y + to, z + high], { noBottom: true });
  }
}

function frame(pen: Pen, { at: [x, y, z], size: [w, d, h] }: Building): void {
  pen.tone = tones.frame;
  const [alongs, acrosses] = [Math.max(1, Math.round(w / 6)), Math.max(1, Math.round(d / 6))];
  const half = 0.14;
  const xs = Array.from({ length: alongs + 1 }, (_, i) => x + half + ((w - 2 * half) * i) / alongs);
  const ys = Array.from({ length: acrosses + 1 }, (_, i) => y + half + ((d - 2 * half) * i) / acrosses);
  const top = z + h;
  for (const [i, cx] of xs.entries()) {
    for (const [j, cy] of ys.entries()) {
      if (i > 0 && i < alongs && j > 0 && j < acrosses) continue;
      bar(pen, [cx, cy, z], [cx, cy, top], 2 * half);
      box(pen, [cx - 0.26, cy - 0.26, z], [cx + 0.26, cy + 0.26, z + 0.12], { noBottom: true, noEdges: true });
    }
    bar(pen, [cx, y, top - 0.15], [cx, y + d, top - 0.15], 0.18, 0.3);
  }
  for (const cy of [ys[0] as number, ys.at(-1) as number]) bar(pen, [x, cy, top - 0.15], [x + w, cy, top - 0.15], 0.18, 0.3);
  pen.tone = tones.body;
}
