import { CircleAlert, Info } from 'lucide-react';
import { childElements, type Draft, type ElementPath } from '#shared/screen/edit/draft.ts';
import type { ScreenProblem } from '#shared/screen/screen-model.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import { pathsOfLine } from './line-path.ts';

/** What of the drawing cannot be shown as it is meant, and hints of good practice. A press selects the element. */
export function ProblemList({ context, problems }: { readonly context: EditorContext; readonly problems: readonly ScreenProblem[] }) {
  if (problems.length === 0) return <p className="editor-none">No problems: everything drawn is bound to something that exists.</p>;
  const go = (line: number | null): void => {
    const { draft } = context.session.store.getState();
    const path = line === null ? null : pathOfLine(draft, line);
    if (path !== null) context.session.pick([path], path.slice(0, -1));
  };
  return (
    <ul className="editor-scroll editor-problems" aria-label="Problems">
      {problems.map((problem, at) => (
        <li key={at}>
          <button type="button" className="editor-problem" data-severity={problem.severity ?? 'error'} onClick={() => go(problem.line)}>
            {problem.severity === 'warning' ? (
              <Info size={14} strokeWidth={1.75} aria-label="Hint" />
            ) : (
              <CircleAlert size={14} strokeWidth={1.75} aria-label="Problem" />
            )}
            <span>{problem.message}</span>
            {problem.line === null ? null : <span className="editor-problem-line num">line {problem.line}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

const pathOfLine = (draft: Draft, line: number): ElementPath | null => pathsOfLine(draft.root, line, childElements)[0] ?? null;
