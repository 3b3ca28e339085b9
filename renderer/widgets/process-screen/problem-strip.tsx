import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { ScreenProblem } from '#shared/screen/screen-model.ts';
import './problem-strip.css';

/** Names what of a screen could not be shown. Nothing while there is nothing to name. */
export function ProblemStrip({ file, problems }: { readonly file: string; readonly problems: readonly ScreenProblem[] }) {
  const [isOpen, setOpen] = useState(false);
  const first = problems[0];
  if (first === undefined) return null;
  const place = ({ line }: ScreenProblem): string => (line === null ? file : `${file}, line ${line}`);
  return (
    <div className="problem-strip" role="status">
      <div className="problem-strip-head">
        <TriangleAlert size={14} aria-hidden="true" />
        <span>
          {problems.length === 1 ? '1 part of this screen is not right: ' : `${problems.length} parts of this screen are not right: `}
          {first.message} <span className="problem-strip-place">{place(first)}</span>
        </span>
        {problems.length > 1 ? (
          <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Show first' : 'Show all'}
          </button>
        ) : null}
      </div>
      {isOpen ? (
        <ul>
          {problems.map((problem, index) => (
            // The list is rebuilt whole whenever the screen changes; problems have no identity of their own.
            <li key={index}>
              {problem.message} <span className="problem-strip-place">{place(problem)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
