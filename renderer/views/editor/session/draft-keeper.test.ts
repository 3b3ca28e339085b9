import { describe, expect, it } from 'vitest';
import { move } from '#shared/screen/edit/move.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { createDraftKeeper } from './draft-keeper.ts';
import { createEditorSession } from './editor-session.ts';
import type { KeptDraft, KeptDrafts } from '#renderer/client/kept-drafts.ts';

const text = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect class="body" x="1" y="1" width="3" height="3"/></svg>';
function open(basedOn: string | null) {
  const opened = createEditorSession({ text, basedOn, parse: (one) => parseScreen(one) });
  if (!opened.ok) throw new Error(opened.sentence);
  return opened.session;
}
function drafts() {
  const held = new Map<string, KeptDraft>();
  const kept: KeptDrafts = {
    read: (name) => held.get(name) ?? null,
    list: () => [...held.keys()],
    keep(name, draft) {
      held.set(name, draft);
      return { isKept: true, dropped: [] };
    },
    forget: (name) => void held.delete(name),
  };
  return kept;
}

describe('the draft of a session', () => {
  it('is kept while it is not saved, and forgotten when it is', () => {
    const [session, kept] = [open('h0'), drafts()];
    const keep = createDraftKeeper(session, 'screen a', kept, () => 7, false);
    session.edit('Move', (draft) => move(draft, [[0]], 4, 0));
    keep();
    expect(kept.read('screen a')).toEqual({ text: session.store.getState().draft.text, basedOn: 'h0', timeMs: 7 });
    session.undo();
    keep();
    expect(kept.read('screen a')).toBeNull();
  });

  it('stays when another window that has the same drawing open without changes is closed', () => {
    const kept = drafts();
    const [mine, other] = [open('h0'), open('h0')];
    mine.edit('Move', (draft) => move(draft, [[0]], 4, 0));
    createDraftKeeper(mine, 'screen a', kept, () => 7, false)();
    createDraftKeeper(other, 'screen a', kept, () => 8, false)();
    expect(kept.read('screen a')?.timeMs).toBe(7);
  });

  it('stays while it is all there is of a drawing whose file was taken away, until it is saved', () => {
    const [session, kept] = [open(null), drafts()];
    const keep = createDraftKeeper(session, 'screen a', kept, () => 7, true);
    keep();
    expect(kept.read('screen a')?.text).toBe(text);
    session.saved('h1', text);
    keep();
    expect(kept.read('screen a')).toBeNull();
    session.rebase(null);
    keep();
    expect(kept.read('screen a')).toBeNull();
  });
});
