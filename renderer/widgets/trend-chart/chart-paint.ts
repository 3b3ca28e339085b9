import { formatNumber } from '#shared/model/format-value.ts';
import { type AxisRange, axisDecimals } from './axis-range.ts';
import { type ChartTheme, penColour } from './chart-theme.ts';
import { type Lane, type LaneScale, spreadLabels } from './lanes.ts';
import type { TrendEvent, TrendMode, TrendPen } from './trend-frame.ts';

/** Where one lane stands on the canvas, in canvas px, and the ranges of its axes in the order of its scales. */
export type PlacedLane = { readonly lane: Lane; readonly top: number; readonly height: number; readonly ranges: readonly AxisRange[] };

export type Plot = {
  readonly ctx: CanvasRenderingContext2D;
  readonly theme: ChartTheme;
  /** Canvas px of one CSS px. */
  readonly ratio: number;
  readonly left: number;
  readonly width: number;
  readonly pens: readonly TrendPen[];
  readonly mode: TrendMode;
  readonly selected: number;
};

const limitWords = { 'high-high': 'trip', high: 'high', low: 'low', 'low-low': 'trip' } as const;

/** Lanes lower than this show only the ends of their axes, and name only the limits of the selected pen. */
const lowLaneRem = 2.75;
const labelledLaneRem = 3.5;

const isLow = ({ theme, ratio }: Plot, height: number, rem: number): boolean => height < rem * theme.rem * ratio;
const scaleOf = (lane: Lane, pen: number): number => lane.scales.findIndex(({ pens }) => pens.includes(pen));
const font = ({ theme, ratio }: Plot, weight: number, rem = 0.6875): string => `${weight} ${Math.round(rem * theme.rem * ratio)}px ${theme.family}`;

/** Canvas y of a value of a pen in its lane. */
export function yIn(placed: PlacedLane, scale: number, value: number): number {
  const range = placed.ranges[scale];
  return range === undefined ? Number.NaN : placed.top + ((range.high - value) / (range.high - range.low)) * placed.height;
}

/** What lies under the lines: frame, grid, axis labels, normal band, limits, lane title. */
export function paintLane(plot: Plot, placed: PlacedLane): void {
  const { ctx, theme, ratio, left, width } = plot;
  const { lane, top, height, ranges } = placed;
  const right = left + width;
  paintNormalBand(plot, placed);
  ctx.lineWidth = ratio;
  ctx.setLineDash([]);
  ctx.strokeStyle = theme.grid;
  ctx.beginPath();
  for (let part = 1; part < 4; part++) {
    const y = crisp(top + (height * part) / 4, ratio);
    ctx.moveTo(left, y);
    ctx.lineTo(right, y);
  }
  ctx.stroke();
  ctx.strokeStyle = theme.frame;
  ctx.strokeRect(crisp(left, ratio), crisp(top, ratio), width, height);
  ctx.textBaseline = 'middle';
  ctx.font = font(plot, 420);
  const half = 0.36 * theme.rem * ratio;
  lane.scales.forEach((scale, at) => {
    const range = ranges[at];
    if (range === undefined) return;
    ctx.fillStyle = scale.pens.length > 1 || lane.scales.length === 1 ? theme.label : penColour(theme, plot.pens[scale.pens[0] as number]?.number ?? 1);
    ctx.textAlign = scale.side === 'left' ? 'right' : 'left';
    const x = scale.side === 'left' ? left - 7 * ratio : right + 7 * ratio;
    const labels = axisLabels(plot, scale, range);
    // A low lane has room for its ends only.
    const shown = isLow(plot, height, lowLaneRem) && labels.length > 2 ? [labels[0], labels.at(-1)] : labels;
    for (const label of shown) {
      if (label === undefined) continue;
      const [value, text] = label;
      const y = yIn(placed, at, value);
      if (y < top - 1 || y > top + height + 1) continue;
      ctx.fillText(text, x, Math.min(top + height - half, Math.max(top + half, y)));
    }
  });
  paintLimits(plot, placed);
  if (lane.title === '') return;
  ctx.font = font(plot, 560);
  ctx.textAlign = 'right';
  writeOver(plot, lane.title, right - 26 * ratio, top + 14 * ratio, theme.text);
}

