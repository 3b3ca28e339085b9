import uPlot from 'uplot';
import { createHatchTile } from './chart-hatch.ts';
import { paintEnds, paintGaps } from './chart-ends.ts';
import { paintMarks, type PlacedMark, placeMarks } from './chart-marks.ts';
import { paintLane } from './chart-paint.ts';
import { readChartTheme } from './chart-theme.ts';
import { createCursorOverlay, type CursorName, type CursorTimes } from './cursor-overlay.ts';
import { createLanePlacer, type PlacedLane } from './lane-ranges.ts';
import { createMarkFocus, type MarkFocus } from './mark-focus.ts';
import { createMarkTip } from './mark-tip.ts';
import { createPenLayer } from './pen-layer.ts';
import { createPixelGrid } from './pixel-grid.ts';
import type { Plot } from './plot.ts';
import { paintStates } from './state-paint.ts';
import { timeLabels } from './time-labels.ts';
import type { TrendFrame, TrendMark, TrendMode, TrendPen } from './trend-frame.ts';
import 'uplot/dist/uPlot.min.css';
import './trend-chart.css';

export type TrendChartOptions = {
  readonly pens: readonly TrendPen[];
  readonly mode: TrendMode;
  /** Where the pointer stands, 0 to 1 of the span; null when it left. */
  readonly onPointer: (fraction: number | null) => void;
  /** A cursor was dragged or removed. */
  readonly onCursor?: (name: CursorName, ms: number | null) => void;
  /** Marks that stand at one place were pressed, oldest first. */
  readonly onMarks?: (marks: readonly TrendMark[]) => void;
};

/** One uPlot for axes and pointer with lanes of lines over it. It reads the columns it is given when it draws and keeps none of them. */
export type TrendChart = {
  /** A span that slides on from the one before is shown up to a pixel later, on whole pixels. */
  draw(frame: TrendFrame): void;
  setCursors(times: CursorTimes): void;
  /** Moves the focus among the marks in sight, later (1) or earlier (−1), and shows what they say; false where there is none. */
  stepMark(by: 1 | -1): boolean;
  /** As a press on the mark that has the focus; false when none has it. */
  pressMark(): boolean;
  /** Takes the focus off the marks; false when none had it. */
  leaveMark(): boolean;
  /** Fits the chart into its host again. */
  resize(): void;
  /** CSS px the span is drawn over. */
  readonly plotWidth: number;
  /** Where a clientX lies in the plot, 0 to 1 of the span. */
  fractionAt(clientX: number): number;
  /** The lane at a clientY, from 0; −1 beside them. Its pens by their place. */
  laneAt(clientY: number): { readonly lane: number; readonly pens: readonly number[] } | null;
  /** What is seen now, as a canvas of its own: axes, lines and marks; without cursors A and B and the pointer. */
  toCanvas(): HTMLCanvasElement;
  /** Removes everything from the page and ends all listening. */
  destroy(): void;
};

/** Above the plot: marks on top, below them the handles of cursors and the time between them. */
const eventStripRem = 3.25;
const markRem = 0.75;
const gutterRem = 3.625;
const everMs = 8.64e15;

