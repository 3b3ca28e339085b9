import { useEffect, useRef } from 'react';
import { keptAtMost } from '#renderer/client/kept-drafts.ts';
import { notify } from '#renderer/client/notices.ts';
import { browserTimers } from '#renderer/client/timers.ts';
import { useClient } from '#renderer/client/use-client.ts';
import type { TextDocument } from './use-text-document.ts';

/** How long after a change the draft is kept: often enough to lose no work, not with each letter, ms. */
const keepAfterMs = 500;

/** What is not saved: its text and the hash it is based on; null where all is. */
export type Unsaved = { readonly text: string; readonly basedOn: string | null } | null;

/** Keeps what is not saved on this console, soon after each change and at once when the page or the panel goes. Gives back what is to be called after a change. */
export function useKeeping({ id, drafts, continuedMs }: TextDocument, unsaved: () => Unsaved): () => void {
  const client = useClient();
  const read = useRef(unsaved);
  read.current = unsaved;
  const cancel = useRef<(() => void) | null>(null);
  // A draft that another window keeps is forgotten by nobody else.
  const isOurs = useRef(continuedMs !== null);
  const isTold = useRef(false);
  const keep = useRef(() => undefined as void);
  keep.current = () => {
    cancel.current?.();
    cancel.current = null;
    const now = read.current();
    if (now === null) {
      if (isOurs.current) drafts.forget(id);
      isOurs.current = false;
      return;
    }
    const { isKept, dropped } = drafts.keep(id, { ...now, timeMs: client.nowMs() });
    isOurs.current = isKept;
    for (const one of dropped) notify(`The draft of ${one} is not kept any more: it was the oldest of ${keptAtMost} on this console.`, 'failed');
    if (isKept || isTold.current) return;
    isTold.current = true;
    notify(`The draft of ${id} cannot be kept on this console: its storage is full. Save it before you close the window.`, 'failed');
  };
  useEffect(() => {
    const onHide = (): void => keep.current();
    window.addEventListener('pagehide', onHide);
    return () => {
      window.removeEventListener('pagehide', onHide);
      if (cancel.current !== null) keep.current();
    };
  }, []);
  return () => void (cancel.current ??= browserTimers.after(keepAfterMs, () => keep.current()));
}
