import { assertNever } from '#shared/model/fault.ts';
import type { PaperPart, PaperRun } from './paper.ts';
import { drawPicture } from './pdf-picture.ts';
import type { Sheet } from './pdf-sheet.ts';
import { drawTable } from './pdf-table.ts';
import { inkColours, type Plot } from './plot.ts';
import { plotShapes } from './plot-shapes.ts';

type Part<Kind extends PaperPart['kind']> = Extract<PaperPart, { kind: Kind }>;
const indentStep = 16;
const ink = { text: '#111111', soft: '#555555', line: '#888888' } as const;
export const plotHeight = 128;

/** Sets one piece, on the next page where it does not fit; `next` is what follows, which a heading stays with. */
export function drawPart(sheet: Sheet, part: PaperPart, next: readonly PaperPart[]): void {
  switch (part.kind) {
    case 'title':
      return drawTitle(sheet, part);
    case 'heading':
      return drawHeading(sheet, part, next);
    case 'text':
      return drawText(sheet, part);
    case 'facts':
      return drawFacts(sheet, part);
    case 'table':
      return drawTable(sheet, part);
    case 'plot':
      return drawPlot(sheet, part.plot);
    case 'picture':
      return drawPicture(sheet, part);
    case 'blank':
      return drawBlank(sheet, part);
    case 'rule':
      sheet.need(12);
      sheet.document.lineWidth(0.5).strokeColor(ink.line).moveTo(sheet.left, sheet.y() + 5).lineTo(sheet.left + sheet.width, sheet.y() + 5).stroke();
      return sheet.down(12);
    case 'new-page':
      if (!sheet.isFresh()) sheet.newPage();
      return;
    default:
      return assertNever(part, 'part of a paper');
  }
}

function drawTitle({ document, left, width, y, down }: Sheet, { kicker, title }: Part<'title'>): void {
  document.font('strong').fontSize(10).fillColor(ink.soft).text(kicker, left, y(), { width });
  const at = document.y + 2;
  document.fontSize(22).fillColor(ink.text).text(title, left, at, { width, lineGap: 1 });
  down(document.y - y() + 8);
}

function drawHeading(sheet: Sheet, { level, text }: Part<'heading'>, next: readonly PaperPart[]): void {
  const { document, left, width } = sheet;
  const size = level === 1 ? 14 : 11;
  if (!sheet.isFresh()) sheet.down(level === 1 ? 16 : 10);
  document.font('strong').fontSize(size);
  const height = document.heightOfString(text, { width });
  sheet.need(height + 4 + beginningOf(sheet, next));
  document.font('strong').fontSize(size).fillColor(ink.text).text(text, left, sheet.y(), { width });
  if (level === 1) document.outline.addItem(text);
  sheet.down(height + 4);
}

/** As much of the pieces behind a heading as has to stand on its page: what explains it, and the beginning of what is explained. */
function beginningOf(sheet: Sheet, [next, ...more]: readonly PaperPart[]): number {
  if (next === undefined) return 0;
  if (next.kind === 'plot') return plotHeight;
  if (next.kind === 'picture') return sheet.height * (next.mostHigh ?? 0.55) + 40;
  if (next.kind === 'heading') return 30 + beginningOf(sheet, more);
  if (next.kind === 'table') return 60;
  return next.kind === 'text' && next.isSoft === true ? 26 + beginningOf(sheet, more) : 28;
}

const plain = (runs: readonly PaperRun[]): string => runs.map(({ text }) => text).join('');

function drawText(sheet: Sheet, { runs, isSoft, indent = 0, mark }: Part<'text'>): void {
  const { document } = sheet;
  const left = sheet.left + indent * indentStep;
  const width = sheet.width - indent * indentStep;
  const size = isSoft === true ? 8.5 : 9.5;
  const gap = { lineGap: 2 };
  for (const paragraph of splitRuns(runs)) {
    // Strong letters are wider: measured by them, what is set never needs more.
    document.font(paragraph.some(({ isStrong }) => isStrong === true) ? 'strong' : 'regular').fontSize(size);
    const height = document.heightOfString(plain(paragraph), { width, ...gap });
    if (height > sheet.height) {
      drawLong(sheet, plain(paragraph), left, width, size);
      continue;
    }
    sheet.need(height);
    document.fillColor(isSoft === true ? ink.soft : ink.text);
    if (mark !== undefined) document.font('regular').text(mark, left - indentStep, sheet.y(), { width: indentStep - 3, align: 'right', lineBreak: false });
    const from = sheet.y();
    for (const [at, { text, isStrong, link }] of paragraph.entries()) {
      document.font(isStrong === true ? 'strong' : 'regular').fontSize(size);
      // What goes on keeps its options: a link ends where its run does.
      const more = { continued: at < paragraph.length - 1, link: link ?? null, ...gap };
      if (at === 0) document.text(text, left, from, { width, ...more });
      else document.text(text, more);
    }
    sheet.down(document.y - from + 3);
  }
}

