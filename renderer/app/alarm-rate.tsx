import { useDirectory, useLoadNow, usePresentAlarms, useTimeline } from '../client/use-client.ts';
import { useNow, usePresentNow } from '../client/use-now.ts';
import { alarmsPerWindow, windowMs } from './alarm-rate-count.ts';

const bars = 12;
const width = 86;
const height = 40;

/** Alarms of the last 10 minutes against the limit of a flood, as Alarm health has them, and of each of the twelve 10-minute windows before. */
export function AlarmRate() {
  const recent = usePresentAlarms((book) => book.recent);
  const isRecording = useTimeline(({ recording }) => recording !== null);
  const settings = useDirectory()?.directory.alarmSettings;
  const load = useLoadNow(!isRecording);
  const [shownMs, presentMs] = [useNow(5000), usePresentNow(5000)];
  const now = (isRecording ? shownMs : presentMs) + 5000;
  const limit = (settings?.load.rules.floodAbove ?? 10) * (settings?.operators ?? 1);
  const counts = [...alarmsPerWindow(recent, now, bars)];
  // The engine has counted all of them; the console's own journal is cut off in a long flood.
  const last = (isRecording ? null : load)?.last10 ?? counts[bars - 1] ?? 0;
  counts[bars - 1] = last;
  const top = Math.max(limit * 1.2, ...counts);
  const y = (count: number): number => height - 2 - (count / top) * (height - 4);
  const isFlood = isRecording || load === null ? last > limit : load.floodSinceMs !== null;
  return (
    <div className="alarm-rate" title={`Alarms per ${windowMs / 60_000} minutes over the last two hours; the dashed line is the limit of ${limit}.`}>
      <svg width={width} height={height} aria-hidden="true">
        <path d={`M0 ${y(limit)}H${width}`} stroke="var(--tx-4)" strokeDasharray="2 3" />
        {counts.map((count, at) => (
          <rect key={at} x={at * 7.2} y={count === 0 ? height - 2 : y(count)} width="5.4" height={count === 0 ? 1.5 : height - 2 - y(count) + 1} fill={at === bars - 1 && isFlood ? 'var(--p1)' : 'var(--tx-3)'} />
        ))}
      </svg>
      <div>
        <b className="num">{last}</b>
        <small>{isFlood ? `alarm flood, limit is ${limit}` : `${last === 1 ? 'alarm' : 'alarms'} in 10 min`}</small>
      </div>
    </div>
  );
}
