import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { runbookLimits } from '#shared/model/runbook.ts';
import { checkRunbook, type CheckedRunbook, type RunbookSurroundings } from '#shared/runbook/check-runbook.ts';
import { readRunbook, type RunbookRead } from '#shared/runbook/read-runbook.ts';
import type { DraftProblem } from './draft-problem.ts';
import type { ProjectRunbook } from './loaded-project.ts';
import { fileStamp, readText } from './project-files.ts';

type RunbookText = { readonly text: string; readonly hash: string; readonly read: RunbookRead };
type KnownFile = { readonly stamp: string | null; readonly latest: RunbookText | DraftProblem; /** The newest text that could be run when it was read. */ readonly sound: RunbookText | null };

export const maxRunbooks = 1000;

/**
 * Reads `runbooks/*.md`, one a file, again and again; files that did not change are not read again, yet checked again, as
 * what they name may have changed. A text with an error gives way to the last one of the same file that can still be run;
 * where there is none it is given all the same, not sound: it can be read and must not be run.
 */
export function createRunbookReader(dir: string) {
  let known = new Map<string, KnownFile>();

  return async (files: readonly string[], around: Omit<RunbookSurroundings, 'runbooks'>, problems: DraftProblem[]): Promise<readonly ProjectRunbook[]> => {
    const next = new Map<string, KnownFile>();
    for (const file of files.slice(0, maxRunbooks)) next.set(file, await readAgain(dir, file, known.get(file)));
    if (files.length > maxRunbooks) {
      problems.push({ file: files[maxRunbooks] as string, at: null, message: `there are more than ${maxRunbooks} runbooks; what begins here is left out`, severity: 'error' });
    }
    const ids = new Set<string>();
    for (const { latest, sound } of next.values()) for (const one of [latest, sound]) if (one !== null && 'read' in one && one.read.runbook !== null) ids.add(one.read.runbook.id);
    const found = new Map<string, ProjectRunbook>();
    for (const [file, entry] of next) {
      const { runbook, sound } = takeFile(file, entry, { ...around, runbooks: ids }, problems);
      next.set(file, { ...entry, sound });
      const other = runbook === null ? undefined : found.get(runbook.runbook.id);
      if (other !== undefined) problems.push({ file, at: 1, message: `the id ${other.runbook.id} is that of ${other.file} already; this runbook is left out`, severity: 'error' });
      else if (runbook !== null) found.set(runbook.runbook.id, runbook);
    }
    known = next;
    return [...found.values()];
  };
}

async function readAgain(dir: string, file: string, before: KnownFile | undefined): Promise<KnownFile> {
  const stamp = await fileStamp(join(dir, file));
  if (before !== undefined && stamp !== null && before.stamp === stamp) return before;
  const text = await readText(dir, file, runbookLimits.bytes);
  const latest = typeof text === 'string' ? { text, hash: createHash('sha256').update(text).digest('hex'), read: readRunbook(text) } : text;
  return { stamp, latest, sound: before?.sound ?? null };
}

/** The runbook of a file as it is in force, and the text to fall back to from now on. */
function takeFile(file: string, { latest, sound }: KnownFile, around: RunbookSurroundings, problems: DraftProblem[]): { readonly runbook: ProjectRunbook | null; readonly sound: RunbookText | null } {
  const entryOf = (text: RunbookText, { runbook, problems: all }: CheckedRunbook): ProjectRunbook | null =>
    runbook === null ? null : { runbook, file, text: text.text, hash: text.hash, isSound: isSound(all), problems: all };
  const checked = 'read' in latest ? checkRunbook(latest.read, around) : null;
  if (checked !== null && 'read' in latest && isSound(checked.problems)) {
    note(file, checked, '', problems);
    return { runbook: entryOf(latest, checked), sound: latest };
  }
  const last = sound === null || sound === latest ? null : checkRunbook(sound.read, around);
  const isLastSound = last !== null && isSound(last.problems);
  const ending = isLastSound ? '; its last good version stays in use' : '';
  if (checked === null) problems.push({ ...(latest as DraftProblem), message: `${(latest as DraftProblem).message}${ending}` });
  else note(file, checked, ending, problems);
  if (isLastSound) return { runbook: entryOf(sound as RunbookText, last), sound };
  return { runbook: checked !== null && 'read' in latest ? entryOf(latest, checked) : null, sound };
}

const isSound = (problems: CheckedRunbook['problems']): boolean => !problems.some(({ severity }) => severity === 'error');

function note(file: string, { problems: found }: CheckedRunbook, ending: string, problems: DraftProblem[]): void {
  for (const { line, message, severity } of found) problems.push({ file, at: line, message: severity === 'error' ? `${message}${ending}` : message, severity });
}
