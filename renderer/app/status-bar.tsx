import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LinkHealth } from '#shared/model/device.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import { navigation } from '../client/navigation.ts';
import { useClient, useDirectory, useLink, useStatus, useTimeline } from '../client/use-client.ts';
import { LinkMark, linkWords } from '../widgets/link-mark.tsx';
import { JobsEntry } from './exchange/jobs-entry.tsx';
import './status-bar.css';

/** One entry per device link, then the engine's own figures. A click opens the diagnostics. */
export function StatusBar() {
  const client = useClient();
  const directory = useDirectory();
  const links = useStore(client.links);
  const { state } = useLink();
  const isLive = state === 'live';
  const isRecording = useTimeline((now) => now.recording !== null);
  return (
    <footer className="status-bar">
      <div className="status-bar-links">
        {isRecording ? (
          <span className="status-bar-entry">A recording, read only: no device is connected</span>
        ) : (
          (directory?.directory.devices ?? []).map((device) => <DeviceEntry key={device.id} name={device.id} health={isLive ? links.get(device.id) : undefined} />)
        )}
      </div>
      <ProjectEntry />
      <JobsEntry />
      {isRecording ? null : isLive ? <EngineFigures /> : <span className="status-bar-entry">No link to the engine: these figures are not known</span>}
      <FrameRate />
    </footer>
  );
}

function DeviceEntry({ name, health }: { readonly name: string; readonly health: LinkHealth | undefined }) {
  const open = (): void => navigation.getState().open('diagnose');
  if (health === undefined) {
    return (
      <button type="button" className="status-bar-entry" title={`${name}: not known`} onClick={open}>
        <LinkMark state="disabled" />
        <b>{name}</b>
        not known
      </button>
    );
  }
  // The endpoint begins with the protocol's name; the address is in the tooltip.
  const protocol = health.endpoint.replace(/\s\S*$/, '');
  const trip = health.roundTripMs === null ? '' : ` ${Math.round(health.roundTripMs)} ms`;
  return (
    <button type="button" className="status-bar-entry num" title={`${name}: ${health.endpoint}, ${linkWords(health.state)}. ${health.problem ?? ''}`} onClick={open}>
      <LinkMark state={health.state} />
      <b>{name}</b>
      <span className={health.state === 'up' ? 'status-bar-detail' : undefined}>
        {protocol}
        {health.state === 'up' || health.state === 'slow' ? trip : `: ${linkWords(health.state)}`}
      </span>
    </button>
  );
}

/** Only while something is wrong in the project's files. */
function ProjectEntry() {
  const client = useClient();
  const count = useStore(client.project, (project) => project?.problems.length ?? 0);
  if (count === 0) return null;
  return (
    <button
      type="button"
      className="status-bar-entry num"
      title="Something in the project's files is wrong; the rest of the project runs. Opens the list."
      onClick={() => navigation.getState().open('diagnose', { part: 'problems' })}
    >
      <TriangleAlert size={13} strokeWidth={1.75} aria-hidden="true" />
      <b>
        {count} project {count === 1 ? 'problem' : 'problems'}
      </b>
    </button>
  );
}

function EngineFigures() {
  const status = useStatus();
  if (status === null) return null;
  const { tags, historian, droppedForClients } = status;
  return (
    <>
      <span className="status-bar-entry num">{formatNumber(status.samplesPerS, 0)} samples/s</span>
      <span className="status-bar-entry num">
        {formatNumber(tags.total, 0)} {tags.total === 1 ? 'tag' : 'tags'}, <b>{formatNumber(tags.bad, 0)} bad</b>
        {tags.stale > 0 ? <b>, {formatNumber(tags.stale, 0)} stale</b> : null}
      </span>
      <button type="button" className="status-bar-entry num" title={historian.sentence} onClick={() => navigation.getState().open('diagnose')}>
        {historian.state === 'ok' ? 'Historian' : <b className="status-bar-fault">Historian {historian.state}</b>}
        <b>{formatNumber(historian.queuedRows, 0)} queued</b>
        {historian.lostSamples > 0 ? <b className="status-bar-fault">{formatNumber(historian.lostSamples, 0)} lost</b> : null}
      </button>
      {droppedForClients > 0 ? (
        <span className="status-bar-entry num" title="Samples left out for consoles that could not keep up, since the engine started.">
          <b>{formatNumber(droppedForClients, 0)} left out</b>
        </span>
      ) : null}
    </>
  );
}

/** Frames the window really painted in the last second. */
function FrameRate() {
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    // Counting frames all the time would keep an idle window painting: it looks for a fifth of a second every five.
    let frame = 0;
    let count = 0;
    let from = 0;
    const step = (now: number): void => {
      count++;
      if (now - from < 200) frame = requestAnimationFrame(step);
      else setRate(Math.round((count / (now - from)) * 1000));
    };
    const look = (): void => {
      if (document.hidden) return;
      cancelAnimationFrame(frame);
      count = 0;
      frame = requestAnimationFrame((now) => {
        from = now;
        frame = requestAnimationFrame(step);
      });
    };
    look();
    const timer = setInterval(look, 5000);
    return () => {
      clearInterval(timer);
      cancelAnimationFrame(frame);
    };
  }, []);
  return (
    <span className="status-bar-entry num" title="Frames this window can paint a second, looked at every five seconds.">
      UI <b>{rate === null ? '--' : `${rate} fps`}</b>
    </span>
  );
}
