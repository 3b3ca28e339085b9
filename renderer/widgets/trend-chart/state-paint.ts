import { formatNumber } from '#shared/model/format-value.ts';
import { chartFont, type Plot } from './plot.ts';
import type { PlacedLane } from './lane-ranges.ts';
import type { StateRuns } from './state-runs.ts';
import { penColour } from './chart-theme.ts';

/** A band of states: 0 is an empty outline, every other state is filled, with its word where there is room; dense changes are a solid block. */
export function paintStates(plot: Plot, { top, height }: PlacedLane, pen: number, runs: StateRuns): void {
  const { ctx, theme, ratio } = plot;
  const it = plot.pens[pen];
  if (it === undefined) return;
  const inset = Math.min(4 * ratio, height * 0.15);
  const [y, h] = [top + inset, height - 2 * inset];
  const colour = penColour(theme, it.number);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.font = chartFont(plot, 520);
  ctx.lineWidth = ratio;
  for (let at = 0; at < runs.length; at += 4) {
    const [fromX, toX, state, isMixed] = [runs[at] as number, runs[at + 1] as number, runs[at + 2] as number, runs[at + 3] as number];
    const w = Math.max(ratio, toX - fromX);
    ctx.globalAlpha = isMixed === 1 ? 0.9 : state === 0 ? 0.14 : 0.38;
    ctx.fillStyle = colour;
    ctx.fillRect(fromX, y, w, h);
    ctx.globalAlpha = 1;
    // The edge of each change stands out, so that a short one is seen.
    ctx.fillRect(fromX, y, ratio, h);
    if (w < 26 * ratio || isMixed === 1) continue;
    const word = it.states?.[String(state)] ?? formatNumber(state, it.decimals);
    ctx.fillStyle = theme.strong;
    const room = w - 10 * ratio;
    const shown = ctx.measureText(word).width <= room ? word : shorten(ctx, word, room);
    if (shown !== '') ctx.fillText(shown, fromX + 6 * ratio, top + height / 2);
  }
}

function shorten(ctx: CanvasRenderingContext2D, word: string, room: number): string {
  for (let length = word.length - 1; length >= 2; length--) {
    const text = `${word.slice(0, length)}…`;
    if (ctx.measureText(text).width <= room) return text;
  }
  return '';
}
