import type { FirstoutContract } from '#shared/contract/index.ts';
import type { RunbookEntry } from '#shared/contract/runbooks.ts';
import { ok, refused } from '#shared/model/fault.ts';
import { stepsOf } from '#shared/model/runbook.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import { rigRunbook, rigText } from '#shared/runbook-run/testing/run-rig.ts';
import { readRunbook } from '#shared/runbook/read-runbook.ts';

type Names = 'runbook.list' | 'runbook.get' | 'runbook.suggest' | 'runbook.search' | 'runbook.check' | 'runbook.source' | 'runbook.save' | 'runbook.create';

const hash = '0'.repeat(64);

/** A project with the one runbook of the run rig, which is suggested for everything. Texts are read as in the engine, and not held against tags. */
export function fakeRunbooks(): Pick<Handlers<FirstoutContract>, Names> {
  const runbook = rigRunbook();
  const { intro: _intro, phases, ...head } = runbook;
  const entry: RunbookEntry = { ...head, file: 'runbooks/rig.md', hash, isSound: true, steps: stepsOf(runbook).length, phases: phases.map(({ title }) => title) };
  return {
    'runbook.list': () => ok({ runbooks: [entry] }),
    'runbook.get': ({ runbook: id }) => (id === runbook.id ? ok({ runbook, file: entry.file, text: rigText, hash, isSound: true, problems: [] }) : refused('not-found', `There is no runbook ${id} in this project.`)),
    'runbook.suggest': ({ alarms }) => ok({ suggestions: alarms.length === 0 ? [] : [{ entry, reasons: [{ kind: 'alarm', text: `answers ${alarms[0]}` }] }] }),
    'runbook.search': ({ words }) => ok({ suggestions: runbook.title.toLowerCase().includes(words.toLowerCase()) ? [{ entry, reasons: [{ kind: 'words', text: `words: ${words} in its title` }] }] : [] }),
    'runbook.check': ({ text }) => {
      const { runbook: read, problems } = readRunbook(text);
      return ok({ runbook: read, problems: [...problems] });
    },
    'runbook.source': ({ runbook: id }) => (id === runbook.id ? ok({ file: entry.file, text: rigText, hash }) : refused('not-found', `There is no runbook ${id} in this project.`)),
    'runbook.save': () => refused('unwritable', 'The fake engine writes nothing.'),
    'runbook.create': () => refused('unwritable', 'The fake engine writes nothing.'),
  };
}
