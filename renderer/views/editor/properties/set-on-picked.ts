import { setAttributes } from '#shared/screen/edit/set-attributes.ts';
import { type EditorContext, wordsOf } from '../commands/editor-context.ts';

/** Sets one attribute on all that is selected, as one step. */
export function setOnPicked({ session }: EditorContext, title: string, changes: Readonly<Record<string, string | null>>): void {
  const { draft, picked } = session.store.getState();
  session.edit(`${title}: ${wordsOf(draft, picked)}`, (now) => setAttributes(now, picked, changes));
}
