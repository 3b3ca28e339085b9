import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { AxisScale } from '../plot-axes/axis-scale.ts';
import { valueAt } from '../plot-axes/axis-scale.ts';
import { PlotAxes, type PlotArea, xOf, yOf } from '../plot-axes/plot-axes.tsx';
import { readRamp } from '../plot-axes/ramp.ts';
import { useSize } from '../plot-axes/use-size.ts';
import { type LevelScale, paintRows, topOfRow, type WaterfallRows } from './waterfall-image.ts';
import './waterfall-plot.css';

export type CursorName = 'A' | 'B';
/** A line that moves with the speed: its frequency at some times, in order of time. NaN breaks it. */
export type WaterfallOrder = { readonly name: string; readonly atMs: readonly number[]; readonly hz: readonly number[] };

export type WaterfallPlotProps = {
  readonly rows: WaterfallRows;
  /** Rises with every row that came. */
  readonly version: number;
  readonly scale: LevelScale;
  readonly fromMs: number;
  readonly toMs: number;
  readonly maxHz: number;
  /** Times on the axis are counted from here. */
  readonly zeroMs: number;
  readonly cursors: Readonly<Record<CursorName, number | null>>;
  readonly orders: readonly WaterfallOrder[];
  readonly unit: string;
  readonly format: (level: number) => string;
  readonly onCursor: (name: CursorName, ms: number) => void;
  /** Changes with the theme: colours are read anew. */
  readonly themeKey: string;
  readonly label: string;
};

const margin = { left: 62, right: 14, top: 10, bottom: 24 };
const clearTexts = 24;

/** Spectra over time as a picture, the latest on top. Cursors A and B are dragged or moved by arrow keys; Shift A and Shift B set them where the pointer is. */
export function WaterfallPlot(props: WaterfallPlotProps) {
  const { rows, version, scale, fromMs, toMs, maxHz, zeroMs, cursors, orders, unit, format, onCursor, themeKey, label } = props;
  const host = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(host);
  const [at, setAt] = useState<{ readonly hz: number; readonly ms: number } | null>(null);
  const area: PlotArea = useMemo(() => ({ left: margin.left, top: margin.top, width: Math.max(1, width - margin.left - margin.right), height: Math.max(1, height - margin.top - margin.bottom) }), [width, height]);
  const x: AxisScale = { low: 0, high: maxHz, isLog: false };
  const unitOfTime = timeUnit(toMs - fromMs);
  const y: AxisScale = { low: (fromMs - zeroMs) / unitOfTime.ms, high: (toMs - zeroMs) / unitOfTime.ms, isLog: false };
  const place = (ms: number): number => yOf(area, y, (ms - zeroMs) / unitOfTime.ms);
  const timeAt = (clientY: number): number => {
    const top = host.current?.getBoundingClientRect().top ?? 0;
    const share = 1 - (clientY - top - area.top) / area.height;
    return zeroMs + valueAt(y, Math.min(1, Math.max(0, share))) * unitOfTime.ms;
  };
  const point = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - area.left) / area.width;
    setAt(share < 0 || share > 1 ? null : { hz: share * maxHz, ms: timeAt(event.clientY) });
  };
  const key = (event: KeyboardEvent): void => {
    const name = event.key.toUpperCase();
    if (!event.shiftKey || (name !== 'A' && name !== 'B') || at === null) return;
    event.preventDefault();
    event.stopPropagation();
    onCursor(name, at.ms);
  };
  return (
    <div ref={host} className="plot waterfall-plot" role="group" tabIndex={0} aria-label={label} onPointerMove={point} onPointerLeave={() => setAt(null)} onKeyDown={key}>
      {width === 0 ? null : (
        <>
          <Picture {...{ rows, version, scale, fromMs, toMs, area, themeKey }} />
          <svg aria-hidden="true">
            <PlotAxes area={area} x={x} y={y} xUnit="Hz" yUnit="" hasGrid={false} yText={(tick, text) => (tick === 0 ? '0' : `${tick > 0 ? '+' : ''}${text} ${unitOfTime.name}`)} />
            {orders.map((order) => (
              <Order key={order.name} order={order} area={area} x={x} place={place} fromMs={fromMs} toMs={toMs} />
            ))}
          </svg>
          {(['A', 'B'] as const).map((name) => {
            const ms = cursors[name];
            return ms === null || ms < fromMs || ms > toMs ? null : (
              <CursorLine key={name} name={name} ms={ms} top={place(ms)} area={area} stepMs={rows.stepMs} words={`${((ms - zeroMs) / 1000).toFixed(1)} s`} timeAt={timeAt} onMove={(to) => onCursor(name, Math.min(toMs, Math.max(fromMs, to)))} />
            );
          })}
        </>
      )}
      {at === null ? null : <Readout at={at} zeroMs={zeroMs} rows={rows} maxHz={maxHz} unit={unit} format={format} />}
      <RowTable rows={rows} fromMs={fromMs} toMs={toMs} zeroMs={zeroMs} maxHz={maxHz} unit={unit} format={format} />
    </div>
  );
}

const timeUnit = (spanMs: number): { readonly name: string; readonly ms: number } =>
  spanMs <= 600_000 ? { name: 's', ms: 1000 } : spanMs <= 4 * 3_600_000 ? { name: 'min', ms: 60_000 } : spanMs <= 4 * 86_400_000 ? { name: 'h', ms: 3_600_000 } : { name: 'd', ms: 86_400_000 };