/** Text that stays readable where a line runs through it. */
function writeOver({ ctx, theme, ratio }: Plot, text: string, x: number, y: number, colour: string): void {
  ctx.lineJoin = 'round';
  ctx.lineWidth = 4 * ratio;
  ctx.strokeStyle = theme.canvas;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

function axisLabels(plot: Plot, scale: LaneScale, range: AxisRange): readonly (readonly [number, string])[] {
  const pen = plot.pens[scale.pens[0] as number];
  if (pen?.states != null && scale.pens.length === 1) {
    return Object.entries(pen.states).map(([number, word]) => [Number(number), word.length > 8 ? `${word.slice(0, 7)}…` : word] as const);
  }
  const decimals = axisDecimals(range);
  const step = (range.high - range.low) / range.intervals;
  const suffix = plot.mode === 'percent' ? ' %' : '';
  return Array.from({ length: range.intervals + 1 }, (_, at) => {
    const value = range.low + step * at;
    return [value, formatNumber(value, decimals) + suffix] as const;
  });
}

/** In lanes the band of the selected pen, else of the first in the lane that has one; on shared axes that of the selected pen. */
function paintNormalBand(plot: Plot, placed: PlacedLane): void {
  if (plot.mode === 'percent') return;
  const { lane, top, height } = placed;
  const candidates = plot.mode === 'shared' ? [plot.selected] : lane.pens.includes(plot.selected) ? [plot.selected] : lane.pens;
  const pen = candidates.find((at) => plot.pens[at]?.normal != null);
  const normal = pen === undefined ? null : (plot.pens[pen]?.normal ?? null);
  if (pen === undefined || normal === null) return;
  const scale = scaleOf(lane, pen);
  const from = Math.max(top, yIn(placed, scale, normal[1]));
  const to = Math.min(top + height, yIn(placed, scale, normal[0]));
  plot.ctx.fillStyle = plot.theme.band;
  plot.ctx.globalAlpha = 0.6;
  if (to > from) plot.ctx.fillRect(plot.left, from, plot.width, to - from);
  plot.ctx.globalAlpha = 1;
}

/** Dashed lines with labels. Labels of near limits stand one after the other, so that none covers another. */
function paintLimits(plot: Plot, placed: PlacedLane): void {
  const { ctx, theme, ratio, left, width, pens } = plot;
  if (plot.mode === 'percent') return;
  const shown = plot.mode === 'shared' && placed.lane.pens.length > 2 ? placed.lane.pens.filter((at) => at === plot.selected) : placed.lane.pens;
  const taken: { readonly y: number; x: number }[] = [];
  ctx.font = font(plot, 420);
  ctx.textAlign = 'left';
  const lines = shown.flatMap((at) => {
    const pen = pens[at] as TrendPen;
    return pen.limits.map((limit) => ({ pen, limit, y: crisp(yIn(placed, scaleOf(placed.lane, at), limit.value), ratio) }));
  });
  const isInside = (y: number): boolean => y >= placed.top && y <= placed.top + placed.height;
  ctx.strokeStyle = theme.label;
  ctx.lineWidth = 0.9 * ratio;
  ctx.setLineDash([5 * ratio, 3 * ratio]);
  ctx.beginPath();
  for (const { y } of lines) {
    if (!isInside(y)) continue;
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
  }
  ctx.stroke();
  ctx.setLineDash([]);
  for (const { pen, limit, y } of lines) {
    if (!isInside(y) || (isLow(plot, placed.height, labelledLaneRem) && pen !== pens[plot.selected])) continue;
    const text = `${pen.id} ${limitWords[limit.kind]} ${formatNumber(limit.value, pen.decimals)}${pen.unit === '' ? '' : ` ${pen.unit}`}`;
    const baseline = y - 8 * ratio < placed.top + 6 * ratio ? y + 9 * ratio : y - 8 * ratio;
    const near = taken.filter((one) => Math.abs(one.y - baseline) < 12 * ratio);
    const x = Math.max(left + 8 * ratio, ...near.map((one) => one.x + 14 * ratio));
    const end = x + ctx.measureText(text).width;
    if (end > left + width - 40 * ratio) continue;
    writeOver(plot, text, x, baseline, theme.label);
    taken.push({ y: baseline, x: end });
  }
}

export type GapStrip = { readonly pen: number; readonly spans: readonly number[] };

/** Hatched strips at the foot of a lane, one row per pen that has gaps in sight. */
export function paintGaps(plot: Plot, placed: PlacedLane, strips: readonly GapStrip[], hatch: CanvasPattern | null): void {
  const { ctx, theme, ratio } = plot;
  const row = 12 * (theme.rem / 16) * ratio;
  let bottom = placed.top + placed.height;
  for (const { pen, spans } of strips) {
    if (spans.length === 0) continue;
    for (let at = 0; at < spans.length; at += 2) {
      const x = spans[at] as number;
      const w = Math.max(ratio, (spans[at + 1] as number) - x);
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

/** The pen's number at the end of its line, moved apart where lines end close together. */
export function paintEnds(plot: Plot, placed: PlacedLane, ends: Float64Array, x: number): void {
  const pens = placed.lane.pens.filter((at) => !Number.isNaN(ends[at] as number));
  const wished = pens.map((at) => ends[at] as number);
  const places = spreadLabels(wished, 15 * plot.ratio, placed.top, placed.top + placed.height);
  pens.forEach((pen, at) => paintNumber(plot, plot.pens[pen]?.number ?? 0, x, places[at] as number, 0.6875));
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
  ctx.font = font(plot, 700, rem);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(String(number), x, y + 0.5 * ratio);
}

const shapes = [new Path2D('M2.6 2.6h14.8v14.8H2.6z'), new Path2D('M10 1.4 19.4 17.8H.6z'), new Path2D('M10 18.6.6 2.2h18.8z'), new Path2D('M10 .4 19.6 10 10 19.6.4 10z')] as const;
const baselines = [14.2, 16, 11.6, 14.1] as const;

/** Alarms raised in the span, by shape, number and colour, in the strip above the lanes. */
export function paintEvents(plot: Plot, events: readonly TrendEvent[], xAt: (ms: number) => number, y: number): void {
  const { ctx, theme, ratio, left } = plot;
  ctx.font = font(plot, 420);
  ctx.fillStyle = theme.label;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText('Alarms', left, y);
  const size = (0.8 * theme.rem * ratio) / 20;
  for (const { timeMs, priority } of events) {
    const x = xAt(timeMs);
    const colours = theme.priorities[priority - 1];
    const shape = shapes[priority - 1];
    if (colours === undefined || shape === undefined || x < left || x > left + plot.width) continue;
    ctx.save();
    ctx.translate(x - 10 * size, y - 10 * size);
    ctx.scale(size, size);
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
    ctx.restore();
  }
}

/** Pixel centres, so that a line of one px is one px wide. */
const crisp = (at: number, ratio: number): number => Math.round(at / ratio) * ratio + ratio / 2;
