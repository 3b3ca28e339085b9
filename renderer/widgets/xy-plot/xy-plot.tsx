import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef } from 'react';
import { valueAt } from '../plot-axes/axis-scale.ts';
import { PlotAxes, type PlotArea, xOf, yOf } from '../plot-axes/plot-axes.tsx';
import { rampCss, readAgeRamp } from '../plot-axes/ramp.ts';
import { useSize } from '../plot-axes/use-size.ts';
import { boundsOf, nearestPoint } from './xy-bounds.ts';
import './xy-plot.css';

export type XyPlotProps = {
  /** Values at even times, the oldest first; NaN leaves a point out. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly xName: string;
  readonly yName: string;
  /** Points from the first to before the second are brushed: the rest steps back. Null: all are equal. */
  readonly brush: readonly [number, number] | null;
  /** Straight line through the points; null for none. */
  readonly line: { readonly slope: number; readonly offset: number } | null;
  /** The point read out, -1 for none. */
  readonly picked: number;
  readonly onPick: (point: number) => void;
  readonly themeKey: string;
  readonly label: string;
};

const margin = { left: 54, right: 14, top: 28, bottom: 36 };
const reachPx = 24;

/** One pen over another, the newest points strongest. Arrow keys walk along time, Esc leaves. */
export function XyPlot({ x, y, xName, yName, brush, line, picked, onPick, themeKey, label }: XyPlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(host);
  const area: PlotArea = useMemo(() => ({ left: margin.left, top: margin.top, width: Math.max(1, width - margin.left - margin.right), height: Math.max(1, height - margin.top - margin.bottom) }), [width, height]);
  const scales = useMemo(() => ({ x: boundsOf(x), y: boundsOf(y) }), [x, y]);
  const [from, until] = brush ?? [0, x.length];

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element == null || context == null || width === 0) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    const ramp = readAgeRamp(element);
    const all = from === 0 && until === x.length;
    for (let n = 0; n < x.length; n++) {
      const isIn = n >= from && n < until;
      const [left, top] = [xOf(area, scales.x, x[n] as number), yOf(area, scales.y, y[n] as number)];
      if (Number.isNaN(left) || Number.isNaN(top)) continue;
      context.globalAlpha = all ? 0.85 : isIn ? 1 : 0.18;
      context.fillStyle = rampCss(ramp, x.length < 2 ? 1 : n / (x.length - 1));
      const size = !all && isIn ? 3.4 : 2.4;
      context.fillRect(left - size / 2, top - size / 2, size, size);
    }
  }, [x, y, area, scales, width, height, from, until, themeKey]);

  const point = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = { x: valueAt(scales.x, (event.clientX - box.left - area.left) / area.width), y: valueAt(scales.y, 1 - (event.clientY - box.top - area.top) / area.height) };
    const per = { x: area.width / (scales.x.high - scales.x.low), y: area.height / (scales.y.high - scales.y.low) };
    onPick(nearestPoint(x, y, at, per, reachPx));
  };
  const key = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 50, PageDown: -50 };
    const by = steps[event.key];
    if (event.key !== 'Escape' && by === undefined) return;
    if (event.key === 'Escape' && picked < 0) return;
    event.preventDefault();
    event.stopPropagation();
    onPick(by === undefined ? -1 : Math.min(x.length - 1, Math.max(0, (picked < 0 ? x.length - 1 - by : picked) + by)));
  };
  const spot = picked < 0 ? null : { x: xOf(area, scales.x, x[picked] ?? Number.NaN), y: yOf(area, scales.y, y[picked] ?? Number.NaN) };
  return (
    <div ref={host} className="plot xy-plot" role="img" tabIndex={0} aria-label={label} onPointerMove={point} onPointerLeave={() => onPick(-1)} onKeyDown={key}>
      {width === 0 ? null : (
        <>
          <svg aria-hidden="true">
            <PlotAxes area={area} x={scales.x} y={scales.y} xUnit={xName} yUnit="" />
            <text x={8} y={15}>
              {yName}
            </text>
          </svg>
          <canvas ref={canvas} aria-hidden="true" style={{ width, height }} />
          <svg aria-hidden="true">
            {line === null ? null : <FitLine line={line} area={area} x={scales.x} y={scales.y} />}
            {spot === null || Number.isNaN(spot.x) || Number.isNaN(spot.y) ? null : <circle className="xy-picked" cx={spot.x} cy={spot.y} r={5} />}
          </svg>
        </>
      )}
    </div>
  );
}

function FitLine({ line, area, x, y }: { readonly line: { readonly slope: number; readonly offset: number }; readonly area: PlotArea; readonly x: { readonly low: number; readonly high: number; readonly isLog: boolean }; readonly y: { readonly low: number; readonly high: number; readonly isLog: boolean } }) {
  const id = useId();
  const at = (value: number): number => yOf(area, y, line.slope * value + line.offset);
  return (
    <>
      <clipPath id={id}>
        <rect x={area.left} y={area.top} width={area.width} height={area.height} />
      </clipPath>
      <path className="xy-line" clipPath={`url(#${id})`} d={`M${xOf(area, x, x.low)} ${at(x.low)}L${xOf(area, x, x.high)} ${at(x.high)}`} />
    </>
  );
}
