import type { RunbookSuggestion } from '#shared/contract/runbooks.ts';
import { ok, refused } from '#shared/model/fault.ts';
import type { Suggestion } from '../runbooks/suggest.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'runbook.list' | 'runbook.get' | 'runbook.suggest' | 'runbook.search' | 'runbook.check';

/** Runbooks as files of the project: the watcher picks changes up, and `project.state` tells every console. */
export function runbookLibraryHandlers({ runbookLibrary: library }: Pick<EngineParts, 'runbookLibrary'>): HandlersOf<Names> {
  const withEntries = (suggestions: readonly Suggestion[]): RunbookSuggestion[] =>
    suggestions.flatMap(({ runbook, reasons }) => {
      const entry = library.entry(runbook);
      return entry === null ? [] : [{ entry, reasons: [...reasons] }];
    });
  return {
    'runbook.list': () => ok({ runbooks: [...library.list()] }),
    'runbook.get': ({ runbook: id }) => {
      const found = library.get(id);
      if (found === null) return refused('not-found', `There is no runbook ${id} in this project.`);
      const { runbook, file, text, hash, isSound, problems } = found;
      return ok({ runbook, file, text, hash, isSound, problems: [...problems] });
    },
    'runbook.suggest': ({ limit, ...asked }) => ok({ suggestions: withEntries(library.suggest(asked, limit)) }),
    'runbook.search': ({ words, limit }) => ok({ suggestions: withEntries(library.search(words, limit)) }),
    'runbook.check': ({ text }) => {
      const { runbook, problems } = library.check(text);
      return ok({ runbook, problems: [...problems] });
    },
  };
}
