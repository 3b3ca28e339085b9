import { type ClipboardEvent, useMemo } from 'react';
import { copy, paste } from '#shared/screen/edit/clipboard.ts';
import { remove } from '#shared/screen/edit/insert.ts';
import { move } from '#shared/screen/edit/move.ts';
import { type EditorContext, middleOfSight, wordsOf } from '../commands/editor-context.ts';
import { stepOf } from '../commands/editor-commands.ts';

export type ClipboardKeys = {
  readonly onCopy: (event: ClipboardEvent) => void;
  readonly onCut: (event: ClipboardEvent) => void;
  readonly onPaste: (event: ClipboardEvent) => void;
};

/** More than any screen holds; a text from elsewhere is not looked at beyond. */
const longest = 4_000_000;

const isTyping = (event: ClipboardEvent): boolean => event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);

/**
 * Copy, cut and paste as the browser's own events, so no right to read the clipboard is needed: what is copied is an SVG
 * text, for another screen, another window or a drawing program. It is put where it stood, or a little aside where it
 * would cover what it was copied from.
 */
export function useClipboard(context: EditorContext): ClipboardKeys {
  return useMemo(() => {
    const take = (event: ClipboardEvent): boolean => {
      const { draft, picked } = context.session.store.getState();
      if (isTyping(event) || picked.length === 0) return false;
      event.preventDefault();
      event.clipboardData.setData('text/plain', copy(draft, picked));
      event.clipboardData.setData('image/svg+xml', copy(draft, picked));
      return true;
    };
    return {
      onCopy: (event) => void take(event),
      onCut(event) {
        if (!take(event)) return;
        const { draft, picked } = context.session.store.getState();
        context.session.edit(`Cut: ${wordsOf(draft, picked)}`, (now) => remove(now, picked));
      },
      onPaste(event) {
        if (isTyping(event)) return;
        const text = event.clipboardData.getData('text/plain');
        event.preventDefault();
        if (text.trim() === '') return context.session.say('The clipboard holds no text.');
        if (text.length > longest) return context.session.say(`The clipboard holds ${text.length} characters, more than a screen takes.`);
        pasteText(context, text);
      },
    };
  }, [context]);
}

/**
 * Makes the browser offer copy, cut and paste here although no text is selected: it asks first, and takes a prevented
 * question for a yes. Gives back how to stop.
 */
export function allowClipboard(element: HTMLElement | null): () => void {
  const questions = ['beforecopy', 'beforecut', 'beforepaste'] as const;
  const answer = (event: Event): void => {
    if (!(event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName))) event.preventDefault();
  };
  for (const question of questions) element?.addEventListener(question, answer);
  return () => {
    for (const question of questions) element?.removeEventListener(question, answer);
  };
}

/** Puts a copied text there; a whole drawing of elsewhere, which has its own origin, into the middle of what is seen. */
export function pasteText(context: EditorContext, text: string): boolean {
  const { draft } = context.session.store.getState();
  const isOwn = text.includes('data-symbol=') || text.includes('class="');
  const isThere = pieces(text).some((piece) => draft.text.includes(piece));
  const step = 4 * stepOf(context.tools);
  // Both are one step: the second joins the first by its key.
  context.session.endMerge();
  const done = context.session.edit('Paste', (now) => paste(now, text, isOwn ? undefined : middleOfSight(context)), 'paste');
  if (!done || !isThere || !isOwn) return done;
  const { picked } = context.session.store.getState();
  return context.session.edit('Paste', (now) => move(now, picked, step, step), 'paste');
}

/** Lines of a copied text that are elements of their own. */
const pieces = (text: string): readonly string[] => text.split('\n').slice(1, -1).map((line) => line.trim()).filter((line) => line.startsWith('<') && !line.startsWith('</'));