/** The picture: one pixel a column and row, stretched by the browser; painted only when a row came or the window moved. */
function Picture({ rows, version, scale, fromMs, toMs, area, themeKey }: Pick<WaterfallPlotProps, 'rows' | 'version' | 'scale' | 'fromMs' | 'toMs' | 'themeKey'> & { readonly area: PlotArea }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const first = Math.floor(fromMs / rows.stepMs) + 1;
  const last = Math.max(first, Math.ceil(toMs / rows.stepMs));
  const { low, high } = scale;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element == null || context == null) return;
    element.width = rows.columns;
    element.height = last - first + 1;
    const image = context.createImageData(element.width, element.height);
    paintRows(new Uint32Array(image.data.buffer), rows, first, last, { low, high }, readRamp(element));
    context.putImageData(image, 0, 0);
  }, [rows, version, first, last, low, high, themeKey]);
  // Row k stands for the step that ends at k; the picture may begin before and end after the window.
  const perMs = area.height / (toMs - fromMs);
  const top = (toMs - last * rows.stepMs) * perMs;
  return (
    <div className="waterfall-picture" style={{ left: area.left, top: area.top, width: area.width, height: area.height }}>
      <canvas ref={canvas} aria-hidden="true" style={{ top, height: (last - first + 1) * rows.stepMs * perMs }} />
    </div>
  );
}

function Order({ order, area, x, place, fromMs, toMs }: { readonly order: WaterfallOrder; readonly area: PlotArea; readonly x: AxisScale; readonly place: (ms: number) => number; readonly fromMs: number; readonly toMs: number }) {
  let path = '';
  let isDown = false;
  let label: { readonly x: number; readonly y: number } | null = null;
  order.atMs.forEach((ms, n) => {
    const hz = order.hz[n] as number;
    const isIn = ms >= fromMs && ms <= toMs && hz > 0 && hz <= x.high;
    if (isIn) {
      const spot = { x: xOf(area, x, hz), y: place(ms) };
      path += `${isDown ? 'L' : 'M'}${spot.x.toFixed(1)} ${spot.y.toFixed(1)}`;
      label ??= spot;
    }
    isDown = isIn;
  });
  if (label === null) return null;
  const { x: left, y } = label as { x: number; y: number };
  return (
    <g>
      <path className="waterfall-order" d={path} />
      <text x={Math.min(left + 4, area.left + area.width - clearTexts)} y={Math.min(y, area.top + area.height) - 6} className="is-strong is-halo">
        {order.name}
      </text>
    </g>
  );
}

/** A cursor shared with the trend: a line with its letter, dragged or moved by the arrow keys. */
function CursorLine(props: { readonly name: CursorName; readonly ms: number; readonly top: number; readonly area: PlotArea; readonly stepMs: number; readonly words: string; readonly timeAt: (clientY: number) => number; readonly onMove: (ms: number) => void }) {
  const { name, ms, top, area, stepMs, words, timeAt, onMove } = props;
  const key = (event: KeyboardEvent): void => {
    const rowsBy: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
    const by = rowsBy[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(ms + by * stepMs);
  };
  return (
    <div className="waterfall-cursor" style={{ top: Math.round(top), left: area.left, width: area.width }}>
      <button
        type="button"
        role="slider"
        aria-label={`Cursor ${name}`}
        aria-valuenow={Math.round(ms)}
        aria-valuetext={words}
        onKeyDown={key}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && onMove(timeAt(event.clientY))}
      >
        {name}
      </button>
    </div>
  );
}

function Readout({ at, zeroMs, rows, maxHz, unit, format }: { readonly at: { readonly hz: number; readonly ms: number }; readonly zeroMs: number; readonly rows: WaterfallRows; readonly maxHz: number; readonly unit: string; readonly format: (level: number) => string }) {
  const levels = rows.row(Math.ceil(at.ms / rows.stepMs));
  const level = levels?.[Math.min(rows.columns - 1, Math.floor((at.hz / maxHz) * rows.columns))] ?? Number.NaN;
  return (
    <div className="plot-readout">
      {((at.ms - zeroMs) / 1000).toFixed(1)} s, {at.hz.toFixed(maxHz < 20 ? 2 : 0)} Hz{Number.isNaN(level) ? '' : `, ${format(level)} ${unit}`}
    </div>
  );
}

/** What the picture says, for who cannot see it: the greatest line at some times. */
function RowTable({ rows, fromMs, toMs, zeroMs, maxHz, unit, format }: Pick<WaterfallPlotProps, 'rows' | 'fromMs' | 'toMs' | 'zeroMs' | 'maxHz' | 'unit' | 'format'>) {
  const times = Array.from({ length: 12 }, (_, n) => fromMs + ((n + 1) * (toMs - fromMs)) / 12);
  return (
    <table className="visually-hidden">
      <caption>Greatest line over time</caption>
      <tbody>
        {times.map((ms) => {
          const top = topOfRow(rows.row(Math.floor(ms / rows.stepMs)), maxHz);
          return (
            <tr key={ms}>
              <th scope="row">{((ms - zeroMs) / 1000).toFixed(1)} s</th>
              <td>{top === null ? 'none' : `${top.hz.toFixed(1)} Hz, ${format(top.level)} ${unit}`}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
