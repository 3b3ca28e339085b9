import { TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { useDirectory } from '#renderer/client/use-client.ts';
import type { ViewProps } from '#renderer/client/view-props.ts';
import type { ScreenProblem } from '#shared/screen/screen-model.ts';
import { ProblemStrip } from '#renderer/widgets/process-screen/problem-strip.tsx';
import { overviewModel } from './overview-model.ts';
import { ScreenPanel } from './screen-panel.tsx';
import { useScreen } from './use-screen.ts';
import './process-view.css';

/** Level 1: one row for each unit. The drawing of the whole site where the project has one, else rows made from the directory. */
export function OverviewView({ isVisible }: ViewProps) {
  const directory = useDirectory();
  const id = directory === null ? null : siteScreen(directory);
  const screen = useScreen(id);
  const made = useMemo(() => (directory === null ? null : overviewModel(directory)), [directory]);
  const [unbound, setUnbound] = useState<readonly ScreenProblem[]>([]);
  if (directory === null || (id !== null && screen.state === 'loading')) return <section className="process-view" aria-busy="true" />;
  const model = screen.state === 'ready' ? screen.model : made;
  if (model === null) {
    return (
      <div className="process-empty">
        <TriangleAlert size={22} aria-hidden="true" />
        <strong>This project has no units.</strong>
        <span>Give assets the level unit, or draw a screen for the site, and the overview appears here.</span>
      </div>
    );
  }
  const failed: readonly ScreenProblem[] =
    screen.state === 'failed' ? [{ line: null, message: `${screen.sentence} The rows below are made from the asset tree instead.` }] : [];
  return (
    <section className="process-view" aria-label="Plant overview">
      <ScreenPanel model={model} directory={directory} isVisible={isVisible} screen={id ?? 'overview'} onProblems={setUnbound} />
      <ProblemStrip file={id === null ? 'overview' : `screens/${id}.svg`} problems={[...failed, ...model.problems, ...unbound]} />
    </section>
  );
}

/** The screen of the outermost asset that has one. */
function siteScreen(directory: DirectoryIndex): string | null {
  const screen = directory.roots.find((asset) => asset.screen !== undefined)?.screen ?? directory.directory.home;
  return screen !== null && screen !== undefined && directory.screens.has(screen as never) ? screen : null;
}
