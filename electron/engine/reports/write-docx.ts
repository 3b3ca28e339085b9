import { open } from 'node:fs/promises';
import { Document, Footer, Header, Packer, PageNumber, Paragraph, Tab, TabStopType, TextRun } from 'docx';
import { docxParts } from './docx-parts.ts';
import type { Paper } from './paper.ts';

/** Twentieths of a point: A4, and its margins. */
const page = { width: 11_906, height: 16_838, margin: { top: 1200, bottom: 1240, left: 1120, right: 1120, header: 600, footer: 500 } } as const;
const textWidth = page.width - page.margin.left - page.margin.right;

/**
 * Writes a paper as DOCX, A4 upright, with the same words as its PDF; synced to the disk when it resolves. Its face is Inter,
 * or what stands in for it where that is not installed: it is not embedded, so that the text stays easy to go on with.
 */
export async function writeDocx(path: string, paper: Paper, onProgress: (share: number) => void = () => undefined): Promise<void> {
  const total = paper.sections.reduce((sum, { parts }) => sum + parts.length, 0);
  let done = 0;
  // Pages of a section alone are counted by Word only.
  const pages = paper.sections.length === 1 ? PageNumber.TOTAL_PAGES : PageNumber.TOTAL_PAGES_IN_SECTION;
  const document = new Document({
    title: paper.title,
    subject: paper.subject,
    creator: paper.author,
    lastModifiedBy: paper.author,
    description: `Made by Firstout ${new Date(paper.madeMs).toISOString()}`,
    styles: {
      default: {
        document: { run: { font: 'Inter', size: 19, color: '111111' }, paragraph: { spacing: { after: 60 } } },
        title: { run: { font: 'Inter', size: 44, bold: true, color: '111111' }, paragraph: { spacing: { after: 160 } } },
        heading1: { run: { font: 'Inter', size: 28, bold: true, color: '111111' }, paragraph: { spacing: { before: 320, after: 80 }, keepNext: true } },
        heading2: { run: { font: 'Inter', size: 22, bold: true, color: '111111' }, paragraph: { spacing: { before: 200, after: 60 }, keepNext: true } },
      },
    },
    sections: paper.sections.map(({ head, foot, parts }) => ({
      properties: { page: { size: { width: page.width, height: page.height }, margin: page.margin, pageNumbers: { start: 1 } } },
      headers: { default: new Header({ children: [runningLine([new TextRun(small(head)), new TextRun({ ...small(''), children: [new Tab(), 'Page ', PageNumber.CURRENT, ' of ', pages] })])] }) },
      footers: { default: new Footer({ children: foot.split('\n').map((line) => runningLine([new TextRun(small(line))])) }) },
      children: parts.flatMap((part) => {
        onProgress(++done / total);
        return docxParts(part);
      }),
    })),
  });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(await Packer.toBuffer(document));
    await file.sync();
  } finally {
    await file.close();
  }
}

const small = (text: string): { readonly text: string; readonly size: number; readonly color: string } => ({ text, size: 16, color: '555555' });
const runningLine = (children: TextRun[]): Paragraph => new Paragraph({ children, tabStops: [{ type: TabStopType.RIGHT, position: textWidth }], spacing: { after: 0 } });
