import { endsBlock } from '#shared/runbook/directive-line.ts';
import type { PartKind } from './part-specs.ts';

/** Where lines go into a text: behind this line, from 1 (0: before the first), with an empty line before and behind where asked for. */
export type InsertPlace = { readonly afterLine: number; readonly isApart: boolean };

type Block = { readonly from: number; /** Line of its `:::`; the last line of the text where it is not closed. */ readonly to: number; readonly isClosed: boolean };

const stepLine = /^\s*:::step\b/;

/** The step a line belongs to, its first and last line included; null outside of steps. */
export function stepAround(lines: readonly string[], line: number): Block | null {
  let from = 0;
  for (let at = 1; at <= lines.length; at++) {
    const text = lines[at - 1] as string;
    if (stepLine.test(text)) from = at;
    else if (from > 0 && endsBlock(text)) {
      if (line >= from && line <= at) return { from, to: at, isClosed: true };
      from = 0;
    }
    if (from === 0 && at > line) return null;
  }
  return from > 0 && line >= from ? { from, to: lines.length, isClosed: false } : null;
}

/** Line of the front matter's end; 0 where there is none. */
function headEnd(lines: readonly string[]): number {
  if (lines[0]?.trimEnd() !== '---') return 0;
  const end = lines.findIndex((text, at) => at > 0 && text.trimEnd() === '---');
  return end < 0 ? lines.length : end + 1;
}

/**
 * Where a part goes for a cursor on a line: things of a step behind the cursor's line within its step, before its end; steps
 * and phases behind the step the cursor is in, never into the settings. A sentence where it has no place.
 */
export function insertPlace(text: string, cursorLine: number, kind: PartKind): InsertPlace | { readonly refusal: string } {
  const lines = text.split('\n');
  const step = stepAround(lines, cursorLine);
  if (kind !== 'phase' && kind !== 'step') {
    if (step === null) return { refusal: 'This is a part of a step: put the cursor into one first.' };
    return { afterLine: step.isClosed ? Math.min(cursorLine, step.to - 1) : cursorLine, isApart: false };
  }
  if (kind === 'step' && !lines.slice(0, Math.max(cursorLine, step?.to ?? 0)).some((one) => /^ {0,3}##?[ \t]/.test(one))) return { refusal: 'A step belongs to a phase: put the cursor below a heading first.' };
  return { afterLine: step?.to ?? Math.max(cursorLine, headEnd(lines)), isApart: true };
}

/** The change to a text that puts lines there: `insert` at the offset `from`, and where the cursor goes behind it. */
export function insertChange(text: string, { afterLine, isApart }: InsertPlace, part: readonly string[]): { readonly from: number; readonly insert: string; readonly cursor: number } {
  const lines = text.split('\n');
  // An empty line that was made for it, behind another part, is filled; one that parts words from it stays.
  if (!isApart && lines[afterLine - 1]?.trim() === '' && /^\s*::/.test(lines[afterLine - 2] ?? '')) {
    const from = lines.slice(0, afterLine - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const insert = part.join('\n');
    return { from, insert, cursor: from + insert.length };
  }
  const isLast = afterLine >= lines.length;
  const from = isLast ? text.length : lines.slice(0, afterLine).reduce((sum, one) => sum + one.length + 1, 0);
  const before = isLast ? (lines.at(-1) === '' ? '' : '\n') : '';
  const gapBefore = isApart && afterLine > 0 && lines[Math.min(afterLine, lines.length) - 1]?.trim() !== '' ? '\n' : '';
  const gapBehind = isApart && !isLast && lines[afterLine]?.trim() !== '' ? '\n' : '';
  const insert = `${before}${gapBefore}${part.join('\n')}\n${gapBehind}`;
  // In a step the empty line is where one goes on; else the end of what was put in.
  const blank = part.indexOf('');
  const inPart = blank >= 0 ? part.slice(0, blank).reduce((sum, one) => sum + one.length + 1, 0) : part.join('\n').length;
  return { from, insert, cursor: from + before.length + gapBefore.length + inPart };
}
