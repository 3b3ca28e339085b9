import { useState } from 'react';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { ScreenProblem } from '#shared/screen/screen-model.ts';
import { ProblemStrip } from '#renderer/widgets/process-screen/problem-strip.tsx';
import { ScreenPanel } from './screen-panel.tsx';
import { useScreen } from './use-screen.ts';
import './process-view.css';

/** A screen in a frame over the workspace, with the parameters it was opened with; at its own size as far as there is room. */
export function PopupScreen({ directory, screen: id, values }: { readonly directory: DirectoryIndex; readonly screen: string; readonly values: Readonly<Record<string, string>> }) {
  const screen = useScreen(id, values);
  const [unbound, setUnbound] = useState<readonly ScreenProblem[]>([]);
  if (screen.state === 'failed') return <p className="panel-note">{screen.sentence}</p>;
  if (screen.state === 'loading') return <div className="popup-screen" aria-busy="true" />;
  const { model } = screen;
  return (
    <section className="popup-screen" aria-label={model.title} style={{ width: model.width, aspectRatio: `${model.width} / ${model.height}` }}>
      <ScreenPanel model={model} directory={directory} isVisible screen={id} onProblems={setUnbound} />
      <ProblemStrip file={`screens/${id}.svg`} problems={[...model.problems, ...unbound]} />
    </section>
  );
}
