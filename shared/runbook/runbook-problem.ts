/** What is wrong with one line of a runbook, from 1. An error keeps it from being run; a warning does not. */
export type RunbookProblem = { readonly line: number; readonly message: string; readonly severity: 'error' | 'warning' };

/** Collects problems, at most so many; what comes after is counted in the last one. */
export type Problems = {
  error(line: number, message: string): void;
  warning(line: number, message: string): void;
  /** In the order of lines. */
  all(): readonly RunbookProblem[];
};

const most = 200;

export function collectProblems(): Problems {
  const found: RunbookProblem[] = [];
  let left = 0;
  let hasError = false;
  const add = (problem: RunbookProblem): void => {
    // However many warnings came before, one error is among what is listed.
    if (found.length < most || (problem.severity === 'error' && !hasError)) found.push(problem);
    else left++;
    hasError ||= problem.severity === 'error';
  };
  return {
    error: (line, message) => add({ line, message, severity: 'error' }),
    warning: (line, message) => add({ line, message, severity: 'warning' }),
    all: () => {
      const sorted = found.toSorted((a, b) => a.line - b.line);
      const last = sorted.at(-1);
      return left === 0 || last === undefined ? sorted : [...sorted, { line: last.line, message: `${left} more problems are not listed`, severity: 'warning' }];
    },
  };
}

/** Text of a file within a sentence: on one line, cut, in quotation marks. */
export function quoted(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return `"${flat.length > 60 ? `${flat.slice(0, 57)}…` : flat}"`;
}

/** `a`, `a or b`, `a, b or c`. */
export function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
