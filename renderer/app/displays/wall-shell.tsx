import { lazy, Suspense, useEffect } from 'react';
import type { Rotation } from '#shared/model/layout.ts';
import { useClient, useLink, useTimeline } from '../../client/use-client.ts';
import { ErrorBoundary } from '../error-boundary.tsx';
import { silence } from '../horn.ts';
import { LinkNotice } from '../link-notice.tsx';
import { LoadingBars } from '../loading-bars.tsx';
import { NoticeStack } from '../notice-stack.tsx';
import { useFrame } from '../use-frame.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { RotatedScreen, RotationMarks } from './rotated-screen.tsx';
import { useRotation } from './use-rotation.ts';
import { useWindowLayout } from './use-window-layout.ts';
import './displays.css';

const wall = () => import('../../views/wall/wall-view.tsx');
const LevelOne = lazy(async () => ({ default: (await wall()).LevelOne }));
const WallBanner = lazy(async () => ({ default: (await wall()).WallBanner }));
const WallStatus = lazy(async () => ({ default: (await wall()).WallStatus }));

/** The wall: Level 1 of the plant to be read from afar, without anything to operate but the horn (F8). It rotates screens only where its layout says so. */
export function WallShell() {
  const client = useClient();
  const isPast = useTimeline((now) => now.mode === 'replay');
  const { state } = useLink();
  const layout = useWindowLayout();
  useFrame(true);
  useEffect(() => {
    document.title = 'Wall – Firstout';
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'F8') return;
      event.preventDefault();
      silence(client.present.alarms.getState());
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [client]);
  const rotate = layout.state === 'known' ? layout.window.rotate : undefined;
  return (
    <div className={`shell wall ${isPast ? 'is-past' : ''} ${state === 'live' ? '' : 'is-away'}`}>
      <Suspense fallback={<LoadingBars />}>
        <ErrorBoundary what="The alarm banner">
          <WallBanner />
        </ErrorBoundary>
        <LinkNotice />
        <main className="wall-body">
          <ErrorBoundary what="The wall">{rotate === undefined ? <LevelOne /> : <Rotating rotation={rotate} />}</ErrorBoundary>
        </main>
        <WallStatus />
      </Suspense>
      <LeaveDialog />
      <NoticeStack />
    </div>
  );
}

function Rotating({ rotation }: { readonly rotation: Rotation }) {
  const turn = useRotation(rotation);
  if (turn.screen !== 'level-1') return <RotatedScreen rotation={rotation} turn={turn} />;
  return (
    <>
      <LevelOne />
      <RotationMarks rotation={rotation} turn={turn} />
    </>
  );
}
