import { findFences } from './find-fences.ts';
import { headingText } from './heading-text.ts';
import type { ProseBlock, ProseRemark } from './prose.ts';
import { readInlines } from './read-inlines.ts';

/** Quotes and lists within each other; deeper ones are paragraphs. */
const deepest = 6;
const mostCells = 20;

const quote = /^ {0,3}> ?(.*)$/;
const bullet = /^( {0,3})(?:([-*+])|(\d{1,9})[.)])( {1,4}|$)(.*)$/;
const heading = /^ {0,3}(#{3,6})[ \t]+(.+)$/;
const rule = /^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/;
const tableRule = /^ {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$/;

export type ProseRead = { readonly blocks: readonly ProseBlock[]; readonly remarks: readonly ProseRemark[] };

/**
 * The parts of a piece of prose: CommonMark's paragraphs, headings from the third level, lists, quotes, fenced code, rules,
 * emphasis and links, and tables as GitHub has them. Left out of CommonMark on purpose: HTML (shown as text), pictures,
 * indented code, references, entities. Never throws; the console and the paper are drawn from it, never from HTML.
 */
export function readProse(markdown: string): ProseRead {
  const remarks: ProseRemark[] = [];
  const blocks = readBlocks(markdown.split('\n'), 0, 0, remarks);
  return { blocks, remarks };
}

/** `line` is where the first of these lines stands in the whole. */
function readBlocks(lines: readonly string[], line: number, depth: number, remarks: ProseRemark[]): readonly ProseBlock[] {
  const blocks: ProseBlock[] = [];
  const fences = findFences(lines, 0);
  const inline = (text: string, at: number) => readInlines(text, (message) => remarks.push({ at: line + at, message }));
  for (let at = 0; at < lines.length; ) {
    const text = lines[at] as string;
    const fence = fences.get(at) ?? -1;
    const title = heading.exec(text);
    if (text.trim() === '') at++;
    else if (fence > at) {
      blocks.push({ kind: 'code', text: lines.slice(at + 1, fence).join('\n') });
      at = fence + 1;
    } else if (title !== null) {
      blocks.push({ kind: 'heading', level: (title[1] as string).length as 3 | 4 | 5 | 6, children: inline(headingText(title[2] as string), at) });
      at++;
    } else if (rule.test(text)) {
      blocks.push({ kind: 'rule' });
      at++;
    } else if (depth < deepest && quote.test(text)) {
      const inner: string[] = [];
      const from = at;
      for (; at < lines.length && quote.test(lines[at] as string); at++) inner.push(quote.exec(lines[at] as string)?.[1] as string);
      blocks.push({ kind: 'quote', children: readBlocks(inner, line + from, depth + 1, remarks) });
    } else if (depth < deepest && bullet.test(text)) {
      const list = readList(lines, at);
      blocks.push({ kind: 'list', start: list.start, items: list.items.map((item) => readBlocks(item.lines, line + item.at, depth + 1, remarks)) });
      at = list.end;
    } else if (at + 1 < lines.length && text.includes('|') && tableRule.test(lines[at + 1] as string)) {
      const from = at;
      const head = cells(text);
      for (at += 2; at < lines.length && (lines[at] as string).includes('|'); at++);
      const rows = lines.slice(from + 2, at).map((row, of) => {
        const found = cells(row);
        return head.map((_, cell) => inline(found[cell] ?? '', from + 2 + of));
      });
      blocks.push({ kind: 'table', head: head.map((cell) => inline(cell, from)), rows });
    } else {
      const from = at;
      for (at++; at < lines.length && !interrupts(lines[at] as string, depth) && (fences.get(at) ?? -1) < at; at++);
      blocks.push({ kind: 'paragraph', children: inline(lines.slice(from, at).map((one) => one.trim()).join('\n'), from) });
    }
  }
  return blocks;
}

/** Whether a line ends the paragraph before it. A numbered list does only from 1, so that a year at a line's beginning does not. */
function interrupts(text: string, depth: number): boolean {
  if (text.trim() === '' || heading.test(text) || rule.test(text)) return true;
  if (depth >= deepest) return false;
  const mark = bullet.exec(text);
  return quote.test(text) || (mark !== null && mark[5] !== '' && (mark[2] !== undefined || mark[3] === '1'));
}

type List = { readonly start: number | null; readonly items: readonly { readonly at: number; readonly lines: string[] }[]; readonly end: number };

/** The items of a list that begins at a line: what is indented below an item belongs to it, as does a line right behind it. */
function readList(lines: readonly string[], from: number): List {
  const items: { readonly at: number; readonly lines: string[] }[] = [];
  const first = bullet.exec(lines[from] as string) as RegExpExecArray;
  let width = 0;
  let at = from;
  for (let wasBlank = false; at < lines.length; at++) {
    const text = lines[at] as string;
    const isBlank = text.trim() === '';
    const mark = bullet.exec(text);
    const isIndented = items.length > 0 && text.search(/[^ ]/) >= width;
    if (isBlank) (items.at(-1) as List['items'][number]).lines.push('');
    else if (isIndented) (items.at(-1) as List['items'][number]).lines.push(text.slice(width));
    else if (mark !== null && mark[2] === first[2] && !rule.test(text)) {
      width = (mark[1] as string).length + (mark[2] ?? `${mark[3]}.`).length + Math.max(1, (mark[4] as string).length);
      items.push({ at, lines: [mark[5] as string] });
    } else if (!wasBlank && mark === null && !interrupts(text, 0)) (items.at(-1) as List['items'][number]).lines.push(text.trim());
    else break;
    wasBlank = isBlank;
  }
  return { start: first[3] === undefined ? null : Number(first[3]), items, end: at };
}

/** The cells of a row; `\|` is no border. */
function cells(row: string): readonly string[] {
  const inner = row.trim().replace(/^\|/, '').replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).slice(0, mostCells).map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
}
