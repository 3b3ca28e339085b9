import { createStore, type StoreApi } from 'zustand/vanilla';
import { comparePaths, type Draft, type Edited, elementAt, type ElementPath, openDraft, samePath } from '#shared/screen/edit/draft.ts';
import { createDraftHistory } from '#shared/screen/edit/draft-history.ts';
import type { ScreenModel, ScreenResult } from '#shared/screen/screen-model.ts';
import { type ElementKey, elementKeys } from './element-key.ts';

export type EditorState = {
  readonly draft: Draft;
  /** What the text draws: an edit after which it would be no screen is refused. */
  readonly model: ScreenModel;
  /** What is selected, in the order of the text. */
  readonly picked: readonly ElementPath[];
  /** The group whose parts are picked one by one; empty for the drawing itself. */
  readonly scope: ElementPath;
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
  /** Whether the text differs from the one saved. */
  readonly isChanged: boolean;
  readonly savedText: string;
  /** Hash of the file the text is based on; null for a drawing that has no file. */
  readonly basedOn: string | null;
  readonly locked: ReadonlySet<ElementKey>;
  readonly hidden: ReadonlySet<ElementKey>;
  /** Why the last thing asked for was not done; null when it was. */
  readonly refusal: string | null;
};

export type EditorSession = {
  readonly store: StoreApi<EditorState>;
  /** Does an operation of `shared/screen/edit` as one step of the history; steps with the same `mergeKey` become one. False, and said, where it is refused. */
  edit(label: string, operation: (draft: Draft) => Edited, mergeKey?: string): boolean;
  /** Another whole text as one step: a kept draft, the file as it is now, an old version. Undo gives back what was there. */
  replaceText(text: string, label: string): boolean;
  undo(): void;
  redo(): void;
  pick(paths: readonly ElementPath[], scope?: ElementPath): void;
  togglePick(path: ElementPath): void;
  setLocked(paths: readonly ElementPath[], isLocked: boolean): void;
  setHidden(paths: readonly ElementPath[], isHidden: boolean): void;
  /** The text that was sent stands in the file now, under this hash. */
  saved(hash: string, text: string): void;
  /** Further saves are based on this text; null where there is no file any more and the next save makes one. */
  rebase(hash: string | null): void;
  /** The templates changed: the same text may draw something else. */
  parseAgain(): void;
  say(refusal: string | null): void;
  /** The next edit is a step of its own, whatever its key. */
  endMerge(): void;
};

type Start = { readonly text: string; readonly basedOn: string | null; readonly parse: (text: string) => ScreenResult };
export type OpenedSession = { readonly ok: true; readonly session: EditorSession } | { readonly ok: false; readonly sentence: string };

/** One drawing under the editor: its text, its history, and what is picked of it. Refused where the text is no screen. */
export function createEditorSession({ text, basedOn, parse }: Start): OpenedSession {
  const opened = openDraft(text);
  const first = parse(text);
  if (!opened.ok || !first.ok) {
    const problem = opened.ok ? (first.ok ? null : first.problem) : opened.problem;
    return {
      ok: false,
      sentence: `${problem?.message ?? ''}${problem?.line === null || problem === null ? '' : ` (line ${problem.line})`}`,
    };
  }
  const history = createDraftHistory(opened.draft);
  const store = createStore<EditorState>(() => ({
    draft: opened.draft,
    model: first.screen,
    picked: [],
    scope: [],
    undoLabel: null,
    redoLabel: null,
    isChanged: false,
    savedText: text,
    basedOn,
    locked: new Set(),
    hidden: new Set(),
    refusal: null,
  }));

  const show = (picked: readonly ElementPath[], screen: ScreenModel | null): void => {
    const { draft } = history;
    const before = store.getState();
    const { undo, redo } = history.labels();
    store.setState({
      draft,
      model: screen ?? before.model,
      picked: picked.filter((path) => elementAt(draft, path) !== null),
      scope: picked.every((path) => isWithin(path, before.scope)) && elementAt(draft, before.scope) !== null ? before.scope : [],
      undoLabel: undo,
      redoLabel: redo,
      isChanged: draft.text !== before.savedText,
      refusal: null,
    });
  };
  /** Every text of the history was a screen when it was made. */
  const shownModel = (): ScreenModel | null => {
    const parsed = parse(history.draft.text);
    return parsed.ok ? parsed.screen : null;
  };
  const say = (refusal: string | null): void => store.setState({ refusal });
  const change = (which: 'locked' | 'hidden', paths: readonly ElementPath[], isOn: boolean): void => {
    const state = store.getState();
    const keys = elementKeys(state.draft);
    const next = new Set(state[which]);
    for (const path of paths) {
      const key = keys.keyOf(path);
      if (key === null) continue;
      if (isOn) next.add(key);
      else next.delete(key);
    }
    const isGone = (path: ElementPath): boolean => isOn && paths.some((one) => isWithin(path, one));
    store.setState({ [which]: next, picked: state.picked.filter((path) => !isGone(path)) });
  };

  return {
    ok: true,
    session: {
      store,
      edit(label, operation, mergeKey) {
        const edited = operation(history.draft);
        if (!edited.ok) {
          say(edited.problem.message);
          return false;
        }
        const parsed = parse(edited.change.draft.text);
        if (!parsed.ok) {
          say(`Nothing was changed: ${parsed.problem.message}`);
          return false;
        }
        history.push(edited.change, label, mergeKey);
        show(edited.change.picked, parsed.screen);
        return true;
      },
      replaceText(next, label) {
        const draft = openDraft(next);
        const parsed = parse(next);
        if (!draft.ok || !parsed.ok) {
          say(draft.ok ? (parsed.ok ? null : parsed.problem.message) : draft.problem.message);
          return false;
        }
        const before = history.draft.text;
        if (next === before) return true;
        let from = 0;
        while (from < before.length && from < next.length && before[from] === next[from]) from++;
        let behind = 0;
        while (behind < before.length - from && behind < next.length - from && before.at(-1 - behind) === next.at(-1 - behind)) behind++;
        const edits = [{ from, removed: before.slice(from, before.length - behind), inserted: next.slice(from, next.length - behind) }];
        history.push({ draft: draft.draft, picked: [], was: [], edits }, label);
        history.endMerge();
        show([], parsed.screen);
        return true;
      },
      undo() {
        const back = history.undo();
        if (back !== null) show(back.picked, shownModel());
      },
      redo() {
        const again = history.redo();
        if (again !== null) show(again.picked, shownModel());
      },
      pick(paths, scope = []) {
        history.endMerge();
        store.setState({ picked: [...paths].sort(comparePaths), scope, refusal: null });
      },
      togglePick(path) {
        const { picked, scope } = store.getState();
        const without = picked.filter((one) => !samePath(one, path));
        store.setState({ picked: without.length < picked.length ? without : [...picked, path].sort(comparePaths), scope });
      },
      setLocked: (paths, isLocked) => change('locked', paths, isLocked),
      setHidden: (paths, isHidden) => change('hidden', paths, isHidden),
      saved(hash, sent) {
        if (sent === history.draft.text) history.markSaved();
        store.setState({ basedOn: hash, savedText: sent, isChanged: history.draft.text !== sent });
      },
      rebase: (hash) => store.setState({ basedOn: hash }),
      parseAgain: () => show(store.getState().picked, shownModel()),
      say,
      endMerge: () => history.endMerge(),
    },
  };
}

export const isWithin = (path: ElementPath, group: ElementPath): boolean =>
  group.length <= path.length && group.every((index, at) => index === path[at]);
