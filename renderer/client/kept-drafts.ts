/** A text that was edited and not saved, kept over a reload or a crash. `basedOn` is the hash of the file it was made from. */
export type KeptDraft = { readonly text: string; readonly basedOn: string | null; readonly timeMs: number };

export type KeptDrafts = {
  read(drawing: string): KeptDraft | null;
  /** Drawings with a kept draft, in no order. */
  list(): readonly string[];
  /** `isKept` is false where it could not be: the browser's storage is full or refused. `dropped` are drawings whose drafts made room for it. */
  keep(drawing: string, draft: KeptDraft): { readonly isKept: boolean; readonly dropped: readonly string[] };
  forget(drawing: string): void;
};

/** What a shelf holds, and the name it has in the storage: of all plants; behind it stands which plant, then which text. */
const prefixes = { drawings: 'firstout.draft.2.', runbooks: 'firstout.runbook-draft.1.' } as const;
/** Drafts kept at once; the oldest goes. */
export const keptAtMost = 12;
/** Characters of a draft; a larger one is not kept, and that is said. */
export const largestKept = 1_500_000;

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/**
 * Unsaved drafts of one plant in the browser's own storage, so that neither a crash nor a closed tab loses work. Bounded in
 * number and size. `project`: which plant; a browser's storage goes by the address, and at one address another plant may
 * stand tomorrow, whose screens have the same names.
 */
export function keptDraftsIn(storage: Store, project: string, shelf: keyof typeof prefixes = 'drawings'): KeptDrafts {
  const prefix = `${prefixes[shelf]}${encodeURIComponent(project).replaceAll('.', '%2E')}.`;
  const names = (): readonly string[] =>
    Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '').filter((name) => name.startsWith(prefix));
  const read = (name: string): KeptDraft | null => {
    const text = storage.getItem(name);
    if (text === null) return null;
    try {
      const kept = JSON.parse(text) as Partial<Record<keyof KeptDraft, unknown>>;
      if (typeof kept.text !== 'string' || typeof kept.timeMs !== 'number') return null;
      return { text: kept.text, basedOn: typeof kept.basedOn === 'string' ? kept.basedOn : null, timeMs: kept.timeMs };
    } catch {
      return null;
    }
  };
  const dropOldest = (but: string): readonly string[] => {
    let oldest: { readonly name: string; readonly timeMs: number } | null = null;
    for (const name of names()) {
      const timeMs = read(name)?.timeMs ?? -Infinity;
      if (name !== but && (oldest === null || timeMs < oldest.timeMs)) oldest = { name, timeMs };
    }
    if (oldest === null) return [];
    storage.removeItem(oldest.name);
    return [oldest.name.slice(prefix.length)];
  };
  return {
    read: (drawing) => read(prefix + drawing),
    list: () => names().map((name) => name.slice(prefix.length)),
    keep(drawing, draft) {
      const name = prefix + drawing;
      if (draft.text.length > largestKept) {
        storage.removeItem(name);
        return { isKept: false, dropped: [] };
      }
      const dropped: string[] = [];
      const others = names().filter((one) => one !== name).length;
      for (let over = others + 1 - keptAtMost; over > 0; over--) dropped.push(...dropOldest(name));
      try {
        storage.setItem(name, JSON.stringify(draft));
        return { isKept: true, dropped };
      } catch {
        // Full, or switched off. An older text of the same drawing must not be taken for this one.
        storage.removeItem(name);
        return { isKept: false, dropped };
      }
    },
    forget: (drawing) => storage.removeItem(prefix + drawing),
  };
}
