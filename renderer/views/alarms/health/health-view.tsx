import { useEffect, useState } from 'react';
import type { AlarmLoad } from '#shared/model/alarm-load.ts';
import { useClient, useLoadNow, useTimeline } from '../../../client/use-client.ts';
import { useNow } from '../../../client/use-now.ts';
import { formatClock, formatDay, formatHourMinute, formatSpan } from '../../../widgets/format-time.ts';
import { HealthBar } from './health-bar.tsx';
import { FloodList, OtherFigures, PriorityShares } from './health-side.tsx';
import { HealthTiles, TargetSources } from './health-tiles.tsx';
import { RateChart } from './rate-chart.tsx';
import { type SpanChoice, useLoad } from './use-load.ts';
import { WorstAlarms } from './worst-alarms.tsx';
import './health-view.css';

/** How well the alarm system does its work: its load over a span beside what a well-run plant has, and the alarms behind it. */
export function HealthView({ isVisible }: { readonly isVisible: boolean }) {
  const client = useClient();
  const [choice, setChoice] = useState<SpanChoice>({ window: 'day' });
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const nowMs = useNow(1000);
  const now = useLoadNow(isVisible && !isPast);
  const { load, of, isOld, problem } = useLoad(choice, isVisible);
  return (
    <div className="alarms-view health-view">
      <HealthBar choice={choice} onChoice={setChoice} now={isPast ? null : now} nowMs={nowMs} pastMs={isPast ? client.nowMs() : null} />
      {problem === null ? null : (
        <p className="health-problem" role="status">
          {problem} {load === null ? '' : `The figures are those up to ${formatClock(load.figures.toMs)}. It is tried again.`}
        </p>
      )}
      {load === null ? problem === null ? <Loading /> : null : <Figures load={load} isOld={isOld || problem !== null} order={of} />}
    </div>
  );
}

function Figures({ load, isOld, order }: { readonly load: AlarmLoad; readonly isOld: boolean; readonly order: string }) {
  const { figures, operators } = load;
  return (
    <div className={`health-body ${isOld ? 'is-old' : ''}`} tabIndex={-1}>
      <p className="health-span num">
        {figures.toMs === figures.fromMs
          ? `Nothing is known of the time before ${momentText(figures.toMs)}: the journal does not reach back to it.`
          : `${momentText(figures.fromMs)} to ${momentText(figures.toMs)}, ${formatSpan(figures.toMs - figures.fromMs)}; ${operators === 1 ? 'one operator' : `${operators} operators`}${
              figures.fromMs > load.askedFromMs
                ? '. The journal begins there: nothing is known of the time before, and the figures leave it out'
                : ''
            }.`}
      </p>
      <HealthTiles measures={load.measures} />
      <div className="health-grid-areas">
        <RateChart load={load} />
        <PriorityShares load={load} />
        <WorstAlarms load={load} order={order} />
        <div className="health-side">
          <FloodList load={load} order={order} />
          <OtherFigures load={load} />
        </div>
      </div>
      <TargetSources measures={load.measures} />
    </div>
  );
}

const momentText = (ms: number): string => `${formatDay(ms)} ${formatHourMinute(ms)}`;

/** Grey bars where the figures will be, if they take longer than a moment. */
function Loading() {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return isLate ? (
    <div className="health-body" role="status" aria-label="The journal is being read">
      <ul className="health-tiles">
        {Array.from({ length: 11 }, (_none, at) => (
          <li key={at} className="health-tile is-loading" />
        ))}
      </ul>
    </div>
  ) : null;
}
