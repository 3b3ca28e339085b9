import type { RunbookFile } from '#shared/model/runbook.ts';
import { type PaperBlock, paperBlocks, type PaperMark } from './print-blocks.ts';
import { plainText, type ProseBlock } from './prose.ts';

/** One page: `head` and `foot` say which runbook, which version and which text it is, on every page. */
export type PaperPage = { readonly head: string; readonly lines: readonly string[]; readonly foot: string };
export type PaperSize = { /** Characters in a line. */ readonly columns: number; /** Lines between head and foot. */ readonly lines: number };

/** A4 upright in 10 point with margins: what fits in a fixed-width face of 0.6 em, 12 point apart. */
export const a4: PaperSize = { columns: 84, lines: 54 };
/** Characters of the hash on paper: enough to tell two texts of one runbook apart by eye. */
const shownHash = 12;

/**
 * A runbook as pages of plain text, every line within the columns (a single word longer than a line is cut into lines). A
 * step's heading never stands alone at the end of a page. Each page names id, title, version and hash of the text, so that
 * a stack of mixed or old pages is seen to be one.
 */
export function paperPages({ runbook, hash }: Pick<RunbookFile, 'runbook' | 'hash'>, size: PaperSize = a4): readonly PaperPage[] {
  const groups = paperBlocks(runbook).map((block) => ({ lines: linesOf(block, size.columns), isHead: block.kind === 'phase' || block.kind === 'step' }));
  const pages: string[][] = [[]];
  for (const [at, { lines, isHead }] of groups.entries()) {
    const page = pages.at(-1) as string[];
    const needed = lines.length + (isHead ? behindHead(groups, at + 1) : 0);
    if (page.length > 0 && page.length + Math.min(needed, size.lines) > size.lines) pages.push([]);
    for (const line of lines) {
      if ((pages.at(-1) as string[]).length >= size.lines) pages.push([]);
      const last = pages.at(-1) as string[];
      if (line !== '' || last.length > 0) last.push(line);
    }
  }
  const count = pages.length;
  const version = `version ${runbook.version}, text ${hash.slice(0, shownHash)}`;
  return pages.map((lines, at) => ({
    head: fit(`${runbook.id}  ${runbook.title}`, `${runbook.emergency ? 'EMERGENCY  ' : ''}page ${at + 1} of ${count}`, size.columns),
    lines,
    foot: foot(`${runbook.id}  ${version}`, size.columns),
  }));
}

/** Lines that have to follow a heading on its page: further headings, and what stands below them, of a long piece its beginning. */
function behindHead(groups: readonly { readonly lines: readonly string[]; readonly isHead: boolean }[], from: number): number {
  let lines = 0;
  for (const group of groups.slice(from)) {
    lines += group.isHead ? group.lines.length : Math.min(group.lines.length, 6);
    if (!group.isHead) break;
  }
  return lines;
}

/** Which text it is comes before what to do with it: that alone is left out where there is no room. */
function foot(identity: string, columns: number): string {
  const notice = 'Compare with the console before use';
  return identity.length + notice.length + 2 <= columns ? fit(identity, notice, columns) : identity.slice(0, columns);
}

/** Left and right in one line; the left one is cut where both do not fit. */
function fit(left: string, right: string, columns: number): string {
  const room = Math.max(0, columns - right.length - 2);
  const start = left.length > room ? `${left.slice(0, Math.max(0, room - 1))}…` : left;
  return `${start.padEnd(room)}  ${right}`.slice(0, columns);
}

const marks: Readonly<Record<PaperMark, string>> = { tick: '[ ] ', enter: '    ', sign: '    ', go: ' -> ', see: 'see ' };
const blank = '__________';

function linesOf(block: PaperBlock, columns: number): readonly string[] {
  switch (block.kind) {
    case 'phase':
      return ['', block.text.toUpperCase(), '='.repeat(Math.min(columns, block.text.length))];
    case 'step':
      return ['', ...wrap(`${block.number}. ${block.title}`, columns), ...wrap(`   ${block.facts}`, columns)];
    case 'prose':
      return ['', ...proseLines(block.block, columns - (block.isInStep ? 3 : 0)).map((line) => (block.isInStep && line !== '' ? `   ${line}` : line))];
    default: {
      const blanks = block.blanks.map((name) => `${name}:${name === 'note' ? blank.repeat(3) : blank}`).join(' ');
      return hang(`   ${marks[block.mark]}`, `${block.text}${blanks === '' ? '' : `  ${blanks}`}`, columns);
    }
  }
}

function proseLines(block: ProseBlock, columns: number): readonly string[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return wrap(plainText(block.children), columns);
    case 'list':
      return block.items.flatMap((item, at) => {
        const mark = block.start === null ? '- ' : `${block.start + at}. `;
        const inner = item.flatMap((one) => proseLines(one, Math.max(10, columns - mark.length)));
        return inner.map((line, of) => `${of === 0 ? mark : ' '.repeat(mark.length)}${line}`.trimEnd());
      });
    case 'quote':
      return block.children.flatMap((one) => proseLines(one, Math.max(10, columns - 2))).map((line) => `| ${line}`.trimEnd());
    case 'code':
      return block.text.split('\n').flatMap((line) => cut(line, columns));
    case 'table':
      return [block.head, ...block.rows].flatMap((row) => hang('', row.map((cell) => plainText(cell)).join(' | '), columns));
    default:
      return ['-'.repeat(Math.min(20, columns))];
  }
}

/** A mark, and behind it words whose further lines are indented as far. */
const hang = (mark: string, text: string, columns: number): readonly string[] =>
  wrap(text, Math.max(10, columns - mark.length)).map((line, at) => `${at === 0 ? mark : ' '.repeat(mark.length)}${line}`.trimEnd());

/** Words into lines; blanks at the beginning stay. */
function wrap(text: string, columns: number): readonly string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = indent;
  for (const word of text.trim().split(/\s+/)) {
    for (const piece of cut(word, columns - indent.length)) {
      if (line.trim() === '') line = `${indent}${piece}`;
      else if (line.length + 1 + piece.length <= columns) line += ` ${piece}`;
      else {
        lines.push(line);
        line = `${indent}${piece}`;
      }
    }
  }
  return [...lines, line];
}

/** A text in pieces of at most so many characters. */
function cut(text: string, columns: number): readonly string[] {
  const size = Math.max(1, columns);
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size));
  return pieces.length === 0 ? [''] : pieces;
}
