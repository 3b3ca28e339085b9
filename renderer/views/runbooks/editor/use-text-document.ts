import { useEffect, useMemo, useRef, useState } from 'react';
import { type KeptDrafts, keptDraftsIn } from '#renderer/client/kept-drafts.ts';
import { useClient, useDirectory, useLink } from '#renderer/client/use-client.ts';

/** A text as the editor opens it. */
export type TextDocument = {
  readonly id: string;
  /** Below the project folder; null for one that has none yet. */
  readonly file: string | null;
  /** What stands in the file; null where there is none. */
  readonly saved: { readonly text: string; readonly hash: string } | null;
  /** What is edited first: the draft that was not saved last time, else the file. */
  readonly text: string;
  /** Hash of the text it was made from; null for a new runbook. */
  readonly basedOn: string | null;
  /** When the draft was kept, UTC epoch ms; null where there was none. */
  readonly continuedMs: number | null;
  readonly drafts: KeptDrafts;
};
export type Opened = { readonly state: 'loading' } | { readonly state: 'failed'; readonly sentence: string } | { readonly state: 'ready'; readonly document: TextDocument };

/** Drafts of runbooks of this plant that were not saved; null until it is known which plant it is. */
export function useRunbookDrafts(): KeptDrafts | null {
  const directory = useDirectory()?.directory ?? null;
  const project = directory === null ? null : (directory.project ?? directory.name);
  return useMemo(() => (project === null ? null : keptDraftsIn(localStorage, project, 'runbooks')), [project]);
}

/** The text of a runbook's file, or of its draft, read once; anew after a failure when the line is back. */
export function useTextDocument(id: string): Opened {
  const client = useClient();
  const drafts = useRunbookDrafts();
  const isLive = useLink().state === 'live';
  const [opened, setOpened] = useState<Opened>({ state: 'loading' });
  const isRead = useRef(false);
  useEffect(() => {
    if (!isLive || drafts === null || isRead.current) return undefined;
    let isCurrent = true;
    void client.call('runbook.source', { runbook: id as never }).then((answer) => {
      if (!isCurrent) return;
      const kept = drafts.read(id);
      if (!answer.ok && (answer.fault.code !== 'not-found' || kept === null)) {
        if (answer.fault.code !== 'disconnected') setOpened({ state: 'failed', sentence: answer.fault.message });
        return;
      }
      isRead.current = true;
      const saved = answer.ok ? { text: answer.value.text, hash: answer.value.hash } : null;
      const isContinued = kept !== null && kept.text !== saved?.text;
      setOpened({
        state: 'ready',
        document: {
          id,
          file: answer.ok ? answer.value.file : null,
          saved,
          text: isContinued ? kept.text : (saved?.text ?? ''),
          // A draft of an older text is saved against that one, so that the engine says that there is another by now.
          basedOn: saved === null ? null : isContinued ? (kept.basedOn ?? saved.hash) : saved.hash,
          continuedMs: isContinued ? kept.timeMs : null,
          drafts,
        },
      });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, drafts, id, isLive]);
  return opened;
}
