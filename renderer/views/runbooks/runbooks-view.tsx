import { lazy, Suspense } from 'react';
import type { ViewProps } from '#renderer/client/view-props.ts';
import { Library } from './library.tsx';
import { RunPanel } from './run-panel.tsx';
import { RunbookPage } from './runbook-page.tsx';
import './runbooks-view.css';
import './run-panel.css';

/** With the text field, which nobody else needs. */
const EditorPanel = lazy(async () => ({ default: (await import('./editor/editor-panel.tsx')).EditorPanel }));

/** Runbooks: the library with its runs, one of them as a page or as its text, or one run. */
export function RunbooksView({ params, isVisible, setTitle }: ViewProps) {
  // A window of its own and a saved layout know a part only.
  const run = params.run ?? wordBehind('run.', params.part);
  const runbook = params.runbook ?? wordBehind('runbook.', params.part);
  if (run !== undefined) return <RunPanel key={run} run={run} isVisible={isVisible} setTitle={setTitle} />;
  if (runbook !== undefined) return <RunbookPage key={runbook} id={runbook} setTitle={setTitle} />;
  const edited = wordBehind('edit.', params.part);
  if (edited !== undefined) {
    return (
      <Suspense fallback={null}>
        <EditorPanel key={edited} id={edited} setTitle={setTitle} />
      </Suspense>
    );
  }
  return <Library isVisible={isVisible} />;
}

const wordBehind = (mark: string, part: string | undefined): string | undefined => (part?.startsWith(mark) === true ? part.slice(mark.length) : undefined);
