import type { Draft, Edited, ElementPath } from '#shared/screen/edit/draft.ts';
import { composeEdits } from '#shared/screen/edit/text-edit.ts';

/** Does an operation on one element after the other and gives it back as one change. None of them may move another in the tree. */
export function oneByOne<Item extends { readonly path: ElementPath }>(
  draft: Draft,
  items: readonly Item[],
  operation: (draft: Draft, item: Item) => Edited,
): Edited {
  const picked = items.map(({ path }) => path);
  let now = draft;
  let edits: Parameters<typeof composeEdits>[0] = [];
  for (const item of items) {
    const edited = operation(now, item);
    if (!edited.ok) return edited;
    edits = edits.length === 0 ? edited.change.edits : composeEdits(edits, edited.change.edits);
    now = edited.change.draft;
  }
  return { ok: true, change: { draft: now, picked, was: picked, edits } };
}
