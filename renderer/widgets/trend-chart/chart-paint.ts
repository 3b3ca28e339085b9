import { formatNumber } from '#shared/model/format-value.ts';
import { type AxisRange, axisDecimals } from './axis-range.ts';
import { penColour } from './chart-theme.ts';
import { type PlacedLane, yIn } from './lane-ranges.ts';
import type { Lane, LaneScale } from './lanes.ts';
import { chartFont, crisp, type Plot } from './plot.ts';
import type { TrendPen } from './trend-frame.ts';

const limitWords = { 'high-high': 'trip', high: 'high', low: 'low', 'low-low': 'trip' } as const;

/** What gives way as lanes get lower: limits of a lane with many pens, names of limits, then all limits and the middle of the axes; what belongs to the selected pen stays. */
const manyPensRem = 8;
const labelledLaneRem = 3.5;
const lowLaneRem = 2.75;

const isLow = ({ theme, ratio }: Plot, height: number, rem: number): boolean => height < rem * theme.rem * ratio;
const scaleOf = (lane: Lane, pen: number): number => lane.scales.findIndex(({ pens }) => pens.includes(pen));

/** What lies under the lines: frame, grid, axis labels, normal band, limits, lane title. */
export function paintLane(plot: Plot, placed: PlacedLane): void {
  const { ctx, theme, ratio, left, width } = plot;
  const { lane, top, height, ranges } = placed;
  const right = left + width;
  if (lane.kind === 'states') return paintStateLane(plot, placed);
  paintNormalBand(plot, placed);
  ctx.lineWidth = ratio;
  ctx.setLineDash([]);
  ctx.strokeStyle = theme.grid;
  ctx.beginPath();
  const parts = ranges[0]?.isLog === true ? ranges[0].intervals : 4;
  for (let part = 1; part < parts; part++) {
    const y = crisp(top + (height * part) / parts, ratio);
    ctx.moveTo(left, y);
    ctx.lineTo(right, y);
  }
  ctx.stroke();
  ctx.strokeStyle = theme.frame;
  ctx.strokeRect(crisp(left, ratio), crisp(top, ratio), width, height);
  ctx.textBaseline = 'middle';
  ctx.font = chartFont(plot, 420);
  const half = 0.36 * theme.rem * ratio;
  lane.scales.forEach((scale, at) => {
    const range = ranges[at];
    if (range === undefined || scale.side === 'none') return;
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
  const hidden = placed.hidden.map((pen) => plot.pens[pen]?.id ?? '').join(', ');
  const title = hidden === '' ? lane.title : `${lane.title === '' ? '' : `${lane.title} · `}${hidden}: values of 0 and below are not drawn`;
  // In a low lane it would stand on the lines; what is not drawn is said even there.
  if (title === '' || (hidden === '' && isLow(plot, height, labelledLaneRem))) return;
  ctx.font = chartFont(plot, 560);
  ctx.textAlign = 'right';
  writeOver(plot, title, right - 26 * ratio, top + 14 * ratio, theme.text);
}

/** The frame of a band of states and the tag it belongs to. */
function paintStateLane(plot: Plot, { lane, top, height }: PlacedLane): void {
  const { ctx, theme, ratio, left, width } = plot;
  const pen = plot.pens[lane.pens[0] as number];
  ctx.lineWidth = ratio;
  ctx.setLineDash([]);
  ctx.strokeStyle = theme.frame;
  ctx.strokeRect(crisp(left, ratio), crisp(top, ratio), width, height);
  if (pen === undefined) return;
  ctx.font = chartFont(plot, 420);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  ctx.fillStyle = penColour(theme, pen.number);
  const room = left - 10 * ratio;
  const full = ctx.measureText(pen.id).width;
  ctx.fillText(full <= room ? pen.id : `…${pen.id.slice(-Math.max(3, Math.floor((pen.id.length * room) / full) - 1))}`, left - 7 * ratio, top + height / 2);
}

/** Text that stays readable where a line runs through it. */
function writeOver({ ctx, theme, ratio }: Plot, text: string, x: number, y: number, colour: string): void {
  ctx.lineJoin = 'round';
  ctx.lineWidth = 5.5 * ratio;
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
  if (range.isLog === true) return logLabels(range);
  const decimals = axisDecimals(range);
  const step = (range.high - range.low) / range.intervals;
  const suffix = plot.mode === 'percent' ? ' %' : '';
  return Array.from({ length: range.intervals + 1 }, (_, at) => {
    const value = range.low + step * at;
    return [value, formatNumber(value, decimals) + suffix] as const;
  });
}

/** Decades, thinned to at most six. */
function logLabels({ low, high }: AxisRange): readonly (readonly [number, string])[] {
  const every = Math.max(1, Math.ceil((high - low) / 5));
  const labels: (readonly [number, string])[] = [];
  for (let decade = Math.ceil(low - 1e-9); decade <= high + 1e-9; decade += every) {
    const text = decade >= -4 && decade <= 5 ? formatNumber(10 ** decade, Math.max(0, -decade)) : `1e${decade}`;
    labels.push([10 ** decade, text]);
  }
  return labels;
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
  const foot = yIn(placed, scale, normal[0]);
  const to = Math.min(top + height, Number.isNaN(foot) ? top + height : foot);
  plot.ctx.fillStyle = plot.theme.band;
  plot.ctx.globalAlpha = 0.6;
  if (to > from) plot.ctx.fillRect(plot.left, from, plot.width, to - from);
  plot.ctx.globalAlpha = 1;
}

/** Whether limits of all its pens would hide the lines: then those of the selected pen alone are drawn. */
const isCrowded = (plot: Plot, { lane, height }: PlacedLane): boolean =>
  isLow(plot, height, lowLaneRem) || (lane.pens.length > 2 && (plot.mode === 'shared' || isLow(plot, height, manyPensRem)));

/** Dashed lines with labels. Labels of near limits stand one after the other, so that none covers another. */
function paintLimits(plot: Plot, placed: PlacedLane): void {
  const { ctx, theme, ratio, left, width, pens } = plot;
  if (plot.mode === 'percent') return;
  const shown = isCrowded(plot, placed) ? placed.lane.pens.filter((at) => at === plot.selected) : placed.lane.pens;
  const taken: { readonly y: number; x: number }[] = [];
  ctx.font = chartFont(plot, 420);
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
