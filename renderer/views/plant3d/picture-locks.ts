import type { HeadColours } from '#renderer/widgets/process-screen/picture/screen-picture.ts';
import type { LockMark } from '#renderer/widgets/scene3d/labels/scene-labels.tsx';
import type { SceneSurface } from '#renderer/widgets/scene3d/scene-surface.ts';

/** Where a padlock stands on a picture, px. */
export type PlacedLock = Pick<LockMark, 'id'> & { readonly x: number; readonly y: number };

/** Half the side of the badge, px. */
const half = 9;
const gap = 4;

/** Where the marks are seen on a canvas of this size whose places are `scale` times those of the surface; those behind the eye or beyond the edges are absent. */
export function placeLocks(marks: readonly LockMark[], surface: Pick<SceneSurface, 'project'>, size: { readonly width: number; readonly height: number; readonly scale: number }): readonly PlacedLock[] {
  const out = new Float64Array(3);
  return marks.flatMap(({ id, anchor: [east, north, up], entity }): PlacedLock[] => {
    if (!surface.project(east, north, up, out, entity)) return [];
    const [x, y] = [(out[0] as number) * size.scale, (out[1] as number) * size.scale];
    return x < 0 || y < 0 || x > size.width || y > size.height ? [] : [{ id, x, y }];
  });
}

/**
 * The padlocks of a 3D view on a picture of it, each with the name of what is locked: a picture has no tooltip. Their names
 * stand right of them, and left where the picture ends; `named` has its name on the picture already.
 */
export function paintLocks(context: CanvasRenderingContext2D, locks: readonly PlacedLock[], { top, width, named }: { readonly top: number; readonly width: number; readonly named: string | null }, { ink, ground, font }: HeadColours): void {
  context.save();
  context.font = `620 13px ${font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.lineJoin = 'round';
  for (const { id, x, y } of locks) {
    paintLock(context, x, y + top, { ink, ground });
    if (id === named) continue;
    const words = context.measureText(id).width;
    const isLeft = x + half + gap + words > width;
    const from = isLeft ? x - half - gap - words : x + half + gap;
    context.lineWidth = 4;
    context.strokeStyle = ground;
    context.strokeText(id, from, y + top);
    context.fillStyle = ink;
    context.fillText(id, from, y + top);
  }
  context.restore();
}

function paintLock(context: CanvasRenderingContext2D, x: number, y: number, { ink, ground }: Pick<HeadColours, 'ink' | 'ground'>): void {
  context.save();
  context.translate(x, y);
  context.fillStyle = ground;
  context.strokeStyle = ink;
  context.lineWidth = 1.2;
  context.beginPath();
  context.roundRect(-half, -half, 2 * half, 2 * half, 3);
  context.fill();
  context.stroke();
  context.lineWidth = 1.6;
  context.beginPath();
  context.moveTo(-2.5, -1);
  context.lineTo(-2.5, -2.8);
  context.arc(0, -2.8, 2.5, Math.PI, 0);
  context.lineTo(2.5, -1);
  context.stroke();
  context.fillStyle = ink;
  context.beginPath();
  context.roundRect(-4.5, -1, 9, 6.5, 1);
  context.fill();
  context.restore();
}
