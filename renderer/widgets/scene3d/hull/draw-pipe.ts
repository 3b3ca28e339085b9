import type { Service } from '#shared/model/scene.ts';
import { bendPath } from '#shared/scene/pipe-route.ts';
import type { LaidPipe } from '#shared/scene/scene-layout.ts';
import type { Level } from './hull.ts';
import type { Pen, Vec } from './pen.ts';
import { bar, box, lathe, minus, tube, unit } from './solids.ts';

const toneOf: Readonly<Record<Service, number>> = { main: 1.08, utility: 0.92, vapour: 1.02, cable: 0.6 };

export type PipeEnds = {
  /** How far a stub reaches back into the part at that end, m, so that it always meets its body; 0 at a plain point. */
  readonly from: number;
  readonly to: number;
};

/** A pipe with its bends, flanges at its nozzles and stubs into the bodies there. */
export function drawPipe(pen: Pen, { pipe, points }: LaidPipe, owner: number, level: Level, ends: PipeEnds, fineness: number): void {
  pen.begin(owner, level);
  pen.tone = toneOf[pipe.service];
  const r = pipe.diameter / 2;
  const isDuct = pipe.service === 'vapour';
  const corners = withStubs(points, ends);
  if (level === 0) {
    tube(pen, corners, r, 3);
    return;
  }
  // Ducts are bent wider than pipes: no sharper than what their diameter allows.
  const path = bendPath(corners as [number, number, number][], r * (isDuct ? 2.4 : 3), level === 2 ? 5 : 2);
  const bent: Vec[] = [];
  for (let i = 0; i < path.points.length; i += 3) bent.push([path.points[i] as number, path.points[i + 1] as number, path.points[i + 2] as number]);
  const sides = level === 1 ? 5 : Math.max(7, Math.min(Math.round(22 * fineness), Math.round((7 + r * 26) * fineness)));
  tube(pen, bent, r, sides, true);
  if (level < 2) return;
  flanges(pen, points, ends, r, sides);
}

function withStubs(points: readonly Vec[], { from, to }: PipeEnds): readonly Vec[] {
  const out = [...points];
  const back = (end: Vec, next: Vec, by: number): Vec => {
    const away = unit(minus(end, next));
    return [end[0] + away[0] * by, end[1] + away[1] * by, end[2] + away[2] * by];
  };
  if (from > 0 && out.length > 1) out[0] = back(out[0] as Vec, out[1] as Vec, from);
  if (to > 0 && out.length > 1) out[out.length - 1] = back(out[out.length - 1] as Vec, out[out.length - 2] as Vec, to);
  return out;
}

function flanges(pen: Pen, points: readonly Vec[], ends: PipeEnds, r: number, sides: number): void {
  const [first, second, last, before] = [points[0], points[1], points.at(-1), points.at(-2)];
  const [out, thick] = [r * (r > 0.25 ? 1.16 : 1.5), Math.max(0.02, Math.min(0.09, r * 0.4))];
  for (const [end, next, has] of [[first, second, ends.from], [last, before, ends.to]] as const) {
    if (end === undefined || next === undefined || has === 0) continue;
    const along = unit(minus(next, end));
    lathe(pen, { at: end, along }, [[r, -thick], [out, -thick], [out, thick], [r, thick]], { sides: Math.max(10, sides) });
  }
}

/** Stands under the long level legs of a pipe down to what carries it, from the ground or deck at `groundAt`. */
export function drawSupports(pen: Pen, { pipe, points }: LaidPipe, groundAt: (east: number, north: number, below: number) => number | null): void {
  const r = pipe.diameter / 2;
  if (pipe.diameter < 0.05) return;
  pen.tone = 0.76;
  const width = Math.max(0.06, Math.min(0.16, r * 0.6));
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1] as Vec, points[i] as Vec];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (Math.abs(to[2] - from[2]) > 0.2 || length < 1.6) continue;
    const high = points[i]?.[2] ?? 0;
    const count = Math.max(1, Math.round(length / (high > 3.4 ? 8 : 4.5)));
    if (high > 3.4 && (length < 6 || r < 0.06)) continue;
    for (let k = 0; k < count; k++) {
      const share = (k + 0.5) / count;
      const [x, y, z] = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, from[2] + (to[2] - from[2]) * share];
      const ground = groundAt(x, y, z - r);
      if (ground === null || z - r - ground < 0.08) continue;
      bar(pen, [x, y, ground], [x, y, z - r * 0.9], z - ground > 3.4 ? width * 1.8 : width);
      box(pen, [x - width, y - width, ground], [x + width, y + width, ground + 0.03], { noBottom: true, noEdges: true });
    }
  }
  pen.tone = 1;
}
