import { Hand, TriangleAlert } from 'lucide-react';
import { Suspense } from 'react';
import type { Rotation } from '#shared/model/layout.ts';
import { useDirectory } from '../../client/use-client.ts';
import { viewOf } from '../../views/registry.ts';
import { ErrorBoundary } from '../error-boundary.tsx';
import { LoadingBars } from '../loading-bars.tsx';
import type { ShownTurn } from './use-rotation.ts';
import './displays.css';

const ignore = (): void => undefined;

/** The screen a rotation shows, with its place in the list and why it stands still. The overview stands for `level-1`. */
export function RotatedScreen({ rotation, turn }: { readonly rotation: Rotation; readonly turn: ShownTurn }) {
  const View = viewOf(turn.screen === 'level-1' ? 'overview' : 'process')?.component;
  return (
    <div className="rotated-screen">
      <ErrorBoundary key={turn.screen} what="This screen">
        <Suspense fallback={<LoadingBars />}>{View === undefined ? null : <View key={turn.screen} params={turn.screen === 'level-1' ? {} : { screen: turn.screen }} isVisible setTitle={ignore} />}</Suspense>
      </ErrorBoundary>
      <RotationMarks rotation={rotation} turn={turn} />
    </div>
  );
}

/** One mark a screen; a press shows it. Why the rotation stands still is in words. */
export function RotationMarks({ rotation, turn }: { readonly rotation: Rotation; readonly turn: ShownTurn }) {
  const directory = useDirectory();
  return (
    <nav className="rotation-marks" aria-label="Screens in rotation">
      {turn.standing === null ? null : (
        <span>
          {turn.standing === 'alarm' ? <TriangleAlert aria-hidden="true" /> : <Hand aria-hidden="true" />}
          {turn.standing === 'alarm' ? 'Stays: an alarm of this area' : 'Stays for 2 min'}
        </span>
      )}
      {rotation.screens.map((screen, at) => {
        const title = screen === 'level-1' ? 'Overview' : (directory?.screens.get(screen as never)?.title ?? screen);
        return <button key={screen} type="button" aria-label={title} title={title} aria-current={at === turn.at ? 'true' : undefined} onClick={() => turn.go(at)} />;
      })}
    </nav>
  );
}
