import type { Change, Draft, ElementPath } from './draft.ts';
import { openDraft } from './draft.ts';
import { applyEdits, composeEdits, invertEdits, type TextEdit } from './text-edit.ts';

type Step = {
  readonly label: string;
  readonly mergeKey: string | null;
  readonly edits: readonly TextEdit[];
  readonly was: readonly ElementPath[];
  readonly picked: readonly ElementPath[];
};

export type DraftHistory = {
  /** The draft as it stands now. */
  readonly draft: Draft;
  /** Takes the change of an operation on the present draft. One with the same `mergeKey` as the last one, with no undo between, becomes one step with it. */
  push(change: Change, label: string, mergeKey?: string): void;
  /** Takes the last step back; `picked` are the elements it had worked on. Null when there is none. */
  undo(): Change | null;
  redo(): Change | null;
  /** What the next undo and redo would take back or do again, in words; null for none. */
  labels(): { readonly undo: string | null; readonly redo: string | null };
  /** Whether the text differs from what was saved last, or from the text it began with. */
  isChanged(): boolean;
  markSaved(): void;
  /** Ends merging: the next change is a step of its own, whatever its key. */
  endMerge(): void;
};

/**
 * Undo and redo without limit: it keeps the edits of each step, not copies of the text, so a step costs what it changed.
 * Undo to the start gives the very same text.
 */
export function createDraftHistory(start: Draft): DraftHistory {
  let draft = start;
  let saved = start.text;
  let canMerge = false;
  const done: Step[] = [];
  const undone: Step[] = [];

  const goTo = (edits: readonly TextEdit[], was: readonly ElementPath[], picked: readonly ElementPath[]): Change => {
    const opened = openDraft(applyEdits(draft.text, edits));
    // Each text of the history was read once already: it is readable.
    if (!opened.ok) throw new Error(`A step of the editor's history is not readable: ${opened.problem.message}`);
    draft = opened.draft;
    canMerge = false;
    return { draft, was, picked, edits };
  };

  return {
    get draft() {
      return draft;
    },
    push(change, label, mergeKey) {
      if (change.edits.length === 0) return;
      draft = change.draft;
      undone.length = 0;
      const last = done.at(-1);
      if (canMerge && mergeKey !== undefined && last?.mergeKey === mergeKey) {
        const edits = composeEdits(last.edits, change.edits);
        done[done.length - 1] = { label, mergeKey, edits, was: last.was, picked: change.picked };
        return;
      }
      canMerge = true;
      done.push({ label, mergeKey: mergeKey ?? null, edits: change.edits, was: change.was, picked: change.picked });
    },
    undo() {
      const step = done.pop();
      if (step === undefined) return null;
      undone.push(step);
      return goTo(invertEdits(step.edits), step.picked, step.was);
    },
    redo() {
      const step = undone.pop();
      if (step === undefined) return null;
      done.push(step);
      return goTo(step.edits, step.was, step.picked);
    },
    labels: () => ({ undo: done.at(-1)?.label ?? null, redo: undone.at(-1)?.label ?? null }),
    isChanged: () => draft.text !== saved,
    markSaved() {
      saved = draft.text;
      canMerge = false;
    },
    endMerge() {
      canMerge = false;
    },
  };
}
