import { join } from 'node:path';
import type { DraftProblem } from './draft-problem.ts';
import { fileStamp, readText } from './project-files.ts';
import { type LogicContent, type LogicEntries, noLogicEntries, readLogicFile } from './read-logic-file.ts';

type LogicFile = LogicContent & { readonly stamp: string | null };

/** Reads `logic/*.yaml` again and again and joins the files; those that did not change are not read again. */
export function createLogicReader(dir: string) {
  let known = new Map<string, LogicFile>();

  return async (files: readonly string[], problems: DraftProblem[]): Promise<LogicEntries> => {
    const next = new Map<string, LogicFile>();
    for (const file of files) {
      const before = known.get(file);
      const stamp = await fileStamp(join(dir, file));
      let read = before;
      if (before === undefined || stamp === null || before.stamp !== stamp) {
        const text = await readText(dir, file);
        const content =
          typeof text === 'string' ? readLogicFile(file, text, before?.entries) : { entries: before?.entries ?? noLogicEntries, problems: [text] };
        read = { stamp, ...content };
      }
      const current = read as LogicFile;
      next.set(file, current);
      for (const problem of current.problems) problems.push(problem);
    }
    known = next;
    const parts = [...next.values()].map(({ entries }) => entries);
    return {
      connections: parts.flatMap((part) => part.connections),
      interlocks: parts.flatMap((part) => part.interlocks),
      tripGroups: parts.flatMap((part) => part.tripGroups),
      states: parts.flatMap((part) => part.states),
      suppressions: parts.flatMap((part) => part.suppressions),
      classes: parts.flatMap((part) => part.classes),
    };
  };
}
