import type { Inline } from './prose.ts';

/** How many marks may be open at once; further ones are text. */
const deepest = 8;

type Opener = { readonly mark: string; readonly before: Inline[] };

/**
 * Words of a paragraph: `code`, **strong**, *emphasis*, [words](target) and a line's end after `\`. HTML, pictures and
 * links to anywhere else than a step or a document stay the text they are, and are told to `remark`. In time that grows
 * with the length.
 */
export function readInlines(text: string, remark: (message: string) => void): readonly Inline[] {
  const stack: Opener[] = [];
  let here: Inline[] = [];
  let words = '';
  const flush = (): void => {
    if (words !== '') here.push({ kind: 'text', text: words });
    words = '';
  };
  /** Marks that were opened and are not closed are text after all. */
  const unwind = (depth: number): void => {
    while (stack.length > depth) {
      const opener = stack.pop() as Opener;
      flush();
      opener.before.push({ kind: 'text', text: opener.mark });
      for (const one of here) opener.before.push(one);
      here = opener.before;
    }
  };
  const token = /\\([!-/:-@[-`{-~])|\\?\n *|(`+)|(\*\*?|__?)|(!?)\[([^[\]\n]{1,500})\]\(([^()\s]{1,500})\)|<[A-Za-z!/?]/y;
  for (let at = 0; at < text.length; ) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) {
      words += text[at];
      at++;
      continue;
    }
    const found = match[0];
    const [, escaped, ticks, mark, picture, label, target] = match;
    if (escaped !== undefined) words += escaped;
    else if (found.includes('\n')) {
      if (found.startsWith('\\')) {
        flush();
        here.push({ kind: 'break' });
      } else words += ' ';
    } else if (ticks !== undefined) {
      const end = endOfCode(text, at + ticks.length, ticks.length);
      if (end < 0) words += ticks;
      else {
        flush();
        here.push({ kind: 'code', text: text.slice(at + ticks.length, end).replaceAll('\n', ' ').trim() });
        at = end + ticks.length;
        continue;
      }
    } else if (mark !== undefined) {
      const { opens, closes } = sides(text, at, mark);
      const depth = closes ? stack.findLastIndex((opener) => opener.mark === mark) : -1;
      if (depth >= 0) {
        unwind(depth + 1);
        flush();
        const { before } = stack.pop() as Opener;
        before.push({ kind: mark.length === 2 ? 'strong' : 'emphasis', children: here });
        here = before;
      } else if (opens && stack.length < deepest) {
        flush();
        stack.push({ mark, before: here });
        here = [];
      } else words += mark;
    } else if (label !== undefined && target !== undefined) {
      const to = picture === '' ? linkTarget(target) : null;
      if (to === null) {
        remark(picture === '' ? `the link to "${target.slice(0, 80)}" leads out of the runbook and is shown as text; links lead to a step (#id) or a file (documents/…)` : 'pictures are not shown in runbooks; link to a file of documents/ instead');
        words += `${label} (${target})`;
      } else {
        flush();
        here.push({ kind: 'link', to, children: [{ kind: 'text', text: label.replace(/\\([!-/:-@[-`{-~])/g, '$1') }] });
      }
    } else {
      remark('HTML is shown as the text it is');
      words += found;
    }
    at += found.length;
  }
  unwind(0);
  flush();
  return here;
}

/** Where a code span of so many backticks ends, at most 2,000 characters on; -1 where it does not. */
function endOfCode(text: string, from: number, length: number): number {
  const runs = /`+/g;
  runs.lastIndex = from;
  for (let match = runs.exec(text); match !== null && match.index < from + 2000; match = runs.exec(text)) {
    if (match[0].length === length) return match.index;
  }
  return -1;
}

/** Whether a mark can begin or end something here: it leans on a character that is no blank; underscores within words do neither. */
function sides(text: string, at: number, mark: string): { readonly opens: boolean; readonly closes: boolean } {
  const before = text[at - 1] ?? ' ';
  const after = text[at + mark.length] ?? ' ';
  const isWithin = mark[0] === '_' && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
  return { opens: !isWithin && !/\s/.test(after), closes: !isWithin && !/\s/.test(before) };
}

/** A step of this runbook or a document of the project; null for any other target: other schemes, hosts, and ways out of the folder. */
export function linkTarget(target: string): { readonly step: string } | { readonly document: string } | null {
  if (/^#[a-z0-9][a-z0-9-]{0,59}$/.test(target)) return { step: target.slice(1) };
  const path = /^(?:\.\/|\.\.\/)?documents\/(.+)$/.exec(target)?.[1];
  return path !== undefined && isDocumentPath(path) ? { document: path } : null;
}

/** A path that stays below the folder it is in, on every system. */
export const isDocumentPath = (path: string): boolean =>
  path.length <= 300 && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\:*?"<>|%\p{C}]/u.test(path);
