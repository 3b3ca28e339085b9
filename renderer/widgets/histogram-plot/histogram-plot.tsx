import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from 'react';
import { type AxisScale, valueAt } from '../plot-axes/axis-scale.ts';
import { PlotAxes, type PlotArea, xOf, yOf } from '../plot-axes/plot-axes.tsx';
import { useSize } from '../plot-axes/use-size.ts';
import './histogram-plot.css';

/** A value worth marking: a limit (dashed), or a figure of the values themselves (solid). */
export type HistogramMark = { readonly kind: 'limit' | 'figure'; readonly value: number; readonly name: string };

export type HistogramPlotProps = {
  /** Lower edge of the first bin, width of each, and the share of the time in each. */
  readonly from: number;
  readonly width: number;
  readonly share: Float64Array;
  readonly unit: string;
  readonly colour: string;
  /** A band behind the bars: mean plus and minus one deviation; null for none. */
  readonly band: readonly [number, number] | null;
  readonly marks: readonly HistogramMark[];
  readonly format: (value: number) => string;
  /** The bin read out, -1 for none. */
  readonly picked: number;
  readonly onPick: (bin: number) => void;
  readonly label: string;
};

const margin = { left: 44, right: 14, top: 46, bottom: 24 };
const rowPx = 14;

/** How much of the time a value stood where. Left and right walk over the bins, Home goes to the greatest, Esc leaves. */
export function HistogramPlot({ from, width: binWidth, share, unit, colour, band, marks, format, picked, onPick, label }: HistogramPlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(host);
  const area: PlotArea = useMemo(() => ({ left: margin.left, top: margin.top, width: Math.max(1, width - margin.left - margin.right), height: Math.max(1, height - margin.top - margin.bottom) }), [width, height]);
  const scales = useMemo(() => histogramScales({ from, width: binWidth, share }, marks), [from, binWidth, share, marks]);
  const { x, y } = scales;
  const edge = (bin: number): number => xOf(area, x, from + bin * binWidth);
  const point = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const bin = Math.floor((valueAt(x, (event.clientX - box.left - area.left) / area.width) - from) / binWidth);
    onPick(bin >= 0 && bin < share.length ? bin : -1);
  };
  const key = (event: KeyboardEvent): void => {
    const next = nextBin(share, picked, event.key);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onPick(next);
  };
  return (
    <div ref={host} className="plot histogram-plot" role="img" tabIndex={0} aria-label={label} onPointerMove={point} onPointerLeave={() => onPick(-1)} onKeyDown={key}>
      {width === 0 ? null : (
        <svg aria-hidden="true">
          {band === null ? null : <rect className="histogram-band" x={xOf(area, x, band[0])} y={area.top} width={Math.max(1, xOf(area, x, band[1]) - xOf(area, x, band[0]))} height={area.height} />}
          <PlotAxes area={area} x={x} y={y} xUnit={unit} yUnit="%" />
          {[...share].map((part, bin) =>
            part === 0 ? null : (
              <rect key={bin} className={`histogram-bar ${bin === picked ? 'is-picked' : ''}`} style={{ fill: colour }} x={edge(bin) + 0.5} y={yOf(area, y, part * 100)} width={Math.max(1, edge(bin + 1) - edge(bin) - 1)} height={Math.max(1, area.top + area.height - yOf(area, y, part * 100))} />
            ),
          )}
          {placedMarks(marks, area, x).map((mark) => (
            <g key={`${mark.kind} ${mark.name} ${mark.value}`}>
              <path className={`histogram-mark is-${mark.kind}`} d={`M${Math.round(mark.x) + 0.5} ${mark.y + 3}V${area.top + area.height}`} />
              <text x={mark.left} y={mark.y} className={`is-halo ${mark.kind === 'figure' ? 'is-strong' : ''}`}>
                {mark.name}
              </text>
            </g>
          ))}
        </svg>
      )}
      {picked < 0 ? null : (
        <div className="plot-readout histogram-readout" role="status">
          {format(from + picked * binWidth)} to {format(from + (picked + 1) * binWidth)} {unit}: {((share[picked] ?? 0) * 100).toFixed(1)} %
        </div>
      )}
    </div>
  );
}

/** Axes that hold all bins, and limits that lie no further off than the bins are wide together: one far away must not squeeze them. */
export function histogramScales({ from, width, share }: { readonly from: number; readonly width: number; readonly share: Float64Array }, marks: readonly HistogramMark[]): { readonly x: AxisScale; readonly y: AxisScale } {
  const to = from + width * share.length;
  const length = to - from;
  let [low, high] = [from, to];
  for (const { value } of marks) {
    if (value < low && value >= from - length) low = value;
    if (value > high && value <= to + length) high = value;
  }
  const most = share.reduce((top, part) => Math.max(top, part), 0) * 100;
  const side = (high - low) * 0.03;
  return { x: { low: low - side, high: high + side, isLog: false }, y: { low: 0, high: most * 1.08 || 1, isLog: false } };
}

/** Names above the area in up to three rows, none over another; marks beyond the axis are left out here, the list below has them. */
function placedMarks(marks: readonly HistogramMark[], area: PlotArea, x: AxisScale) {
  const ends = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return marks
    .filter(({ value }) => value >= x.low && value <= x.high)
    .toSorted((a, b) => a.value - b.value)
    .map((mark) => {
      const at = xOf(area, x, mark.value);
      const wide = mark.name.length * 6.4;
      const left = Math.max(area.left, Math.min(area.left + area.width - wide, at - wide / 2));
      const free = ends.findIndex((end) => end + 6 < left);
      const row = free < 0 ? 0 : free;
      ends[row] = left + wide;
      return { ...mark, x: at, left, y: area.top - 5 - row * rowPx };
    });
}

/** Which bin a key goes to; -1 leaves, undefined: not a key of the plot. */
function nextBin(share: Float64Array, picked: number, key: string): number | undefined {
  if (key === 'Escape') return picked < 0 ? undefined : -1;
  if (key === 'Home') return share.reduce((top, part, bin) => (part > (share[top] ?? -1) ? bin : top), 0);
  const by = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : undefined;
  return by === undefined ? undefined : Math.min(share.length - 1, Math.max(0, picked + by));
}
