import type { XmlElement } from '../xml-reader.ts';
import { childElements, type Draft } from './draft.ts';

/** How the file ends its lines, by its first one. */
export const lineBreakOf = (text: string): string => (text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n');

const isBlank = (letter: string | undefined): boolean => letter === ' ' || letter === '\t';

function skipBlanks(text: string, at: number): number {
  let end = at;
  while (isBlank(text[end])) end++;
  return end;
}

/** The white space an element begins its line with; null when something else stands before it there. Looks no further than that. */
export function indentOf(text: string, element: XmlElement): string | null {
  let start = element.from;
  while (isBlank(text[start - 1])) start--;
  return start === 0 || text[start - 1] === '\n' ? text.slice(start, element.from) : null;
}

/** Where the line break behind an offset begins; null when more than white space stands before it. */
function breakBehind(text: string, at: number): number | null {
  const end = skipBlanks(text, at);
  return text[end] === '\n' || text.startsWith('\r\n', end) ? end : null;
}

/** Longest comment behind an element that is taken for one said of it. */
const longestComment = 500;

/** The end of an element's last line when nothing but white space, or a comment said of it, follows there; else null. */
export function endOfLine(text: string, element: XmlElement): number | null {
  const end = breakBehind(text, element.to);
  if (end !== null) return end;
  const comment = /^[ \t]*<!--[^\n]*?-->/.exec(text.slice(element.to, element.to + longestComment));
  return comment === null ? null : breakBehind(text, element.to + comment[0].length);
}

/** By what the file indents one level more; two spaces where it does not say. */
export function indentStep(draft: Draft): string {
  const outer = indentOf(draft.text, draft.root) ?? '';
  for (const child of childElements(draft.root)) {
    const indent = indentOf(draft.text, child);
    if (indent !== null && draft.text.slice(0, child.from).includes('\n'))
      return indent.startsWith(outer) ? indent.slice(outer.length) : indent;
  }
  return '  ';
}

/** The whole lines of an element that has its lines for itself; else from its first to its last character. */
export function rangeOf(text: string, element: XmlElement): { readonly from: number; readonly to: number } {
  const indent = indentOf(text, element);
  const end = breakBehind(text, element.to);
  if (indent === null || end === null) return { from: element.from, to: element.to };
  return { from: element.from - indent.length, to: end + (text[end] === '\r' ? 2 : 1) };
}

const markup = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/?[A-Za-z_](?:"[^"]*"|'[^']*'|[^>"'])*>|[^<]+/g;
const breaks = /(\r?\n)([ \t]*)(?=\S|$)/g;

/** Runs of white space with a line break that mean nothing: between tags, and between attributes. Offsets of the indents behind them. */
function looseIndents(fragment: string): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const { 0: part, index } of fragment.matchAll(markup)) {
    const isTag = part.startsWith('<') && !part.startsWith('<!') && !part.startsWith('<?');
    if (!isTag && (part.startsWith('<') || part.trim() !== '')) continue;
    const bare = isTag ? part.replace(/"[^"]*"|'[^']*'/g, (quoted) => '"'.repeat(quoted.length)) : part;
    for (const line of bare.matchAll(breaks)) {
      const from = index + line.index + (line[1] as string).length;
      found.push({ from, to: from + (line[2] as string).length });
    }
  }
  return found;
}

/**
 * A fragment whose first line stands at `indent` and whose other lines keep their depth below it. Words, comments and the
 * insides of quotes keep their white space.
 */
export function layOut(fragment: string, indent: string, lineBreak: string): string {
  const trimmed = fragment.trim();
  const loose = looseIndents(trimmed).filter(({ to }) => trimmed[to] !== '\r' && trimmed[to] !== '\n');
  const base = Math.min(...loose.map(({ from, to }) => to - from));
  let text = '';
  let at = 0;
  for (const { from, to } of loose) {
    text += trimmed.slice(at, from).replace(/\r?\n$/, lineBreak) + indent + trimmed.slice(from + base, to);
    at = to;
  }
  return text + trimmed.slice(at);
}
