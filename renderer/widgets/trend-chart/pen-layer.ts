import { penDash, penPixel, type ChartTheme } from './chart-theme.ts';
import { createKeptPicture, sidePx } from './kept-picture.ts';
import type { PlacedLane } from './lane-ranges.ts';
import { type PenLine, penLines, penView, type PictureSize } from './pen-lines.ts';
import { tracePen } from './pen-path.ts';
import { tracePoints } from './pen-points.ts';
import { clearPlane, createPlane, moveLeft, paintPen, type PixelPlane, putStrip, unmultiply } from './pixel-paint.ts';
import { createPixelSpans, type PixelSpans } from './pixel-spans.ts';
import { type StateRuns, traceStates } from './state-runs.ts';
import type { TrendFrame, TrendMode, TrendPen } from './trend-frame.ts';

/** What was drawn of the pens: where their lines end, where nothing is known, and the states of bands. */
export type DrawnPens = {
  /** y of each line's end; NaN where it does not reach the end. */
  readonly ends: Float64Array;
  readonly gaps: readonly number[][];
  readonly states: readonly StateRuns[];
};

export type PenLayer = {
  /** Paints all pens of a frame into pixels of this size; lanes stand in the same pixels. What stood there and only moved by whole pixels is kept. */
  draw(frame: TrendFrame, placed: readonly PlacedLane[], size: PictureSize): ImageData;
  readonly drawn: DrawnPens;
};

/** Where lines are painted: a plane and the reach of one line in it. */
type Canvas = { readonly plane: PixelPlane; readonly spans: PixelSpans };

const linePx = 1.5;
const selectedPx = 2.25;
const bandAlpha = 0.22;
const leastStrip = 32;

