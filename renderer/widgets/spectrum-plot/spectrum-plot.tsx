import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from 'react';
import { type AxisScale, valueAt } from '../plot-axes/axis-scale.ts';
import { PlotAxes, type PlotArea, xOf, yOf } from '../plot-axes/plot-axes.tsx';
import { useSize } from '../plot-axes/use-size.ts';
import { placeMarks, type SpectrumMark } from './spectrum-labels.ts';
import { spectrumPath } from './spectrum-path.ts';
import './spectrum-plot.css';

/** One run: amplitudes of its lines from 0 Hz on, in the unit shown. */
export type SpectrumTrace = { readonly amplitude: Float64Array; readonly stepHz: number };

export type SpectrumPlotProps = {
  readonly trace: SpectrumTrace | null;
  /** An earlier run, drawn in grey behind. */
  readonly reference: SpectrumTrace | null;
  readonly unit: string;
  readonly maxHz: number;
  readonly isLog: boolean;
  readonly marks: readonly SpectrumMark[];
  /** CSS colour of the trace: its pen's. */
  readonly colour: string;
  /** Frequency of the readout line; null for none. */
  readonly cursorHz: number | null;
  readonly onCursor: (hz: number | null) => void;
  readonly format: (amplitude: number) => string;
  readonly label: string;
};

const margin = { left: 44, right: 14, top: 40, bottom: 24 };
/** A log axis holds at least one and a half decades and at most six. */
const decades = { least: 1.5, most: 6 };

/** Amplitudes over frequency. Arrow keys move the readout by a line, Page keys by a hundred, Home to the greatest; Esc takes it away. */
export function SpectrumPlot(props: SpectrumPlotProps) {
  const { trace, reference, unit, maxHz, isLog, marks, colour, cursorHz, onCursor, format, label } = props;
  const host = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(host);
  const area: PlotArea = useMemo(() => ({ left: margin.left, top: margin.top, width: Math.max(1, width - margin.left - margin.right), height: Math.max(1, height - margin.top - margin.bottom) }), [width, height]);
  const x: AxisScale = { low: 0, high: maxHz, isLog: false };
  const y = useMemo(() => amplitudeScale([trace, reference], maxHz, isLog), [trace, reference, maxHz, isLog]);
  const lines = useMemo(() => {
    const path = (one: SpectrumTrace | null): string => (one === null || width === 0 ? '' : spectrumPath(one.amplitude, one.stepHz, area, { low: 0, high: maxHz, isLog: false }, y));
    return { trace: path(trace), reference: path(reference) };
  }, [trace, reference, area, width, maxHz, y]);
  const placed = placeMarks(marks.filter(({ hz }) => hz <= maxHz), (mark) => ({ x: xOf(area, x, mark.hz), y: yOf(area, y, Math.max(mark.amplitude, y.low)) }), { left: area.left, right: area.left + area.width, top: 14 });
  const isShown = cursorHz !== null && cursorHz >= 0 && cursorHz <= maxHz;

  const point = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - area.left) / area.width;
    onCursor(share < 0 || share > 1 ? null : snapped(trace, valueAt(x, share)));
  };
  const key = (event: KeyboardEvent): void => {
    if (trace === null || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = nextHz(trace, cursorHz, event.key, maxHz);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onCursor(next);
  };
  return (
    <div ref={host} className="plot spectrum-plot" role="img" tabIndex={0} aria-label={label} onPointerMove={point} onPointerLeave={() => onCursor(null)} onPointerDown={point} onKeyDown={key}>
      {width === 0 ? null : (
        <svg aria-hidden="true">
          <PlotAxes area={area} x={x} y={y} xUnit="Hz" yUnit={unit} />
          <path className="spectrum-reference" d={lines.reference} />
          {lines.trace === '' ? null : <path className="spectrum-fill" d={`${lines.trace}V${area.top + area.height}H${area.left}Z`} style={{ fill: colour }} />}
          <path className="spectrum-trace" d={lines.trace} style={{ stroke: colour }} />
          {placed.map((mark) => (
            <g key={`${mark.name} ${mark.hz}`}>
              <path className="spectrum-lead" d={`M${mark.x} ${mark.y + 3}V${Math.max(mark.y + 3, yOf(area, y, Math.max(mark.amplitude, y.low)) - 3)}`} />
              <text x={mark.left} y={mark.y} className="is-halo">
                <tspan className="is-strong">{mark.name}</tspan>
                {mark.hasText ? <tspan dx="4">{mark.text}</tspan> : null}
              </text>
            </g>
          ))}
          {isShown ? <path className="spectrum-cursor" d={`M${Math.round(xOf(area, x, cursorHz)) + 0.5} ${area.top}V${area.top + area.height}`} /> : null}
        </svg>
      )}
      {isShown && trace !== null ? <Readout trace={trace} reference={reference} hz={cursorHz} unit={unit} format={format} /> : null}
    </div>
  );
}

