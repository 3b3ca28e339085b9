import { ChevronRight, FlaskConical, Minus, Monitor, Search, Square, X } from 'lucide-react';
import { useStore } from 'zustand';
import { navigation } from '../client/navigation.ts';
import { useDirectory, useLink, useTimeline } from '../client/use-client.ts';
import { useNow, usePresentNow } from '../client/use-now.ts';
import { formatClock, formatDay } from '../widgets/format-time.ts';
import { StateChip } from '../widgets/state-chip.tsx';
import { viewOf } from '../views/registry.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import { ControlChip } from './control-chip.tsx';
import { DisplaysMenu } from './displays/displays-menu.tsx';
import { dock } from './dock.ts';
import { openPalette } from './palette-state.ts';
import './title-bar.css';

const roleNames = { view: 'View only', operate: 'Operator', lead: 'Lead', engineer: 'Engineer' } as const;

/** Where we are, the command field, who works here, and the engine's clock, which stays of now in replay. */
export function TitleBar() {
  const directory = useDirectory();
  const { session } = useLink();
  const view = useStore(navigation, (now) => now.view);
  const screen = useStore(dock, (now) => now.screen);
  const title = useStore(dock, (now) => now.title);
  const place = title === '' ? (viewOf(view)?.title ?? '') : title;
  const shell = window.firstoutShell;
  return (
    <header className="title-bar">
      <div className="title-bar-start">
        <div className="title-bar-logo">
          <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
            <rect x="1" y="2" width="18" height="4.4" rx="1.2" fill="var(--tx-1)" />
            <rect x="6.5" y="8" width="12.5" height="4.4" rx="1.2" fill="var(--tx-3)" />
            <rect x="11" y="14" width="8" height="4.4" rx="1.2" fill="var(--line-3)" />
          </svg>
          Firstout
        </div>
        <div className="title-bar-crumb">
          <Plant name={directory?.directory.name ?? 'No project yet'} />
          {view === 'process' && screen !== null && directory !== null && directory.screens.has(screen as never) ? (
            <Breadcrumb directory={directory} screen={screen} />
          ) : (
            <>
              <ChevronRight size={13} strokeWidth={1.75} aria-hidden="true" />
              <b>{place}</b>
            </>
          )}
          {directory?.directory.isSimulated === true ? (
            <StateChip tone="bad" icon={<FlaskConical size={12} />} title="Every value comes from a simulated plant, not from a real one.">
              SIM plant
            </StateChip>
          ) : null}
        </div>
      </div>
      <button type="button" className="title-bar-command" onClick={() => openPalette('all')}>
        <Search size={14} strokeWidth={1.75} aria-hidden="true" />
        <span>Search tags, assets, alarms, commands</span>
        <kbd className="kbd">Ctrl</kbd>
        <kbd className="kbd">K</kbd>
      </button>
      <div className="title-bar-end">
        <ControlChip />
        <div className="title-bar-chip" title="The role this console was opened with; it decides what may be acknowledged and written.">
          <Monitor size={14} strokeWidth={1.75} aria-hidden="true" />
          {session === null ? 'Not signed in' : `${session.user}, ${roleNames[session.role]}`}
        </div>
        <DisplaysMenu />
        <Clock />
        {/* Called without the event: the bridge to the shell carries plain data only. */}
        {shell === undefined ? null : (
          <div className="title-bar-window">
            <button type="button" aria-label="Minimise the window" onClick={() => shell.window.minimise()}>
              <Minus size={15} strokeWidth={1.75} />
            </button>
            <button type="button" aria-label="Maximise or restore the window" onClick={() => shell.window.toggleMaximise()}>
              <Square size={12} strokeWidth={1.75} />
            </button>
            <button type="button" aria-label="Close the window" onClick={() => shell.window.close()}>
              <X size={15} strokeWidth={1.75} />
            </button>
          </div>
        )}
      </div>
    </header>
  );
}

/** The project, or what this recording is of: then there is no plant behind the console. */
function Plant({ name }: { readonly name: string }) {
  const recording = useTimeline((now) => now.recording);
  if (recording === null) return <span>{name}</span>;
  const { title, plant, fromMs, toMs, madeBy, madeMs } = recording;
  return (
    <b className="title-bar-recording" title={`Made ${formatDay(madeMs)} ${formatClock(madeMs)} by ${madeBy}`}>
      RECORDING — {title}, {plant}, {formatDay(fromMs)} {formatClock(fromMs)} to {formatDay(toMs)} {formatClock(toMs)}
    </b>
  );
}

function Clock() {
  const isRecording = useTimeline(({ recording }) => recording !== null);
  const [shownMs, presentMs] = [useNow(1000), usePresentNow(1000)];
  const now = isRecording ? shownMs : presentMs;
  return (
    <time className="title-bar-clock" dateTime={new Date(now).toISOString()}>
      {formatClock(now)}
      <small>{formatDay(now)}</small>
    </time>
  );
}