/** Draws lines by pixel columns: the cost depends on the size of the picture, not on the number of samples. */
export function createPenLayer(pens: readonly TrendPen[], mode: TrendMode, theme: Pick<ChartTheme, 'penPixels' | 'accentPixel' | 'earlierPixel'>): PenLayer {
  let image = new ImageData(1, 1);
  let whole = canvasOf(1, 1, image.data.buffer);
  /** For the right end of the picture, by their width. */
  let strips = new Map<number, Canvas>();
  let ratio = 1;
  const kept = createKeptPicture();
  const drawn: DrawnPens = { ends: new Float64Array(pens.length), gaps: pens.map(() => []), states: pens.map(() => []) };
  const stripGaps: number[] = [];
  const unusedGaps: number[] = [];

  /** One line, from pixel `left` of the picture on; gaps are x of the picture. */
  const paintLine = ({ plane, spans }: Canvas, { pen: at, kind, columns, view: whole, top, bottom, isSelected }: PenLine, left: number, gaps: number[]): void => {
    const pen = pens[at] as TrendPen;
    const view = left === 0 ? whole : { ...whole, fromMs: whole.fromMs + left / whole.perMs };
    const colour = kind === 'pen' ? penPixel(theme, pen.number) : kind === 'setpoint' ? theme.accentPixel : theme.earlierPixel;
    if (isPoints(kind, pen)) {
      drawn.ends[at] = tracePoints(plane, columns, view, { colour, radius: (isSelected ? 2.5 : 2) * ratio, top, bottom }, gaps);
      return;
    }
    spans.clear();
    const end = tracePen(columns, view, spans, spans, gaps);
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

  const paintWhole = (lines: readonly PenLine[]): void => {
    clearPlane(whole.plane);
    drawn.ends.fill(Number.NaN);
    for (const list of drawn.gaps) list.length = 0;
    for (const line of lines) {
      unusedGaps.length = 0;
      paintLine(whole, line, 0, line.kind === 'pen' ? (drawn.gaps[line.pen] as number[]) : unusedGaps);
    }
    unmultiply(whole.plane);
  };

  /** Moves what is there, and paints the picture anew in its last `width` columns; all but the first `side` of those are right then. */
  const paintEnd = (lines: readonly PenLine[], movedPx: number, width: number, side: number): void => {
    const { plane } = whole;
    const left = plane.width - width;
    const strip = strips.get(width) ?? canvasOf(width, plane.height, new ArrayBuffer(width * plane.height * 4));
    strips.set(width, strip);
    clearPlane(strip.plane);
    for (const line of lines) {
      const { view, kind, pen } = line;
      const gaps = drawn.gaps[pen] as number[];
      const endMs = Math.min(view.toMs, view.endMs);
      const hasEnded = endMs <= view.fromMs + left / view.perMs;
      if (kind === 'pen') moveGaps(gaps, movedPx, hasEnded ? Infinity : left);
      if (kind === 'pen' && endMs <= view.fromMs) drawn.ends[pen] = Number.NaN;
      if (hasEnded) continue;
      stripGaps.length = 0;
      paintLine(strip, line, left, stripGaps);
      if (kind === 'pen') joinGaps(gaps, stripGaps, left);
    }
    unmultiply(strip.plane);
    moveLeft(plane, movedPx);
    // What a column takes from the ones beside it lacks at the strip's own edge.
    putStrip(plane, strip.plane, side);
  };

  return {
    drawn,
    draw(frame, placed, size) {
      ratio = size.ratio;
      if (image.width !== size.width || image.height !== size.height) {
        image = new ImageData(size.width, size.height);
        whole = canvasOf(size.width, size.height, image.data.buffer);
        strips = new Map();
      }
      const lines = penLines(frame, placed, pens, mode, size);
      const { movedPx, dirtyX } = kept.next(lines, frame, size);
      const side = sidePx(ratio);
      const width = stripWidth(size.width - dirtyX + side);
      if (dirtyX === 0 || width >= size.width || lines.some(({ kind, pen }) => isPoints(kind, pens[pen] as TrendPen))) paintWhole(lines);
      else paintEnd(lines, movedPx, width, side);
      for (const lane of placed) if (lane.lane.kind === 'states') traceBand(frame, lane, size);
      return image;
    },
  };

  function traceBand(frame: TrendFrame, lane: PlacedLane, size: PictureSize): void {
    const at = lane.lane.pens[0] as number;
    const [states, gaps] = [drawn.states[at] as StateRuns, drawn.gaps[at] as number[]];
    states.length = gaps.length = 0;
    const columns = frame.columns[at] ?? null;
    const view = columns === null ? null : penView(frame, lane, pens[at] as TrendPen, at, columns, 0, mode, size);
    drawn.ends[at] = view === null ? Number.NaN : lane.top + lane.height / 2;
    if (columns !== null && view !== null) traceStates(columns, view, states, gaps);
  }
}

/** From a few widths, so that their planes are kept. */
function stripWidth(least: number): number {
  let width = leastStrip;
  while (width < least) width *= 2;
  return width;
}

const isPoints = (kind: PenLine['kind'], pen: TrendPen): boolean => kind === 'pen' && pen.draw === 'points';

/** Pairs of x move with the picture; what lies left of it goes, and from `endX` on they are found anew. */
function moveGaps(gaps: number[], movedPx: number, endX: number): void {
  let kept = 0;
  for (let at = 0; at < gaps.length; at += 2) {
    const from = Math.max(0, (gaps[at] as number) - movedPx);
    const to = Math.min(endX, (gaps[at + 1] as number) - movedPx);
    // One without a length is a hole within a column.
    if (to < from || from >= endX) continue;
    gaps[kept++] = from;
    gaps[kept++] = to;
  }
  gaps.length = kept;
}

/** Puts the gaps of a strip that begins at `left` behind the others; one that goes on over its edge stays one. */
function joinGaps(gaps: number[], strip: readonly number[], left: number): void {
  let at = 0;
  if (strip.length > 0 && gaps.length > 0 && strip[0] === 0 && gaps.at(-1) === left) {
    gaps[gaps.length - 1] = left + (strip[1] as number);
    at = 2;
  }
  for (; at < strip.length; at++) gaps.push(left + (strip[at] as number));
}

const canvasOf = (width: number, height: number, buffer: ArrayBufferLike): Canvas => ({ plane: createPlane(width, height, buffer), spans: createPixelSpans(width) });
const mod = (value: number, by: number): number => ((value % by) + by) % by;
