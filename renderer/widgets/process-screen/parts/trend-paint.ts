import type { PixelColumns } from '#shared/math/pixel-columns.ts';
import type { AxisRange } from '../../trend-chart/axis-range.ts';
import { type BandSink, type LineSink, type PenView, tracePen } from '../../trend-chart/pen-path.ts';
import type { Brush } from '../overlay/brush.ts';
import type { Tone } from '../overlay/overlay-theme.ts';
import type { LanePen, TrendLane } from './trend-lanes.ts';

export const penTones: readonly Tone[] = ['pen-1', 'pen-2', 'pen-3', 'pen-4'];
/** The number of a pen, in its swatch and at the end of its line. */
export const penNumber = { size: 11, weight: 700, family: 'ui', grows: false } as const;
const envelopeAlpha = 0.22;
const dash: number[] = [4, 3];
const noDash: number[] = [];

export type LanePicture = {
  readonly lane: TrendLane;
  readonly range: AxisRange;
  readonly pens: readonly (LanePen & { readonly joinMs: number })[];
  readonly columns: readonly (PixelColumns | null)[];
  readonly left: number;
  readonly width: number;
  readonly fromMs: number;
  readonly nowMs: number;
};

/** One lane of a trend: normal band of a lone pen, grid, limits in sight, envelopes, lines, and a hatch where nothing is known. */
export function paintLane(brush: Brush, picture: LanePicture): void {
  const { context } = brush;
  const { lane, range, pens, left, width } = picture;
  const yAt = (value: number): number => lane.top + ((range.high - value) / (range.high - range.low)) * lane.height;
  const lone = lane.pens.length === 1 ? pens[lane.pens[0] as number] : undefined;
  if (lone?.normal != null) {
    brush.fill('spark-band');
    const [foot, peak] = [Math.max(range.low, lone.normal[0]), Math.min(range.high, lone.normal[1])];
    context.fillRect(left, yAt(peak), width, Math.max(0, yAt(foot) - yAt(peak)));
  }
  brush.stroke('grid', 1);
  context.beginPath();
  for (const part of [0, 0.5, 1]) {
    context.moveTo(left, lane.top + lane.height * part);
    context.lineTo(left + width, lane.top + lane.height * part);
  }
  context.stroke();
  const limits = lane.pens.flatMap((at) => pens[at]?.limits ?? []).filter((limit) => limit >= range.low && limit <= range.high);
  if (limits.length > 0) {
    brush.stroke('tx-4', 1);
    context.setLineDash(dash);
    context.beginPath();
    for (const limit of limits) {
      context.moveTo(left, yAt(limit));
      context.lineTo(left + width, yAt(limit));
    }
    context.stroke();
    context.setLineDash(noDash);
  }
  for (const at of lane.pens) paintPen(brush, picture, at);
}

function paintPen(brush: Brush, { lane, range, pens, columns, left, width, fromMs, nowMs }: LanePicture, at: number): void {
  const { context } = brush;
  const own = columns[at];
  const pen = pens[at];
  if (own == null || pen === undefined) return;
  const tone = penTones[at] ?? 'pen-1';
  const view: PenView = {
    fromMs,
    toMs: nowMs,
    endMs: nowMs,
    left,
    perMs: width / (nowMs - fromMs),
    top: lane.top,
    high: range.high,
    perUnit: lane.height / (range.high - range.low),
    isStep: false,
    joinMs: pen.joinMs,
    spikePx: 2,
  };
  const gaps: number[] = [];
  const band = createBand(left);
  const held = (x: number): number => (x < left ? left : x);
  const line: LineSink = { moveTo: (x, y) => context.moveTo(held(x), y), lineTo: (x, y) => context.lineTo(held(x), y) };
  brush.stroke(tone, 1.5);
  context.lineJoin = 'round';
  context.beginPath();
  const endY = tracePen(own, view, line, band.sink, gaps);
  context.stroke();
  context.lineJoin = 'miter';
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * envelopeAlpha;
  brush.fill(tone);
  for (const run of band.runs) {
    context.beginPath();
    for (let n = 0; n < run.length; n += 3) context.lineTo(run[n] as number, run[n + 1] as number);
    for (let n = run.length - 3; n >= 0; n -= 3) context.lineTo(run[n] as number, run[n + 2] as number);
    context.closePath();
    context.fill();
  }
  context.globalAlpha = alpha;
  if (!Number.isNaN(endY)) {
    brush.font(penNumber);
    context.fillText(String(at + 1), left + width + 5, endY + 4);
  }
  if (gaps.length === 0) return;
  brush.hatch();
  for (let n = 0; n < gaps.length; n += 2) {
    const [from, to] = [held(gaps[n] as number), Math.min(left + width, Math.max(held(gaps[n] as number) + 1, gaps[n + 1] as number))];
    if (to > from) context.fillRect(from, lane.top, to - from, lane.height);
  }
}

/** Envelope columns as runs of x, peak and foot. */
function createBand(left: number): { readonly sink: BandSink; readonly runs: readonly number[][] } {
  const runs: number[][] = [];
  return {
    runs,
    sink: {
      band(x, peakY, footY, isFirst) {
        if (x < left) return;
        if (isFirst || runs.length === 0) runs.push([]);
        runs.at(-1)?.push(x, peakY, footY);
      },
    },
  };
}
