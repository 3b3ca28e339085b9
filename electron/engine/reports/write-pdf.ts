import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import type { Paper } from './paper.ts';
import { readFace } from './paper-fonts.ts';
import { drawPart } from './pdf-parts.ts';
import { createSheet, type Sheet, sheetMargins } from './pdf-sheet.ts';

/**
 * Writes a paper as PDF, A4 upright, its letters embedded; synced to the disk when it resolves. Every page has the head of
 * its section, and the foot with the page's number. `onProgress` is told the share of the parts that are set, 0 to 1.
 */
export async function writePdf(path: string, paper: Paper, onProgress: (share: number) => void = () => undefined): Promise<void> {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const ended = finished(stream);
  // Told where it is awaited; without a listener it would end the process.
  ended.catch(() => undefined);
  const time = new Date(paper.madeMs);
  const document = new PDFDocument({
    size: 'A4',
    margins: sheetMargins,
    bufferPages: true,
    autoFirstPage: false,
    // None: else it begins with a face that is not embedded; and one of ours that it knew already would be read again at each change of face.
    font: '',
    lang: 'en',
    displayTitle: true,
    info: { Title: paper.title, Subject: paper.subject, Author: paper.author, Creator: 'Firstout', Producer: 'Firstout', CreationDate: time, ModDate: time },
  });
  document.pipe(stream);
  document.registerFont('regular', readFace('regular'));
  document.registerFont('strong', readFace('strong'));
  document.font('regular');
  const sheet = createSheet(document);
  const total = paper.sections.reduce((sum, { parts }) => sum + parts.length, 0);
  let done = 0;
  for (const { head, foot, parts } of paper.sections) {
    const firstPage = document.bufferedPageRange().count;
    sheet.newPage();
    for (const [at, part] of parts.entries()) {
      drawPart(sheet, part, parts.slice(at + 1, at + 4));
      onProgress(++done / total);
    }
    numberPages(sheet, { head, foot }, firstPage);
  }
  document.end();
  await ended;
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

/** Heads and feet of a section's pages, once it is known how many there are. */
function numberPages({ document, left, width }: Sheet, { head, foot }: { readonly head: string; readonly foot: string }, firstPage: number): void {
  const { count } = document.bufferedPageRange();
  for (let page = firstPage; page < count; page++) {
    document.switchToPage(page);
    // Words in the margin would begin a page of their own.
    document.page.margins = { top: 0, bottom: 0, left: 0, right: 0 };
    const bottom = document.page.height - sheetMargins.bottom + 14;
    const number = `Page ${page - firstPage + 1} of ${count - firstPage}`;
    document.font('regular').fontSize(8).fillColor('#555555');
    document.text(head, left, 30, { width: width - 90, height: 10, ellipsis: true, lineBreak: false });
    document.text(number, left + width - 90, 30, { width: 90, align: 'right', lineBreak: false });
    document.text(foot, left, bottom + 6, { width, height: 22, ellipsis: true });
    document.lineWidth(0.5).strokeColor('#BBBBBB').moveTo(left, 44).lineTo(left + width, 44).moveTo(left, bottom).lineTo(left + width, bottom).stroke();
    document.page.margins = { ...sheetMargins };
  }
}
