import { useStore } from 'zustand';
import { isUnacked, priorities } from '#renderer/client/alarm-book.ts';
import { useClient, useDirectory, useLink, useLoadNow, usePresentAlarms, useTimeline } from '#renderer/client/use-client.ts';
import { useNow, usePresentNow } from '#renderer/client/use-now.ts';
import { AlarmGlyph } from '#renderer/widgets/alarm-glyph.tsx';
import { formatClock, formatDay } from '#renderer/widgets/format-time.ts';
import { LinkMark } from '#renderer/widgets/link-mark.tsx';
import type { AlarmState } from '#shared/model/alarm.ts';
import { numberOf } from '#shared/model/number-of.ts';
import { WallIncident } from './wall-incident.tsx';
import { WallUnits } from './wall-units.tsx';
import './wall-view.css';

/** Level 1 of the plant: its units, and what is going on. Read from four metres; nothing in it needs a pointer. */
export function LevelOne() {
  return (
    <div className="wall-level-one">
      <WallUnits />
      <WallIncident />
    </div>
  );
}

/** How many alarms stand by priority, the newest one, and the time. Always of now. */
export function WallBanner() {
  const counts = usePresentAlarms((book) => book.counts);
  // The newest that calls for somebody, else the worst that stands.
  const newest = usePresentAlarms((book) => book.rows.find(({ standing }) => isUnacked(standing.state)) ?? book.told[0] ?? null);
  const unacked = usePresentAlarms((book) => book.unacked);
  // Without a link nobody knows what stands: none that is known is not none.
  const isLive = useLink().state === 'live';
  const isKnown = useDirectory() !== null && isLive;
  const isRecording = useTimeline(({ recording }) => recording !== null);
  const [shownMs, presentMs] = [useNow(1000), usePresentNow(1000)];
  const now = isRecording ? shownMs : presentMs;
  return (
    <header className="wall-banner">
      {priorities.map((priority) => {
        const { active, unacked: waiting } = counts[priority];
        const state: AlarmState = waiting > 0 ? (active > 0 ? 'active-unacked' : 'returned-unacked') : active > 0 ? 'active-acked' : 'normal';
        return (
          <div key={priority} className={`wall-count ${state === 'normal' ? 'is-zero' : ''}`} role="group" aria-label={`Priority ${priority}: ${active} active, ${waiting} unacknowledged`}>
            <AlarmGlyph priority={priority} state={state} />
            <b className="num">{isKnown || active > 0 ? active : '--'}</b>
          </div>
        );
      })}
      <span className="wall-rule" />
      {newest === null ? (
        <b className="wall-banner-quiet">{isKnown ? 'No alarms' : isLive ? 'Alarms are not known yet' : 'Alarms are not known: no link to the engine'}</b>
      ) : (
        <>
          <AlarmGlyph priority={newest.priority} state={newest.standing.state} />
          <div className="wall-newest">
            <b className="mono">{newest.tag ?? newest.standing.alarm}</b>
            <span>{newest.definition?.message ?? newest.standing.alarm}</span>
          </div>
        </>
      )}
      <time className="wall-clock num" dateTime={new Date(now).toISOString()}>
        {formatClock(now)}
        <small>{formatDay(now)}</small>
      </time>
      <p className="visually-hidden" aria-live={newest?.priority === 1 && unacked > 0 ? 'assertive' : 'polite'}>
        {newest === null || unacked === 0 ? (isKnown ? 'No unacknowledged alarms' : 'Alarms are not known') : `Priority ${newest.priority}, ${newest.definition?.message ?? newest.standing.alarm}`}
      </p>
    </header>
  );
}

/** Plant, device links, the rate of alarms, and whether this is the present. */
export function WallStatus() {
  const client = useClient();
  const directory = useDirectory();
  const links = useStore(client.links);
  const { state } = useLink();
  const isLive = state === 'live';
  const isPast = useTimeline((now) => now.mode === 'replay');
  const recording = useTimeline((now) => now.recording);
  const load = useLoadNow(recording === null);
  const now = useNow(1000);
  const devices = (directory?.directory.devices ?? []).filter(({ enabled }) => enabled);
  const up = devices.filter(({ id }) => ['up', 'slow'].includes(links.get(id)?.state ?? '')).length;
  const worst = up < devices.length ? 'down' : [...links.values()].some((link) => link.state === 'slow') ? 'slow' : 'up';
  return (
    <footer className="wall-status">
      <span className="wall-plant">
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <rect x="1" y="2" width="18" height="4.4" rx="1.2" fill="var(--tx-1)" />
          <rect x="6.5" y="8" width="12.5" height="4.4" rx="1.2" fill="var(--tx-3)" />
          <rect x="11" y="14" width="8" height="4.4" rx="1.2" fill="var(--line-3)" />
        </svg>
        {directory?.directory.name ?? 'No project yet'}
      </span>
      {directory?.directory.isSimulated === true ? <span className="wall-simulated">SIM plant</span> : null}
      {recording === null && directory !== null ? (
        <span className="wall-links">
          {isLive ? <LinkMark state={worst} /> : null}
          {isLive ? `${up} of ${numberOf(devices.length, 'device')}` : 'Devices are not known'}
        </span>
      ) : null}
      <span className="wall-space" />
      {load === null || !isLive ? null : (
        <span className="num">
          {load.last10} {load.last10 === 1 ? 'alarm' : 'alarms'} in 10 min{load.floodSinceMs === null ? '' : ', flood'}
        </span>
      )}
      {recording !== null ? <b className="wall-mode is-past">RECORDING {formatClock(now)}</b> : isPast ? <b className="wall-mode is-past num">REPLAY {formatClock(now)}</b> : isLive ? <b className="wall-mode">LIVE</b> : <b className="wall-mode is-away">NO LINK</b>}
    </footer>
  );
}
