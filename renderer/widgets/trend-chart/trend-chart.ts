import uPlot from 'uplot';
import { type AxisRange, steadyRange } from './axis-range.ts';
import { formatClock, formatClockMs, formatDay, formatHourMinute } from '../format-time.ts';
import { type GapStrip, paintEnds, paintEvents, paintGaps, paintLane, type PlacedLane, type Plot } from './chart-paint.ts';
import { penColour, penDash, readChartTheme } from './chart-theme.ts';
import { layOutLanes, placeLanes } from './lanes.ts';
import { tracePen } from './pen-path.ts';
import type { TrendFrame, TrendMode, TrendPen } from './trend-frame.ts';
import { extent, percentExtent, percentRange } from './visible-extent.ts';
import 'uplot/dist/uPlot.min.css';

export type TrendChartOptions = {
  readonly pens: readonly TrendPen[];
  readonly mode: TrendMode;
  /** Where the pointer stands, 0 to 1 of the span; null when it left. */
  readonly onPointer: (fraction: number | null) => void;
};

/** One uPlot with lanes. It reads the columns it is given when it draws and keeps none of them. */
export type TrendChart = {
  draw(frame: TrendFrame): void;
  /** Fits the chart into its host again. */
  resize(): void;
  /** CSS px the span is drawn over. */
  readonly plotWidth: number;
  /** Where a clientX lies in the plot, 0 to 1 of the span. */
  fractionAt(clientX: number): number;
  /** Removes everything from the page and ends all listening. */
  destroy(): void;
};

const eventStripRem = 1.75;
const gutterRem = 3.625;
const laneGapPx = 7;
const everMs = 8.64e15;
const wholeRange: AxisRange = { low: 0, high: 100, intervals: 4 };
const envelopeAlpha = '38';

export function createTrendChart(host: HTMLElement, options: TrendChartOptions): TrendChart {
  const { pens, mode } = options;
  const theme = readChartTheme(host);
  const lanes = layOutLanes(pens, mode);
  const steady = new Map<string, AxisRange>();
  const ends = new Float64Array(pens.length);
  const gaps: number[][] = pens.map(() => []);
  const hatch = createHatchPattern(theme.bad);
  let frame: TrendFrame | null = null;
  let placed: readonly PlacedLane[] = [];

  const plotOf = (u: uPlot): Plot => ({
    ctx: u.ctx,
    theme,
    ratio: devicePixelRatio,
    left: u.bbox.left,
    width: u.bbox.width,
    pens,
    mode,
    selected: frame?.selected ?? -1,
  });
  const endMs = ({ toMs, nowMs, lostMs }: TrendFrame): number => Math.min(toMs, nowMs, lostMs ?? Infinity);

  const place = (u: uPlot): void => {
    const now = frame;
    if (now === null || lanes.length === 0) return void (placed = []);
    const { top, height } = u.bbox;
    const places = placeLanes(lanes.length, top, height, laneGapPx * devicePixelRatio);
    placed = lanes.map((lane, at) => {
      const { top: laneTop, height: laneHeight } = places[at] as (typeof places)[number];
      const intervals = laneHeight > 220 * devicePixelRatio ? 4 : 2;
      const ranges = lane.scales.map(({ key, pens: members }) => {
        const [low, high] = mode === 'percent' ? percentExtent(pens, members, now) : extent(pens, members, now);
        const range = mode === 'percent' && low === 0 && high === 100 ? wholeRange : members.length === 1 && pens[members[0] as number]?.isStep === true ? stateRange(low, high) : steadyRange(steady.get(key) ?? null, low, high, intervals);
        steady.set(key, range);
        return range;
      });
      return { lane, top: laneTop, height: laneHeight, ranges };
    });
  };

  const trace = (u: uPlot, at: number): uPlot.Series.Paths => {
    const line = new Path2D();
    const envelope = new Path2D();
    const now = frame;
    const columns = now?.columns[at] ?? null;
    const lane = placed.find((one) => one.lane.pens.includes(at));
    const spans = gaps[at] as number[];
    spans.length = 0;
    ends[at] = Number.NaN;
    const scale = lane?.lane.scales.findIndex((one) => one.pens.includes(at)) ?? -1;
    const range = lane?.ranges[scale];
    const pen = pens[at] as TrendPen;
    if (now === null || columns === null || lane === undefined || range === undefined) return { stroke: line, fill: envelope, flags: 0 };
    const [low, high] = mode === 'percent' ? fromPercent(range, percentRange(pen, columns, now)) : [range.low, range.high];
    ends[at] = tracePen(
      columns,
      {
        fromMs: now.fromMs,
        toMs: now.toMs,
        endMs: endMs(now),
        left: u.bbox.left,
        perMs: u.bbox.width / (now.toMs - now.fromMs),
        top: lane.top,
        high,
        perUnit: lane.height / (high - low),
        isStep: pen.isStep,
        joinMs: pen.joinMs,
        spikePx: 3 * devicePixelRatio,
      },
      line,
      envelope,
      spans,
    );
    if (now.lostMs !== null && now.lostMs < Math.min(now.toMs, now.nowMs)) extendGap(spans, xAt(u, now, now.lostMs), xAt(u, now, Math.min(now.toMs, now.nowMs)));
    return { stroke: line, fill: envelope, flags: 0 };
  };
  const xAt = (u: uPlot, { fromMs, toMs }: TrendFrame, ms: number): number => u.bbox.left + (Math.max(0, ms - fromMs) / (toMs - fromMs)) * u.bbox.width;

  const labelFont = `${0.6875 * theme.rem}px ${theme.family}`;
  const size = (): { width: number; height: number } => ({ width: Math.max(120, host.clientWidth), height: Math.max(80, host.clientHeight) });
  const gutter = gutterRem * theme.rem;
  const chart = new uPlot(
    {
      ...size(),
      ms: 1,
      pxAlign: false,
      padding: [eventStripRem * theme.rem, gutter, 0, gutter],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { show: false }, focus: { prox: -1 } },
      scales: { x: { time: true, range: (_u, min, max) => [min, max] }, y: { range: () => [0, 1] } },
      axes: [
        {
          scale: 'x',
          stroke: theme.label,
          font: labelFont,
          size: 1.9 * theme.rem,
          gap: 7,
          space: 96 * (theme.rem / 16),
          grid: { stroke: theme.grid, width: 1 },
          ticks: { show: false },
          values: (_u, splits, _axis, _space, step) => timeLabels(splits, step),
        },
        { scale: 'y', show: false },
      ],
      series: [
        {},
        ...pens.map((pen, at): uPlot.Series => ({
          scale: 'y',
          stroke: penColour(theme, pen.number),
          fill: penColour(theme, pen.number) + envelopeAlpha,
          width: 1.5,
          dash: [...penDash(pen.number)],
          points: { show: false },
          paths: (u) => trace(u, at),
        })),
      ],
      hooks: {
        drawAxes: [
          (u) => {
            place(u);
            const plot = plotOf(u);
            u.ctx.save();
            for (const lane of placed) paintLane(plot, lane);
            u.ctx.restore();
          },
        ],
        draw: [
          (u) => {
            const now = frame;
            if (now === null) return;
            const plot = plotOf(u);
            u.ctx.save();
            u.ctx.setLineDash([]);
            for (const lane of placed) {
              const strips = lane.lane.pens.map((pen): GapStrip => ({ pen, spans: gaps[pen] as number[] }));
              paintGaps(plot, lane, strips, hatch === null ? null : u.ctx.createPattern(hatch, 'repeat'));
              paintEnds(plot, lane, ends, xAt(u, now, endMs(now)) - 9 * plot.ratio);
            }
            paintEvents(plot, now.events, (ms) => xAt(u, now, ms), u.bbox.top - (eventStripRem * theme.rem * plot.ratio) / 2);
            u.ctx.restore();
          },
        ],
        setCursor: [
          (u) => {
            const left = u.cursor.left ?? -1;
            options.onPointer(left < 0 ? null : left / u.over.clientWidth);
          },
        ],
      },
    },
    // Lines are traced from columns, not from uPlot's data; two rows that span all time keep its x scale working.
    [[0, everMs], ...pens.map(() => [0, 1])],
    host,
  );

  return {
    draw(next) {
      const isSelectionSame = frame?.selected === next.selected;
      frame = next;
      if (!isSelectionSame) pens.forEach((_, at) => ((chart.series[at + 1] as uPlot.Series).width = at === next.selected ? 2.25 : 1.5));
      const { min, max } = chart.scales['x'] as uPlot.Scale;
      // A redraw sets the x scale as well, to what it was: one or the other, never both.
      if (min !== next.fromMs || max !== next.toMs) chart.setScale('x', { min: next.fromMs, max: next.toMs });
      else chart.redraw(true, false);
    },
    resize: () => chart.setSize(size()),
    get plotWidth() {
      return chart.over.clientWidth;
    },
    fractionAt(clientX) {
      const { left, width } = chart.over.getBoundingClientRect();
      return Math.min(1, Math.max(0, (clientX - left) / width));
    },
    destroy: () => chart.destroy(),
  };
}

