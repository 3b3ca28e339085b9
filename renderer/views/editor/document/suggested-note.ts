import { diffNote } from '#shared/screen/diff/diff-note.ts';
import { diffScreens } from '#shared/screen/diff/diff-screens.ts';

/** Longest suggestion, characters: the rest of the note is the engineer's. */
const longest = 300;

/** What was changed, as an engineer would write it; empty where nothing was, or a text is no drawing. */
export function suggestedNote(before: string, after: string): string {
  const diff = diffScreens(before, after);
  return diff.ok ? diffNote(diff.differences, longest) : '';
}
