import { useMemo, useState, useSyncExternalStore } from 'react';
import { navigation } from '../client/navigation.ts';
import { useAlarmBook, useClient, useDirectory, useLink } from '../client/use-client.ts';
import { useNow } from '../client/use-now.ts';
import { formatClock, formatHourMinute } from '../widgets/format-time.ts';
import { columnCount, histogramOf } from './alarm-histogram.ts';
import './time-bar.css';

const spanMs = 2 * 3_600_000;
const height = 84;
const baseline = 60;
const top = 8;
const gridMs = 600_000;

/** LIVE, the engine's clock and the alarms of the last two hours by priority. */
export function TimeBar() {
  return (
    <section className="time-bar" aria-label="Time">
      <div className="time-bar-left">
        <Live />
      </div>
      <Histogram />
      <div className="time-bar-right">
        <span className="tx-3">Span</span>
        <b>2 h</b>
      </div>
    </section>
  );
}

function Live() {
  const now = useNow(1000);
  const { state } = useLink();
  const lagMs = useLagMs();
  const isLive = state === 'live';
  return (
    <>
      <div className="time-bar-row">
        <span className={`time-bar-state ${isLive ? 'is-live' : ''}`}>
          <i />
          {isLive ? 'LIVE' : 'NO LINK'}
        </span>
        <b className="time-bar-clock">{formatClock(now)}</b>
      </div>
      <div className="time-bar-row tx-3" title="Age of the newest value on this screen: source time against the engine's clock.">
        {!isLive ? 'values are frozen' : lagMs === null ? 'no values on screen' : `${(lagMs / 1000).toFixed(1)} s behind the field`}
      </div>
    </>
  );
}

/** Age of the newest watched value, ms, looked at once a second; null when nothing is watched. */
function useLagMs(): number | null {
  const client = useClient();
  const [store] = useState(() => {
    let lag: number | null = null;
    return {
      subscribe(changed: () => void) {
        const timer = setInterval(() => {
          const newest = newestGoodMs(client.live.timeMs, client.live.quality);
          lag = newest === null ? null : Math.max(0, Math.round((client.nowMs() - newest) / 100) * 100);
          changed();
        }, 1000);
        return () => clearInterval(timer);
      },
      get: () => lag,
    };
  });
  return useSyncExternalStore(store.subscribe, store.get);
}

function newestGoodMs(timeMs: Float64Array, quality: Uint32Array): number | null {
  let newest = -Infinity;
  for (let i = 0; i < timeMs.length; i++) {
    const time = timeMs[i] as number;
    if (time > newest && (quality[i] as number) >>> 31 === 0) newest = time;
  }
  return newest === -Infinity ? null : newest;
}

function Histogram() {
  const directory = useDirectory();
  const recent = useAlarmBook((book) => book.recent);
  // One column is 40 s: the picture moves by whole columns, so that it stands still in between.
  const columnMs = spanMs / columnCount;
  const end = useNow(columnMs) + columnMs;
  const columns = useMemo(() => histogramOf(recent, directory, end - spanMs, end), [recent, directory, end]);
  const most = Math.max(6, ...columns.map((column) => column.total));
  const unit = (baseline - top) / most;
  const x = (ms: number): number => ((ms - (end - spanMs)) / spanMs) * 1000;
  const grid: number[] = [];
  for (let at = Math.ceil((end - spanMs) / gridMs) * gridMs; at < end; at += gridMs) grid.push(at);
  return (
    <button
      type="button"
      className="time-bar-histogram"
      aria-label={`Alarms raised in the last two hours: ${columns.reduce((sum, column) => sum + column.total, 0)}. Opens the alarm history.`}
      onClick={() => navigation.getState().open('alarms', { part: 'history' })}
    >
      <svg width="100%" height={height} viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {grid.map((at) => (
          <path key={at} d={`M${x(at)} 20V63`} stroke="var(--line-1)" vectorEffect="non-scaling-stroke" />
        ))}
        {columns.map((column, at) => {
          let y = baseline;
          return ([3, 2, 1, 4] as const).map((priority) => {
            const count = column.counts[priority];
            if (count === 0) return null;
            y -= count * unit;
            return <rect key={`${at}-${priority}`} x={(at / columnCount) * 1000 + 0.4} y={y} width={1000 / columnCount - 0.8} height={count * unit} fill={`var(--p${priority})`} opacity="0.8" />;
          });
        })}
        <path d={`M0 ${baseline + 0.5}H1000`} stroke="var(--line-2)" vectorEffect="non-scaling-stroke" />
      </svg>
      {grid.filter((at) => x(at) > 15 && x(at) < 985).map((at) => (
        <span key={at} className="time-bar-hour num" style={{ left: `${x(at) / 10}%` }}>
          {formatHourMinute(at)}
        </span>
      ))}
    </button>
  );
}