function Readout({ trace, reference, hz, unit, format }: { readonly trace: SpectrumTrace; readonly reference: SpectrumTrace | null; readonly hz: number; readonly unit: string; readonly format: (amplitude: number) => string }) {
  const before = reference?.amplitude[Math.round(hz / reference.stepHz)];
  return (
    <div className="plot-readout" role="status">
      {hzText(hz, trace.stepHz)} Hz, {format(trace.amplitude[Math.round(hz / trace.stepHz)] ?? Number.NaN)} {unit}
      {before === undefined ? '' : `, reference ${format(before)}`}
    </div>
  );
}

/** A frequency with the decimals its line distance deserves. */
export const hzText = (hz: number, stepHz: number): string => hz.toFixed(Math.min(4, Math.max(0, Math.ceil(-Math.log10(stepHz)))));

/** From a little above the greatest line down to 0, or on a log axis to a little below what nine in ten lines of the first run are above. */
export function amplitudeScale(traces: readonly (SpectrumTrace | null)[], maxHz: number, isLog: boolean): AxisScale {
  let most = 0;
  for (const trace of traces) {
    if (trace === null) continue;
    const last = Math.min(trace.amplitude.length - 1, Math.floor(maxHz / trace.stepHz));
    for (let line = 1; line <= last; line++) if ((trace.amplitude[line] as number) > most) most = trace.amplitude[line] as number;
  }
  if (!(most > 0)) return isLog ? { low: 0.01, high: 10, isLog } : { low: 0, high: 1, isLog };
  if (!isLog) return { low: 0, high: most * 1.12, isLog };
  const low = Math.min(most * 10 ** -decades.least, Math.max(most * 10 ** -decades.most, groundOf(traces[0] ?? null, maxHz) / 2));
  return { low, high: most * 1.8, isLog };
}

/** What nine in ten lines are above; 0 without a trace. */
function groundOf(trace: SpectrumTrace | null, maxHz: number): number {
  if (trace === null) return 0;
  const shown = trace.amplitude.slice(1, Math.min(trace.amplitude.length, Math.floor(maxHz / trace.stepHz) + 1)).sort();
  return shown[Math.floor(shown.length / 10)] ?? 0;
}

/** The nearest line of a trace. */
const snapped = (trace: SpectrumTrace | null, hz: number): number => (trace === null ? hz : Math.round(hz / trace.stepHz) * trace.stepHz);

/** Where a key moves the readout; null takes it away, undefined: not a key of the plot. */
function nextHz({ amplitude, stepHz }: SpectrumTrace, hz: number | null, key: string, maxHz: number): number | null | undefined {
  const last = Math.min(amplitude.length - 1, Math.floor(maxHz / stepHz));
  const line = hz === null ? 0 : Math.round(hz / stepHz);
  const by: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: 100, PageDown: -100 };
  if (key === 'Escape') return hz === null ? undefined : null;
  if (key === 'Home') {
    let top = 1;
    for (let one = 1; one <= last; one++) if ((amplitude[one] as number) > (amplitude[top] as number)) top = one;
    return top * stepHz;
  }
  const step = by[key];
  return step === undefined ? undefined : Math.min(last, Math.max(0, line + step)) * stepHz;
}
