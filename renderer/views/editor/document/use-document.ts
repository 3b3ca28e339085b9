import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { notify } from '#renderer/client/notices.ts';
import { browserTimers } from '#renderer/client/timers.ts';
import { useClient, useDirectory } from '#renderer/client/use-client.ts';
import { createEditorSession, type EditorSession } from '../session/editor-session.ts';
import { createDraftKeeper } from '../session/draft-keeper.ts';
import { keptAtMost, type KeptDrafts, keptDraftsIn } from '#renderer/client/kept-drafts.ts';
import { type DrawingRef, fileOf, keptName, refOf, refOfKept } from './drawing-ref.ts';
import { createTemplateShelf, type TemplateShelf } from './template-shelf.ts';

export type EditorDocument = {
  readonly ref: DrawingRef;
  readonly session: EditorSession;
  readonly templates: TemplateShelf;
  /** Drafts of the plant it was opened from, whatever stands at this address by now. */
  readonly drafts: KeptDrafts;
  /** When a draft that was not saved then was taken up again, UTC epoch ms; null where the file itself is edited. */
  readonly continuedMs: number | null;
};
export type DocumentState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly document: EditorDocument }
  | { readonly state: 'failed'; readonly sentence: string };

/** How long after an edit the draft is kept: often enough to lose no work, not with each step of a drag. */
const keepAfterMs = 500;

/** The drafts of this plant that were not saved; null until it is known which one it is. */
export function useKeptDrafts(): KeptDrafts | null {
  const directory = useDirectory()?.directory ?? null;
  const project = directory === null ? null : (directory.project ?? directory.name);
  return useMemo(() => (project === null ? null : keptDraftsIn(localStorage, project)), [project]);
}

/** The drawing as a session, with the draft that was not saved last time where there is one. Read anew when another drawing is asked for, or after a failure when the line is back. */
export function useDocument({ kind, screen }: DrawingRef): DocumentState {
  const client = useClient();
  const drafts = useKeptDrafts();
  const isLive = useStore(client.link, ({ state }) => state === 'live');
  const name = keptName({ kind, screen });
  const [shown, setShown] = useState<{ readonly name: string; readonly state: DocumentState }>({ name, state: { state: 'loading' } });
  const isReady = useRef<string | null>(null);
  useEffect(() => {
    if (!isLive || drafts === null || isReady.current === name) return;
    let isCurrent = true;
    const ref = refOf(kind, screen);
    void client.call('screens.read', { kind, screen }).then((answer) => {
      if (!isCurrent) return;
      const kept = drafts.read(name);
      const isGone = !answer.ok && answer.fault.code === 'not-found' && kept !== null;
      if (!answer.ok && !isGone) {
        if (answer.fault.code !== 'disconnected') setShown({ name, state: { state: 'failed', sentence: answer.fault.message } });
        return;
      }
      // Where the file is gone the draft is all there is: saving makes the file anew.
      const { svg, hash } = answer.ok ? answer.value : { svg: kept?.text ?? '', hash: null };
      const templates: TemplateShelf = createTemplateShelf(
        client.call,
        () => isReady.current === name && opened.ok && opened.session.parseAgain(),
      );
      const opened = createEditorSession({ text: svg, basedOn: hash, parse: templates.parse });
      if (!opened.ok) return setShown({ name, state: { state: 'failed', sentence: `${fileOf(ref)}: ${opened.sentence}` } });
      const isContinued =
        !isGone && kept !== null && kept.text !== svg && opened.session.replaceText(kept.text, 'Draft that was not saved');
      // What it was made from may not be what stands there now: then saving will say so.
      if (isContinued && kept !== null && kept.basedOn !== null && kept.basedOn !== hash) opened.session.rebase(kept.basedOn);
      if (isGone)
        notify(`${fileOf(ref)} was taken away. This is your draft of it, which was not saved; saving makes the file anew.`, 'failed');
      isReady.current = name;
      setShown({
        name,
        state: {
          state: 'ready',
          document: { ref, session: opened.session, templates, drafts, continuedMs: (isContinued || isGone) && kept !== null ? kept.timeMs : null },
        },
      });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, drafts, kind, screen, name, isLive]);
  const state = shown.name === name ? shown.state : ({ state: 'loading' } as const);
  useKeeping(state.state === 'ready' ? state.document : null);
  return state;
}

/** Keeps what is not saved, soon after each edit and at once when the page goes. */
function useKeeping(document: EditorDocument | null): void {
  const client = useClient();
  useEffect(() => {
    if (document === null) return;
    const { session, ref, drafts, continuedMs } = document;
    const keepNow = createDraftKeeper(session, keptName(ref), drafts, () => client.nowMs(), continuedMs !== null);
    let cancel: (() => void) | null = null;
    let isTold = false;
    const keep = (): void => {
      cancel = null;
      const { gaveUp, dropped } = keepNow();
      for (const one of dropped)
        notify(
          `The draft of ${fileOf(refOfKept(one))} is not kept any more: it was the oldest of ${keptAtMost} on this console.`,
          'failed',
        );
      if (!gaveUp || isTold) return;
      isTold = true;
      notify(
        `The draft of ${fileOf(ref)} cannot be kept on this console: its storage is full. Save it before you close the window.`,
        'failed',
      );
    };
    const stop = session.store.subscribe((now, before) => {
      if (now.draft === before.draft && now.isChanged === before.isChanged && now.basedOn === before.basedOn) return;
      cancel ??= browserTimers.after(keepAfterMs, keep);
    });
    window.addEventListener('pagehide', keep);
    return () => {
      stop();
      window.removeEventListener('pagehide', keep);
      if (cancel !== null) {
        cancel();
        keep();
      }
    };
  }, [document, client]);
}
