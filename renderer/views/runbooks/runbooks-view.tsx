import type { ViewProps } from '#renderer/client/view-props.ts';
import { Library } from './library.tsx';
import { RunPanel } from './run-panel.tsx';
import { RunbookPage } from './runbook-page.tsx';
import { TextCheck } from './text-check.tsx';
import './runbooks-view.css';
import './run-panel.css';

/** Runbooks: the library with its runs, one of them as a page, one run, or a text being checked. */
export function RunbooksView({ params, isVisible, setTitle }: ViewProps) {
  if (params.run !== undefined) return <RunPanel key={params.run} run={params.run} isVisible={isVisible} setTitle={setTitle} />;
  if (params.runbook !== undefined) return <RunbookPage key={params.runbook} id={params.runbook} setTitle={setTitle} />;
  return params.part === 'check' ? <TextCheck /> : <Library isVisible={isVisible} />;
}
