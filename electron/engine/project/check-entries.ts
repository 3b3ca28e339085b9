import type { DraftProblem, Entry } from './draft-problem.ts';
import { listShapes } from './read-list-file.ts';
import type { ListFolder } from './project-files.ts';

/** Notes problems of entries of one list. `key` is the setting the problem is about. */
export type Notes<Value> = {
  error(entry: Entry<Value>, key: string | null, message: string): void;
  warning(entry: Entry<Value>, key: string | null, message: string): void;
};

export function notesOn<Value extends { readonly id: string }>(folder: ListFolder, problems: DraftProblem[]): Notes<Value> {
  const { noun } = listShapes[folder];
  const note = (severity: 'error' | 'warning', entry: Entry<Value>, key: string | null, message: string): void => {
    const at = key === null ? [folder, entry.item] : [folder, entry.item, key];
    problems.push({ file: entry.file, at, message: `${noun} ${entry.value.id}: ${message}`, severity });
  };
  return {
    error: (entry, key, message) => note('error', entry, key, message),
    warning: (entry, key, message) => note('warning', entry, key, message),
  };
}

/** The entries with each id once: of several the first stays, and both places are named. At most as many as allowed. */
export function uniqueEntries<Value extends { readonly id: string }>(
  folder: ListFolder,
  entries: readonly Entry<Value>[],
  problems: DraftProblem[],
): { readonly entries: readonly Entry<Value>[]; readonly byId: ReadonlyMap<string, Value> } {
  const { noun, max } = listShapes[folder];
  const first = new Map<string, Entry<Value>>();
  const byId = new Map<string, Value>();
  const kept: Entry<Value>[] = [];
  for (const entry of entries) {
    const { id } = entry.value;
    const earlier = first.get(id);
    if (earlier !== undefined) {
      problems.push({
        file: entry.file,
        at: [folder, entry.item, 'id'],
        message: `${noun} ${id} exists already, in {other}; this one is left out`,
        severity: 'error',
        other: { file: earlier.file, at: [folder, earlier.item, 'id'] },
      });
      continue;
    }
    if (kept.length === max) {
      const message = `there are more than ${max.toLocaleString('en')} ${folder}; what begins here is left out`;
      problems.push({ file: entry.file, at: [folder, entry.item], message, severity: 'error' });
      break;
    }
    first.set(id, entry);
    byId.set(id, entry.value);
    kept.push(entry);
  }
  return { entries: kept, byId };
}

/** A copy without one setting: the reference it held leads nowhere. */
export function without<Value extends object, Key extends keyof Value>(value: Value, key: Key): Omit<Value, Key> {
  const { [key]: _, ...rest } = value;
  return rest;
}
