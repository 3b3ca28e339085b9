import { penColour } from './chart-theme.ts';
import type { PlacedLane } from './lane-ranges.ts';
import { endPlaces } from './lanes.ts';
import { chartFont, type Plot } from './plot.ts';

export type GapStrip = { readonly pen: number; readonly spans: readonly number[] };

/** Hatched strips at the foot of a lane, one row per pen that has gaps in sight. */
export function paintGaps(plot: Plot, placed: PlacedLane, strips: readonly GapStrip[], hatch: CanvasPattern | null): void {
  const { ctx, theme, ratio } = plot;
  const row = 12 * (theme.rem / 16) * ratio;
  let bottom = placed.top + placed.height;
  for (const { pen, spans } of strips) {
    if (spans.length === 0) continue;
    for (let at = 0; at < spans.length; at += 2) {
      const x = Math.max(plot.left, spans[at] as number);
      let end = spans[at + 1] as number;
      // Stretches that touch are one.
      while (at + 2 < spans.length && (spans[at + 2] as number) <= end + ratio) end = Math.max(end, spans[(at += 2) + 1] as number);
      const w = Math.max(ratio, Math.min(plot.left + plot.width, end) - x);
      // Without a ground of its own: another pen's line may run through here and stays in sight.
      ctx.fillStyle = hatch ?? theme.bad;
      ctx.fillRect(x, bottom - row, w, row);
      ctx.strokeStyle = theme.bad;
      ctx.lineWidth = ratio;
      ctx.strokeRect(x + ratio / 2, bottom - row + ratio / 2, Math.max(0, w - ratio), row - ratio);
      if (w < 22 * ratio) continue;
      paintNumber(plot, plot.pens[pen]?.number ?? 0, x + 10 * ratio, bottom - row / 2, 0.59);
    }
    bottom -= row + ratio;
    if (bottom - row < placed.top) return;
  }
}

/** The pen's number at the end of its line, moved apart where lines end close together, and side by side where the lane is too low for that. */
export function paintEnds(plot: Plot, placed: PlacedLane, ends: Float64Array, x: number): void {
  const pens = placed.lane.pens.filter((at) => !Number.isNaN(ends[at] as number));
  const wished = pens.map((at) => ends[at] as number);
  const places = endPlaces(wished, 15 * plot.ratio, placed.top, placed.top + placed.height);
  pens.forEach((pen, at) => {
    const { y, column } = places[at] as (typeof places)[number];
    paintNumber(plot, plot.pens[pen]?.number ?? 0, x - column * 21 * plot.ratio, y, 0.6875);
  });
}

function paintNumber(plot: Plot, number: number, x: number, y: number, rem: number): void {
  const { ctx, theme, ratio } = plot;
  const scale = (rem / 0.6875) * (theme.rem / 16) * ratio;
  const [w, h] = [(number > 9 ? 19 : 15) * scale, 14 * scale];
  ctx.fillStyle = penColour(theme, number);
  ctx.beginPath();
  ctx.roundRect(x - w / 2, y - h / 2, w, h, 3 * scale);
  ctx.fill();
  ctx.fillStyle = theme.canvas;
  ctx.font = chartFont(plot, 700, rem);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(String(number), x, y + 0.5 * ratio);
}
