import type { DraftProblem, Entry } from './draft-problem.ts';
import type { ListShape } from './read-entries.ts';
import { logicShapes } from './read-logic-file.ts';
import { listShapes } from './read-list-file.ts';

const shapes = { ...listShapes, ...logicShapes };
export type ListName = keyof typeof shapes;
/** Name and bounds of a list, whatever it holds. */
const shapeOf = (list: ListName): Omit<ListShape<unknown>, 'schema'> => shapes[list];

/** Notes problems of entries of one list. `key` is the setting the problem is about, or the way to it. */
export type Notes<Value> = {
  error(entry: Entry<Value>, key: EntryKey, message: string): void;
  warning(entry: Entry<Value>, key: EntryKey, message: string): void;
};
type EntryKey = string | null | readonly (string | number)[];

export function notesOn<Value extends object>(list: ListName, problems: DraftProblem[]): Notes<Value> {
  const { noun, nameOf } = shapeOf(list);
  const note = (severity: 'error' | 'warning', entry: Entry<Value>, key: EntryKey, message: string): void => {
    const below = key === null ? [] : typeof key === 'string' ? [key] : key;
    problems.push({ file: entry.file, at: [list, entry.item, ...below], message: `${noun} ${nameOf(entry.value)}: ${message}`, severity });
  };
  return {
    error: (entry, key, message) => note('error', entry, key, message),
    warning: (entry, key, message) => note('warning', entry, key, message),
  };
}

/** The entries with each name once: of several the first stays, and both places are named. At most as many as allowed. */
export function uniqueEntries<Value extends object>(
  list: ListName,
  entries: readonly Entry<Value>[],
  problems: DraftProblem[],
): { readonly entries: readonly Entry<Value>[]; readonly byId: ReadonlyMap<string, Value> } {
  const { noun, max, nameOf } = shapeOf(list);
  const first = new Map<string, Entry<Value>>();
  const byId = new Map<string, Value>();
  const kept: Entry<Value>[] = [];
  for (const entry of entries) {
    const name = nameOf(entry.value) ?? '';
    const earlier = first.get(name);
    if (earlier !== undefined) {
      const key = 'id' in entry.value ? ['id'] : [];
      problems.push({
        file: entry.file,
        at: [list, entry.item, ...key],
        message: `${noun} ${name} exists already, in {other}; this one is left out`,
        severity: 'error',
        other: { file: earlier.file, at: [list, earlier.item, ...key] },
      });
      continue;
    }
    if (kept.length === max) {
      const message = `there are more than ${max.toLocaleString('en')} ${list}; what begins here is left out`;
      problems.push({ file: entry.file, at: [list, entry.item], message, severity: 'error' });
      break;
    }
    first.set(name, entry);
    byId.set(name, entry.value);
    kept.push(entry);
  }
  return { entries: kept, byId };
}

/** A copy without one setting: the reference it held leads nowhere. */
export function without<Value extends object, Key extends keyof Value>(value: Value, key: Key): Omit<Value, Key> {
  const { [key]: _, ...rest } = value;
  return rest;
}
