import type { ScreenDifference } from './screen-difference.ts';

/**
 * The differences in one line, for the note of a version: what changed most first in the order of the drawing, the same
 * change of several elements told once. At most `most` characters; what does not fit is counted.
 */
export function diffNote(differences: readonly ScreenDifference[], most = 200): string {
  const seen = differences.filter(({ kind }) => kind !== 'unseen');
  if (differences.length === 0) return '';
  if (seen.length === 0) return 'Changed for drawing programs only';
  const groups = new Map<string, ScreenDifference[]>();
  for (const difference of seen) {
    const key = `${difference.kind} ${difference.predicate}`;
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [difference]);
    else list.push(difference);
  }
  const parts = [...groups.values()].map((list) => ({ text: partOf(list), count: list.length }));
  let note = '';
  let left = seen.length;
  for (const { text, count } of parts) {
    const more = left - count;
    const tail = more === 0 ? '' : `; ${more} more ${more === 1 ? 'change' : 'changes'}`;
    const next = note === '' ? text : `${note}; ${text.charAt(0).toLowerCase() === text.charAt(0) ? text : keepName(text)}`;
    if (note !== '' && next.length + tail.length > most) return `${note}; ${left} more ${left === 1 ? 'change' : 'changes'}`;
    note = next;
    left = more;
  }
  return note.slice(0, most);
}

/** Names of the plant keep their capitals inside a line, words do not. */
const keepName = (text: string): string => (/^[A-Z][a-z]+\s/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

function partOf(list: readonly ScreenDifference[]): string {
  const [first] = list;
  if (first === undefined) return '';
  if (list.length === 1) return first.sentence;
  if (list.length === 2) {
    const name = first.sentence.slice(0, first.sentence.length - first.predicate.length).trim();
    const other = list[1]?.sentence ?? '';
    return `${name} and ${other}`;
  }
  return `${list.length} elements ${first.predicate}`;
}
