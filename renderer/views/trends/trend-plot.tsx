import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { useClient } from '../../client/use-client.ts';
import { createTrendChart, type TrendChart } from '../../widgets/trend-chart/trend-chart.ts';
import type { TrendEvent, TrendPen } from '../../widgets/trend-chart/trend-frame.ts';
import type { TrendChoiceStore } from './trend-choice.ts';
import { trendEvents } from './trend-events.ts';
import { trendPen } from './trend-pens.ts';
import type { TrendPointer } from './trend-pointer.ts';
import type { TrendSession } from './trend-session.ts';
import { useLostMs } from './use-lost-ms.ts';
import { useThemeKey } from './use-theme-key.ts';

export type TrendParts = {
  readonly choice: TrendChoiceStore;
  readonly session: TrendSession;
  readonly directory: DirectoryIndex;
  readonly pointer: TrendPointer;
  readonly isVisible: boolean;
};

const wheelZoom = 1.25;

/** The chart itself: made anew when pens, layout or theme change; between that, painted past React. */
export function TrendPlot({ choice, session, directory, pointer, isVisible }: TrendParts) {
  const client = useClient();
  const host = useRef<HTMLDivElement>(null);
  const chosen = useStore(choice.store, (now) => now.pens);
  const mode = useStore(choice.store, (now) => now.mode);
  const theme = useThemeKey();
  const lostMs = useLostMs();
  const pens = useMemo(() => chosen.map((pen) => trendPen(directory, pen)).filter((pen): pen is TrendPen => pen !== null), [chosen, directory]);
  const [chart, setChart] = useState<TrendChart | null>(null);

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const made = createTrendChart(element, { pens, mode, onPointer: pointer.set });
    setChart(made);
    session.setWidth(made.plotWidth);
    const watching = new ResizeObserver(() => {
      if (element.clientWidth === 0) return;
      made.resize();
      session.setWidth(made.plotWidth);
    });
    watching.observe(element);
    return () => {
      watching.disconnect();
      pointer.set(null);
      setChart(null);
      made.destroy();
    };
  }, [pens, mode, theme, session, pointer]);

  useEffect(() => {
    if (chart === null || !isVisible) return undefined;
    let request = 0;
    let drawn = '';
    let events: readonly TrendEvent[] = [];
    let recent: unknown = null;
    const paint = (): void => {
      request = requestAnimationFrame(paint);
      const { fromMs, toMs } = session.window();
      const book = client.alarms.getState();
      if (book.recent !== recent) {
        recent = book.recent;
        events = trendEvents(directory, book.recent, pens.map(({ id }) => id));
      }
      const { selected } = choice.store.getState();
      const key = `${fromMs} ${toMs} ${session.version} ${selected} ${events.length} ${lostMs}`;
      if (key === drawn) return;
      drawn = key;
      chart.draw({
        fromMs,
        toMs,
        nowMs: client.nowMs(),
        lostMs,
        columns: pens.map(({ id }) => session.columnsOf(id)),
        selected: pens.findIndex(({ id }) => id === selected),
        events,
      });
    };
    paint();
    return () => cancelAnimationFrame(request);
  }, [chart, isVisible, session, client, choice, directory, pens, lostMs]);

  useEffect(() => {
    const element = host.current;
    if (element === null || chart === null) return undefined;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { fromMs, toMs } = session.window();
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return session.pan(((event.deltaX || event.deltaY) / chart.plotWidth) * (toMs - fromMs));
      if (event.deltaY !== 0) session.zoom(event.deltaY > 0 ? wheelZoom : 1 / wheelZoom, chart.fractionAt(event.clientX));
    };
    let dragX: number | null = null;
    const down = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      dragX = event.clientX;
      element.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent): void => {
      if (dragX === null || event.clientX === dragX) return;
      const { fromMs, toMs } = session.window();
      session.pan((-(event.clientX - dragX) / chart.plotWidth) * (toMs - fromMs));
      dragX = event.clientX;
      element.classList.add('is-panning');
    };
    const up = (): void => {
      dragX = null;
      element.classList.remove('is-panning');
    };
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
    };
  }, [chart, session]);

  return (
    <div
      ref={host}
      className="trends-plot"
      tabIndex={0}
      role="img"
      aria-label={`Trend of ${pens.map(({ id }) => id).join(', ')}. The table below has its values.`}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const { fromMs, toMs } = session.window();
        const act = keyActions(session, toMs - fromMs)[event.key];
        if (act === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      }}
    />
  );
}

const keyActions = (session: TrendSession, spanMs: number): Readonly<Record<string, () => void>> => ({
  ArrowLeft: () => session.pan(-spanMs / 10),
  ArrowRight: () => session.pan(spanMs / 10),
  PageUp: () => session.pan(-spanMs),
  PageDown: () => session.pan(spanMs),
  '[': () => session.zoom(0.5, 0.5),
  ']': () => session.zoom(2, 0.5),
  '+': () => session.zoom(0.5, 0.5),
  '-': () => session.zoom(2, 0.5),
  End: () => session.follow(),
  l: () => session.follow(),
  L: () => session.follow(),
});
