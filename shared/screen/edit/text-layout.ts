import type { XmlElement } from '../xml-reader.ts';
import { childElements, type Draft } from './draft.ts';

/** How the file ends its lines, by its first one. */
export const lineBreakOf = (text: string): string => (text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n');
export const lineStartOf = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** The offset behind the line break that ends the line of `at`. */
export function nextLineOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** The white space an element begins its line with; null when something else stands before it there. */
export function indentOf(text: string, element: XmlElement): string | null {
  const before = text.slice(lineStartOf(text, element.from), element.from);
  return /^[ \t]*$/.test(before) ? before : null;
}

/** Whether nothing but white space, or a comment said of this element, follows it on its line. */
export function endOfLine(text: string, element: XmlElement): number | null {
  const rest = /^[ \t]*(?:<!--[^\n]*?-->[ \t]*)?(?=\r?\n)/.exec(text.slice(element.to, nextLineOf(text, element.to)));
  return rest === null ? null : element.to + rest[0].length;
}

/** By what the file indents one level more; two spaces where it does not say. */
export function indentStep(draft: Draft): string {
  const outer = indentOf(draft.text, draft.root) ?? '';
  for (const child of childElements(draft.root)) {
    const indent = indentOf(draft.text, child);
    if (indent !== null && draft.text.slice(0, child.from).includes('\n')) return indent.startsWith(outer) ? indent.slice(outer.length) : indent;
  }
  return '  ';
}

/** The whole lines of an element that has its lines for itself; else from its first to its last character. */
export function rangeOf(text: string, element: XmlElement): { readonly from: number; readonly to: number } {
  const rest = /^[ \t]*\r?\n/.exec(text.slice(element.to, nextLineOf(text, element.to)));
  if (indentOf(text, element) === null || rest === null) return { from: element.from, to: element.to };
  return { from: lineStartOf(text, element.from), to: element.to + rest[0].length };
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
