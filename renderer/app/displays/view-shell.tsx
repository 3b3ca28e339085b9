import { useEffect } from 'react';
import { useStore } from 'zustand';
import { TriangleAlert } from 'lucide-react';
import type { Rotation } from '#shared/model/layout.ts';
import { useTimeline } from '../../client/use-client.ts';
import { AlarmBanner } from '../alarm-banner.tsx';
import { dock } from '../dock.ts';
import { ErrorBoundary } from '../error-boundary.tsx';
import { FloatLayer } from '../floats/float-layer.tsx';
import { IncidentBar } from '../incident-bar/incident-bar.tsx';
import { LinkNotice } from '../link-notice.tsx';
import { ShellDialogs } from '../shell-dialogs.tsx';
import { StatusBar } from '../status-bar.tsx';
import { TitleBar } from '../title-bar.tsx';
import { useFrame } from '../use-frame.ts';
import { useKeyboard } from '../use-keyboard.ts';
import { Workspace } from '../workspace.tsx';
import { RotatedScreen } from './rotated-screen.tsx';
import { useAnswerDocks } from './use-answer-docks.ts';
import { useRotation } from './use-rotation.ts';
import { useWindowLayout } from './use-window-layout.ts';
import './displays.css';

/** A window beside the console: its views with banner, clock and status, and the frame of replay. Rail, time bar and inspector are the console's. */
export function ViewShell() {
  const isPast = useTimeline((now) => now.mode === 'replay');
  const title = useStore(dock, (now) => now.title);
  const layout = useWindowLayout();
  useFrame(false);
  useAnswerDocks();
  useKeyboard();
  useEffect(() => {
    document.title = title === '' ? 'Firstout' : `${title} – Firstout`;
  }, [title]);
  const rotate = layout.state === 'known' ? layout.window.rotate : undefined;
  return (
    <div className={`shell is-view ${isPast ? 'is-past' : ''}`}>
      <TitleBar />
      <IncidentBar />
      <ErrorBoundary what="The alarm banner">
        <AlarmBanner />
      </ErrorBoundary>
      <LinkNotice />
      <main className="workspace" data-panel="workspace" tabIndex={-1}>
        <ErrorBoundary what="The workspace">{layout.state === 'gone' ? <Gone layout={layout.layout} /> : rotate === undefined ? <Workspace /> : <Rotating rotation={rotate} />}</ErrorBoundary>
      </main>
      <FloatLayer />
      <StatusBar />
      <ShellDialogs />
    </div>
  );
}

function Rotating({ rotation }: { readonly rotation: Rotation }) {
  const turn = useRotation(rotation);
  return <RotatedScreen rotation={rotation} turn={turn} />;
}

function Gone({ layout }: { readonly layout: string }) {
  return (
    <div className="empty-note">
      <TriangleAlert size={22} strokeWidth={1.75} aria-hidden="true" />
      <b>The project has no layout “{layout}” with this window any more.</b>
      <span>Choose another one in the menu of windows, or close this window.</span>
    </div>
  );
}