/** A line break begins a paragraph of its own. */
function splitRuns(runs: readonly PaperRun[]): readonly (readonly PaperRun[])[] {
  const paragraphs: PaperRun[][] = [[]];
  for (const { text, ...weight } of runs) {
    for (const [at, piece] of text.split('\n').entries()) {
      if (at > 0) paragraphs.push([]);
      if (piece !== '') (paragraphs.at(-1) as PaperRun[]).push({ text: piece, ...weight });
    }
  }
  return paragraphs.map((one) => (one.length === 0 ? [{ text: ' ' }] : one));
}

/** More than a page of words: word by word, in pieces that fit what is left. */
function drawLong(sheet: Sheet, text: string, left: number, width: number, size: number): void {
  const { document } = sheet;
  const pieces = text.match(/[\s\S]{1,1500}(?:\s|$)|[\s\S]{1,1500}/g) ?? [];
  for (const piece of pieces) {
    document.font('regular').fontSize(size);
    const height = document.heightOfString(piece, { width, lineGap: 2 });
    sheet.need(height);
    document.fillColor(ink.text).text(piece, left, sheet.y(), { width, lineGap: 2 });
    sheet.down(height);
  }
}

/** Narrow enough that a hash of 64 figures stands in one line beside it, and can be copied. */
const factName = 108;
const factSize = 9;

function drawFacts(sheet: Sheet, { rows }: Part<'facts'>): void {
  const { document, left, width } = sheet;
  for (const [name, value] of rows) {
    document.font('regular').fontSize(factSize);
    const height = Math.max(document.heightOfString(value, { width: width - factName, lineGap: 1.5 }), document.heightOfString(name, { width: factName - 8 }));
    sheet.need(Math.min(height + 6, sheet.height));
    const y = sheet.y();
    document.fillColor(ink.soft).text(name, left, y, { width: factName - 8 });
    document.fillColor(ink.text).text(value, left + factName, y, { width: width - factName, lineGap: 1.5 });
    sheet.down(height + 6);
  }
  sheet.down(2);
}

function drawPlot(sheet: Sheet, plot: Plot): void {
  const { document, left, width } = sheet;
  sheet.need(plotHeight);
  const top = sheet.y();
  for (const shape of plotShapes(plot, width, plotHeight - 12)) {
    const colour = inkColours[shape.ink];
    if (shape.kind === 'area') document.rect(left + shape.x, top + shape.y, shape.width, shape.height).fill(colour);
    else if (shape.kind === 'line') {
      document.lineWidth(shape.width).strokeColor(colour).lineJoin('round');
      if (shape.dash === undefined) document.undash();
      else document.dash(shape.dash, { space: shape.dash });
      for (const [at, [x, y]] of shape.points.entries()) {
        if (at === 0) document.moveTo(left + x, top + y);
        else document.lineTo(left + x, top + y);
      }
      document.stroke().undash();
    } else {
      document.font(shape.isStrong === true ? 'strong' : 'regular').fontSize(shape.size).fillColor(colour);
      const long = document.widthOfString(shape.text);
      const x = shape.align === 'left' ? shape.x : shape.align === 'right' ? shape.x - long : shape.x - long / 2;
      document.text(shape.text, left + x, top + shape.y - shape.size * 0.97, { lineBreak: false });
    }
  }
  sheet.down(plotHeight);
}

const box = 8;
const blankWidth: Readonly<Record<string, number>> = { note: 220, name: 130, number: 110, time: 60 };

/** A line to fill in: the box or arrow, the words, and behind or below them a ruled line for each thing to write down. */
function drawBlank(sheet: Sheet, { mark, text, blanks, indent = 0 }: Part<'blank'>): void {
  const { document } = sheet;
  const left = sheet.left + indent * indentStep;
  const wordsLeft = left + 16;
  const width = sheet.left + sheet.width - wordsLeft;
  document.font('regular').fontSize(9.5);
  const blanksWidth = blanks.reduce((sum, name) => sum + document.widthOfString(`${name} `) + (blankWidth[name] ?? 80) + 10, 0);
  const isBeside = blanks.length > 0 && document.widthOfString(text) + 14 + blanksWidth <= width;
  const textHeight = document.heightOfString(text, { width, lineGap: 1.5 });
  const height = textHeight + (blanks.length === 0 || isBeside ? 4 : 24);
  sheet.need(height + 4);
  const y = sheet.y() + 2;
  if (mark === 'tick') document.lineWidth(0.9).strokeColor(ink.text).rect(left + 1, y + 2, box, box).stroke();
  if (mark === 'go' || mark === 'see') document.fillColor(ink.soft).text(mark === 'go' ? '→' : '↗', left, y, { lineBreak: false });
  document.fillColor(mark === 'see' ? ink.soft : ink.text).text(text, wordsLeft, y, { width, lineGap: 1.5 });
  const blanksY = isBeside ? y : y + textHeight + 6;
  let x = isBeside ? sheet.left + sheet.width - blanksWidth + 10 : wordsLeft;
  for (const name of blanks) {
    const label = document.fontSize(8).widthOfString(name) + 4;
    const long = Math.min(blankWidth[name] ?? 80, sheet.left + sheet.width - x - label);
    document.fillColor(ink.soft).text(name, x, blanksY + 2, { lineBreak: false });
    document.lineWidth(0.6).strokeColor(ink.line).moveTo(x + label, blanksY + 12).lineTo(x + label + long, blanksY + 12).stroke();
    x += label + long + 10;
  }
  sheet.down(height + 4);
}
