import type { RunbookSuggestion } from '#shared/contract/runbooks.ts';
import { ok, refused } from '#shared/model/fault.ts';
import { createRunbookTexts } from '../runbook-texts.ts';
import type { Suggestion } from '../runbooks/suggest.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'runbook.list' | 'runbook.get' | 'runbook.suggest' | 'runbook.search' | 'runbook.check' | 'runbook.source' | 'runbook.save' | 'runbook.create';

/** Runbooks as files of the project: the watcher picks changes up, and `project.state` tells every console. */
export function runbookLibraryHandlers({ runbookLibrary: library, records, projectDir }: Pick<EngineParts, 'runbookLibrary' | 'records' | 'projectDir'>): HandlersOf<Names> {
  const texts = createRunbookTexts({ dir: projectDir, library, records });
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
    'runbook.source': ({ runbook }) => texts.read(runbook),
    'runbook.save': async (asked) => {
      const saved = await texts.save(asked);
      return saved.ok ? ok({ ...saved.value, problems: [...saved.value.problems] }) : refused(saved.fault.code === 'exists' ? 'changed-meanwhile' : saved.fault.code, saved.fault.message, saved.fault.tip);
    },
    'runbook.create': async ({ markdown }) => {
      const saved = await texts.create(markdown);
      if (saved.ok) return ok({ ...saved.value, problems: [...saved.value.problems] });
      const { code, message, tip } = saved.fault;
      return refused(code === 'invalid' || code === 'unwritable' ? code : 'exists', message, tip);
    },
  };
}
