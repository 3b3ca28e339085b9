import type { EditorSession } from './editor-session.ts';
import type { KeptDrafts } from '#renderer/client/kept-drafts.ts';

/** What came of keeping a draft: `gaveUp` where the storage is full; `dropped` are drafts of others that made room, oldest first. */
export type Keeping = { readonly gaveUp: boolean; readonly dropped: readonly string[] };

/**
 * Keeps what a session has that is not saved, and forgets it once it is. A session that never kept anything forgets
 * nothing: another window may have the draft of the same drawing. `hasOwn`: it was taken up from one that was kept.
 */
export function createDraftKeeper(
  session: EditorSession,
  name: string,
  drafts: KeptDrafts,
  nowMs: () => number,
  hasOwn: boolean,
): () => Keeping {
  let isOurs = hasOwn;
  let isAllThereIs = hasOwn && session.store.getState().basedOn === null;
  return () => {
    const { isChanged, draft, basedOn } = session.store.getState();
    // What was taken up without a file stands nowhere else until it is saved.
    isAllThereIs &&= basedOn === null;
    if (!isChanged && !isAllThereIs) {
      if (isOurs) drafts.forget(name);
      isOurs = false;
      return { gaveUp: false, dropped: [] };
    }
    const { isKept, dropped } = drafts.keep(name, { text: draft.text, basedOn, timeMs: nowMs() });
    isOurs = isKept;
    return { gaveUp: !isKept, dropped };
  };
}
