import { TriangleAlert } from 'lucide-react';
import type { CheckedText } from './use-checked-text.ts';

type Props = { readonly checked: CheckedText | null; readonly isDue: boolean; readonly problem: string | null; readonly onLine: (line: number) => void };

/** Problems of the text by line; one leads to its line. */
export function ProblemList({ checked, isDue, problem, onLine }: Props) {
  const problems = checked?.problems ?? [];
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const head = problem ?? (checked === null ? 'Not checked yet' : errors > 0 ? `${errors} ${errors === 1 ? 'error keeps' : 'errors keep'} it from being saved` : problems.length > 0 ? 'It can be saved and run' : 'No problems: it can be saved and run');
  return (
    <section className="runbook-editor-problems" aria-label="Problems">
      <h4 aria-live="polite">
        {head}
        {isDue && problem === null ? <span className="tx-3">, being checked</span> : null}
      </h4>
      {problems.length === 0 ? null : (
        <ul>
          {problems.map(({ line, message, severity }, at) => (
            <li key={`${at} ${line}`} data-severity={severity}>
              <button type="button" onClick={() => onLine(line)}>
                <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
                <span className="num tx-3">Line {line}</span>
                <b>{severity}</b>
                <span>{message}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
