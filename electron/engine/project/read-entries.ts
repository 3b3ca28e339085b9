import type { z } from 'zod';
import type { DraftProblem, Entry } from './draft-problem.ts';
import { issueSentences } from './issue-sentences.ts';

/** What a list of a project file holds, what one entry is called, and how many of them a project may have. */
export type ListShape<Value> = {
  readonly schema: z.ZodType<Value>;
  readonly noun: string;
  readonly keys: readonly string[];
  readonly max: number;
  /** What tells one entry from the others, read from what stands in the file; null where that cannot be made out. */
  readonly nameOf: (raw: unknown) => string | null;
};

/** Where a list stands and what it holds. */
export type ListPlace<Value> = { readonly file: string; readonly list: string; readonly shape: ListShape<Value> };

/**
 * The entries of one list that fit its schema. In place of one that does not stands the entry of that name in `before`,
 * the same list as last read, where there is one.
 */
export function readEntries<Value>(
  { file, list, shape }: ListPlace<Value>,
  raws: readonly unknown[],
  before: readonly Entry<Value>[],
): { readonly entries: readonly Entry<Value>[]; readonly problems: readonly DraftProblem[] } {
  const entries: Entry<Value>[] = [];
  const problems: DraftProblem[] = [];
  const previous = new Map(before.map((entry) => [shape.nameOf(entry.value), entry.value]));
  raws.forEach((raw, item) => {
    const checked = shape.schema.safeParse(raw);
    if (checked.success) {
      entries.push({ value: checked.data, file, item });
      return;
    }
    const name = shape.nameOf(raw);
    const kept = name === null ? undefined : previous.get(name);
    if (kept !== undefined) entries.push({ value: kept, file, item });
    const label = `${shape.noun} ${name ?? `number ${item + 1}`}`;
    for (const { path, message } of issueSentences(checked.error.issues, raw, shape.keys)) {
      const ending = kept === undefined ? '' : '; its last good version stays in use';
      problems.push({ file, at: [list, item, ...path], message: `${label}, ${message}${ending}`, severity: 'error' });
    }
  });
  return { entries, problems };
}

/** The `id` of an entry, as it stands in the file. */
export function idOf(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null ? (raw as { id?: unknown }).id : null;
  return typeof id === 'string' && id !== '' ? id.slice(0, 120) : null;
}
