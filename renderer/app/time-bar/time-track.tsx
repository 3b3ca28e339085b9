import { ChevronLeft, ChevronRight } from 'lucide-react';
import { memo, type PointerEvent, useMemo, useRef } from 'react';
import { numberOf } from '#shared/model/number-of.ts';
import type { PlayWindow } from '../../client/timeline.ts';
import { useClient, useTimeline } from '../../client/use-client.ts';
import { usePresentNow } from '../../client/use-now.ts';
import { type Bar, columnCount, fractionOf, gridLabel, gridStep, gridTimes, stackPaths, timeAt, totalOf } from './bar-scale.ts';
import { Playhead } from './playhead.tsx';
import { panBar } from './time-bar-actions.ts';
import { TimeFlags } from './time-flags.tsx';
import { WindowHandles } from './window-handles.tsx';
import { spanWords } from './time-words.ts';
import { type Density, useDensity } from './use-density.ts';
import { useBar, useWidth } from './use-bar.ts';

const height = 84;
const field = { top: 20, baseline: 60 };
/** Labels this near to an end would stand under the buttons there. */
const labelEdgePx = 46;

/** Alarms of the span by priority, notes as flags, the window and the playhead. Drag shows the past all along; Shift and drag makes a window. */
export function TimeTrack() {
  const { timeline } = useClient();
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  const bar = useBar();
  const { density, problem } = useDensity(bar);
  const drag = useRef<{ readonly fromMs: number; readonly isWindow: boolean } | null>(null);

  const at = (event: PointerEvent): number => {
    const box = host.current?.getBoundingClientRect();
    return box === undefined || box.width === 0 ? bar.toMs : timeAt(bar, (event.clientX - box.left) / box.width);
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || event.target instanceof Element && event.target.closest('button, [role="slider"]:not(.time-playhead)') !== null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromMs: at(event), isWindow: event.shiftKey };
    if (!event.shiftKey) {
      timeline.pause();
      timeline.seek(drag.current.fromMs);
    }
  };
  const move = (event: PointerEvent): void => {
    const now = drag.current;
    if (now === null) return;
    const here = at(event);
    if (now.isWindow) timeline.setWindow({ fromMs: Math.min(now.fromMs, here), toMs: Math.max(now.fromMs, here) });
    else timeline.seek(here);
  };
  const up = (): void => void (drag.current = null);

  return (
    <div ref={host} className="time-track" onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up}>
      <Picture bar={bar} width={width} density={density} />
      {problem === null ? null : <span className="time-track-problem">Alarms not counted: {problem}</span>}
      <TimeFlags bar={bar} width={width} />
      <WindowHandles bar={bar} host={host} />
      <Present bar={bar} />
      <Playhead bar={bar} />
      <button type="button" className="time-track-pan is-earlier" aria-label="Earlier" title="Move the bar to earlier times" onClick={() => panBar(timeline, bar.toMs, -1)}>
        <ChevronLeft size={14} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <button type="button" className="time-track-pan is-later" aria-label="Later" title="Move the bar to later times" onClick={() => panBar(timeline, bar.toMs, 1)}>
        <ChevronRight size={14} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </div>
  );
}

const Picture = memo(function Picture({ bar, width, density }: { readonly bar: Bar; readonly width: number; readonly density: Density | null }) {
  const window = useTimeline((now) => now.window);
  const paths = useMemo(() => (density === null ? [] : stackPaths(density.counts, field)), [density]);
  const total = useMemo(() => (density === null ? null : totalOf(density.counts)), [density]);
  const spanMs = bar.toMs - bar.fromMs;
  const stepMs = gridStep(spanMs, width);
  const grid = useMemo(() => (width === 0 ? [] : gridTimes(bar, stepMs, -new Date(bar.toMs).getTimezoneOffset() * 60_000)), [bar, stepMs, width]);
  const shift = density === null ? 0 : fractionOf(bar, density.bar.fromMs) * 1000;
  const scale = density === null ? 1 : (density.bar.toMs - density.bar.fromMs) / spanMs;
  return (
    <>
      <svg
        className="time-track-picture"
        width="100%"
        height={height}
        viewBox={`0 0 1000 ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={total === null ? 'Alarms are not counted yet' : `${numberOf(total, 'alarm')} raised in these ${spanWords(spanMs)}, in ${columnCount} columns`}
      >
        {grid.map((at) => (
          <path key={at} d={`M${fractionOf(bar, at) * 1000} 20V63`} stroke="var(--line-1)" vectorEffect="non-scaling-stroke" />
        ))}
        {window === null ? null : <Region bar={bar} window={window} />}
        <g transform={`translate(${shift} 0) scale(${scale} 1)`}>
          {paths.map(({ priority, d }) => (d === '' ? null : <path key={priority} d={d} fill={`var(--p${priority})`} data-priority={priority} opacity="0.85" />))}
        </g>
        <path d={`M0 ${field.baseline + 0.5}H1000`} stroke="var(--line-2)" vectorEffect="non-scaling-stroke" />
      </svg>
      {grid.map((at) => {
        const x = fractionOf(bar, at);
        return x * width < labelEdgePx || (1 - x) * width < labelEdgePx ? null : (
          <span key={at} className="time-track-label num" style={{ left: `${x * 100}%` }}>
            {gridLabel(at, stepMs)}
          </span>
        );
      })}
    </>
  );
});

function Region({ bar, window }: { readonly bar: Bar; readonly window: PlayWindow }) {
  const x = fractionOf(bar, window.fromMs) * 1000;
  return <rect className="time-track-region" x={x} y="0" width={Math.max(0, fractionOf(bar, window.toMs) * 1000 - x)} height={field.baseline} />;
}

/** Where the present is while the past is shown; what lies ahead of it has not happened. */
function Present({ bar }: { readonly bar: Bar }) {
  const isRecording = useTimeline(({ recording }) => recording !== null);
  const now = usePresentNow(1000);
  const at = fractionOf(bar, now);
  return isRecording || at > 1 || at < 0 ? null : <span className="time-track-ahead" style={{ left: `${at * 100}%` }} />;
}