const fromPercent = (axis: AxisRange, range: readonly [number, number]): readonly [number, number] => [
  range[0] + ((range[1] - range[0]) * axis.low) / 100,
  range[0] + ((range[1] - range[0]) * axis.high) / 100,
];

const stateRange = (low: number, high: number): AxisRange => {
  const [from, to] = [Math.min(0, low), Math.max(1, high)];
  const air = (to - from) * 0.15;
  return { low: from - air, high: to + air, intervals: 2 };
};

function extendGap(spans: number[], from: number, to: number): void {
  const last = spans.length - 1;
  if (last > 0 && (spans[last] as number) >= from - 2) spans[last] = to;
  else spans.push(from, to);
}

function timeLabels(splits: readonly number[], stepMs: number): string[] {
  return splits.map((ms, at) => {
    if (stepMs >= 86_400_000) return formatDay(ms);
    const text = stepMs < 1000 ? formatClockMs(ms).slice(0, -2) : stepMs < 60_000 ? formatClock(ms) : formatHourMinute(ms);
    const isNewDay = at > 0 && formatDay(ms) !== formatDay(splits[at - 1] as number);
    return isNewDay ? `${formatDay(ms)} ${text}` : text;
  });
}

/** A tile of 45° lines. */
function createHatchPattern(colour: string): HTMLCanvasElement | null {
  const tile = document.createElement('canvas');
  tile.width = tile.height = Math.round(6 * devicePixelRatio);
  const ctx = tile.getContext('2d');
  if (ctx === null) return null;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.4 * devicePixelRatio;
  const side = tile.width;
  ctx.beginPath();
  for (const shift of [-side, 0, side]) {
    ctx.moveTo(shift - 1, side + 1);
    ctx.lineTo(shift + side + 1, -1);
  }
  ctx.stroke();
  return tile;
}
