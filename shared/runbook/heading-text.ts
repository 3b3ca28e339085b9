/**
 * The words of a heading: without the blanks around them and the number signs it may end in (CommonMark 0.31, 4.2; from common
 * knowledge), of which there may be several groups here. Time grows with the length, whatever stands in it.
 */
export function headingText(line: string): string {
  const text = line.trim();
  let end = text.length;
  for (;;) {
    let at = end;
    while (text[at - 1] === '#') at--;
    // A number sign that leans on a word, or is all there is, belongs to the words.
    if (at === end || !/[ \t]/.test(text[at - 1] ?? '')) return text.slice(0, end);
    while (/[ \t]/.test(text[at - 1] ?? '')) at--;
    end = at;
  }
}
