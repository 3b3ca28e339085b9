import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { useClient, useTimeline } from '../../client/use-client.ts';
import { createTrendChart, type TrendChart } from '../../widgets/trend-chart/trend-chart.ts';
import type { TrendMark, TrendPen } from '../../widgets/trend-chart/trend-frame.ts';
import { alarmMarks, markScope } from './trend-marks.ts';
import type { TrendParts } from './trend-parts.ts';
import { createTrendPainter } from './trend-painter.ts';
import { trendPen } from './trend-pens.ts';
import { listenToPlot, plotKeys } from './plot-input.ts';
import type { TrendMarks } from './use-trend-marks.ts';
import { useLostMs } from './use-lost-ms.ts';
import { useThemeKey } from './use-theme-key.ts';

const noMarks: readonly TrendMark[] = [];

/** The chart itself: made anew when pens, layout or theme change; between that, painted past React. */
export function TrendPlot({ parts, marks, onMarks, onNote, onChart }: { readonly parts: TrendParts; readonly marks: TrendMarks; readonly onMarks: (marks: readonly TrendMark[]) => void; readonly onNote: () => void; readonly onChart: (chart: TrendChart | null) => void }) {
  const { choice, session, earlier, cursors, directory, pointer, isVisible } = parts;
  const client = useClient();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<TrendChart | null>(null);
  const chosen = useStore(choice.store, (now) => now.pens);
  const mode = useStore(choice.store, (now) => now.mode);
  const theme = useThemeKey();
  const isPast = useTimeline((now) => now.mode === 'replay');
  const lineLostMs = useLostMs();
  // In replay the line to the present says nothing of what is shown.
  const lostMs = isPast ? null : lineLostMs;
  const pens = useMemo(() => chosen.map((pen) => trendPen(directory, pen)).filter((pen): pen is TrendPen => pen !== null), [chosen, directory]);

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const made = createTrendChart(element, { pens, mode, onPointer: pointer.set, onMarks, onCursor: (name, ms) => cursors.setState(name === 'a' ? { aMs: ms } : { bMs: ms }) });
    chart.current = made;
    onChart(made);
    session.setWidth(made.plotWidth);
    made.setCursors(cursors.getState());
    const stopCursors = cursors.subscribe((now) => made.setCursors(now));
    const stopInput = listenToPlot(element, made, session);
    const watching = new ResizeObserver(() => {
      if (element.clientWidth === 0) return;
      made.resize();
      session.setWidth(made.plotWidth);
    });
    watching.observe(element);
    return () => {
      watching.disconnect();
      stopInput();
      stopCursors();
      pointer.set(null);
      chart.current = null;
      onChart(null);
      made.destroy();
    };
  }, [pens, mode, theme, session, pointer, cursors, onMarks, onChart]);

  useEffect(() => {
    if (!isVisible) return undefined;
    const scope = markScope(directory, pens.map(({ id }) => id));
    const setpoints = pens.map(({ id }) => directory.tagById(id)?.setpoint ?? null);
    const painter = createTrendPainter({ client, session, earlier, pens, setpoints, lostMs });
    let request = 0;
    let shown = noMarks;
    let recent: unknown = null;
    const paint = (): void => {
      request = requestAnimationFrame(paint);
      const book = client.alarms.getState();
      if (book.recent !== recent) {
        recent = book.recent;
        // What was raised since the past was read; the book is of the moment shown, in replay too.
        const fresh = alarmMarks(directory, book.recent.filter(({ engineMs }) => engineMs > marks.alarmsToMs), scope);
        shown = fresh.length === 0 ? marks.past : [...marks.past, ...fresh];
      }
      if (chart.current !== null) painter.paint(chart.current, choice.store.getState().selected, shown);
    };
    paint();
    return () => cancelAnimationFrame(request);
  }, [isVisible, session, earlier, client, choice, directory, pens, lostMs, marks]);

  return (
    <div
      ref={host}
      className="trends-plot"
      tabIndex={0}
      data-first-focus
      role="group"
      aria-label={`Trend of ${pens.map(({ id }) => id).join(', ')}. The table below has its values.`}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const act = plotKeys({ session, cursors, pointer, chart: chart.current, onNote })[event.key];
        if (act === undefined || act() === 'passed') return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