export function createTrendChart(host: HTMLElement, options: TrendChartOptions): TrendChart {
  const { pens, mode } = options;
  const theme = readChartTheme(host);
  const place = createLanePlacer(pens, mode);
  const layer = createPenLayer(pens, mode, theme);
  const onGrid = createPixelGrid();
  const hatchTile = createHatchTile(theme.bad);
  const top = document.createElement('canvas');
  top.className = 'trend-layer';
  const topCtx = top.getContext('2d') as CanvasRenderingContext2D;
  let frame: TrendFrame | null = null;
  let placed: readonly PlacedLane[] = [];
  let marks: readonly PlacedMark[] = [];
  let base = '';
  let focus: MarkFocus | null = null;

  const plotOf = (ctx: CanvasRenderingContext2D, left: number): Plot => ({ ctx, theme, ratio: devicePixelRatio, left, width: top.width, pens, mode, selected: frame?.selected ?? -1 });
  const stripY = (u: uPlot): number => u.bbox.top - (eventStripRem - markRem) * theme.rem * devicePixelRatio;
  const xAt = (ms: number): number => (frame === null ? 0 : ((ms - frame.fromMs) / (frame.toMs - frame.fromMs)) * top.width);

  /** Axes, bands, limits and marks: what lies under the lines and changes less often than they. */
  const paintBase = (u: uPlot): void => {
    const now = frame;
    if (now === null) return;
    const left = Math.round(u.bbox.left);
    const plot = plotOf(u.ctx, left);
    u.ctx.save();
    for (const lane of placed) paintLane(plot, { ...lane, top: lane.top + Math.round(u.bbox.top) });
    u.ctx.setLineDash([]);
    const at = (ms: number): number => left + xAt(ms);
    marks = placeMarks(plot, now.marks, at);
    paintMarks(plot, marks, at, stripY(u));
    u.ctx.restore();
    focus?.follow(marks);
  };
  const paintLines = (now: TrendFrame): void => {
    if (top.width < 2 || top.height < 2) return;
    // All of it, empty rows too: a part would have the browser copy the picture before.
    topCtx.putImageData(layer.draw(now, placed, { width: top.width, height: top.height, ratio: devicePixelRatio }), 0, 0);
    const plot = plotOf(topCtx, 0);
    const { ends, gaps, states } = layer.drawn;
    const endX = Math.min(top.width, Math.max(0, xAt(Math.min(now.toMs, now.nowMs, now.lostMs ?? Infinity))));
    const presentX = Math.min(top.width, xAt(Math.min(now.toMs, now.nowMs)));
    const hatch = hatchTile === null ? null : topCtx.createPattern(hatchTile, 'repeat');
    for (const lane of placed) {
      // After the line was lost nothing is known up to now.
      const isLost = now.lostMs !== null && presentX > endX;
      const strips = lane.lane.pens.map((pen) => ({ pen, spans: isLost && now.columns[pen] != null ? [...(gaps[pen] as number[]), endX, presentX] : (gaps[pen] as number[]) }));
      if (lane.lane.kind === 'states') paintStates(plot, lane, lane.lane.pens[0] as number, states[lane.lane.pens[0] as number] as number[]);
      paintGaps(plot, lane, strips, hatch);
      paintEnds(plot, lane, ends, endX - 9 * plot.ratio);
    }
  };

  const placeAndPaint = (now: TrendFrame): void => {
    placed = place(now, { top: 0, height: top.height, ratio: devicePixelRatio, rem: theme.rem });
    paintLines(now);
  };

  const size = (): { width: number; height: number } => ({ width: Math.max(120, host.clientWidth), height: Math.max(80, host.clientHeight) });
  const fitLayer = (u: uPlot): void => {
    const { left, top: upper, width, height } = u.bbox;
    top.width = Math.max(1, Math.round(width));
    top.height = Math.max(1, Math.round(height));
    Object.assign(top.style, { left: `${Math.round(left) / devicePixelRatio}px`, top: `${Math.round(upper) / devicePixelRatio}px`, width: `${top.width / devicePixelRatio}px`, height: `${top.height / devicePixelRatio}px` });
    base = '';
  };
  const gutter = gutterRem * theme.rem;
  const chart = new uPlot(
    {
      ...size(),
      ms: 1,
      // uPlot rounds to the nearest ms; where the span begins past the half of one its ticks would stand 1 ms early, and 10:00 would read 09:59.
      tzDate: (ms) => new Date(Math.floor(ms)),
      pxAlign: false,
      padding: [eventStripRem * theme.rem, gutter, 0, gutter],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { show: false }, focus: { prox: -1 } },
      scales: { x: { time: true, range: (_u, min, max) => [min, max] } },
      axes: [
        {
          scale: 'x',
          stroke: theme.label,
          font: `${0.6875 * theme.rem}px ${theme.family}`,
          size: 1.9 * theme.rem,
          gap: 7,
          space: 96 * (theme.rem / 16),
          grid: { stroke: theme.grid, width: 1 },
          ticks: { show: false },
          values: (_u, splits, _axis, _space, step) => timeLabels(splits, step),
        },
      ],
      series: [{}],
      hooks: {
        drawAxes: [paintBase],
        setSize: [
          (u) => {
            fitLayer(u);
            // Another size empties the canvas: it is drawn anew before the page is painted, not a frame later.
            if (frame !== null) placeAndPaint(frame);
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
    // Lines are drawn from columns, not from uPlot's data; two rows that span all time keep its x scale working.
    [[0, everMs]],
    host,
  );
  chart.over.before(top);
  fitLayer(chart);
  const cursors = createCursorOverlay(chart.over, (name, ms) => options.onCursor?.(name, ms));
  const tip = createMarkTip(host);
  const stripPlace = ({ x }: PlacedMark) => ({ x: x / devicePixelRatio, y: stripY(chart) / devicePixelRatio });
  focus = createMarkFocus(host, stripPlace, (placed) => tip.show(placed, placed === null ? 0 : stripPlace(placed).x + 14, stripY(chart) / devicePixelRatio + 14));

  const markAt = (event: PointerEvent | MouseEvent): PlacedMark | null => {
    const box = host.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) * devicePixelRatio, (event.clientY - box.top) * devicePixelRatio];
    if (Math.abs(y - stripY(chart)) > 12 * devicePixelRatio) return null;
    return marks.find((one) => Math.abs(one.x - x) <= 9 * devicePixelRatio) ?? null;
  };
  const hover = (event: PointerEvent): void => {
    const found = event.buttons === 0 ? markAt(event) : null;
    host.classList.toggle('is-mark', found !== null);
    tip.show(found, event.clientX - host.getBoundingClientRect().left + 8, stripY(chart) / devicePixelRatio + 14);
  };
  const leave = (): void => tip.show(null, 0, 0);
  const press = (event: MouseEvent): void => {
    const found = markAt(event);
    if (found !== null) options.onMarks?.(found.members);
  };
  host.addEventListener('pointermove', hover);
  host.addEventListener('pointerleave', leave);
  host.addEventListener('click', press);

  return {
    draw(wished) {
      const before = frame;
      const next = { ...wished, ...onGrid(wished, top.width) };
      frame = next;
      placed = place(next, { top: 0, height: top.height, ratio: devicePixelRatio, rem: theme.rem });
      const isSameTime = before !== null && before.fromMs === next.fromMs && before.toMs === next.toMs;
      const ranges = placed.map((lane) => lane.ranges.map(({ low, high }) => `${low} ${high}`).join(' ')).join(' ');
      const key = `${next.selected} ${ranges} ${placed.map(({ hidden }) => hidden.length).join('')}`;
      const { min, max } = chart.scales['x'] as uPlot.Scale;
      // A redraw sets the x scale as well, to what it was: one or the other, never both.
      if (min !== next.fromMs || max !== next.toMs) chart.setScale('x', { min: next.fromMs, max: next.toMs });
      else if (key !== base || !isSameTime || before.marks !== next.marks) chart.redraw(false, false);
      base = key;
      cursors.place(next.fromMs, next.toMs);
      paintLines(next);
    },
    setCursors: cursors.set,
    stepMark: (by) => focus?.step(marks, by) === true,
    pressMark() {
      const members = focus?.members() ?? null;
      if (members !== null) options.onMarks?.(members);
      return members !== null;
    },
    leaveMark: () => focus?.leave() === true,
    resize() {
      chart.setSize(size());
      if (frame !== null) this.draw(frame);
    },
    get plotWidth() {
      return chart.over.clientWidth;
    },
    fractionAt(clientX) {
      const { left, width } = chart.over.getBoundingClientRect();
      return Math.min(1, Math.max(0, (clientX - left) / width));
    },
    laneAt(clientY) {
      const y = (clientY - chart.over.getBoundingClientRect().top) * devicePixelRatio;
      const at = placed.findIndex((lane) => y >= lane.top && y <= lane.top + lane.height);
      return at < 0 ? null : { lane: at, pens: (placed[at] as PlacedLane).lane.pens };
    },
    toCanvas() {
      const whole = document.createElement('canvas');
      whole.width = chart.ctx.canvas.width;
      whole.height = chart.ctx.canvas.height;
      const ctx = whole.getContext('2d') as CanvasRenderingContext2D;
      ctx.fillStyle = theme.canvas;
      ctx.fillRect(0, 0, whole.width, whole.height);
      ctx.drawImage(chart.ctx.canvas, 0, 0);
      ctx.drawImage(top, Math.round(chart.bbox.left), Math.round(chart.bbox.top));
      return whole;
    },
    destroy() {
      host.removeEventListener('pointermove', hover);
      host.removeEventListener('pointerleave', leave);
      host.removeEventListener('click', press);
      focus?.destroy();
      cursors.destroy();
      tip.destroy();
      chart.destroy();
    },
  };
}
