import type { PixelColumns } from '#shared/math/pixel-columns.ts';
import { penDash, penPixel, type ChartTheme } from './chart-theme.ts';
import type { PlacedLane } from './lane-ranges.ts';
import { type PenView, tracePen } from './pen-path.ts';
import { tracePoints } from './pen-points.ts';
import { clearPlane, createPlane, paintPen, type PixelPlane, unmultiply } from './pixel-paint.ts';
import { createPixelSpans, type PixelSpans } from './pixel-spans.ts';
import { type StateRuns, traceStates } from './state-runs.ts';
import type { TrendFrame, TrendMode, TrendPen } from './trend-frame.ts';
import { percentRange } from './visible-extent.ts';

/** What was drawn of the pens: where their lines end, where nothing is known, and the states of bands. */
export type DrawnPens = {
  /** y of each line's end; NaN where it does not reach the end. */
  readonly ends: Float64Array;
  readonly gaps: readonly number[][];
  readonly states: readonly StateRuns[];
};

export type PenLayer = {
  /** Paints all pens of a frame, from nothing, into pixels of this size; lanes stand in the same pixels. */
  draw(frame: TrendFrame, placed: readonly PlacedLane[], size: { readonly width: number; readonly height: number; readonly ratio: number }): ImageData;
  readonly drawn: DrawnPens;
};

const linePx = 1.5;
const selectedPx = 2.25;
const bandAlpha = 0.22;

/** Draws lines by pixel columns: the cost depends on the size of the picture, not on the number of samples. */
export function createPenLayer(pens: readonly TrendPen[], mode: TrendMode, theme: ChartTheme): PenLayer {
  let image = new ImageData(1, 1);
  let plane = planeOf(image);
  let spans: PixelSpans = createPixelSpans(1);
  const drawn: DrawnPens = { ends: new Float64Array(pens.length), gaps: pens.map(() => []), states: pens.map(() => []) };
  const unusedGaps: number[] = [];

  const viewOf = (frame: TrendFrame, placed: PlacedLane, at: number, columns: PixelColumns, shiftMs: number): PenView | null => {
    const pen = pens[at] as TrendPen;
    const range = placed.ranges[placed.lane.scales.findIndex((one) => one.pens.includes(at))];
    if (range === undefined) return null;
    const [low, high] = mode === 'percent' ? fromPercent(range, percentRange(pen, columns, frame)) : [range.low, range.high];
    const [fromMs, toMs] = [frame.fromMs - shiftMs, frame.toMs - shiftMs];
    return {
      fromMs,
      toMs,
      endMs: shiftMs === 0 ? Math.min(frame.nowMs, frame.lostMs ?? Infinity) : frame.nowMs,
      left: 0,
      perMs: plane.width / (toMs - fromMs),
      top: placed.top,
      high,
      perUnit: placed.height / (high - low),
      isLog: range.isLog === true,
      isStep: pen.draw === 'step',
      joinMs: pen.joinMs,
      spikePx: 3 * ratio,
    };
  };
  let ratio = 1;

  const drawLine = (frame: TrendFrame, placed: PlacedLane, at: number, columns: PixelColumns, kind: 'pen' | 'setpoint' | 'earlier'): void => {
    const pen = pens[at] as TrendPen;
    const shiftMs = kind === 'earlier' ? (frame.earlier?.shiftMs ?? 0) : 0;
    const view = viewOf(frame, placed, at, columns, shiftMs);
    if (view === null) return;
    const top = Math.max(0, Math.floor(placed.top));
    const bottom = Math.min(plane.height, Math.ceil(placed.top + placed.height));
    const gaps = kind === 'pen' ? (drawn.gaps[at] as number[]) : unusedGaps;
    unusedGaps.length = 0;
    const isSelected = at === frame.selected;
    const colour = kind === 'pen' ? penPixel(theme, pen.number) : kind === 'setpoint' ? theme.accentPixel : theme.earlierPixel;
    if (kind === 'pen' && pen.draw === 'points') {
      drawn.ends[at] = tracePoints(plane, columns, view, { colour, radius: (isSelected ? 2.5 : 2) * ratio, top, bottom }, gaps);
      return;
    }
    spans.clear();
    const end = tracePen(columns, kind === 'setpoint' ? { ...view, isStep: true } : view, spans, spans, gaps);
    if (kind === 'pen') drawn.ends[at] = end;
    const [on, off] = kind === 'pen' ? penDash(pen.number) : kind === 'setpoint' ? [4, 4] : [5, 2];
    const period = (on + off) * ratio;
    // Dashes stand still on the signal while the picture moves.
    const shift = off === 0 ? 0 : Math.round(mod(view.fromMs * view.perMs, period));
    paintPen(
      plane,
      spans,
      {
        colour,
        width: Math.max(1, (kind !== 'pen' ? 1.25 : isSelected ? selectedPx : linePx) * ratio),
        bandAlpha: kind === 'pen' ? bandAlpha : kind === 'earlier' ? 0.12 : 0,
        dash: { on: on * ratio, off: off * ratio, shift },
      },
      top,
      bottom,
    );
  };

  return {
    drawn,
    draw(frame, placed, size) {
      ratio = size.ratio;
      if (image.width !== size.width || image.height !== size.height) {
        image = new ImageData(size.width, size.height);
        plane = planeOf(image);
        spans = createPixelSpans(size.width);
      } else clearPlane(plane);
      drawn.ends.fill(Number.NaN);
      for (const list of drawn.gaps) list.length = 0;
      for (const list of drawn.states) list.length = 0;
      for (const lane of placed) {
        if (lane.lane.kind === 'states') {
          const at = lane.lane.pens[0] as number;
          const columns = frame.columns[at] ?? null;
          const view = columns === null ? null : viewOf(frame, lane, at, columns, 0);
          if (columns === null || view === null) continue;
          traceStates(columns, view, drawn.states[at] as StateRuns, drawn.gaps[at] as number[]);
          drawn.ends[at] = lane.top + lane.height / 2;
          continue;
        }
        if (frame.earlier !== null) for (const at of lane.lane.pens) if (frame.earlier.columns[at] != null) drawLine(frame, lane, at, frame.earlier.columns[at], 'earlier');
        if (mode !== 'percent') for (const at of lane.lane.pens) if (frame.setpoints[at] != null) drawLine(frame, lane, at, frame.setpoints[at], 'setpoint');
        // The selected pen last, so that it lies on top.
        for (const at of lane.lane.pens) if (at !== frame.selected && frame.columns[at] != null) drawLine(frame, lane, at, frame.columns[at], 'pen');
        const chosen = frame.columns[frame.selected];
        if (chosen != null && lane.lane.pens.includes(frame.selected)) drawLine(frame, lane, frame.selected, chosen, 'pen');
      }
      unmultiply(plane);
      return image;
    },
  };
}

/** The pens are painted where the picture's pixels are. */
const planeOf = ({ width, height, data }: ImageData): PixelPlane => createPlane(width, height, data.buffer);
const mod = (value: number, by: number): number => ((value % by) + by) % by;
const fromPercent = (axis: { readonly low: number; readonly high: number }, range: readonly [number, number]): readonly [number, number] => [
  range[0] + ((range[1] - range[0]) * axis.low) / 100,
  range[0] + ((range[1] - range[0]) * axis.high) / 100,
];

