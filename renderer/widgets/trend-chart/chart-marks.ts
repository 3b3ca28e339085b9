import { chartFont, type Plot } from './plot.ts';
import type { TrendMark } from './trend-frame.ts';

const shapes = ['M2.6 2.6h14.8v14.8H2.6z', 'M10 1.4 19.4 17.8H.6z', 'M10 18.6.6 2.2h18.8z', 'M10 .4 19.6 10 10 19.6.4 10z'] as const;
const baselines = [14.2, 16, 11.6, 14.1] as const;
/** Marks nearer than this are one, CSS px of a 16 px root. */
const nearPx = 15;

/** A mark where it was painted; x in canvas px. */
export type PlacedMark = { readonly mark: TrendMark; readonly x: number; readonly members: readonly TrendMark[] };

/** Marks in sight, those that would cover each other taken together under the most urgent of them. Marks come oldest first. */
export function placeMarks(plot: Pick<Plot, 'left' | 'width' | 'ratio' | 'theme'>, marks: readonly TrendMark[], xAt: (ms: number) => number): readonly PlacedMark[] {
  const near = nearPx * plot.ratio * (plot.theme.rem / 16);
  const placed: { mark: TrendMark; x: number; members: TrendMark[] }[] = [];
  for (const mark of marks) {
    const x = xAt(mark.timeMs);
    const isSpanning = mark.toMs !== null && xAt(mark.toMs) >= plot.left && x <= plot.left + plot.width;
    if ((x < plot.left && !isSpanning) || x > plot.left + plot.width) continue;
    const before = placed.at(-1);
    if (before !== undefined && x - before.x < near) {
      before.members.push(mark);
      if (rank(mark) < rank(before.mark)) before.mark = mark;
    } else placed.push({ mark, x: Math.max(x, plot.left), members: [mark] });
  }
  return placed;
}

const rank = ({ kind, priority }: TrendMark): number => (kind === 'alarm' ? priority : kind === 'note' ? 5 : 6);
export const countOf = ({ members }: PlacedMark): number => members.reduce((sum, { count }) => sum + count, 0);

/** Alarms by shape, number and colour; actions as a ring, notes as a flag with a bar over their stretch. */
export function paintMarks(plot: Plot, marks: readonly PlacedMark[], xAt: (ms: number) => number, y: number): void {
  const { ctx, theme, ratio, left, width } = plot;
  ctx.font = chartFont(plot, 420);
  ctx.fillStyle = theme.label;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  ctx.fillText('Events', left - 7 * ratio, y);
  const size = (0.8 * theme.rem * ratio) / 20;
  for (const placed of marks) {
    for (const { kind, timeMs, toMs } of placed.members) {
      if (kind !== 'note' || toMs === null) continue;
      const from = Math.max(left, xAt(timeMs));
      ctx.fillStyle = theme.accent;
      ctx.fillRect(from, y + 9 * ratio, Math.max(ratio, Math.min(left + width, xAt(toMs)) - from), 2 * ratio);
    }
    const { mark, x } = placed;
    // Under the shape of an alarm a note would be a number only: its bar shows that somebody wrote.
    if (mark.kind !== 'note' && placed.members.some(({ kind }) => kind === 'note')) {
      ctx.fillStyle = theme.accent;
      ctx.fillRect(x - 10 * size, y + 9 * ratio, 20 * size, 2 * ratio);
    }
    ctx.save();
    ctx.translate(x - 10 * size, y - 10 * size);
    ctx.scale(size, size);
    if (mark.kind === 'alarm') paintAlarm(plot, mark.priority);
    else if (mark.kind === 'note') paintFlag(plot);
    else paintRing(plot);
    ctx.restore();
    const count = countOf(placed);
    if (count < 2) continue;
    ctx.font = chartFont(plot, 560, 0.625);
    ctx.fillStyle = theme.text;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.fillText(count > 99 ? '99+' : String(count), x + 10 * size + ratio, y + 0.5 * ratio);
  }
}

function paintAlarm({ ctx, theme }: Plot, priority: number): void {
  const colours = theme.priorities[priority - 1];
  const path = shapes[priority - 1];
  if (colours === undefined || path === undefined) return;
  const shape = new Path2D(path);
  ctx.fillStyle = colours.fill;
  ctx.strokeStyle = colours.edge;
  ctx.lineWidth = 1.6;
  ctx.lineJoin = 'round';
  ctx.fill(shape);
  ctx.stroke(shape);
  ctx.fillStyle = colours.ink;
  ctx.font = `700 12px ${theme.family}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'alphabetic';
  ctx.fillText(String(priority), 10, baselines[priority - 1] ?? 14);
}

/** What a person did: a ring with a dot. */
function paintRing({ ctx, theme }: Plot): void {
  ctx.strokeStyle = theme.text;
  ctx.fillStyle = theme.text;
  ctx.lineWidth = 1.8;
  ctx.beginPath();
  ctx.arc(10, 10, 6.5, 0, Math.PI * 2);
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(10, 10, 2.2, 0, Math.PI * 2);
  ctx.fill();
}

/** A note: a flag on its staff, the staff at its moment. */
function paintFlag({ ctx, theme }: Plot): void {
  ctx.fillStyle = theme.accent;
  ctx.fillRect(9.2, 2, 1.8, 17);
  ctx.beginPath();
  ctx.moveTo(11, 2);
  ctx.lineTo(20, 2);
  ctx.lineTo(17, 6.5);
  ctx.lineTo(20, 11);
  ctx.lineTo(11, 11);
  ctx.fill();
}
