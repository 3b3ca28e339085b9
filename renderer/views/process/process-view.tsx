import { TriangleAlert, Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ScreenProblem } from '#shared/screen/screen-model.ts';
import { useDirectory, useLink } from '#renderer/client/use-client.ts';
import type { ViewProps } from '#renderer/client/view-props.ts';
import { ProblemStrip } from '#renderer/widgets/process-screen/problem-strip.tsx';
import { ScreenPanel } from './screen-panel.tsx';
import { useScreen } from './use-screen.ts';
import './process-view.css';

/** One process screen: value tiles, the drawing, and a strip that names whatever of it could not be shown. */
export function ProcessView({ params, isVisible, setTitle }: ViewProps) {
  const directory = useDirectory();
  const id = params.screen ?? directory?.directory.home ?? directory?.directory.screens[0]?.id ?? null;
  const screen = useScreen(id);
  const isAway = useLink().state !== 'live';
  const [unbound, setUnbound] = useState<readonly ScreenProblem[]>([]);
  const title = screen.state === 'ready' ? screen.model.title : '';
  useEffect(() => {
    if (title !== '') setTitle(title);
  }, [title, setTitle]);

  if (id === null) {
    return (
      <div className="process-empty">
        <TriangleAlert size={22} aria-hidden="true" />
        <strong>This project has no screens.</strong>
        <span>Put an SVG drawing into its folder screens; it appears here by itself.</span>
      </div>
    );
  }
  if (screen.state === 'failed') {
    return (
      <div className="process-empty" role="alert">
        <TriangleAlert size={22} aria-hidden="true" />
        <strong>Screen {id} cannot be shown.</strong>
        <span>{screen.sentence}</span>
        <span>The other screens go on working. Correct screens/{id}.svg and it comes back by itself.</span>
      </div>
    );
  }
  if (screen.state === 'loading' && isAway) {
    return (
      <div className="process-empty" role="status">
        <Unplug size={22} aria-hidden="true" />
        <strong>Screen {id} was not read before the engine went away.</strong>
        <span>It comes by itself with the link. Screens this window has shown before can still be opened.</span>
      </div>
    );
  }
  const isReady = screen.state === 'ready' && directory !== null;
  return (
    <section className="process-view" aria-busy={!isReady} aria-label={title === '' ? id : title}>
      {isReady ? (
        <ScreenPanel model={screen.model} directory={directory} isVisible={isVisible} screen={id} onProblems={setUnbound} />
      ) : null}
      {isReady ? <ProblemStrip file={`screens/${id}.svg`} problems={[...screen.model.problems, ...unbound]} /> : null}
    </section>
  );
}
