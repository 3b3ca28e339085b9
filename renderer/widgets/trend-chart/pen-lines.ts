import type { PixelColumns } from '#shared/math/pixel-columns.ts';
import type { PlacedLane } from './lane-ranges.ts';
import type { PenView } from './pen-path.ts';
import type { TrendFrame, TrendMode, TrendPen } from './trend-frame.ts';
import { percentRange } from './visible-extent.ts';

/** One line of a picture: what it shows, from where, and the rows it may stand in. */
export type PenLine = {
  readonly pen: number;
  readonly kind: 'pen' | 'setpoint' | 'earlier';
  readonly columns: PixelColumns;
  readonly view: PenView;
  /** How much later than it was it is drawn. */
  readonly shiftMs: number;
  readonly top: number;
  readonly bottom: number;
  readonly isSelected: boolean;
};

export type PictureSize = { readonly width: number; readonly height: number; readonly ratio: number };

/** From time and value to pixels for one pen in its lane; null where the lane has no axis for it. */
export function penView(frame: TrendFrame, placed: PlacedLane, pen: TrendPen, at: number, columns: PixelColumns, shiftMs: number, mode: TrendMode, { width, ratio }: PictureSize): PenView | null {
  const range = placed.ranges[placed.lane.scales.findIndex((one) => one.pens.includes(at))];
  if (range === undefined) return null;
  const [low, high] = mode === 'percent' ? fromPercent(range, percentRange(pen, columns, frame)) : [range.low, range.high];
  const [fromMs, toMs] = [frame.fromMs - shiftMs, frame.toMs - shiftMs];
  return {
    fromMs,
    toMs,
    endMs: shiftMs === 0 ? Math.min(frame.nowMs, frame.lostMs ?? Infinity) : frame.nowMs,
    left: 0,
    perMs: width / (toMs - fromMs),
    top: placed.top,
    high,
    perUnit: placed.height / (high - low),
    isLog: range.isLog === true,
    isStep: pen.draw === 'step',
    joinMs: pen.joinMs,
    spikePx: 3 * ratio,
  };
}

/** All lines of a picture in the order they are painted; bands of states are none. */
export function penLines(frame: TrendFrame, placed: readonly PlacedLane[], pens: readonly TrendPen[], mode: TrendMode, size: PictureSize): readonly PenLine[] {
  const lines: PenLine[] = [];
  for (const lane of placed) {
    if (lane.lane.kind === 'states') continue;
    const top = Math.max(0, Math.floor(lane.top));
    const bottom = Math.min(size.height, Math.ceil(lane.top + lane.height));
    const add = (at: number, columns: PixelColumns | null | undefined, kind: PenLine['kind']): void => {
      if (columns == null) return;
      const shiftMs = kind === 'earlier' ? (frame.earlier?.shiftMs ?? 0) : 0;
      const view = penView(frame, lane, pens[at] as TrendPen, at, columns, shiftMs, mode, size);
      if (view !== null) lines.push({ pen: at, kind, columns, view: kind === 'setpoint' ? { ...view, isStep: true } : view, shiftMs, top, bottom, isSelected: at === frame.selected });
    };
    if (frame.earlier !== null) for (const at of lane.lane.pens) add(at, frame.earlier.columns[at], 'earlier');
    if (mode !== 'percent') for (const at of lane.lane.pens) add(at, frame.setpoints[at], 'setpoint');
    // The selected pen last, so that it lies on top.
    for (const at of lane.lane.pens) if (at !== frame.selected) add(at, frame.columns[at], 'pen');
    if (lane.lane.pens.includes(frame.selected)) add(frame.selected, frame.columns[frame.selected], 'pen');
  }
  return lines;
}

const fromPercent = (axis: { readonly low: number; readonly high: number }, range: readonly [number, number]): readonly [number, number] => [
  range[0] + ((range[1] - range[0]) * axis.low) / 100,
  range[0] + ((range[1] - range[0]) * axis.high) / 100,
];
