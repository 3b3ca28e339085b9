import type { Result } from '#shared/model/fault.ts';
import { ok, refused } from '#shared/model/fault.ts';

/** An expression with its tag references replaced by names of the same length, so that positions keep their meaning. */
export type ReferencedText = {
  /** What the expression parser reads. */
  readonly source: string;
  /** Tag id by the position where its reference begins: the only identifiers that stand for a tag. */
  readonly idAt: ReadonlyMap<number, string>;
};

const quotes = new Set(['"', "'"]);

/** Position after the string literal that begins at `start`, or -1 where it is never closed. */
function endOfString(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '\n') return -1;
    else if (text[at] === quote) return at + 1;
  }
  return -1;
}

/**
 * Finds the `{TAG-ID}` references outside string literals and comments.
 * Only plain '…' and "…" literals exist: prefixed (r"…", b"…") and triple-quoted ones end by other rules and are refused.
 */
export function replaceTagReferences(text: string): Result<ReferencedText, 'bad-expression'> {
  const refuse = (at: number, what: string) => refused('bad-expression', `at character ${at + 1}: ${what}`);
  const idAt = new Map<number, string>();
  let source = '';
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    let end = at + 1;
    if (quotes.has(character)) {
      if (/\w/.test(text[at - 1] ?? '') || text.startsWith(character.repeat(3), at)) {
        return refuse(at, 'a text is written "like this": no letter before it, one quotation mark at each end');
      }
      end = endOfString(text, at);
      if (end < 0) return refuse(at, 'the text that begins here has no closing quotation mark');
    } else if (character === '/' && text[at + 1] === '/') {
      const lineEnd = text.indexOf('\n', at);
      end = lineEnd < 0 ? text.length : lineEnd;
    } else if (character === '{') {
      end = text.indexOf('}', at) + 1;
      const id = text.slice(at + 1, end - 1).trim();
      if (end === 0 || id.includes('\n')) return refuse(at, 'the tag that begins here has no closing brace; tags are written {TAG-ID}');
      if (id === '') return refuse(at, 'there is no tag between the braces; tags are written {TAG-ID}');
      idAt.set(at, id);
      source += 't'.padEnd(end - at, '_');
      at = end;
      continue;
    }
    source += text.slice(at, end);
    at = end;
  }
  return ok({ source, idAt });
}
