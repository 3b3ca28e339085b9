import type { ProjectProblem } from '#shared/model/project.ts';
import type { DraftProblem, FilePath } from './draft-problem.ts';
import { locateLines } from './locate-lines.ts';
import { readText } from './project-files.ts';

/** Beyond this a file's problems are only counted: the first ones usually explain the rest. */
const maxPerFile = 100;

/** Problems with their lines, in order of file and line. Reads again only the files that have problems. */
export async function locateProblems(dir: string, drafts: readonly DraftProblem[]): Promise<readonly ProjectProblem[]> {
  const kept = capPerFile(drafts);
  const pathsOf = new Map<string, FilePath[]>();
  const want = (file: string, at: DraftProblem['at']): void => {
    if (at === null || typeof at === 'number') return;
    const paths = pathsOf.get(file);
    if (paths === undefined) pathsOf.set(file, [at]);
    else paths.push(at);
  };
  for (const draft of kept) {
    want(draft.file, draft.at);
    if (draft.other !== undefined) want(draft.other.file, draft.other.at);
  }
  const lineOf = new Map<FilePath, number | null>();
  for (const [file, paths] of pathsOf) {
    const text = await readText(dir, file);
    const lines = typeof text === 'string' ? locateLines(text, paths) : [];
    paths.forEach((path, i) => lineOf.set(path, lines[i] ?? null));
  }
  const lineAt = (at: DraftProblem['at']): number | null => (at === null || typeof at === 'number' ? at : (lineOf.get(at) ?? null));
  return kept
    .map((draft): ProjectProblem => {
      const { file, severity, other } = draft;
      const otherLine = other === undefined ? null : lineAt(other.at);
      const place = other === undefined ? '' : otherLine === null ? other.file : `${other.file} line ${otherLine}`;
      return { file, line: lineAt(draft.at), message: draft.message.replace('{other}', () => place), severity };
    })
    .toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0)));
}

function capPerFile(drafts: readonly DraftProblem[]): readonly DraftProblem[] {
  const counts = new Map<string, number>();
  const kept = drafts.filter(({ file }) => {
    const count = (counts.get(file) ?? 0) + 1;
    counts.set(file, count);
    return count <= maxPerFile;
  });
  for (const [file, count] of counts) {
    if (count <= maxPerFile) continue;
    kept.push({ file, at: null, message: `${count - maxPerFile} more problems in this file are not listed`, severity: 'error' });
  }
  return kept;
}
