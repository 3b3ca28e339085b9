import type { JournalFilter } from '#shared/contract/alarms.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { LoadedProject } from '../project/loaded-project.ts';
import type { JournalQuery } from '../store/store-types.ts';

type Known = Pick<LoadedProject, 'assets' | 'tags' | 'directory'>;

/** As in the console: an alarm the project does not have any more reads priority 4. */
const priorityOfOthers = 4;

/**
 * What is asked of the journal in terms of the project, in terms of the alarms that are in it.
 * @param known every alarm there is, those that devices brought along too.
 */
export function journalQuery(filter: JournalFilter, beforeSeq: number | null, limit: number, project: Known & Pick<LoadedProject, 'alarms'>, known: readonly AlarmDefinition[] = project.alarms): JournalQuery {
  const { span, text, alarms, assets, priorities, kinds, user } = filter;
  const needle = text?.trim().toLowerCase() ?? '';
  const named = alarms === undefined ? null : new Set<string>(alarms);
  const within = assets === undefined ? null : alarmsBelow(new Set(assets), known, project);
  const rest = { beforeSeq, limit, span: span ?? null, kinds: kinds ?? null, user: user === undefined || user.trim() === '' ? null : user.trim(), text: needle === '' ? null : { needle, alarms: alarmsNaming(needle, known) } };
  const chosen = named === null ? within : within === null ? named : new Set([...named].filter((alarm) => within.has(alarm)));
  if (priorities === undefined || priorities.length === 0) return { ...rest, alarms: chosen === null ? null : [...chosen], exceptAlarms: null };
  const wanted = new Set<number>(priorities);
  const priorityOf = new Map<string, number>(known.map(({ id, priority }) => [id, priority]));
  const fits = (alarm: string): boolean => wanted.has(priorityOf.get(alarm) ?? priorityOfOthers);
  if (chosen !== null) return { ...rest, alarms: [...chosen].filter(fits), exceptAlarms: null };
  // Alarms of no project are only known by what they are not.
  if (wanted.has(priorityOfOthers)) return { ...rest, alarms: null, exceptAlarms: known.flatMap(({ id }) => (fits(id) ? [] : [id])) };
  return { ...rest, alarms: known.flatMap(({ id }) => (fits(id) ? [id] : [])), exceptAlarms: null };
}

/** Alarms of these assets and of those below them, by where they belong: their own asset, or that of their tag. */
function alarmsBelow(assets: ReadonlySet<string>, known: readonly AlarmDefinition[], { assets: all, tags, directory }: Known): ReadonlySet<string> {
  const parentOf = new Map<string, string | undefined>(all.map(({ id, parent }) => [id, parent]));
  const isBelow = new Map<string, boolean>();
  const look = (asset: string): boolean => {
    const way: string[] = [];
    let here: string | undefined = asset;
    while (here !== undefined && !assets.has(here) && !isBelow.has(here) && !way.includes(here)) {
      way.push(here);
      here = parentOf.get(here);
    }
    const found = here !== undefined && (assets.has(here) || isBelow.get(here) === true);
    for (const one of way) isBelow.set(one, found);
    return found;
  };
  const assetOf = (alarm: AlarmDefinition): string | undefined => alarm.asset ?? tags[directory.get(alarm.tag)?.index ?? -1]?.asset;
  return new Set(known.flatMap((alarm) => (look(assetOf(alarm) ?? '') ? [alarm.id] : [])));
}

/** Alarms whose tag or message has the text in it; what stands in the journal itself is looked at there. */
const alarmsNaming = (needle: string, known: readonly AlarmDefinition[]): readonly string[] =>
  known.flatMap(({ id, tag, message }) => (tag.toLowerCase().includes(needle) || message.toLowerCase().includes(needle) ? [id] : []));
