import { usePresentAlarms, useTimeline } from '../client/use-client.ts';
import { useNow, usePresentNow } from '../client/use-now.ts';
import { floodLimit, raisedPerWindow, windowMs } from './alarm-rate-count.ts';

const bars = 12;
const width = 86;
const height = 40;

/** Alarms raised in the last 10 minutes against the limit, and in each of the twelve 10-minute windows before. */
export function AlarmRate() {
  const recent = usePresentAlarms((book) => book.recent);
  const isRecording = useTimeline(({ recording }) => recording !== null);
  const [shownMs, presentMs] = [useNow(5000), usePresentNow(5000)];
  const now = (isRecording ? shownMs : presentMs) + 5000;
  const counts = raisedPerWindow(recent, now, bars);
  const last = counts[bars - 1] ?? 0;
  const top = Math.max(floodLimit * 1.2, ...counts);
  const y = (count: number): number => height - 2 - (count / top) * (height - 4);
  const isFlood = last > floodLimit;
  return (
    <div className="alarm-rate" title={`Alarms raised per ${windowMs / 60_000} minutes over the last two hours; the dashed line is the limit of ${floodLimit}.`}>
      <svg width={width} height={height} aria-hidden="true">
        <path d={`M0 ${y(floodLimit)}H${width}`} stroke="var(--tx-4)" strokeDasharray="2 3" />
        {counts.map((count, at) => (
          <rect key={at} x={at * 7.2} y={count === 0 ? height - 2 : y(count)} width="5.4" height={count === 0 ? 1.5 : height - 2 - y(count) + 1} fill={at === bars - 1 && isFlood ? 'var(--p1)' : 'var(--tx-3)'} />
        ))}
      </svg>
      <div>
        <b className="num">{last}</b>
        <small>{isFlood ? `alarm flood, limit is ${floodLimit}` : 'alarms in 10 min'}</small>
      </div>
    </div>
  );
}
