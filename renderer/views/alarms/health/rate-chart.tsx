import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { AlarmLoad } from '#shared/model/alarm-load.ts';
import { useClient } from '../../../client/use-client.ts';
import { formatDay, formatHourMinute } from '../../../widgets/format-time.ts';
import { useSize } from '../../../widgets/plot-axes/use-size.ts';
import { openJournal, replayFrom } from './health-places.ts';
import { nextBar, rateBars, timeTicks } from './rate-bars.ts';
import '../../../widgets/plot-axes/plot-axes.css';

/** Wider than this a bar looks like a wall. */
const widestBar = 28;
/** Room for the words of a tick: where there is less than that for two, the first stands alone. */
const tickPx = 90;
/** For the text of an axis at 16 px to the rem. */
const margins = { left: 40, right: 12, top: 14, bottom: 24 };
/** A larger text needs wider margins. */
const marginsNow = () => {
  const times = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return { left: margins.left * times, right: margins.right * times, top: margins.top * times, bottom: margins.bottom * times };
};

/**
 * Alarms in each 10 minutes against the limit; where there is no room for all, the fullest of those a bar stands for. Left and
 * right walk over the bars, Home goes to the fullest, Enter opens its events, R replays it, Esc leaves.
 */
export function RateChart({ load }: { readonly load: AlarmLoad }) {
  const client = useClient();
  const host = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(host);
  const margin = marginsNow();
  const [picked, setPicked] = useState(-1);
  const limit = load.rules.floodAbove * load.operators;
  const [room, plotHeight] = [Math.max(1, width - margin.left - margin.right), Math.max(1, height - margin.top - margin.bottom)];
  const bars = useMemo(() => rateBars(load.chart, limit, room), [load.chart, limit, room]);
  const plotWidth = Math.min(room, bars.most.length * widestBar);
  const at = Math.min(picked, bars.most.length - 1);
  const toMs = bars.fromMs + bars.most.length * bars.barMs;
  const x = (ms: number): number => margin.left + ((ms - bars.fromMs) / (toMs - bars.fromMs)) * plotWidth;
  const y = (count: number): number => margin.top + (1 - count / bars.top) * plotHeight;
  const each = plotWidth / bars.most.length;
  const spanOf = (bar: number): { readonly fromMs: number; readonly toMs: number } => ({
    fromMs: bars.fromMs + bar * bars.barMs,
    toMs: bars.fromMs + (bar + 1) * bars.barMs,
  });
  const barAt = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const bar = Math.floor((event.clientX - box.left - margin.left) / each);
    return bar >= 0 && bar < bars.most.length ? bar : -1;
  };
  const key = (event: KeyboardEvent): void => {
    const isReplay = event.key.toLowerCase() === 'r' && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (at >= 0 && event.key === 'Enter') openJournal(spanOf(at));
    else if (at >= 0 && isReplay) replayFrom(client, spanOf(at).fromMs);
    else {
      const next = nextBar(bars.most, at, event.key);
      if (next === undefined) return;
      setPicked(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const floods = load.floods.filter((flood) => flood.toMs > bars.fromMs && flood.fromMs < toMs);
  return (
    <section className="health-part health-rate" aria-label="Alarms in 10 minutes">
      <h3>
        Alarms in 10 minutes{' '}
        <small>
          {bars.barMs === 600_000 ? '' : `the fullest of each ${Math.round(bars.barMs / 60_000)} min; `}the line is the limit of {limit},
          floods are underlined
        </small>
      </h3>
      <div
        ref={host}
        className="plot health-rate-plot"
        role="img"
        tabIndex={0}
        aria-label={`Alarms in 10 minutes, ${bars.most.length} bars; the fullest has ${load.figures.bins.most}, the limit is ${limit}`}
        onPointerMove={(event) => setPicked(barAt(event))}
        onPointerLeave={() => setPicked(-1)}
        onClick={() => at >= 0 && openJournal(spanOf(at))}
        onKeyDown={key}
      >
        {width === 0 ? null : (
          <svg aria-hidden="true">
            {timeTicks(bars.fromMs, toMs, Math.max(1, Math.floor(plotWidth / tickPx))).slice(0, plotWidth < tickPx ? 1 : undefined).map((tick) => (
              <g key={tick}>
                <path className="health-grid" d={`M${Math.round(x(tick)) + 0.5} ${margin.top}V${margin.top + plotHeight}`} />
                <text x={x(tick)} y={height - margin.bottom / 3} textAnchor={x(tick) > width - 24 ? 'end' : 'middle'}>
                  {tickWords(tick)}
                </text>
              </g>
            ))}
            {floods.map((flood) => (
              <rect
                key={flood.fromMs}
                className="health-flood"
                x={x(Math.max(flood.fromMs, bars.fromMs))}
                y={margin.top + plotHeight + 1}
                width={Math.max(2, x(Math.min(flood.toMs, toMs)) - x(Math.max(flood.fromMs, bars.fromMs)))}
                height={3}
              />
            ))}
            {bars.most.map((count, bar) =>
              count === 0 ? null : (
                <rect
                  key={bar}
                  className={`health-bar ${count > limit ? 'is-over' : ''} ${bar === at ? 'is-picked' : ''}`}
                  x={margin.left + bar * each}
                  y={y(count)}
                  width={Math.max(1, each - (each > 4 ? 1 : 0))}
                  height={Math.max(1, margin.top + plotHeight - y(count))}
                />
              ),
            )}
            <path className="health-limit" d={`M${margin.left} ${Math.round(y(limit)) + 0.5}H${margin.left + plotWidth}`} />
            <path
              className="plot-frame"
              d={`M${margin.left + 0.5} ${margin.top}V${margin.top + plotHeight + 0.5}H${margin.left + plotWidth}`}
            />
            {[limit, load.figures.bins.most]
              .filter(
                (count, one, all) => count > 0 && all.indexOf(count) === one && (count === limit || Math.abs(y(count) - y(limit)) > 12),
              )
              .map((count) => (
                <text key={count} x={margin.left - 6} y={y(count)} dy="0.35em" textAnchor="end">
                  {count}
                </text>
              ))}
            <text x={margin.left - 6} y={margin.top + plotHeight} dy="0em" textAnchor="end">
              0
            </text>
          </svg>
        )}
        {at < 0 ? null : (
          <div className="plot-readout" role="status">
            {formatDay(spanOf(at).fromMs)} {formatHourMinute(spanOf(at).fromMs)} to {formatHourMinute(spanOf(at).toMs)}: {bars.most[at]}{' '}
            {bars.most[at] === 1 ? 'alarm' : 'alarms'}
            {bars.barMs === 600_000 ? '' : ' in 10 min at most'}
          </div>
        )}
      </div>
    </section>
  );
}

const tickWords = (tick: number): string => (formatHourMinute(tick) === '00:00' ? formatDay(tick).slice(4) : formatHourMinute(tick));
