import type { RunbookEntry } from '#shared/contract/runbooks.ts';
import { guidanceOf } from '#shared/model/alarm-guidance.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import { stepsOf } from '#shared/model/runbook.ts';
import { checkRunbook, type CheckedRunbook } from '#shared/runbook/check-runbook.ts';
import { readRunbook } from '#shared/runbook/read-runbook.ts';
import { runbookSurroundings } from './project/check-runbooks.ts';
import type { LoadedProject, ProjectRunbook } from './project/loaded-project.ts';
import { createSuggester, type SuggestAsked, type Suggester, type Suggestion } from './runbooks/suggest.ts';

/** Runbooks of the project as it is now, and which of them fit what happens. */
export type RunbookLibrary = {
  list(): readonly RunbookEntry[];
  get(id: string): ProjectRunbook | null;
  entry(id: string): RunbookEntry | null;
  suggest(asked: SuggestAsked, limit: number): readonly Suggestion[];
  search(words: string, limit: number): readonly Suggestion[];
  /** A text as it would be loaded. */
  check(text: string): CheckedRunbook;
};

/** @param dir the project's folder, where linked documents are looked for. */
export function createRunbookLibrary(project: () => LoadedProject, dir: string): RunbookLibrary {
  let known: { readonly runbooks: LoadedProject['runbooks']; readonly alarms: LoadedProject['alarms']; readonly suggester: Suggester } | null = null;
  /** The index is made when it is first asked for, and again when runbooks or plant changed. */
  const suggester = (): Suggester => {
    const now = project();
    if (known?.runbooks !== now.runbooks || known.alarms !== now.alarms) known = { runbooks: now.runbooks, alarms: now.alarms, suggester: suggesterOf(now) };
    return known.suggester;
  };
  const get = (id: string): ProjectRunbook | null => project().runbooks.find(({ runbook }) => runbook.id === id) ?? null;
  return {
    list: () => project().runbooks.map(entryOf),
    get,
    entry(id) {
      const found = get(id);
      return found === null ? null : entryOf(found);
    },
    suggest: (asked, limit) => suggester().suggest(asked, limit),
    search: (words, limit) => suggester().search(words, limit),
    check(text) {
      const now = project();
      const around = runbookSurroundings({
        ...now,
        dir,
        tags: new Map(now.tags.map((tag) => [tag.id, tag])),
        deviceIds: new Set<string>(now.devices.map(({ id }) => id)),
        screens: new Set<string>(now.screens.map(({ id }) => id)),
      });
      const read = readRunbook(text);
      const ids = new Set<string>(now.runbooks.map(({ runbook }) => runbook.id));
      if (read.runbook !== null) ids.add(read.runbook.id);
      return checkRunbook(read, { ...around, runbooks: ids });
    },
  };
}

function suggesterOf(project: LoadedProject): Suggester {
  const assets = new Map<string, AssetDefinition>(project.assets.map((asset) => [asset.id, asset]));
  const tags = new Map(project.tags.map((tag) => [tag.id as string, tag]));
  const alarms = new Map<string, AlarmDefinition>(project.alarms.map((alarm) => [alarm.id, alarm]));
  return createSuggester({
    runbooks: project.runbooks.flatMap(({ runbook, isSound }) => (isSound ? [runbook] : [])),
    assets,
    tags,
    alarms,
    namedBy(id) {
      const alarm = alarms.get(id);
      return alarm === undefined ? null : (guidanceOf(alarm, assets, alarm.asset ?? tags.get(alarm.tag)?.asset).runbook ?? null);
    },
  });
}

function entryOf({ runbook: { intro: _intro, phases, ...head }, file, hash, isSound, runbook }: ProjectRunbook): RunbookEntry {
  return { ...head, file, hash, isSound, steps: stepsOf(runbook).length, phases: phases.map(({ title }) => title) };
}
