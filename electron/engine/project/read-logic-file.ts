import { AlarmClass, Connection, Interlock, type PlantLogic, PlantState, SuppressionGroup, TripGroup } from '#shared/model/logic.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';
import { parseYaml } from './parse-yaml.ts';
import { idOf, type ListShape, readEntries } from './read-entries.ts';

export type LogicList = keyof PlantLogic;
export type LogicValue<List extends LogicList> = PlantLogic[List][number];

/** Between the same two assets may run several things, one of a kind. */
function connectionName(raw: unknown): string | null {
  const { from, to, carries = 'process' } = (raw ?? {}) as { from?: unknown; to?: unknown; carries?: unknown };
  if (typeof from !== 'string' || typeof to !== 'string') return null;
  return `${from.slice(0, 120)} → ${to.slice(0, 120)} (${String(carries).slice(0, 20)})`;
}

export const logicShapes: { readonly [List in LogicList]: ListShape<LogicValue<List>> } = {
  connections: { schema: Connection, noun: 'connection', keys: Object.keys(Connection.shape), max: 100_000, nameOf: connectionName },
  interlocks: { schema: Interlock, noun: 'interlock', keys: Object.keys(Interlock.shape), max: 10_000, nameOf: idOf },
  tripGroups: { schema: TripGroup, noun: 'trip group', keys: Object.keys(TripGroup.shape), max: 2000, nameOf: idOf },
  states: { schema: PlantState, noun: 'plant state', keys: Object.keys(PlantState.shape), max: 100, nameOf: idOf },
  suppressions: { schema: SuppressionGroup, noun: 'suppression', keys: Object.keys(SuppressionGroup.shape), max: 2000, nameOf: idOf },
  classes: { schema: AlarmClass, noun: 'alarm class', keys: Object.keys(AlarmClass.shape), max: 100, nameOf: idOf },
};
export const logicLists = Object.keys(logicShapes) as readonly LogicList[];

/** Entries of the lists of `logic/`, of one file or of all. */
export type LogicEntries = { readonly [List in LogicList]: readonly Entry<LogicValue<List>>[] };
export const noLogicEntries: LogicEntries = { connections: [], interlocks: [], tripGroups: [], states: [], suppressions: [], classes: [] };

/** A file of `logic/` as read: kept between loads, so that files that did not change are not read again. */
export type LogicContent = { readonly entries: LogicEntries; readonly problems: readonly DraftProblem[] };

/**
 * The entries of one file of `logic/`, which holds any of its lists. As in `readListFile`, `before`, the same file as last
 * read, stands in for what is broken: the file, a list of it, or an entry.
 */
export function readLogicFile(file: string, text: string, before: LogicEntries | undefined): LogicContent {
  const ending = before !== undefined && logicLists.some((list) => before[list].length > 0) ? '; its last good version stays in use' : '';
  const fallback = (at: number | null, message: string): LogicContent => ({
    entries: before ?? noLogicEntries,
    problems: [{ file, at, message: `${message}${ending}`, severity: 'error' }],
  });
  const parsed = parseYaml(text);
  if (!parsed.ok) return fallback(parsed.line, parsed.message);
  const root = parsed.value;
  if (root === null) {
    const message = `the file is empty; one of the lists ${logicLists.join(', ')} is expected`;
    return { entries: noLogicEntries, problems: [{ file, at: null, message, severity: 'warning' }] };
  }
  if (typeof root !== 'object' || Array.isArray(root)) return fallback(1, `one of the lists ${logicLists.join(', ')} is expected at the top of the file`);

  const problems: DraftProblem[] = Object.keys(root)
    .filter((key) => !Object.hasOwn(logicShapes, key))
    .map((key) => ({ file, at: [key], message: `"${key}:" does not belong here; files in logic/ hold ${logicLists.join(', ')}`, severity: 'error' }));
  const read = <List extends LogicList>(list: List): readonly Entry<LogicValue<List>>[] => {
    const old: readonly Entry<LogicValue<List>>[] = before?.[list] ?? [];
    const raw = Object.hasOwn(root, list) ? ((root as Record<string, unknown>)[list] ?? []) : [];
    if (!Array.isArray(raw)) {
      const kept = old.length > 0 ? '; its last good version stays in use' : '';
      problems.push({ file, at: [list], message: `"${list}:" holds a list: each entry begins with "- "${kept}`, severity: 'error' });
      return old;
    }
    const shape: ListShape<LogicValue<List>> = logicShapes[list];
    const { entries, problems: found } = readEntries({ file, list, shape }, raw, old);
    problems.push(...found);
    return entries;
  };
  const entries: LogicEntries = {
    connections: read('connections'),
    interlocks: read('interlocks'),
    tripGroups: read('tripGroups'),
    states: read('states'),
    suppressions: read('suppressions'),
    classes: read('classes'),
  };
  return { entries, problems };
}
