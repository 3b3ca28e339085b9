import type { LaidPart } from '#shared/scene/scene-layout.ts';
import { liftOf } from '#shared/scene/part-frame.ts';
import type { Shape } from '#shared/model/scene-shapes.ts';
import type { Level } from './hull.ts';
import type { Pen } from './pen.ts';
import type { DrawShape } from './shape-kit.ts';
import { machineShapes } from './shapes-machines.ts';
import { plantShapes } from './shapes-plant.ts';
import { steelShapes } from './shapes-steel.ts';
import { vesselShapes } from './shapes-vessels.ts';
import { box, lathe, lengthwise, upright } from './solids.ts';

const table: Partial<Record<Shape, DrawShape>> = { ...vesselShapes, ...machineShapes, ...plantShapes, ...steelShapes };

/** Frames one looks through: as a block they would hide what stands behind and below them. */
const open: ReadonlySet<Shape> = new Set(['rack', 'platform', 'stairs', 'ladder', 'railing', 'bund', 'kerb', 'skid', 'cable-tray', 'conveyor', 'belt-conveyor']);

/** Below this fineness a part has no ribs and bolts, and two levels. */
export const plain = 0.65;

/** Draws a part at a level; `fineness` below 1 spares sides of rounds, for scenes of thousands of parts. */
export function drawPart(pen: Pen, laid: LaidPart, owner: number, level: Level, used: ReadonlySet<string>, fineness: number): void {
  const { part, frame } = laid;
  const [L, W, H] = frame.size;
  pen.begin(owner, level, frame.at, frame.turn);
  if (frame.rise !== 0) pen.lift = (x, z) => liftOf(frame, x, z);
  if (level === 0) {
    drawBlock(pen, laid);
    return;
  }
  const draw = table[part.shape];
  const most = Math.round(40 * fineness);
  draw?.({
    pen,
    part,
    size: frame.size,
    L,
    W,
    H,
    legs: frame.legs,
    // Of thousands nobody needs ribs and bolts: they would be most of the triangles.
    isFine: level === 2 && fineness >= plain,
    used,
    sides: (radius) => (level === 1 ? (radius > 1 ? 12 : 8) : Math.max(fineness < plain ? 8 : 10, Math.min(most, Math.round((12 + radius * 7) * fineness)))),
  });
}

function drawBlock(pen: Pen, { part, frame }: LaidPart): void {
  const [L, W, H] = frame.size;
  const { legs } = frame;
  if (open.has(part.shape)) {
    pen.tone = 0.8;
    const thick = Math.min(H, Math.max(0.1, H * 0.05));
    if (part.shape === 'bund' || part.shape === 'kerb') return;
    box(pen, [-L / 2, -W / 2, H - thick], [L / 2, W / 2, H]);
    return;
  }
  // Only of large ones is it seen that they are round.
  if (frame.form === 'round' && L > 2.4) lathe(pen, upright(0, 0), [[L / 2, legs * 0.5], [L / 2, H], [0, H]], { sides: 7 });
  else if (frame.form === 'round') box(pen, [-L * 0.42, -W * 0.42, legs * 0.5], [L * 0.42, W * 0.42, H], { noBottom: true });
  else if (frame.form === 'lying' && W > 2.4) {
    const r = Math.min(W, H - legs) / 2;
    lathe(pen, lengthwise(0, 0, legs + (H - legs) / 2), [[0, -L / 2], [r, -L / 2], [r, L / 2], [0, L / 2]], { sides: 6 });
  } else box(pen, [-L / 2, -W / 2, legs * 0.5], [L / 2, W / 2, H], { noBottom: true });
}
