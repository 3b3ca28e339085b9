import { ChevronFirst, ChevronLast, Pause, Play, StepBack, StepForward } from 'lucide-react';
import type { ReactNode } from 'react';
import { jumpToAlarm, stepToEvent } from '../../client/replay-steps.ts';
import { speeds } from '../../client/timeline.ts';
import { useClient, useLink, useTimeline } from '../../client/use-client.ts';
import { useNow } from '../../client/use-now.ts';
import { Segmented } from '../../widgets/segmented.tsx';
import { formatClock, formatDay } from '../../widgets/format-time.ts';
import { togglePlay } from './time-bar-actions.ts';
import { useAgoWords } from './use-ago-words.ts';
import { useBeforeHistory } from './use-before-history.ts';
import { useLagMs } from './use-lag-ms.ts';

/** Choosing REPLAY by hand shows this long before the present, ms. */
const beforeMs = 60_000;

/** LIVE or REPLAY, the clock of the moment shown, and the transport. */
export function TimeBarClock() {
  return (
    <div className="time-bar-left">
      <div className="time-bar-row">
        <Mode />
        <Clock />
      </div>
      <div className="time-bar-row">
        <Transport />
        <Place />
      </div>
    </div>
  );
}

function Mode() {
  const client = useClient();
  const mode = useTimeline((now) => now.mode);
  const isRecording = useTimeline((now) => now.recording !== null);
  const isUp = useLink().state === 'live';
  if (isRecording) return <span className="time-bar-state is-past">RECORDING</span>;
  return (
    <div className={`time-bar-mode ${mode === 'replay' ? 'is-past' : isUp ? 'is-live' : ''}`}>
      <Segmented
        label="Moment shown"
        value={mode}
        segments={[
          { id: 'live', label: mode === 'live' && !isUp ? 'NO LINK' : 'LIVE' },
          { id: 'replay', label: 'REPLAY' },
        ]}
        onChange={(next) => (next === 'live' ? client.timeline.live() : mode === 'live' && client.timeline.seek(client.timeline.nowMs() - beforeMs))}
      />
    </div>
  );
}

function Clock() {
  const now = useNow(1000);
  return (
    <time className="time-bar-clock" dateTime={new Date(now).toISOString()}>
      <small>{formatDay(now)}</small>
      {formatClock(now)}
    </time>
  );
}

function Transport() {
  const client = useClient();
  const { timeline } = client;
  const isPlaying = useTimeline((now) => now.isPlaying);
  const isLive = useTimeline((now) => now.mode === 'live');
  const speed = useTimeline((now) => now.speed);
  return (
    <div className="time-bar-transport" role="group" aria-label="Transport">
      <Key label="Previous alarm" keys="<" onClick={() => void jumpToAlarm(client, -1)}>
        <ChevronFirst size={16} strokeWidth={1.75} aria-hidden="true" />
      </Key>
      <Key label="One event back" keys="," onClick={() => void stepToEvent(client, -1)}>
        <StepBack size={15} strokeWidth={1.75} aria-hidden="true" />
      </Key>
      <Key label={isLive && !isPlaying ? 'Hold this moment' : isPlaying ? 'Pause' : 'Play'} keys="Space on the bar" onClick={() => togglePlay(timeline)}>
        {isPlaying || isLive ? <Pause size={16} strokeWidth={1.75} aria-hidden="true" /> : <Play size={16} strokeWidth={1.75} aria-hidden="true" />}
      </Key>
      <Key label="One event forward" keys="." onClick={() => void stepToEvent(client, 1)}>
        <StepForward size={15} strokeWidth={1.75} aria-hidden="true" />
      </Key>
      <Key label="Next alarm" keys=">" onClick={() => void jumpToAlarm(client, 1)}>
        <ChevronLast size={16} strokeWidth={1.75} aria-hidden="true" />
      </Key>
      <select className="time-bar-select" aria-label="Speed of replay" title="Speed of replay" value={speed} onChange={(event) => timeline.setSpeed(Number(event.target.value))}>
        {speeds.map((one) => (
          <option key={one} value={one}>
            {one}×
          </option>
        ))}
      </select>
    </div>
  );
}

function Key({ label, keys, onClick, children }: { readonly label: string; readonly keys: string; readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <button type="button" className="time-bar-button" aria-label={label} title={`${label} (${keys})`} onClick={onClick}>
      {children}
    </button>
  );
}

/** How far the moment shown is from the present, or the lag behind the field while live; what is wrong comes before both. */
function Place() {
  const isLive = useTimeline((now) => now.mode === 'live');
  const problem = useTimeline((now) => now.problem);
  const isStalled = useTimeline((now) => now.isStalled);
  const speed = useTimeline((now) => now.speed);
  const ago = useAgoWords();
  const before = useBeforeHistory();
  const wrong = problem ?? before?.sentence ?? null;
  if (wrong !== null) {
    return (
      <span className="time-bar-place is-problem" role="status" title={wrong}>
        {wrong}
      </span>
    );
  }
  if (isLive) return <Lag />;
  return (
    <span className="time-bar-place num">
      {ago === null ? `${speed}×` : `${ago} ago, ${speed}×`}
      {isStalled ? ', reading' : ''}
    </span>
  );
}

function Lag() {
  const { state } = useLink();
  const lagMs = useLagMs();
  return (
    <span className="time-bar-place num" title="Age of the newest value on this screen: source time against the engine's clock.">
      {state !== 'live' ? 'values are frozen' : lagMs === null ? 'no values on screen' : `${(lagMs / 1000).toFixed(1)} s lag`}
    </span>
  );
}
