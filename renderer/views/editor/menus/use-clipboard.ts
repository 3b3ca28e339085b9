import { type RefObject, useEffect } from 'react';
import { copy, paste } from '#shared/screen/edit/clipboard.ts';
import { remove } from '#shared/screen/edit/insert.ts';
import { move } from '#shared/screen/edit/move.ts';
import { type EditorContext, middleOfSight, wordsOf } from '../commands/editor-context.ts';
import { stepOf } from '../commands/editor-commands.ts';

/** More than any screen holds; a text from elsewhere is not looked at beyond. */
const longest = 4_000_000;

const isTyping = (): boolean => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');

/**
 * Copy, cut and paste as the browser's own events, so no right to read the clipboard is needed: what is copied is an SVG
 * text, for another screen, another window or a drawing program. It is put where it stood, or a little aside where it
 * would cover what it was copied from. Heard on the document, since a browser without a selected text tells older pages
 * there, and taken while the keys are this panel's.
 */
export function useClipboard(context: EditorContext, panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const isOurs = (): boolean => !isTyping() && panel.current?.contains(document.activeElement) === true;
    const take = (event: ClipboardEvent): boolean => {
      const { draft, picked } = context.session.store.getState();
      if (!isOurs() || picked.length === 0 || event.clipboardData === null) return false;
      event.preventDefault();
      const text = copy(draft, picked);
      event.clipboardData.setData('text/plain', text);
      event.clipboardData.setData('image/svg+xml', text);
      return true;
    };
    const onCopy = (event: ClipboardEvent): void => void take(event);
    const onCut = (event: ClipboardEvent): void => {
      if (take(event)) cutPicked(context);
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (!isOurs() || event.clipboardData === null) return;
      const text = event.clipboardData.getData('text/plain');
      event.preventDefault();
      if (text.trim() === '') return context.session.say('The clipboard holds no text.');
      if (text.length > longest) return context.session.say(`The clipboard holds ${text.length} characters, more than a screen takes.`);
      pasteText(context, text);
    };
    // The browser asks first whether there is anything to copy here, and takes a prevented question for a yes.
    const allow = (event: Event): void => {
      if (isOurs()) event.preventDefault();
    };
    const questions = ['beforecopy', 'beforecut', 'beforepaste'] as const;
    for (const question of questions) document.addEventListener(question, allow);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCut);
    document.addEventListener('paste', onPaste);
    return () => {
      for (const question of questions) document.removeEventListener(question, allow);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCut);
      document.removeEventListener('paste', onPaste);
    };
  }, [context, panel]);
}

/** Takes what is selected away; never in the preview, where nobody sees what is selected. */
export function cutPicked(context: EditorContext): boolean {
  if (isLookedAt(context)) return false;
  const { draft, picked } = context.session.store.getState();
  return context.session.edit(`Cut: ${wordsOf(draft, picked)}`, (now) => remove(now, picked));
}

function isLookedAt({ session, tools }: EditorContext): boolean {
  const { isPreview } = tools.getState();
  if (isPreview) session.say('Nothing was changed: the preview is only looked at. Ctrl P ends it.');
  return isPreview;
}

/** Puts a copied text there; a whole drawing of elsewhere, which has its own origin, into the middle of what is seen. */
export function pasteText(context: EditorContext, text: string): boolean {
  if (isLookedAt(context)) return false;
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
const pieces = (text: string): readonly string[] =>
  text
    .split('\n')
    .slice(1, -1)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('<') && !line.startsWith('</'));
