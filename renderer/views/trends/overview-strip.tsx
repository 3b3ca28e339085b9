import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { columnStep } from '#shared/math/pixel-columns.ts';
import type { TagId } from '#shared/model/ids.ts';
import { useClient, useTimeline } from '../../client/use-client.ts';
import { formatClock, formatDay } from '../../widgets/format-time.ts';
import { axisEndWords } from './moment-words.ts';
import { overviewWindow, type TimeWindow } from './time-window.ts';
import type { TrendParts } from './trend-parts.ts';
import { useThemeKey } from './use-theme-key.ts';

const lookEveryMs = 250;
const columns = 480;
/** The line is read anew whenever the present has moved on by this part of the strip. */
const renewals = 60;

type Line = { readonly fromMs: number; readonly stepMs: number; readonly min: Float64Array; readonly max: Float64Array };

/** One pen over a much longer time, with the visible window on it: drag the window, press beside it, or move it by keys. */
export function OverviewStrip({ session, choice, directory, isVisible }: Pick<TrendParts, 'session' | 'choice' | 'directory' | 'isVisible'>) {
  const client = useClient();
  const seeks = useTimeline((now) => now.seeks);
  const theme = useThemeKey();
  const pens = useStore(choice.store, (now) => now.pens);
  const selected = useStore(choice.store, (now) => now.selected);
  const tag = pens.find((pen) => pen.tag === selected)?.tag ?? pens[0]?.tag ?? null;
  const number = pens.find((pen) => pen.tag === tag)?.number ?? 1;
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [wide, setWide] = useState<TimeWindow>({ fromMs: 0, toMs: 0 });
  const [line, setLine] = useState<Line | null>(null);
  const [reached, setReached] = useState(0);
  const isStep = directory.tagById(tag ?? '')?.type !== 'float';

  useEffect(() => {
    if (!isVisible) return undefined;
    const look = (): void => {
      const shown = session.window();
      setWide((before) => overviewWindow(before, shown, client.nowMs()));
      const element = frame.current;
      const span = wide.toMs - wide.fromMs;
      if (span > 0) setReached(Math.floor(((Math.min(client.nowMs(), wide.toMs) - wide.fromMs) / span) * renewals));
      if (element === null || !(span > 0)) return;
      element.style.left = `${((shown.fromMs - wide.fromMs) / span) * 100}%`;
      element.style.width = `${((shown.toMs - shown.fromMs) / span) * 100}%`;
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    const stop = session.state.subscribe(() => requestAnimationFrame(look));
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [session, client, isVisible, wide]);

  useEffect(() => {
    if (!isVisible || tag === null || !(wide.toMs > wide.fromMs)) return undefined;
    const abort = new AbortController();
    const stepMs = columnStep(wide.toMs - wide.fromMs, columns);
    const from = Math.floor(wide.fromMs / stepMs);
    const count = Math.max(1, Math.ceil(Math.min(wide.toMs, client.nowMs()) / stepMs) - from);
    void client.call('history.decimated', { tags: [tag as TagId], span: { fromMs: from * stepMs, toMs: (from + count) * stepMs }, width: count }, { signal: abort.signal }).then((answer) => {
      if (abort.signal.aborted || !answer.ok) return;
      const pen = answer.value.pens[0];
      if (pen !== undefined) setLine({ fromMs: from * stepMs, stepMs, min: pen.min, max: pen.max });
    });
    return () => abort.abort();
  }, [client, tag, wide, isVisible, seeks, reached]);

  useEffect(() => {
    if (canvas.current !== null) paint(canvas.current, line, wide, number, isStep);
  }, [line, wide, number, isStep, theme]);

  const timeAt = (clientX: number): number => {
    const box = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    return wide.fromMs + ((clientX - box.left) / Math.max(1, box.width)) * (wide.toMs - wide.fromMs);
  };
  const drag = useRef<number | null>(null);
  const label = (ms: number): string => axisEndWords(ms, wide.toMs - wide.fromMs);
  return (
    <div className="trends-overview">
      <span className="trends-overview-time num">{label(wide.fromMs)}</span>
      <div
        className="trends-overview-track"
        role="slider"
        tabIndex={0}
        aria-label="What the trend shows"
        aria-valuemin={wide.fromMs}
        aria-valuemax={wide.toMs}
        aria-valuenow={session.window().toMs}
        aria-valuetext={`${formatDay(session.window().fromMs)} ${formatClock(session.window().fromMs)} to ${formatClock(session.window().toMs)}`}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const shown = session.window();
          const ms = timeAt(event.clientX);
          if (ms < shown.fromMs || ms > shown.toMs) session.pan(ms - (shown.fromMs + shown.toMs) / 2);
          drag.current = event.clientX;
        }}
        onPointerMove={(event) => {
          if (drag.current === null) return;
          session.pan(timeAt(event.clientX) - timeAt(drag.current));
          drag.current = event.clientX;
        }}
        onPointerUp={() => (drag.current = null)}
        onPointerCancel={() => (drag.current = null)}
        onKeyDown={(event) => {
          const { fromMs, toMs } = session.window();
          const by = event.key === 'ArrowLeft' ? -0.5 : event.key === 'ArrowRight' ? 0.5 : event.key === 'PageUp' ? -4 : event.key === 'PageDown' ? 4 : 0;
          if (by === 0) return;
          event.preventDefault();
          session.pan(by * (toMs - fromMs));
        }}
      >
        <canvas ref={canvas} />
        <div ref={frame} className="trends-overview-window" />
      </div>
      <span className="trends-overview-time num">{label(wide.toMs)}</span>
    </div>
  );
}

function paint(canvas: HTMLCanvasElement, line: Line | null, wide: TimeWindow, number: number, isStep: boolean): void {
  const { clientWidth, clientHeight } = canvas;
  canvas.width = Math.max(1, Math.round(clientWidth * devicePixelRatio));
  canvas.height = Math.max(1, Math.round(clientHeight * devicePixelRatio));
  const ctx = canvas.getContext('2d') as CanvasRenderingContext2D;
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  if (line === null) return;
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < line.min.length; at++) {
    if ((line.min[at] as number) < low) low = line.min[at] as number;
    if ((line.max[at] as number) > high) high = line.max[at] as number;
  }
  if (!(low <= high)) return;
  const air = (high - low) * 0.12 || Math.max(1e-6, Math.abs(high) * 0.02);
  const y = (value: number): number => (1 - (value - (low - air)) / (high - low + 2 * air)) * canvas.height;
  const x = (ms: number): number => ((ms - wide.fromMs) / (wide.toMs - wide.fromMs)) * canvas.width;
  ctx.strokeStyle = getComputedStyle(canvas).getPropertyValue(`--pen-${((number - 1) % 8) + 1}`).trim();
  ctx.lineWidth = 1.25 * devicePixelRatio;
  ctx.beginPath();
  let last = Number.NaN;
  for (let at = 0; at < line.min.length; at++) {
    const [min, max] = [line.min[at] as number, line.max[at] as number];
    if (Number.isNaN(min)) continue;
    const middle = x(line.fromMs + (at + 0.5) * line.stepMs);
    if (Number.isNaN(last)) ctx.moveTo(middle, y(max));
    else if (isStep) ctx.lineTo(middle, last);
    ctx.lineTo(middle, y(max));
    ctx.lineTo(middle, y(min));
    last = y(min);
  }
  ctx.stroke();
}
